import type { Ctx } from '#platform/module';
import type { CaseDocument } from './document.ts';
import { problem } from './problems.ts';
import type { RecordsTables } from './tables.ts';

type Row = RecordsTables['records.document'] & Pick<RecordsTables['records.version'], 'blob_hash' | 'size' | 'mime' | 'name'>;

function documentOf(row: Row): CaseDocument {
  return {
    id: row.id,
    fileId: row.file_id,
    caseId: row.case_id,
    kind: row.kind,
    title: row.title,
    ...(row.source_id ? { sourceId: row.source_id } : {}),
    sealed: row.sealed,
    visibleToApplicant: row.visible_to_applicant,
    createdAt: row.created_at,
    createdBy: row.created_by,
    version: row.current_version,
    hash: row.blob_hash,
    size: row.size,
    mime: row.mime,
    name: row.name,
  };
}

const withVersion = (ctx: Ctx) =>
  ctx
    .db<RecordsTables>()
    .selectFrom('records.document as d')
    .innerJoin('records.version as v', (join) => join.onRef('v.tenant_id', '=', 'd.tenant_id').onRef('v.document_id', '=', 'd.id').onRef('v.number', '=', 'd.current_version'))
    .selectAll('d')
    .select(['v.blob_hash', 'v.size', 'v.mime', 'v.name'])
    .where('d.tenant_id', '=', ctx.tenantId);

/** The documents of a case, oldest first (at most 500), without asking who may see them. */
export async function listCaseDocuments(ctx: Ctx, caseId: string, { visibleToApplicant }: { visibleToApplicant?: boolean } = {}): Promise<CaseDocument[]> {
  let query = withVersion(ctx).where('d.case_id', '=', caseId);
  if (visibleToApplicant !== undefined) query = query.where('d.visible_to_applicant', '=', visibleToApplicant);
  return (await query.orderBy('d.id').limit(500).execute()).map(documentOf);
}

/** The document with this id, without asking who may see it. @throws Problem 404 */
export async function getDocument(ctx: Ctx, id: string): Promise<CaseDocument> {
  const row = await withVersion(ctx).where('d.id', '=', id).executeTakeFirst();
  if (!row) throw problem('records/no-such-document');
  return documentOf(row);
}

/** The document that came from this source, e.g. a letter. */
export async function findDocumentBySource(ctx: Ctx, caseId: string, sourceId: string): Promise<CaseDocument | undefined> {
  const row = await withVersion(ctx).where('d.case_id', '=', caseId).where('d.source_id', '=', sourceId).executeTakeFirst();
  return row && documentOf(row);
}

export type DocumentVersion = { number: number; hash: string; size: number; mime: string; name: string; createdAt: Date; createdBy: string };

/** All versions of a document, newest first. */
export async function listVersions(ctx: Ctx, documentId: string): Promise<DocumentVersion[]> {
  const rows = await ctx.db<RecordsTables>().selectFrom('records.version').selectAll().where('tenant_id', '=', ctx.tenantId).where('document_id', '=', documentId).orderBy('number', 'desc').execute();
  return rows.map((row) => ({ number: row.number, hash: row.blob_hash, size: row.size, mime: row.mime, name: row.name, createdAt: row.created_at, createdBy: row.created_by }));
}
