import type { Ctx } from '#platform/module';
import { sql } from 'kysely';
import type { BookingRow, BudgetTables, CostType, LineRow } from './tables.ts';

/** Lines of a project (null: of running operation, then of one year), newest year first. */
export async function listLines(ctx: Ctx, { projectId, year }: { projectId: string | null; year?: number }): Promise<LineRow[]> {
  let query = ctx.db<BudgetTables>().selectFrom('budgets.line').selectAll().where('tenant_id', '=', ctx.tenantId);
  query = projectId ? query.where('project_id', '=', projectId) : query.where('project_id', 'is', null);
  if (year) query = query.where('year', '=', year);
  return query.orderBy('year', 'desc').orderBy('kind').orderBy('id').limit(500).execute();
}

export type BookingFilter = { projectId?: string | null; year?: number; text?: string };
export type BookingCursor = { on: string; id: string };
export type Booking = BookingRow & { reversed: boolean };

/** Bookings, newest first, a page by cursor. The caller has checked who may see them. */
export async function listBookings(ctx: Ctx, filter: BookingFilter, page: { after?: BookingCursor | undefined; limit?: number } = {}): Promise<{ rows: Booking[]; next?: BookingCursor }> {
  const limit = page.limit ?? 50;
  const where = [sql`b.tenant_id = ${ctx.tenantId}`];
  if (filter.projectId === null) where.push(sql`b.project_id is null`);
  else if (filter.projectId) where.push(sql`b.project_id = ${filter.projectId}::uuid`);
  if (filter.year) where.push(sql`b.year = ${filter.year}`);
  if (filter.text) where.push(sql`(lower(b.text) like ${`%${filter.text.toLowerCase().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`} or lower(b.source_ref) = ${filter.text.toLowerCase()})`);
  if (page.after) where.push(sql`(b.booked_on, b.id) < (${page.after.on}::date, ${page.after.id}::uuid)`);
  const { rows } = await sql<Booking>`select b.*, exists (select from budgets.booking r where r.tenant_id = b.tenant_id and r.reverses_id = b.id) as reversed
    from budgets.booking b where ${sql.join(where, sql` and `)} order by b.booked_on desc, b.id desc limit ${limit + 1}`.execute(ctx.db());
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return rows.length > limit && last ? { rows: shown, next: { on: last.booked_on, id: last.id } } : { rows: shown };
}

export type Slice = { key: string; planCents: number; spentCents: number };

/** Plan and payments of a year by cost type or by product. */
export async function sliceYear(ctx: Ctx, year: number, by: 'cost_type' | 'product'): Promise<Slice[]> {
  const column = sql.ref(by);
  const { rows } = await sql<Slice>`select key, sum(plan)::bigint as "planCents", sum(spent)::bigint as "spentCents" from (
      select ${column} as key, sum(amount_cents) filter (where kind = 'plan') as plan, 0 as spent from budgets.line where tenant_id = ${ctx.tenantId} and year = ${year} group by 1
      union all
      select ${column}, 0, sum(amount_cents) from budgets.booking where tenant_id = ${ctx.tenantId} and year = ${year} group by 1) as both_sides
    group by key order by key`.execute(ctx.db());
  return rows.map((row) => ({ ...row, planCents: row.planCents ?? 0 }));
}

export type RunningSplit = { onceCents: number; runningCents: number };

/** How much of the plan of a year is one-off, how much comes back every year. */
export async function splitYear(ctx: Ctx, year: number): Promise<RunningSplit> {
  const { rows } = await sql<RunningSplit>`select coalesce(sum(amount_cents) filter (where not running), 0)::bigint as "onceCents", coalesce(sum(amount_cents) filter (where running), 0)::bigint as "runningCents"
    from budgets.line where tenant_id = ${ctx.tenantId} and year = ${year} and kind = 'plan'`.execute(ctx.db());
  return rows[0] ?? { onceCents: 0, runningCents: 0 };
}

export const isCostType = (text: string | undefined): text is CostType => ['services', 'licences', 'hardware', 'staff', 'training', 'operation', 'other'].includes(text ?? '');
