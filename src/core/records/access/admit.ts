import { findOfficeByKey, listRoles } from '#core/organisation';
import { findAccount } from '#platform/auth';
import { requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { RecordsTables } from '../tables.ts';
import { requireCaseFile, requireFile } from './may-work.ts';
import { findReadable } from './read-document.ts';

/** A person or group that is admitted to a file or document beyond the rights of office and role. */
export type Admission = { objectId: string; kind: 'account' | 'group'; holder: string; name: string; grantedAt: Date; grantedBy: string };
export type AdmissionTarget = { type: 'file' | 'case-file' | 'document'; id: string };

/** @throws Problem 404 when not seen, 403 without records/manage in the office that keeps it. */
async function requireKeeper(ctx: Ctx, target: AdmissionTarget): Promise<{ caseId?: string }> {
  const caseFileId = target.type === 'document' ? (await findReadable(ctx, target.id)).fileId : target.id;
  const file = target.type === 'file' ? await requireFile(ctx, target.id) : await requireCaseFile(ctx, caseFileId);
  requirePermission(ctx, 'records/manage', file.office_id);
  return 'case_id' in file && file.case_id ? { caseId: file.case_id } : {};
}

async function nameOf(ctx: Ctx, { kind, holder }: Pick<Admission, 'kind' | 'holder'>): Promise<string> {
  if (kind === 'account') {
    const person = await findAccount(ctx, holder);
    if (person?.kind !== 'staff') throw problem('records/no-such-person');
    return person.name;
  }
  const [officeKey = '', roleKey] = holder.split('/');
  const office = await findOfficeByKey(ctx, officeKey);
  const role = roleKey ? (await listRoles(ctx)).find((one) => one.key === roleKey) : undefined;
  if (!office || (roleKey && !role)) throw problem('records/no-such-person');
  return role ? `${role.name}, ${office.name}` : office.name;
}

/** Admits a person or a group ('steueramt', 'steueramt/leitung') to a file, a case file or one document. */
export async function admit(ctx: Ctx, given: { target: AdmissionTarget; kind: Admission['kind']; holder: string }): Promise<void> {
  const about = await requireKeeper(ctx, given.target);
  const name = await nameOf(ctx, given);
  const row = { tenant_id: ctx.tenantId, object_id: given.target.id, kind: given.kind, holder: given.holder, name, granted_at: ctx.now, granted_by: ctx.actor.name };
  await ctx.db<RecordsTables>().insertInto('records.access').values(row).onConflict((conflict) => conflict.columns(['tenant_id', 'object_id', 'kind', 'holder']).doNothing()).execute();
  ctx.emit({ type: 'records/admitted', subject: `${subjects[given.target.type]}:${given.target.id}`, ...about, data: { kind: given.kind, holder: given.holder } });
}

/** Ends an admission. */
export async function dismiss(ctx: Ctx, given: { target: AdmissionTarget; kind: Admission['kind']; holder: string }): Promise<void> {
  const about = await requireKeeper(ctx, given.target);
  await ctx.db<RecordsTables>().deleteFrom('records.access').where('tenant_id', '=', ctx.tenantId).where('object_id', '=', given.target.id).where('kind', '=', given.kind).where('holder', '=', given.holder).execute();
  ctx.emit({ type: 'records/dismissed', subject: `${subjects[given.target.type]}:${given.target.id}`, ...about, data: { kind: given.kind, holder: given.holder } });
}

const subjects = { file: 'record', 'case-file': 'file', document: 'document' } as const;

/** Who is admitted by name. */
export async function listAdmissions(ctx: Ctx, objectId: string): Promise<Admission[]> {
  const rows = await ctx.db<RecordsTables>().selectFrom('records.access').selectAll().where('tenant_id', '=', ctx.tenantId).where('object_id', '=', objectId).orderBy('name').execute();
  return rows.map((row) => ({ objectId: row.object_id, kind: row.kind, holder: row.holder, name: row.name, grantedAt: row.granted_at, grantedBy: row.granted_by }));
}

/** Lets somebody see a document because of work they were given with it; the caller has checked the right to hand it out. */
export async function admitForWork(ctx: Ctx, given: { documentId: string; kind: Admission['kind']; holder: string; name: string }): Promise<void> {
  const row = { tenant_id: ctx.tenantId, object_id: given.documentId, kind: given.kind, holder: given.holder, name: given.name, granted_at: ctx.now, granted_by: ctx.actor.name };
  await ctx.db<RecordsTables>().insertInto('records.access').values(row).onConflict((conflict) => conflict.columns(['tenant_id', 'object_id', 'kind', 'holder']).doNothing()).execute();
  ctx.emit({ type: 'records/admitted', subject: `document:${given.documentId}`, data: { kind: given.kind, holder: given.holder, forWork: true } });
}
