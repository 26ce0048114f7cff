import { getOffice } from '#core/organisation';
import type { Ctx } from '#platform/module';
import { requirePermission } from '#platform/module';
import { sql } from 'kysely';
import { requireCaseFile, requireFile, requireFileKeeper } from '../access/may-work.ts';
import { findPlanPosition } from '../plan/file-plan.ts';
import { problem } from '../problems.ts';
import type { RecordsTables } from '../tables.ts';
import { allocateFileNumber } from './number-scheme.ts';
import { insertCaseFile } from './open-case-file.ts';
import { newId } from '#platform/db';

const reasonOf = (text: string): string => {
  const reason = text.trim().slice(0, 500);
  if (!reason) throw problem('records/reason-needed');
  return reason;
};
const ofCase = (caseId: string | null): { caseId?: string } => (caseId ? { caseId } : {});

type Move = { id: string; position?: string; officeId?: string; /** A file to put it into; '' takes it out. */ parentId?: string; reason: string };

/** Moves a case file to another position, office or file. The reference stays. @throws Problem 403 without records/manage there and here, 409 under legal hold. */
export async function moveCaseFile(ctx: Ctx, given: Move): Promise<void> {
  const file = await requireFileKeeper(ctx, given.id);
  const reason = reasonOf(given.reason);
  if (file.held_at) throw problem('records/held', { number: file.number, reason: file.hold_reason ?? '' });
  const parent = given.parentId ? await requireFile(ctx, given.parentId) : undefined;
  if (parent?.closed_at) throw problem('records/file-closed', { number: parent.number });
  const position = parent?.plan_position ?? given.position ?? file.plan_position;
  if (!(await findPlanPosition(ctx, position))) throw problem('records/no-such-position', { number: position });
  const officeId = given.officeId ?? file.office_id;
  if (officeId && officeId !== file.office_id) {
    await getOffice(ctx, officeId);
    requirePermission(ctx, 'records/manage', officeId);
  }
  const parentId = given.parentId === undefined ? file.parent_id : (parent?.id ?? null);
  await ctx.db<RecordsTables>().updateTable('records.case_file').set({ plan_position: position, office_id: officeId, parent_id: parentId }).where('tenant_id', '=', ctx.tenantId).where('id', '=', file.id).execute();
  ctx.emit({ type: 'records/file-moved', subject: `file:${file.id}`, ...ofCase(file.case_id), data: { from: file.plan_position, to: position, reason } });
}

/** The office of a case changed: its file goes along. For the folder that knows cases; rights were checked there. */
export async function handOverCaseFile(ctx: Ctx, { caseId, officeId }: { caseId: string; officeId: string }): Promise<void> {
  const moved = await ctx.db<RecordsTables>().updateTable('records.case_file').set({ office_id: officeId }).where('tenant_id', '=', ctx.tenantId).where('case_id', '=', caseId).returning('id').executeTakeFirst();
  if (moved) ctx.emit({ type: 'records/file-handed-over', subject: `file:${moved.id}`, caseId });
}

/** Puts all documents of one case file into another; the empty one is closed and says where they are. */
export async function mergeCaseFiles(ctx: Ctx, given: { id: string; intoId: string; reason: string }): Promise<void> {
  const reason = reasonOf(given.reason);
  if (given.id === given.intoId) throw problem('records/same-file');
  const [from, into] = [await requireFileKeeper(ctx, given.id), await requireFileKeeper(ctx, given.intoId)];
  if (from.case_id) throw problem('records/case-bound');
  for (const file of [from, into]) if (file.held_at) throw problem('records/held', { number: file.number, reason: file.hold_reason ?? '' });
  if (into.closed_at) throw problem('records/file-closed', { number: into.number });
  const documents = await carry(ctx, { into, where: sql`file_id = ${from.id}::uuid` });
  await ctx.db<RecordsTables>().updateTable('records.case_file').set({ closed_at: ctx.now, closed_by: ctx.actor.name, merged_into: into.id }).where('tenant_id', '=', ctx.tenantId).where('id', '=', from.id).execute();
  ctx.emit({ type: 'records/files-merged', subject: `file:${from.id}`, ...ofCase(into.case_id), data: { into: into.id, documents, reason } });
}

