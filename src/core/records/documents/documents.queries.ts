import type { Ctx } from '#platform/module';
import { sql } from 'kysely';
import { seesDocument } from '../access/record-reach.ts';
import { readerOf } from '../access/reader.ts';
import { problem } from '../problems.ts';
import type { RecordsTables } from '../tables.ts';
import type { CaseDocument, Protection } from './document.ts';

type Row = RecordsTables['records.document'] & Pick<RecordsTables['records.version'], 'blob_hash' | 'size' | 'mime' | 'name'> & { file_protection: Protection };

export function documentOf(row: Row): CaseDocument {
  return {
    id: row.id,
    fileId: row.file_id,
    ...(row.case_id ? { caseId: row.case_id } : {}),
    kind: row.kind,
    title: row.title,
    ...(row.source_id ? { sourceId: row.source_id } : {}),
    sealed: row.sealed,
    visibleToApplicant: row.visible_to_applicant,
    protection: row.protection === 'protected' ? 'protected' : row.file_protection,
    createdAt: row.created_at,
    createdBy: row.created_by,
    version: row.current_version,
    hash: row.blob_hash,
    size: row.size,
    mime: row.mime,
    name: row.name,
    ...(row.locked_by && row.locked_at ? { lockedBy: { id: row.locked_by, name: row.locked_by_name ?? '', at: row.locked_at } } : {}),
    ...(row.redacts ? { redacts: row.redacts } : {}),
    ...(row.dated_on ? { datedOn: row.dated_on } : {}),
    ...(row.received_on ? { receivedOn: row.received_on } : {}),
    ...(row.sender ? { sender: row.sender } : {}),
    ...(row.foreign_reference ? { foreignReference: row.foreign_reference } : {}),
    ...(row.keywords ? { keywords: row.keywords } : {}),
  };
}

const withVersion = (ctx: Ctx) =>
  ctx
    .db<RecordsTables>()
    .selectFrom('records.document as d')
    .innerJoin('records.version as v', (join) => join.onRef('v.tenant_id', '=', 'd.tenant_id').onRef('v.document_id', '=', 'd.id').onRef('v.number', '=', 'd.current_version'))
    .innerJoin('records.case_file as f', (join) => join.onRef('f.tenant_id', '=', 'd.tenant_id').onRef('f.id', '=', 'd.file_id'))
    .selectAll('d')
    .select(['v.blob_hash', 'v.size', 'v.mime', 'v.name', 'f.protection as file_protection'])
    .where('d.tenant_id', '=', ctx.tenantId);

/** The documents of a case, oldest first (at most 500), without asking who may see them. */
export async function listCaseDocuments(ctx: Ctx, caseId: string, { visibleToApplicant }: { visibleToApplicant?: boolean } = {}): Promise<CaseDocument[]> {
  let query = withVersion(ctx).where('d.case_id', '=', caseId);
  if (visibleToApplicant !== undefined) query = query.where('d.visible_to_applicant', '=', visibleToApplicant);
  return (await query.orderBy('d.id').limit(500).execute()).map(documentOf);
}

/** The documents of a case that this person may see, who may see the case: protected ones only for whoever is admitted. */
export async function listVisibleCaseDocuments(ctx: Ctx, caseId: string): Promise<CaseDocument[]> {
  const documents = await listCaseDocuments(ctx, caseId);
  if (documents.every((document) => document.protection === 'normal')) return documents;
  const seen = new Set((await listSeen(ctx, sql`d.case_id = ${caseId}::uuid`)).map((row) => row.id));
  return documents.filter((document) => document.protection === 'normal' || seen.has(document.id));
}

type Paging = { after?: string; limit?: number };
export type Neighbour = { id: string; title: string };

/** The documents before and after this one in its file, of those that this person may see. */
export async function findNeighbours(ctx: Ctx, { id, fileId }: Pick<CaseDocument, 'id' | 'fileId'>): Promise<{ previous?: Neighbour; next?: Neighbour }> {
  const reader = await readerOf(ctx);
  const query = withVersion(ctx).where('d.file_id', '=', fileId).where(seesDocument(reader));
  const [previous, next] = await Promise.all([query.where('d.id', '<', id).orderBy('d.id', 'desc').limit(1).executeTakeFirst(), query.where('d.id', '>', id).orderBy('d.id').limit(1).executeTakeFirst()]);
  return { ...(previous ? { previous: { id: previous.id, title: previous.title } } : {}), ...(next ? { next: { id: next.id, title: next.title } } : {}) };
}

/** The documents of a case file that this person may see, oldest first. */
export async function listFileDocuments(ctx: Ctx, fileId: string, { after, limit = 100 }: Paging = {}): Promise<CaseDocument[]> {
  const reader = await readerOf(ctx);
  let query = withVersion(ctx).where('d.file_id', '=', fileId).where(seesDocument(reader));
  if (after) query = query.where('d.id', '>', after);
  return (await query.orderBy('d.id').limit(limit).execute()).map(documentOf);
}

async function listSeen(ctx: Ctx, where: ReturnType<typeof sql>): Promise<{ id: string }[]> {
  const reader = await readerOf(ctx);
  return withVersion(ctx).clearSelect().select('d.id').where(sql<boolean>`${where}`).where(seesDocument(reader)).limit(1000).execute();
}

/** The document with this id, without asking who may see it. @throws Problem 404 */
export async function getDocument(ctx: Ctx, id: string): Promise<CaseDocument> {
  const row = await withVersion(ctx).where('d.id', '=', id).executeTakeFirst();
  if (!row) throw problem('records/no-such-document');
  return documentOf(row);
}

/** Those of the documents with these ids that this person may see, in the order given. */
export async function listDocumentsByIds(ctx: Ctx, ids: string[]): Promise<CaseDocument[]> {
  if (ids.length === 0) return [];
  const reader = await readerOf(ctx);
  const rows = await withVersion(ctx).where('d.id', 'in', ids).where(seesDocument(reader)).execute();
  const byId = new Map(rows.map((row) => [row.id, documentOf(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** The document that came from this source, e.g. a letter. */
export async function findDocumentBySource(ctx: Ctx, caseId: string, sourceId: string): Promise<CaseDocument | undefined> {
  const row = await withVersion(ctx).where('d.case_id', '=', caseId).where('d.source_id', '=', sourceId).executeTakeFirst();
  return row && documentOf(row);
}

export type DocumentVersion = { number: number; hash: string; size: number; mime: string; name: string; createdAt: Date; createdBy: string; note?: string };

/** All versions of a document, newest first. */
export async function listVersions(ctx: Ctx, documentId: string): Promise<DocumentVersion[]> {
  const rows = await ctx.db<RecordsTables>().selectFrom('records.version').selectAll().where('tenant_id', '=', ctx.tenantId).where('document_id', '=', documentId).orderBy('number', 'desc').execute();
  return rows.map((row) => ({ number: row.number, hash: row.blob_hash, size: row.size, mime: row.mime, name: row.name, createdAt: row.created_at, createdBy: row.created_by, ...(row.note ? { note: row.note } : {}) }));
}
