import type { Ctx } from '#platform/module';
import { sql } from 'kysely';
import { readerOf } from '../access/reader.ts';
import { seesCaseFile, seesFile } from '../access/record-reach.ts';
import type { Protection } from '../documents/document.ts';
import { problem } from '../problems.ts';
import type { RecordsTables } from '../tables.ts';

/** A case file (Vorgangsakte). */
export type CaseFile = {
  id: string;
  /** The case of the desk it belongs to. */
  caseId?: string;
  planPosition: string;
  number: string;
  title: string;
  /** The file (Akte) it lies in. */
  parentId?: string;
  officeId?: string;
  person: string;
  protection: Protection;
  openedAt: Date;
  openedBy: string;
  closedAt?: Date;
  closedBy?: string;
  hold?: { reason: string; by: string; at: Date };
  mergedInto?: string;
};

type Row = RecordsTables['records.case_file'];
type HeldRow = Pick<Row, 'hold_reason' | 'hold_by' | 'held_at'>;

const holdOf = (row: HeldRow): { hold?: { reason: string; by: string; at: Date } } => (row.held_at ? { hold: { reason: row.hold_reason ?? '', by: row.hold_by ?? '', at: row.held_at } } : {});

export function caseFileOf(row: Row): CaseFile {
  return {
    id: row.id,
    ...(row.case_id ? { caseId: row.case_id } : {}),
    planPosition: row.plan_position,
    number: row.number,
    title: row.title,
    ...(row.parent_id ? { parentId: row.parent_id } : {}),
    ...(row.office_id ? { officeId: row.office_id } : {}),
    person: row.person,
    protection: row.protection,
    openedAt: row.opened_at,
    openedBy: row.opened_by,
    ...(row.closed_at ? { closedAt: row.closed_at } : {}),
    ...(row.closed_by ? { closedBy: row.closed_by } : {}),
    ...holdOf(row),
    ...(row.merged_into ? { mergedInto: row.merged_into } : {}),
  };
}

const byTenant = (ctx: Ctx) => ctx.db<RecordsTables>().selectFrom('records.case_file').selectAll().where('tenant_id', '=', ctx.tenantId);

/** The file of a case, without asking who may see it. @throws Problem 404 when there is none. */
export async function getCaseFile(ctx: Ctx, caseId: string): Promise<CaseFile> {
  const row = await byTenant(ctx).where('case_id', '=', caseId).executeTakeFirst();
  if (!row) throw problem('records/no-such-file');
  return caseFileOf(row);
}

/** Without asking who may see it. @throws Problem 404 */
export async function getCaseFileById(ctx: Ctx, id: string): Promise<CaseFile> {
  const row = await byTenant(ctx).where('id', '=', id).executeTakeFirst();
  if (!row) throw problem('records/no-such-file');
  return caseFileOf(row);
}

/** The case file with this reference that this person may see. */
export async function findCaseFileByNumber(ctx: Ctx, number: string): Promise<CaseFile | undefined> {
  const reader = await readerOf(ctx);
  const { rows } = await sql<Row>`select f.* from records.case_file f where f.tenant_id = ${ctx.tenantId} and f.number = ${number.trim()} and ${seesCaseFile(reader)} limit 1`.execute(ctx.db());
  return rows[0] && caseFileOf(rows[0]);
}

export type ListFiles = { position?: string; parentId?: string; officeId?: string; /** Last id of the page before. */ after?: string; limit?: number };

/** Case files this person may see at a position of the file plan or in a file, newest first. */
export async function listCaseFiles(ctx: Ctx, given: ListFiles): Promise<{ rows: CaseFile[]; next?: string }> {
  const reader = await readerOf(ctx);
  const limit = given.limit ?? 50;
  const conditions = [sql`f.tenant_id = ${ctx.tenantId}`, seesCaseFile(reader)];
  if (given.parentId) conditions.push(sql`f.parent_id = ${given.parentId}::uuid`);
  else if (given.position) conditions.push(sql`f.plan_position = ${given.position}`, sql`f.parent_id is null`);
  if (given.officeId) conditions.push(sql`f.office_id = ${given.officeId}::uuid`);
  if (given.after) conditions.push(sql`f.id < ${given.after}::uuid`);
  const { rows } = await sql<Row>`select f.* from records.case_file f where ${sql.join(conditions, sql` and `)} order by f.id desc limit ${limit + 1}`.execute(ctx.db());
  const next = rows.length > limit ? rows[limit - 1]?.id : undefined;
  return { rows: rows.slice(0, limit).map(caseFileOf), ...(next ? { next } : {}) };
}

/** A file (Akte) that holds case files. */
export type RecordFile = { id: string; number: string; title: string; planPosition: string; officeId: string; protection: Protection; openedAt: Date; openedBy: string; closedAt?: Date; closedBy?: string; hold?: { reason: string; by: string; at: Date } };

export function fileOf(row: RecordsTables['records.file']): RecordFile {
  return { id: row.id, number: row.number, title: row.title, planPosition: row.plan_position, officeId: row.office_id, protection: row.protection, openedAt: row.opened_at, openedBy: row.opened_by, ...(row.closed_at ? { closedAt: row.closed_at, closedBy: row.closed_by ?? '' } : {}), ...holdOf(row) };
}

/** Files this person may see at a position, newest first. */
export async function listFiles(ctx: Ctx, given: { position: string; after?: string; limit?: number }): Promise<{ rows: RecordFile[]; next?: string }> {
  const reader = await readerOf(ctx);
  const limit = given.limit ?? 50;
  const after = given.after ? sql`f.id < ${given.after}::uuid` : sql`true`;
  const { rows } = await sql<RecordsTables['records.file']>`select f.* from records.file f where f.tenant_id = ${ctx.tenantId} and f.plan_position = ${given.position} and ${seesFile(reader)} and ${after}
    order by f.id desc limit ${limit + 1}`.execute(ctx.db());
  const next = rows.length > limit ? rows[limit - 1]?.id : undefined;
  return { rows: rows.slice(0, limit).map(fileOf), ...(next ? { next } : {}) };
}

export type FileReference = { id: string; number: string; title: string; note: string; direction: 'to' | 'from' };

/** Cross references of a case file in both directions, those it points to whose target this person may see. */
export async function listReferences(ctx: Ctx, id: string): Promise<FileReference[]> {
  const reader = await readerOf(ctx);
  const { rows } = await sql<FileReference>`select f.id, f.number, f.title, r.note, r.direction from (
      select to_id as other, note, 'to' as direction, created_at from records.reference where tenant_id = ${ctx.tenantId} and from_id = ${id}::uuid
      union all select from_id, note, 'from', created_at from records.reference where tenant_id = ${ctx.tenantId} and to_id = ${id}::uuid) r
    join records.case_file f on f.tenant_id = ${ctx.tenantId} and f.id = r.other and ${seesCaseFile(reader)} order by r.created_at limit 100`.execute(ctx.db());
  return rows;
}
