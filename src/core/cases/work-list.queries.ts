import { addDays } from '#core/organisation';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { sql, type RawBuilder } from 'kysely';
import { inGroupsSql, isMineSql, isReadableSql, type Reach } from './access.ts';
import type { CaseStatus } from './case.ts';
import { textMatches } from './case-words.ts';
import { officeDirectory } from './office-directory.ts';
import type { Cursor, WorkFilter, WorkPage, WorkSort } from './work-filter.ts';

/** One line of a work list: a task, or (in the list of all cases) a case. */
export type WorkRow = {
  /** Task id, in the list of cases the case id. */
  id: string;
  caseId: string;
  number: string;
  title: string;
  applicantName: string;
  serviceSlug: string;
  officeId: string;
  /** What is to be done; absent in the list of cases. */
  task?: string;
  status?: CaseStatus;
  /** Who has it. */
  with?: string;
  dueOn?: string;
  paused?: boolean;
  priority?: number;
  /** Its deadline is in danger, and the head of the office knows. */
  escalated?: boolean;
  submittedAt: Date;
};
export type WorkList = { rows: WorkRow[]; next?: Cursor; previous?: Cursor };

/** Tasks due within this many calendar days count as "fällig". */
const DUE_SOON_DAYS = 3;

type Row = {
  id: string;
  case_id: string;
  number: string;
  title: string;
  applicant_name: string;
  service_slug: string;
  office_id: string;
  task: string | null;
  status: CaseStatus | null;
  with_name: string | null;
  due_on: string | null;
  paused: boolean | null;
  priority: number | null;
  escalated: boolean | null;
  submitted_at: Date;
};
type Sql = RawBuilder<unknown>;

const isCaseList = (filter: WorkFilter): boolean => filter.view === 'alle';

/** What one list selects from, and its condition; all lists share paging and counting. */
async function source(ctx: Ctx, reach: Reach, filter: WorkFilter): Promise<{ columns: Sql; from: Sql; where: Sql }> {
  const conditions = [sql`tenant_id = ${ctx.tenantId}`, ...scope(ctx, reach, filter), ...(await narrow(ctx, filter))];
  const where = sql.join(conditions, sql` and `);
  if (isCaseList(filter)) {
    const columns = sql`id, id as case_id, number, title, applicant_name, service_slug, office_id, null as task, status, responsible_name as with_name, due_on, paused_at is not null as paused, null::int as priority, null::boolean as escalated, submitted_at`;
    return { columns, from: sql`cases.case`, where };
  }
  const columns = sql`id, case_id, case_number as number, case_title as title, applicant_name, service_slug, office_id, name as task, null as status, assignee_name as with_name, due_on, null::boolean as paused, priority, escalated_at is not null as escalated, submitted_at`;
  return { columns, from: sql`cases.task`, where };
}

/** Whose: this is also the access rule of the list. */
function scope(ctx: Ctx, reach: Reach, filter: WorkFilter): Sql[] {
  const today = calendarDayOf(ctx.now);
  const mine = isMineSql(reach);
  const group = sql`(assignee_id is null and ${inGroupsSql(reach)})`;
  const readable = isReadableSql(reach);
  switch (filter.view) {
    case 'meine':
      return [sql`state = 'open'`, mine];
    case 'gruppe':
      return [sql`state = 'open'`, group];
    case 'faellig':
      return [sql`state = 'open'`, sql`(${mine} or ${group})`, sql`coalesce(due_on, 'infinity'::date) <= ${addDays(today, DUE_SOON_DAYS)}::date`];
    case 'ueberfaellig':
      return [sql`state = 'open'`, sql`(${mine} or ${group})`, sql`coalesce(due_on, 'infinity'::date) < ${today}::date`];
    case 'aufgaben':
      return [sql`state = 'open'`, reach.offices === 'all' ? readable : sql`(${readable} or ${mine} or ${inGroupsSql(reach)})`];
    case 'alle':
      return [reach.offices === 'all' ? readable : sql`(${readable} or responsible_id = any(${reach.persons}::uuid[]))`];
  }
}

async function narrow(ctx: Ctx, filter: WorkFilter): Promise<Sql[]> {
  const found: Sql[] = [];
  const today = calendarDayOf(ctx.now);
  if (filter.service) found.push(sql`service_slug = ${filter.service}`);
  if (filter.office) found.push(sql`office_id = ${(await officeDirectory(ctx)).byKey.get(filter.office)?.id ?? null}::uuid`);
  if (filter.status === 'laufend') found.push(statusIs(ctx, filter, sql`status not in ('closed', 'withdrawn')`));
  else if (filter.status) found.push(statusIs(ctx, filter, sql`status = ${filter.status}`));
  if (filter.deadline === 'ueberfaellig') found.push(sql`coalesce(due_on, 'infinity'::date) < ${today}::date`);
  if (filter.deadline === 'ueberfaellig' && isCaseList(filter)) found.push(sql`status not in ('closed', 'withdrawn', 'decided') and paused_at is null`);
  if (filter.deadline === 'bald') found.push(isCaseList(filter) ? soonCases(ctx, today) : sql`escalated_at is not null and coalesce(due_on, 'infinity'::date) >= ${today}::date`);
  if (filter.deadline === 'woche') found.push(sql`coalesce(due_on, 'infinity'::date) between ${today}::date and ${addDays(today, 7)}::date`);
  if (filter.deadline === 'ohne') found.push(sql`coalesce(due_on, 'infinity'::date) = 'infinity'::date`);
  if (filter.text) found.push(...textMatches(ctx, filter.text, isCaseList(filter) ? sql`id` : sql`case_id`));
  return found;
}

