import { newId } from '#platform/db';
import type { Ctx } from '#platform/module';
import { z } from 'zod';
import type { BudgetTables, FundingRow } from '../tables.ts';

const day = z.iso.date();
const euros = z.int().min(1);
/** `grants` of city/projects.yaml. */
export const sampleGrants = z
  .array(
    z.object({
      key: z.string(),
      project: z.string(),
      programme: z.string(),
      giver: z.string(),
      notice: z.string().default(''),
      noticeOn: day.optional(),
      euros,
      rate: z.int().min(1).max(100),
      from: day,
      until: day,
      boundUntil: day.optional(),
      state: z.enum(['applied', 'approved', 'rejected', 'closed']),
      conditions: z.string(),
      drawdowns: z.array(z.object({ due: day, euros, requested: day.optional(), received: day.optional() })).default([]),
      duties: z.array(z.object({ kind: z.enum(['interim-report', 'proof-of-use', 'drawdown', 'publicity', 'retention', 'other']), title: z.string(), due: day, done: day.optional() })).default([]),
    }),
  )
  .default([]);

export async function seedGrants(ctx: Ctx, grants: z.output<typeof sampleGrants>, ids: Map<string, string>): Promise<FundingRow[]> {
  if (grants.length === 0) return [];
  const db = ctx.db<BudgetTables>();
  const rows = grants.map((one) => ({
    tenant_id: ctx.tenantId, id: newId(), key: one.key, project_id: ids.get(one.project) ?? null, programme: one.programme, giver: one.giver, notice_number: one.notice, notice_on: one.noticeOn ?? null, amount_cents: one.euros * 100,
    rate_percent: one.rate, period_from: one.from, period_until: one.until, bound_until: one.boundUntil ?? null, early_start_on: null, conditions: one.conditions, state: one.state,
  }));
  const of = new Map(rows.map((row) => [row.key, row.id]));
  await db.insertInto('budgets.funding').values(rows).execute();
  const drawdowns = grants.flatMap((one) => one.drawdowns.map((d) => ({ tenant_id: ctx.tenantId, id: newId(), funding_id: of.get(one.key) ?? '', due_on: d.due, amount_cents: d.euros * 100, requested_on: d.requested ?? null, received_on: d.received ?? null })));
  const duties = grants.flatMap((one) => one.duties.map((d) => ({ tenant_id: ctx.tenantId, id: newId(), funding_id: of.get(one.key) ?? '', kind: d.kind, title: d.title, due_on: d.due, done_on: d.done ?? null, note: '', reminded_on: null })));
  if (drawdowns.length > 0) await db.insertInto('budgets.drawdown').values(drawdowns).execute();
  if (duties.length > 0) await db.insertInto('budgets.duty').values(duties).execute();
  return rows;
}
