import { sql } from 'kysely';
import type { MonthValue, Period, ServiceUse } from '#core/insights';
import { calendarDayOf, timeZone } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { CasesTables } from '../tables.ts';

type Column = 'submitted_at' | 'decided_at';

/** Instants of a period in Berlin, as a condition that the index by that column answers. */
export const within = (column: Column, { from, to }: Period) =>
  sql<boolean>`${sql.ref(column)} >= (${from}::date::timestamp at time zone ${timeZone}) and ${sql.ref(column)} < ((${to}::date + 1)::timestamp at time zone ${timeZone})`;

export const monthOf = (column: Column) => sql<string>`date_trunc('month', ${sql.ref(column)} at time zone ${timeZone})::date::text`;

/** Decided without any step done by a person (§ 35a VwVfG): what `caseExplanation` calls automatic. */
export const byMachine = (ctx: Ctx) => sql<boolean>`not exists (select 1 from cases.task t where t.tenant_id = ${ctx.tenantId} and t.case_id = c.id and t.state = 'completed')`;

export async function submittedByMonth(ctx: Ctx, period: Period): Promise<MonthValue[]> {
  const { rows } = await sql<MonthValue>`select ${monthOf('submitted_at')} as month, count(*)::float8 as value from cases.case
    where tenant_id = ${ctx.tenantId} and ${within('submitted_at', period)} group by 1 order by 1`.execute(ctx.db<CasesTables>());
  return rows;
}

type Decided = { month: string; decided: number; automatic: number; days: number };

async function decidedByMonth(ctx: Ctx, period: Period): Promise<Decided[]> {
  const { rows } = await sql<Decided>`select ${monthOf('decided_at')} as month, count(*)::float8 as decided, (count(*) filter (where ${byMachine(ctx)}))::float8 as automatic,
      avg(extract(epoch from decided_at - submitted_at) / 86400)::float8 as days
    from cases.case c where tenant_id = ${ctx.tenantId} and ${within('decided_at', period)} group by 1 order by 1`.execute(ctx.db<CasesTables>());
  return rows;
}

export const decisionsByMonth = async (ctx: Ctx, period: Period): Promise<MonthValue[]> => (await decidedByMonth(ctx, period)).map(({ month, decided }) => ({ month, value: decided }));
export const automaticByMonth = async (ctx: Ctx, period: Period): Promise<MonthValue[]> => (await decidedByMonth(ctx, period)).map(({ month, decided, automatic }) => ({ month, value: (100 * automatic) / decided, weight: decided }));
export const daysByMonth = async (ctx: Ctx, period: Period): Promise<MonthValue[]> => (await decidedByMonth(ctx, period)).map(({ month, decided, days }) => ({ month, value: days, weight: decided }));

/** Running cases whose last day is over; those that stand still are not late. */
export const isLate = (ctx: Ctx) => sql<boolean>`status not in ('closed', 'withdrawn', 'decided') and paused_at is null and coalesce(due_on, 'infinity'::date) < ${calendarDayOf(ctx.now)}::date`;

export async function countLate(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::float8 as n from cases.case where tenant_id = ${ctx.tenantId} and ${isLate(ctx)}`.execute(ctx.db<CasesTables>());
  return rows[0]?.n ?? 0;
}

/** What happened with services month by month, for the effect of projects. */
export async function listServiceUse(ctx: Ctx, slugs: string[], period: Period): Promise<ServiceUse[]> {
  if (slugs.length === 0) return [];
  const { rows } = await sql<ServiceUse>`select slug, month, sum(submitted)::float8 as submitted, sum(decided)::float8 as decided, sum(automatic)::float8 as automatic from (
      select service_slug as slug, ${monthOf('submitted_at')} as month, 1 as submitted, 0 as decided, 0 as automatic
      from cases.case where tenant_id = ${ctx.tenantId} and service_slug = any(${slugs}::text[]) and ${within('submitted_at', period)}
      union all
      select service_slug, ${monthOf('decided_at')}, 0, 1, case when ${byMachine(ctx)} then 1 else 0 end
      from cases.case c where tenant_id = ${ctx.tenantId} and service_slug = any(${slugs}::text[]) and ${within('decided_at', period)}) as happened
    group by slug, month order by slug, month`.execute(ctx.db<CasesTables>());
  return rows;
}
