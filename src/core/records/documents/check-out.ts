import type { Ctx } from '#platform/module';
import { sql } from 'kysely';
import { requireFileKeeper, requireFileWork } from '../access/may-work.ts';
import { findReadable } from '../access/read-document.ts';
import { problem } from '../problems.ts';
import type { RecordsTables } from '../tables.ts';
import { addVersion } from './add-version.ts';
import { documentOf } from './documents.queries.ts';
import type { CaseDocument, NewDocument } from './document.ts';

const caseOf = (document: CaseDocument): { caseId?: string } => (document.caseId ? { caseId: document.caseId } : {});
const lock = (ctx: Ctx, id: string, set: { locked_by: string | null; locked_by_name: string | null; locked_at: Date | null }) =>
  ctx.db<RecordsTables>().updateTable('records.document').set(set).where('tenant_id', '=', ctx.tenantId).where('id', '=', id);

/** Takes a document for editing: until it comes back nobody else adds a version. @throws Problem 409 naming who has it. */
export async function checkOut(ctx: Ctx, documentId: string): Promise<void> {
  const document = await findReadable(ctx, documentId);
  await requireFileWork(ctx, document.fileId);
  const done = await lock(ctx, documentId, { locked_by: ctx.actor.id, locked_by_name: ctx.actor.name, locked_at: ctx.now }).where((eb) => eb.or([eb('locked_by', 'is', null), eb('locked_by', '=', ctx.actor.id)])).executeTakeFirst();
  if (!done.numUpdatedRows) throw problem('records/checked-out', { name: document.lockedBy?.name ?? '' });
  ctx.emit({ type: 'records/checked-out', subject: `document:${documentId}`, ...caseOf(document) });
}

/** Brings a document back, with a new version or as it was. @throws Problem 409 when somebody else has it. */
export async function checkIn(ctx: Ctx, documentId: string, content?: Pick<NewDocument, 'blob' | 'mime' | 'name'> & { note?: string }): Promise<void> {
  const document = await findReadable(ctx, documentId);
  await requireFileWork(ctx, document.fileId);
  if (document.lockedBy && document.lockedBy.id !== ctx.actor.id) throw problem('records/checked-out', { name: document.lockedBy.name });
  if (content && content.blob.hash !== document.hash) await addVersion(ctx, documentId, content);
  await lock(ctx, documentId, { locked_by: null, locked_by_name: null, locked_at: null }).execute();
  await endEditKeys(ctx, documentId);
  ctx.emit({ type: 'records/checked-in', subject: `document:${documentId}`, ...caseOf(document) });
}

/** Whoever keeps the files frees a document that somebody forgot; what that person had edited must be filed anew. */
export async function breakLock(ctx: Ctx, documentId: string): Promise<void> {
  const document = await findReadable(ctx, documentId);
  await requireFileKeeper(ctx, document.fileId);
  if (!document.lockedBy) throw problem('records/not-checked-out');
  await lock(ctx, documentId, { locked_by: null, locked_by_name: null, locked_at: null }).execute();
  await endEditKeys(ctx, documentId);
  ctx.emit({ type: 'records/lock-broken', subject: `document:${documentId}`, ...caseOf(document), data: { of: document.lockedBy.id } });
}

/** The document comes back, or its lock is broken: no program (WebDAV) writes into it any more. */
export async function endEditKeys(ctx: Ctx, documentId: string): Promise<void> {
  await ctx.db<RecordsTables>().deleteFrom('records.edit_key').where('tenant_id', '=', ctx.tenantId).where('document_id', '=', documentId).execute();
}

/** Documents this person has checked out, the longest first. */
export async function listCheckedOut(ctx: Ctx): Promise<CaseDocument[]> {
  const { rows } = await sql<Parameters<typeof documentOf>[0]>`select d.*, v.blob_hash, v.size, v.mime, v.name, f.protection as file_protection from records.document d
    join records.version v on v.tenant_id = d.tenant_id and v.document_id = d.id and v.number = d.current_version
    join records.case_file f on f.tenant_id = d.tenant_id and f.id = d.file_id
    where d.tenant_id = ${ctx.tenantId} and d.locked_by = ${ctx.actor.id}::uuid order by d.locked_at limit 50`.execute(ctx.db());
  return rows.map(documentOf);
}