type Carry = { into: RecordsTables['records.case_file']; where: ReturnType<typeof sql> };

async function carry(ctx: Ctx, { into, where }: Carry): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`update records.document set file_id = ${into.id}::uuid, case_id = ${into.case_id}::uuid where tenant_id = ${ctx.tenantId} and ${where} returning id`.execute(ctx.db());
  return rows.map((row) => row.id);
}

/** Moves chosen documents of one case file into another. @throws Problem 422 when none of them lies there. */
export async function moveDocuments(ctx: Ctx, given: { fromId: string; intoId: string; documents: string[]; reason: string }): Promise<void> {
  const reason = reasonOf(given.reason);
  if (given.fromId === given.intoId) throw problem('records/same-file');
  const [from, into] = [await requireFileKeeper(ctx, given.fromId), await requireFileKeeper(ctx, given.intoId)];
  if (from.held_at) throw problem('records/held', { number: from.number, reason: from.hold_reason ?? '' });
  if (into.closed_at) throw problem('records/file-closed', { number: into.number });
  const moved = await carry(ctx, { into, where: sql`file_id = ${from.id}::uuid and id = any(${given.documents}::uuid[])` });
  if (moved.length === 0) throw problem('records/nothing-chosen');
  for (const id of moved) ctx.emit({ type: 'records/document-moved', subject: `document:${id}`, ...ofCase(into.case_id), data: { from: from.id, into: into.id, reason } });
}

/** Splits a case file: chosen documents go into a new one at the same position. @returns the new file. */
export async function splitCaseFile(ctx: Ctx, given: { id: string; title: string; documents: string[]; reason: string }): Promise<{ id: string; number: string }> {
  const file = await requireFileKeeper(ctx, given.id);
  const title = given.title.trim();
  if (!title || title.length > 300) throw problem('records/title-needed');
  if (given.documents.length === 0) throw problem('records/nothing-chosen');
  const officeId = file.office_id;
  if (!officeId) throw problem('records/no-such-office');
  const number = await allocateFileNumber(ctx, { officeId, position: file.plan_position });
  const id = newId();
  const parent = file.parent_id ? { parentId: file.parent_id } : {};
  await insertCaseFile(ctx, { id, number, title, filePlanPosition: file.plan_position, officeId, person: file.person, protection: file.protection, ...parent }).execute(ctx.db());
  ctx.emit({ type: 'records/case-file-opened', subject: `file:${id}`, data: { number, splitFrom: file.id } });
  await moveDocuments(ctx, { fromId: file.id, intoId: id, documents: given.documents, reason: given.reason });
  return { id, number };
}

/** Points from one case file to another; seen from both. */
export async function addReference(ctx: Ctx, given: { fromId: string; toId: string; note: string }): Promise<void> {
  const [from, to] = [await requireFileKeeper(ctx, given.fromId), await requireCaseFile(ctx, given.toId)];
  if (from.id === to.id) throw problem('records/same-file');
  const row = { tenant_id: ctx.tenantId, from_id: from.id, to_id: to.id, note: given.note.trim().slice(0, 300), created_at: ctx.now, created_by: ctx.actor.name };
  await ctx.db<RecordsTables>().insertInto('records.reference').values(row).onConflict((conflict) => conflict.columns(['tenant_id', 'from_id', 'to_id']).doUpdateSet({ note: row.note })).execute();
  ctx.emit({ type: 'records/reference-added', subject: `file:${from.id}`, ...ofCase(from.case_id), data: { to: to.id } });
}

/** Takes a cross reference away, from whichever end. */
export async function removeReference(ctx: Ctx, given: { fromId: string; toId: string }): Promise<void> {
  const from = await requireFileKeeper(ctx, given.fromId);
  await sql`delete from records.reference where tenant_id = ${ctx.tenantId} and ((from_id = ${given.fromId}::uuid and to_id = ${given.toId}::uuid) or (from_id = ${given.toId}::uuid and to_id = ${given.fromId}::uuid))`.execute(ctx.db());
  ctx.emit({ type: 'records/reference-removed', subject: `file:${from.id}`, ...ofCase(from.case_id), data: { to: given.toId } });
}
