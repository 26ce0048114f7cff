import type { Ctx } from '#platform/module';
import { sql } from 'kysely';
import type { BudgetTables, DrawdownRow, DutyRow, FundingRow } from '../tables.ts';

export type FundingSums = { drawnCents: number; usedCents: number };

/** Grants, those under way first; of one project when it is named. A city has some dozen: one list. */
export async function listFundings(ctx: Ctx, { projectId }: { projectId?: string } = {}): Promise<(FundingRow & FundingSums)[]> {
  const { rows } = await sql<FundingRow & FundingSums>`select f.*,
      (select coalesce(sum(d.amount_cents), 0)::bigint from budgets.drawdown d where d.tenant_id = f.tenant_id and d.funding_id = f.id and d.received_on is not null) as "drawnCents",
      (select coalesce(sum(b.amount_cents), 0)::bigint from budgets.booking b where b.tenant_id = f.tenant_id and b.funding_id = f.id) as "usedCents"
    from budgets.funding f where f.tenant_id = ${ctx.tenantId}${projectId ? sql` and f.project_id = ${projectId}::uuid` : sql``}
    order by case f.state when 'approved' then 1 when 'applied' then 2 else 3 end, f.period_until, f.id limit 500`.execute(ctx.db());
  return rows;
}

export type OpenDuty = DutyRow & { programme: string; project_id: string | null };

/** Duties that are not fulfilled yet, by day; keeping papers is none that somebody has to do. */
export async function listOpenDuties(ctx: Ctx, { until, limit = 100 }: { until?: string; limit?: number } = {}): Promise<OpenDuty[]> {
  const { rows } = await sql<OpenDuty>`select d.*, f.programme, f.project_id from budgets.duty d join budgets.funding f on f.tenant_id = d.tenant_id and f.id = d.funding_id
    where d.tenant_id = ${ctx.tenantId} and d.done_on is null and d.kind <> 'retention' and f.state <> 'rejected'${until ? sql` and d.due_on <= ${until}::date` : sql``}
    order by d.due_on, d.id limit ${limit}`.execute(ctx.db());
  return rows;
}

/** Drawdowns and duties of one grant. */
export async function listFundingParts(ctx: Ctx, fundingId: string): Promise<{ drawdowns: DrawdownRow[]; duties: DutyRow[] }> {
  const db = ctx.db<BudgetTables>();
  const drawdowns = await db.selectFrom('budgets.drawdown').selectAll().where('tenant_id', '=', ctx.tenantId).where('funding_id', '=', fundingId).orderBy('due_on').execute();
  const duties = await db.selectFrom('budgets.duty').selectAll().where('tenant_id', '=', ctx.tenantId).where('funding_id', '=', fundingId).orderBy('due_on').execute();
  return { drawdowns, duties };
}
