import type { Ctx } from '#platform/module';
import { sql } from 'kysely';
import type { CaseFile } from '../files/case-files.queries.ts';
import { caseFileOf } from '../files/case-files.queries.ts';
import type { Disposition } from '../plan/file-plan.ts';
import { problem } from '../problems.ts';
import type { RecordsTables } from '../tables.ts';
import { removeUnused } from './remove-unused.ts';

export type DueFile = CaseFile & { dueOn: string; disposition: Disposition; retentionYears: number; documents: number };

/**
 * Closed files whose retention has ended, the longest ago first: the period of the position begins with the year after the closing.
 * Files under legal hold and merged ones are never among them.
 */
export async function listDueFiles(ctx: Ctx, { position, officeId, limit = 200 }: { position?: string; officeId?: string; limit?: number } = {}): Promise<DueFile[]> {
  const within = position ? sql`(f.plan_position = ${position} or f.plan_position like ${`${position.replaceAll(/[%_\\]/g, '')}.%`})` : sql`true`;
  const kept = officeId ? sql`f.office_id = ${officeId}::uuid` : sql`true`;
  const { rows } = await sql<RecordsTables['records.case_file'] & { due_on: string; disposition: Disposition; retention_years: number; documents: number }>`
    select f.*, make_date(extract(year from f.closed_at at time zone 'Europe/Berlin')::int + p.retention_years + 1, 1, 1)::text as due_on, p.disposition, p.retention_years,
      (select count(*)::int from records.document d where d.tenant_id = f.tenant_id and d.file_id = f.id) as documents
    from records.case_file f join records.plan_position p on p.tenant_id = f.tenant_id and p.number = f.plan_position
    where f.tenant_id = ${ctx.tenantId} and f.closed_at is not null and f.held_at is null and f.merged_into is null and p.retention_years is not null and ${within} and ${kept}
      and make_date(extract(year from f.closed_at at time zone 'Europe/Berlin')::int + p.retention_years + 1, 1, 1) <= (${ctx.now}::timestamptz at time zone 'Europe/Berlin')::date
    order by f.closed_at, f.id limit ${limit}`.execute(ctx.db());
  return rows.map((row) => ({ ...caseFileOf(row), dueOn: row.due_on, disposition: row.disposition, retentionYears: row.retention_years, documents: row.documents }));
}

/** Which offices keep these files; `null` stands for those that name none, and for files that are gone nothing. */
export async function listKeepingOffices(ctx: Ctx, fileIds: string[]): Promise<Map<string, string | null>> {
  const rows = fileIds.length === 0 ? [] : await ctx.db<RecordsTables>().selectFrom('records.case_file').select(['id', 'office_id']).where('tenant_id', '=', ctx.tenantId).where('id', 'in', fileIds).execute();
  return new Map(rows.map((row) => [row.id, row.office_id]));
}

/** Is this file due today? Asked again at the moment of destruction: a hold may have come in between. */
export async function requireDue(ctx: Ctx, id: string): Promise<void> {
  const { rows } = await sql<{ number: string; hold_reason: string | null; held: boolean; due: boolean }>`select f.number, f.hold_reason, f.held_at is not null as held,
      coalesce(f.closed_at is not null and make_date(extract(year from f.closed_at at time zone 'Europe/Berlin')::int + p.retention_years + 1, 1, 1) <= (${ctx.now}::timestamptz at time zone 'Europe/Berlin')::date, false) as due
    from records.case_file f join records.plan_position p on p.tenant_id = f.tenant_id and p.number = f.plan_position where f.tenant_id = ${ctx.tenantId} and f.id = ${id}::uuid for update of f`.execute(ctx.db());
  const [found] = rows;
  if (!found) throw problem('records/no-such-file');
  if (found.held) throw problem('records/held', { number: found.number, reason: found.hold_reason ?? '' });
  if (!found.due) throw problem('records/not-due', { number: found.number });
}

export type Destroyed = { number: string; title: string; planPosition: string; caseId?: string; documents: { id: string; title: string; hashes: string[] }[] };

/**
 * Takes a file and everything in it out of the record. The contents are destroyed soon after the commit, unless another
 * document, another folder or another tenant names them. The caller has checked approval; deadline and hold are checked here once more.
 * @returns what was there, for the certificate.
 */
export async function destroyCaseFile(ctx: Ctx, id: string): Promise<Destroyed> {
  await requireDue(ctx, id);
  const db = ctx.db<RecordsTables>();
  const file = await db.selectFrom('records.case_file').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirstOrThrow();
  const { rows } = await sql<{ id: string; title: string; hashes: string[] }>`select d.id, d.title, array_agg(v.blob_hash order by v.number) as hashes from records.document d join records.version v on v.tenant_id = d.tenant_id and v.document_id = d.id
    where d.tenant_id = ${ctx.tenantId} and d.file_id = ${id}::uuid group by d.id, d.title order by d.id`.execute(ctx.db());
  const ids = rows.map((row) => row.id);
  for (const [table, column] of [['search_entry', 'document_id'], ['annotation', 'document_id'], ['access', 'object_id'], ['edit_key', 'document_id'], ['version', 'document_id'], ['document', 'id']] as const)
    await sql`delete from ${sql.table(`records.${table}`)} where tenant_id = ${ctx.tenantId} and ${sql.ref(column)} = any(${ids}::uuid[])`.execute(ctx.db());
  await sql`delete from records.reference where tenant_id = ${ctx.tenantId} and ${id}::uuid in (from_id, to_id)`.execute(ctx.db());
  await sql`delete from records.access where tenant_id = ${ctx.tenantId} and object_id = ${id}::uuid`.execute(ctx.db());
  await sql`delete from records.case_file where tenant_id = ${ctx.tenantId} and id = ${id}::uuid`.execute(ctx.db());
  await removeUnused(ctx, [...new Set(rows.flatMap((row) => row.hashes))]);
  ctx.emit({ type: 'records/file-destroyed', subject: `file:${id}`, ...(file.case_id ? { caseId: file.case_id } : {}), data: { number: file.number, documents: rows.length } });
  return { number: file.number, title: file.title, planPosition: file.plan_position, ...(file.case_id ? { caseId: file.case_id } : {}), documents: rows };
}
