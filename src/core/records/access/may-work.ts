import { may, requirePermission, type Ctx } from '#platform/module';
import { sql } from 'kysely';
import { problem } from '../problems.ts';
import type { RecordsTables } from '../tables.ts';
import { readerOf } from './reader.ts';
import { seesCaseFile, seesFile } from './record-reach.ts';

type CaseFileRow = RecordsTables['records.case_file'];
type FileRow = RecordsTables['records.file'];

/** The case file, if this person may see it. @throws Problem 404 */
export async function requireCaseFile(ctx: Ctx, id: string): Promise<CaseFileRow> {
  const reader = await readerOf(ctx);
  const { rows } = await sql<CaseFileRow>`select f.* from records.case_file f where f.tenant_id = ${ctx.tenantId} and f.id = ${id}::uuid and ${seesCaseFile(reader)}`.execute(ctx.db());
  if (!rows[0]) throw problem('records/no-such-file');
  return rows[0];
}

/** The file (Akte), if this person may see it. @throws Problem 404 */
export async function requireFile(ctx: Ctx, id: string): Promise<FileRow> {
  const reader = await readerOf(ctx);
  const { rows } = await sql<FileRow>`select f.* from records.file f where f.tenant_id = ${ctx.tenantId} and f.id = ${id}::uuid and ${seesFile(reader)}`.execute(ctx.db());
  if (!rows[0]) throw problem('records/no-such-file');
  return rows[0];
}

/** May this person put something into files of this office? Work on cases is enough. */
export const mayWorkIn = (ctx: Ctx, officeId: string | null): boolean => may(ctx.actor, 'records/manage', officeId) || may(ctx.actor, 'cases/work', officeId);

/** Seen, and somebody who works there: may file, annotate, check out. @throws Problem 404, 403 */
export async function requireFileWork(ctx: Ctx, caseFileId: string): Promise<CaseFileRow> {
  const file = await requireCaseFile(ctx, caseFileId);
  if (!mayWorkIn(ctx, file.office_id)) requirePermission(ctx, 'cases/work', file.office_id);
  return file;
}

/** Seen, and somebody who keeps the files of the office: may move, merge, split, hold, admit. @throws Problem 404, 403 */
export async function requireFileKeeper(ctx: Ctx, caseFileId: string): Promise<CaseFileRow> {
  const file = await requireCaseFile(ctx, caseFileId);
  requirePermission(ctx, 'records/manage', file.office_id);
  return file;
}
