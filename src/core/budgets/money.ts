import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { sql } from 'kysely';

/** Planned, ordered, paid and expected, in cents. Ordered includes what of it is already paid. */
export type Money = { planCents: number; committedCents: number; spentCents: number; forecastCents: number };
export const NO_MONEY: Money = { planCents: 0, committedCents: 0, spentCents: 0, forecastCents: 0 };

type Sums = { plan: number; committed: number; spent: number; forecast: number | null };

/**
 * What a year will cost: what somebody entered as forecast (never less than what is paid); without it what a past year has cost,
 * and for this and coming years the greatest of plan, orders and payments.
 */
export function forecastOf({ plan, committed, spent, forecast }: Sums, { year, thisYear }: { year: number; thisYear: number }): number {
  if (forecast !== null) return Math.max(forecast, spent);
  return year < thisYear ? spent : Math.max(plan, committed, spent);
}

export type YearSums = Sums & { projectId: string | null; year: number };

/** Sums per project and year; every figure about money is added up from these rows. Null is what no project stands for. */
export async function readYearSums(ctx: Ctx, { projectIds, year }: { projectIds?: string[]; year?: number } = {}): Promise<YearSums[]> {
  const where = sql.join([sql`tenant_id = ${ctx.tenantId}`, ...(projectIds ? [sql`project_id = any(${projectIds}::uuid[])`] : []), ...(year ? [sql`year = ${year}`] : [])], sql` and `);
  const { rows } = await sql<YearSums>`select project_id as "projectId", year, sum(plan)::bigint as plan, sum(committed)::bigint as committed, sum(spent)::bigint as spent, sum(forecast)::bigint as forecast from (
      select project_id, year, coalesce(sum(amount_cents) filter (where kind = 'plan'), 0) as plan, coalesce(sum(amount_cents) filter (where kind = 'committed'), 0) as committed, 0 as spent, sum(amount_cents) filter (where kind = 'forecast') as forecast
        from budgets.line where ${where} group by project_id, year
      union all
      select project_id, year, 0, 0, sum(amount_cents), null from budgets.booking where ${where} group by project_id, year) as both_sides
    group by project_id, year`.execute(ctx.db());
  return rows;
}

/** Adds up years (and projects). */
export function addUp(ctx: Ctx, rows: YearSums[]): Money {
  const thisYear = Number(calendarDayOf(ctx.now).slice(0, 4));
  return rows.reduce<Money>(
    (sum, row) => ({ planCents: sum.planCents + row.plan, committedCents: sum.committedCents + row.committed, spentCents: sum.spentCents + row.spent, forecastCents: sum.forecastCents + forecastOf(row, { year: row.year, thisYear }) }),
    NO_MONEY,
  );
}

/** Money per project, of one year or of all; projects without any are missing from the map. The caller has checked who may see it. */
export async function moneyOf(ctx: Ctx, filter: { projectIds?: string[]; year?: number } = {}): Promise<Map<string, Money>> {
  if (filter.projectIds?.length === 0) return new Map();
  const byProject = Map.groupBy(await readYearSums(ctx, filter), ({ projectId }) => projectId);
  return new Map([...byProject].flatMap(([id, rows]) => (id ? [[id, addUp(ctx, rows)] as const] : [])));
}

/** Money of the whole city in a year, with what no project stands for. */
export async function totalMoney(ctx: Ctx, year: number): Promise<Money> {
  return addUp(ctx, await readYearSums(ctx, { year }));
}
