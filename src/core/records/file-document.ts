import type { Ctx } from '#platform/module';
import { sql } from 'kysely';
import type { NewDocument } from './document.ts';
import { documentRows, type FiledDocument } from './document-rows.ts';
import { problem } from './problems.ts';

/**
 * Files one document of a case.
 * @returns its id.
 * @throws Problem 404 when the case has no file, 409 when the file is closed.
 */
export async function fileDocument(ctx: Ctx, { caseId, ...document }: NewDocument & { caseId: string }): Promise<string> {
  const [filed] = await fileDocuments(ctx, caseId, [document]);
  return (filed as FiledDocument).id;
}

/** Files several documents of a case in one statement, in the order given. Errors as {@link fileDocument}. */
export async function fileDocuments(ctx: Ctx, caseId: string, documents: NewDocument[]): Promise<FiledDocument[]> {
  if (documents.length === 0) return [];
  const rows = documentRows(documents);
  const done = await sql`with filed as (
      insert into records.document (tenant_id, id, file_id, case_id, kind, title, source_id, sealed, visible_to_applicant, current_version, created_at, created_by)
      select f.tenant_id, d.id, f.id, f.case_id, d.kind, d.title, d.source_id, d.sealed, d.visible, 1, ${ctx.now}, ${ctx.actor.name}
      from records.case_file f, json_to_recordset(${rows.json}::json) as d(id uuid, kind text, title text, source_id text, sealed boolean, visible boolean)
      where f.tenant_id = ${ctx.tenantId} and f.case_id = ${caseId}::uuid and f.closed_at is null
      returning id
    )
    insert into records.version (tenant_id, document_id, number, blob_hash, size, mime, name, created_at, created_by)
    select ${ctx.tenantId}, d.id, 1, d.hash, d.size, d.mime, d.name, ${ctx.now}, ${ctx.actor.name}
    from filed join json_to_recordset(${rows.json}::json) as d(id uuid, hash text, size bigint, mime text, name text) using (id)`.execute(ctx.db());
  if (Number(done.numAffectedRows ?? 0) !== documents.length) throw await whyNot(ctx, caseId);
  for (const { id, kind } of rows.filed) ctx.emit({ type: 'records/document-filed', subject: `document:${id}`, caseId, data: { kind } });
  return rows.filed;
}

async function whyNot(ctx: Ctx, caseId: string): Promise<Error> {
  const file = await sql<{ number: string }>`select number from records.case_file where tenant_id = ${ctx.tenantId} and case_id = ${caseId}::uuid`.execute(ctx.db());
  const [found] = file.rows;
  return found ? problem('records/file-closed', { number: found.number }) : problem('records/no-such-file');
}
