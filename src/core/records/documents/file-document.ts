import type { Ctx } from '#platform/module';
import { sql, type RawBuilder } from 'kysely';
import { requireFileWork } from '../access/may-work.ts';
import { getCaseFileById } from '../files/case-files.queries.ts';
import { problem } from '../problems.ts';
import type { NewDocument } from './document.ts';
import { documentRows, emitFiled, type FiledDocument } from './document-rows.ts';
import { insertDocuments, insertVersions } from './insert-documents.ts';

type ToCase = NewDocument & { caseId: string; /** What the machine still learns about a case after its file was closed belongs into it, too: the record stays complete. */ supplement?: boolean };

/**
 * Files one document of a case.
 * @returns its id.
 * @throws Problem 404 when the case has no file, 409 when the file is closed.
 */
export async function fileDocument(ctx: Ctx, { caseId, supplement, ...document }: ToCase): Promise<string> {
  const [filed] = await insertInto(ctx, sql`f.case_id = ${caseId}::uuid`, { documents: [document], supplement: supplement ?? false });
  if (!filed) throw await whyNot(ctx, caseId);
  return filed.id;
}

/** Files several documents of a case in one statement, in the order given. Errors as {@link fileDocument}. */
export async function fileDocuments(ctx: Ctx, caseId: string, documents: NewDocument[]): Promise<FiledDocument[]> {
  if (documents.length === 0) return [];
  const filed = await insertInto(ctx, sql`f.case_id = ${caseId}::uuid`, { documents, supplement: false });
  if (filed.length === 0) throw await whyNot(ctx, caseId);
  return filed;
}

/**
 * Files documents into a case file, with a case or without. The person needs the right to work there.
 * @throws Problem 404 without the right to see the file, 403 without the right to work in it, 409 when it is closed.
 */
export async function fileInto(ctx: Ctx, caseFileId: string, documents: NewDocument[]): Promise<FiledDocument[]> {
  if (documents.length === 0) return [];
  await requireFileWork(ctx, caseFileId);
  const filed = await insertInto(ctx, sql`f.id = ${caseFileId}::uuid`, { documents, supplement: false });
  if (filed.length === 0) throw problem('records/file-closed', { number: (await getCaseFileById(ctx, caseFileId)).number });
  return filed;
}

/** What the machine files into a case file without a case, also after it was closed. */
export async function supplementFile(ctx: Ctx, caseFileId: string, document: NewDocument): Promise<void> {
  const filed = await insertInto(ctx, sql`f.id = ${caseFileId}::uuid`, { documents: [document], supplement: true });
  if (filed.length === 0) throw problem('records/no-such-file');
}

async function insertInto(ctx: Ctx, where: RawBuilder<unknown>, { documents, supplement }: { documents: NewDocument[]; supplement: boolean }): Promise<FiledDocument[]> {
  const rows = documentRows(ctx, documents);
  const open = supplement ? sql`true` : sql`f.closed_at is null`;
  const documentsInto = insertDocuments(ctx, { from: sql`records.case_file f,`, fileId: sql`f.id`, caseId: sql`f.case_id`, json: rows.json, where: sql`where f.tenant_id = ${ctx.tenantId} and ${where} and ${open}` });
  const done = await sql<{ case_id: string | null }>`with filed as (${documentsInto} returning id, case_id), versions as (${insertVersions(ctx, rows.json, sql`join filed using (id)`)}) select case_id from filed`.execute(ctx.db());
  if (done.rows.length !== documents.length) return [];
  emitFiled(ctx, rows, done.rows[0]?.case_id ?? null);
  return rows.filed;
}

async function whyNot(ctx: Ctx, caseId: string): Promise<Error> {
  const file = await sql<{ number: string }>`select number from records.case_file where tenant_id = ${ctx.tenantId} and case_id = ${caseId}::uuid`.execute(ctx.db());
  const [found] = file.rows;
  return found ? problem('records/file-closed', { number: found.number }) : problem('records/no-such-file');
}
