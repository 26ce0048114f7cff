import type { Ctx } from '#platform/module';
import { requirePermission } from '#platform/module';
import { requireFileWork } from '../access/may-work.ts';
import { findReadable } from '../access/read-document.ts';
import { problem } from '../problems.ts';
import type { RecordsTables } from '../tables.ts';
import type { Metadata, Protection } from './document.ts';

export type DocumentChange = Metadata & { title: string; protection: Protection };

/** Changes what is said about a document; its content never changes this way. @throws Problem 404, 403, 422 without a title. */
export async function changeDocument(ctx: Ctx, documentId: string, change: DocumentChange): Promise<void> {
  const document = await findReadable(ctx, documentId);
  const file = await requireFileWork(ctx, document.fileId);
  const title = change.title.trim();
  if (!title || title.length > 300) throw problem('records/title-needed');
  // whoever takes protection away must be allowed to see what it protects
  if (document.protection === 'protected' && change.protection === 'normal') requirePermission(ctx, 'records/read-protected', file.office_id);
  const text = (value: string | undefined): string | null => value?.trim().slice(0, 300) || null;
  const set = { title, protection: change.protection, dated_on: change.datedOn || null, received_on: change.receivedOn || null, sender: text(change.sender), foreign_reference: text(change.foreignReference), keywords: text(change.keywords) };
  await ctx.db<RecordsTables>().updateTable('records.document').set(set).where('tenant_id', '=', ctx.tenantId).where('id', '=', documentId).execute();
  const changed = Object.entries({ title: [document.title, title], protection: [document.protection, change.protection] }).filter(([, [before, now]]) => before !== now);
  ctx.emit({ type: 'records/document-changed', subject: `document:${documentId}`, ...(document.caseId ? { caseId: document.caseId } : {}), data: { fields: changed.map(([field]) => field) } });
}
