import type { Ctx } from '#platform/module';
import type { NewDocument } from './document.ts';
import { getDocument } from './documents.queries.ts';
import type { RecordsTables } from './tables.ts';

/** Adds a newer version of a document; the older ones stay as they are. @returns the number of the new version. */
export async function addVersion(ctx: Ctx, documentId: string, content: Pick<NewDocument, 'blob' | 'mime' | 'name' | 'sealed'>): Promise<number> {
  const db = ctx.db<RecordsTables>();
  const document = await getDocument(ctx, documentId);
  const number = document.version + 1;
  const version = { tenant_id: ctx.tenantId, document_id: documentId, number, blob_hash: content.blob.hash, size: content.blob.size, mime: content.mime, name: content.name, created_at: ctx.now, created_by: ctx.actor.name };
  await db.insertInto('records.version').values(version).execute();
  await db.updateTable('records.document').set({ current_version: number, sealed: content.sealed ?? document.sealed }).where('tenant_id', '=', ctx.tenantId).where('id', '=', documentId).execute();
  ctx.emit({ type: 'records/version-added', subject: `document:${documentId}`, caseId: document.caseId, data: { version: number } });
  return number;
}
