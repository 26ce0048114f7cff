import { newId } from '#platform/db';
import { rowStatement, type Ctx } from '#platform/module';
import { sql, type RawBuilder } from 'kysely';
import type { NewDocument, Protection } from '../documents/document.ts';
import { documentRows, emitFiled, type FiledDocument } from '../documents/document-rows.ts';
import { insertDocuments, insertVersions } from '../documents/insert-documents.ts';

export type OpenCaseFile = {
  /** The case of the desk it belongs to. */
  caseId: string;
  /** The office that keeps it: its rights decide who sees the file. */
  officeId?: string;
  /** Position of the file plan, e.g. '02.3.1'. */
  filePlanPosition: string;
  title: string;
  /** File reference, normally the case number. */
  number: string;
  /** Whom the file is about, for finding. */
  person?: string;
  protection?: Protection;
  /** Filed at once, in the same statement. */
  documents?: NewDocument[];
};

export type OpenedFile = { fileId: string; documents: FiledDocument[] };

const INTO_FILE = rowStatement('records.case_file', {
  id: 'uuid', case_id: 'uuid', plan_position: 'text', number: 'text', title: 'text', person: 'text', protection: 'text', office_id: 'uuid', opened_at: 'timestamptz', opened_by: 'text',
});

/**
 * Opens the file of a case, with its first documents, in one statement that the commit waits for.
 * @returns the id of the file and the ids of the documents in the order given.
 */
export function openCaseFile(ctx: Ctx, given: OpenCaseFile): OpenedFile {
  const fileId = newId();
  const rows = documentRows(ctx, given.documents ?? []);
  emitFiled(ctx, rows, given.caseId);
  if (rows.filed.length > 0) ctx.write(withDocuments(ctx, insertCaseFile(ctx, { ...given, id: fileId }), { fileId, caseId: given.caseId, json: rows.json }));
  else ctx.insert(INTO_FILE, fileRow(ctx, { ...given, id: fileId }));
  return { fileId, documents: rows.filed };
}

type NewCaseFile = Omit<OpenCaseFile, 'caseId' | 'documents'> & { id: string; caseId?: string; parentId?: string };

const fileRow = (ctx: Ctx, given: OpenCaseFile & { id: string }) => ({
  id: given.id, case_id: given.caseId, plan_position: given.filePlanPosition, number: given.number, title: given.title, person: given.person ?? '', protection: given.protection ?? 'normal',
  office_id: given.officeId, opened_at: ctx.now.toISOString(), opened_by: ctx.actor.name,
});

/** `insert into records.case_file …` */
export function insertCaseFile(ctx: Ctx, given: NewCaseFile): RawBuilder<unknown> {
  return sql`insert into records.case_file (tenant_id, id, case_id, plan_position, number, title, person, protection, office_id, parent_id, opened_at, opened_by)
    values (${ctx.tenantId}, ${given.id}::uuid, ${given.caseId ?? null}::uuid, ${given.filePlanPosition}, ${given.number}, ${given.title}, ${given.person ?? ''}, ${given.protection ?? 'normal'},
      ${given.officeId ?? null}::uuid, ${given.parentId ?? null}::uuid, ${ctx.now}, ${ctx.actor.name})`;
}

function withDocuments(ctx: Ctx, file: RawBuilder<unknown>, { fileId, caseId, json }: { fileId: string; caseId: string; json: string }): RawBuilder<unknown> {
  const documents = insertDocuments(ctx, { from: sql``, fileId: sql`${fileId}::uuid`, caseId: sql`${caseId}::uuid`, json });
  return sql`with filed as (${file}), documents as (${documents}) ${insertVersions(ctx, json)}`;
}
