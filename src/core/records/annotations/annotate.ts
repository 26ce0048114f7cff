import { newId } from '#platform/db';
import type { Ctx } from '#platform/module';
import { requireFileWork } from '../access/may-work.ts';
import { findReadable } from '../access/read-document.ts';
import { problem } from '../problems.ts';
import type { RecordsTables } from '../tables.ts';

/** A note, stamp or mark above a page: it lies beside the document, the original stays as it came. Places are shares of the page. */
export type Annotation = { id: string; version: number; page: number; kind: 'note' | 'stamp' | 'mark'; text: string; x: number; y: number; width: number; height: number; createdAt: Date; createdBy: string; own: boolean };
export type NewAnnotation = Pick<Annotation, 'page' | 'kind' | 'text' | 'x' | 'y'> & { width?: number; height?: number };

/** Stamps of the office; their text carries date and name like those of rubber. */
export const stamps = ['Eingegangen', 'Geprüft', 'Sachlich richtig', 'Entwurf', 'Kopie', 'Vertraulich', 'Erledigt'] as const;

const thousandths = (share: number): number => Math.round(Math.min(1, Math.max(0, share)) * 1000);

/** Puts a note or stamp on a page. @throws Problem 404, 403 without work in the office, 422 without text. */
export async function annotate(ctx: Ctx, documentId: string, given: NewAnnotation): Promise<string> {
  const document = await findReadable(ctx, documentId);
  await requireFileWork(ctx, document.fileId);
  const text = given.text.trim().slice(0, 1000);
  if (!text && given.kind !== 'mark') throw problem('records/text-needed');
  const id = newId();
  await ctx
    .db<RecordsTables>()
    .insertInto('records.annotation')
    .values({
      tenant_id: ctx.tenantId, id, document_id: documentId, version: document.version, page: given.page, kind: given.kind, text,
      x: thousandths(given.x), y: thousandths(given.y), width: thousandths(given.width ?? 0.3), height: thousandths(given.height ?? 0.06),
      created_at: ctx.now, created_by: ctx.actor.id, created_by_name: ctx.actor.name, removed_at: null,
    })
    .execute();
  ctx.emit({ type: 'records/annotated', subject: `document:${documentId}`, ...(document.caseId ? { caseId: document.caseId } : {}), data: { annotation: id, kind: given.kind, page: given.page } });
  return id;
}

/** Takes away what one has put there oneself; it stays in the audit log. @throws Problem 404 for those of others. */
export async function removeAnnotation(ctx: Ctx, documentId: string, id: string): Promise<void> {
  const document = await findReadable(ctx, documentId);
  const gone = await ctx.db<RecordsTables>().updateTable('records.annotation').set({ removed_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).where('document_id', '=', documentId).where('created_by', '=', ctx.actor.id).where('removed_at', 'is', null).executeTakeFirst();
  if (!gone.numUpdatedRows) throw problem('records/not-yours');
  ctx.emit({ type: 'records/annotation-removed', subject: `document:${documentId}`, ...(document.caseId ? { caseId: document.caseId } : {}), data: { annotation: id } });
}

/** What lies above a document, by page; without asking who may see the document. */
export async function listAnnotations(ctx: Ctx, documentId: string): Promise<Annotation[]> {
  const rows = await ctx.db<RecordsTables>().selectFrom('records.annotation').selectAll().where('tenant_id', '=', ctx.tenantId).where('document_id', '=', documentId).where('removed_at', 'is', null).orderBy('page').orderBy('id').limit(500).execute();
  return rows.map((row) => ({ id: row.id, version: row.version, page: row.page, kind: row.kind, text: row.text, x: row.x / 1000, y: row.y / 1000, width: row.width / 1000, height: row.height / 1000, createdAt: row.created_at, createdBy: row.created_by_name, own: row.created_by === ctx.actor.id }));
}