/** Cases with a task that was escalated. */
const soonCases = (ctx: Ctx, today: string): Sql => sql`coalesce(due_on, 'infinity'::date) >= ${today}::date and id in (select case_id from cases.task where tenant_id = ${ctx.tenantId} and state = 'open' and escalated_at is not null)`;

const statusIs = (ctx: Ctx, filter: WorkFilter, condition: Sql): Sql =>
  isCaseList(filter) ? condition : sql`case_id in (select id from cases.case where tenant_id = ${ctx.tenantId} and ${condition})`;

type Order = { expression: Sql; cast: Sql; valueOf(row: Row): string };
function orderOf(filter: WorkFilter): Order {
  const byCase = isCaseList(filter);
  const orders: Record<WorkSort, Order> = {
    frist: { expression: sql`coalesce(due_on, 'infinity'::date)`, cast: sql`date`, valueOf: (row) => row.due_on ?? 'infinity' },
    eingang: { expression: sql`submitted_at`, cast: sql`timestamptz`, valueOf: (row) => row.submitted_at.toISOString() },
    nummer: { expression: byCase ? sql`number` : sql`case_number`, cast: sql`text`, valueOf: (row) => row.number },
    name: { expression: sql`applicant_name`, cast: sql`text`, valueOf: (row) => row.applicant_name },
  };
  return orders[filter.sort];
}

/** One page of a work list by cursor: costs the same on page 1 and page 1,000. */
export async function listWork(ctx: Ctx, given: { reach: Reach; filter: WorkFilter; page: WorkPage }): Promise<WorkList> {
  const { reach, filter, page } = given;
  const { columns, from, where } = await source(ctx, reach, filter);
  const order = orderOf(filter);
  const backwards = page.before !== undefined && page.after === undefined;
  const cursor = page.after ?? page.before;
  const descending = filter.descending !== backwards;
  const direction = descending ? sql`desc` : sql`asc`;
  const start = cursor ? sql` and (${order.expression}, id) ${descending ? sql`<` : sql`>`} (${cursor.value}::${order.cast}, ${cursor.id}::uuid)` : sql``;
  const { rows } = await sql<Row>`select ${columns} from ${from} where ${where}${start} order by ${order.expression} ${direction}, id ${direction} limit ${page.limit + 1}`.execute(ctx.db());
  const more = rows.length > page.limit;
  const shown = more ? rows.slice(0, page.limit) : rows;
  if (backwards) shown.reverse();
  const cursorOf = (row: Row | undefined): Cursor | undefined => row && { value: order.valueOf(row), id: row.id };
  const next = backwards || more ? cursorOf(shown.at(-1)) : undefined;
  const previous = (backwards ? more : cursor !== undefined) ? cursorOf(shown[0]) : undefined;
  return { rows: shown.map(workRowOf), ...(next ? { next } : {}), ...(previous ? { previous } : {}) };
}

function workRowOf(row: Row): WorkRow {
  return {
    id: row.id,
    caseId: row.case_id,
    number: row.number,
    title: row.title,
    applicantName: row.applicant_name,
    serviceSlug: row.service_slug,
    officeId: row.office_id,
    submittedAt: row.submitted_at,
    ...(row.task === null ? {} : { task: row.task }),
    ...(row.status === null ? {} : { status: row.status }),
    ...(row.with_name === null ? {} : { with: row.with_name }),
    ...(row.due_on === null ? {} : { dueOn: row.due_on }),
    ...(row.paused ? { paused: true } : {}),
    ...(row.priority === null ? {} : { priority: row.priority }),
    ...(row.escalated ? { escalated: true } : {}),
  };
}

/** Nobody needs to know whether it is 31,204 or 31,205; counting stops here. */
export const MOST_COUNTED = 5000;

/** How many lines a list has; {@link MOST_COUNTED} + 1 means "more than that". */
export async function countWork(ctx: Ctx, reach: Reach, filter: WorkFilter): Promise<number> {
  const { from, where } = await source(ctx, reach, filter);
  const { rows } = await sql<{ n: number }>`select count(*) as n from (select 1 from ${from} where ${where} limit ${MOST_COUNTED + 1}) as found`.execute(ctx.db());
  return rows[0]?.n ?? 0;
}

export type WorkFigures = { mine: number; group: number; due: number; overdue: number; waiting: number };

/** The figures of the desk, in one statement. */
export async function workFigures(ctx: Ctx, reach: Reach): Promise<WorkFigures> {
  const today = calendarDayOf(ctx.now);
  const soon = addDays(today, DUE_SOON_DAYS);
  const { rows } = await sql<WorkFigures>`with own as materialized (
      select assignee_id is not null as mine, due_on from cases.task where tenant_id = ${ctx.tenantId} and state = 'open' and ${isMineSql(reach)}
      union all
      select false, due_on from cases.task where tenant_id = ${ctx.tenantId} and state = 'open' and assignee_id is null and ${inGroupsSql(reach)})
    select count(*) filter (where mine) as mine, count(*) filter (where not mine) as group, count(*) filter (where due_on between ${today}::date and ${soon}::date) as due,
      count(*) filter (where due_on < ${today}::date) as overdue,
      (select count(*) from (select 1 from cases.case where tenant_id = ${ctx.tenantId} and responsible_id = any(${reach.persons}::uuid[]) and status in ('waiting-applicant', 'waiting-payment') limit 1000) w) as waiting
    from own`.execute(ctx.db());
  return rows[0] ?? { mine: 0, group: 0, due: 0, overdue: 0, waiting: 0 };
}
