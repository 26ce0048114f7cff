import type { Ctx } from '#platform/module';
import { sql } from 'kysely';

/** Grants that count in a year: approved or closed, their period touches it. Sums of the whole grants, drawn and used money of this year. */
export type GrantTotals = { count: number; grantedCents: number; drawnCents: number; usedCents: number };

/** What the city has from grants in a year; with the own shares that belong to it. */
export async function grantTotals(ctx: Ctx, year: number): Promise<GrantTotals> {
  const [from, until] = [`${year}-01-01`, `${year}-12-31`];
  const { rows } = await sql<GrantTotals>`with counted as materialized (
      select id, amount_cents from budgets.funding where tenant_id = ${ctx.tenantId} and state in ('approved', 'closed') and period_from <= ${until}::date and period_until >= ${from}::date)
    select (select count(*) from counted) as count, (select coalesce(sum(amount_cents), 0)::bigint from counted) as "grantedCents",
      (select coalesce(sum(d.amount_cents), 0)::bigint from budgets.drawdown d where d.tenant_id = ${ctx.tenantId} and d.received_on between ${from}::date and ${until}::date) as "drawnCents",
      (select coalesce(sum(b.amount_cents), 0)::bigint from budgets.booking b where b.tenant_id = ${ctx.tenantId} and b.year = ${year} and b.funding_id is not null) as "usedCents"`.execute(ctx.db());
  return rows[0] ?? { count: 0, grantedCents: 0, drawnCents: 0, usedCents: 0 };
}
