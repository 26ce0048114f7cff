import { newId } from '#platform/db';
import type { Ctx, Write } from '#platform/module';
import { sql } from 'kysely';
import type { NewDocument } from './document.ts';
import { documentRows, type FiledDocument } from './document-rows.ts';

export type OpenCaseFile = {
  caseId: string;
  /** Position of the file plan, e.g. '02.3.1'. */
  filePlanPosition: string;
  title: string;
  /** File reference, normally the case number. */
  number: string;
  /** Filed at once, in the same statement. */
  documents?: NewDocument[];
};

export type OpenedFile = { fileId: string; documents: FiledDocument[] };

/**
 * Opens the file of a case, with its first documents, in one statement that the commit waits for.
 * @returns the id of the file and the ids of the documents in the order given.
 */
export function openCaseFile(ctx: Ctx, given: OpenCaseFile): OpenedFile {
  const fileId = newId();
  const rows = documentRows(given.documents ?? []);
  for (const document of rows.filed) ctx.emit({ type: 'records/document-filed', subject: `document:${document.id}`, caseId: given.caseId, data: { kind: document.kind } });
  ctx.write(rows.filed.length === 0 ? insertFile(ctx, fileId, given) : insertFileWithDocuments(ctx, fileId, { ...given, json: rows.json }));
  return { fileId, documents: rows.filed };
}

function insertFile(ctx: Ctx, fileId: string, given: OpenCaseFile): Write {
  return sql`insert into records.case_file (tenant_id, id, case_id, plan_position, number, title, opened_at)
    values (${ctx.tenantId}, ${fileId}::uuid, ${given.caseId}::uuid, ${given.filePlanPosition}, ${given.number}, ${given.title}, ${ctx.now})`;
}

function insertFileWithDocuments(ctx: Ctx, fileId: string, given: OpenCaseFile & { json: string }): Write {
  return sql`with filed as (
      insert into records.case_file (tenant_id, id, case_id, plan_position, number, title, opened_at)
      values (${ctx.tenantId}, ${fileId}::uuid, ${given.caseId}::uuid, ${given.filePlanPosition}, ${given.number}, ${given.title}, ${ctx.now})
    ), documents as (
      insert into records.document (tenant_id, id, file_id, case_id, kind, title, source_id, sealed, visible_to_applicant, current_version, created_at, created_by)
      select ${ctx.tenantId}, d.id, ${fileId}::uuid, ${given.caseId}::uuid, d.kind, d.title, d.source_id, d.sealed, d.visible, 1, ${ctx.now}, ${ctx.actor.name}
      from json_to_recordset(${given.json}::json) as d(id uuid, kind text, title text, source_id text, sealed boolean, visible boolean)
    )
    insert into records.version (tenant_id, document_id, number, blob_hash, size, mime, name, created_at, created_by)
    select ${ctx.tenantId}, d.id, 1, d.hash, d.size, d.mime, d.name, ${ctx.now}, ${ctx.actor.name}
    from json_to_recordset(${given.json}::json) as d(id uuid, hash text, size bigint, mime text, name text)`;
}
