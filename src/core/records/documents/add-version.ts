import type { Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { RecordsTables } from '../tables.ts';
import type { NewDocument } from './document.ts';
import { getDocument } from './documents.queries.ts';
import { chainOf } from './version-chain.ts';

type Content = Pick<NewDocument, 'blob' | 'mime' | 'name' | 'sealed'> & { note?: string; /** The machine completes a file also after it was closed. */ supplement?: boolean };

/**
 * Adds a newer version of a document; the older ones stay as they are.
 * @returns the number of the new version.
 * @throws Problem 409 when somebody else has checked it out, or its file is closed.
 */
export async function addVersion(ctx: Ctx, documentId: string, content: Content): Promise<number> {
  const db = ctx.db<RecordsTables>();
  await db.selectFrom('records.document').select('id').where('tenant_id', '=', ctx.tenantId).where('id', '=', documentId).forUpdate().execute();
  const document = await getDocument(ctx, documentId);
  if (document.lockedBy && document.lockedBy.id !== ctx.actor.id) throw problem('records/checked-out', { name: document.lockedBy.name });
  const file = await db.selectFrom('records.case_file').select(['number', 'closed_at']).where('tenant_id', '=', ctx.tenantId).where('id', '=', document.fileId).executeTakeFirst();
  if (file?.closed_at && !content.supplement) throw problem('records/file-closed', { number: file.number });
  const before = await db.selectFrom('records.version').select('chain').where('tenant_id', '=', ctx.tenantId).where('document_id', '=', documentId).where('number', '=', document.version).executeTakeFirst();
  const number = document.version + 1;
  const said = { hash: content.blob.hash, size: content.blob.size, mime: content.mime, name: content.name };
  const chain = chainOf({ tenantId: ctx.tenantId, documentId, number, ...said, at: ctx.now, previous: before?.chain ?? '' });
  const version = { tenant_id: ctx.tenantId, document_id: documentId, number, blob_hash: said.hash, size: said.size, mime: said.mime, name: said.name, created_at: ctx.now, created_by: ctx.actor.name, chain, note: content.note ?? null };
  await db.insertInto('records.version').values(version).execute();
  await db.updateTable('records.document').set({ current_version: number, sealed: content.sealed ?? document.sealed }).where('tenant_id', '=', ctx.tenantId).where('id', '=', documentId).execute();
  ctx.emit({ type: 'records/version-added', subject: `document:${documentId}`, ...(document.caseId ? { caseId: document.caseId } : {}), data: { version: number, hash: said.hash, chain } });
  return number;
}
