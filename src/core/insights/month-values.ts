import type { Ctx } from '#platform/module';
import type { MonthValue } from './points.ts';
import type { Period } from './period.ts';
import type { InsightsTables } from './tables.ts';

export type KeptMonth = Required<MonthValue> & { figure: string; source: 'carried' | 'stored'; origin: string };

/** What is kept of these figures in the period, oldest first; one query. */
export async function listKeptMonths(ctx: Ctx, figures: string[], period: Period): Promise<KeptMonth[]> {
  if (figures.length === 0) return [];
  return ctx
    .db<InsightsTables>()
    .selectFrom('insights.month_value')
    .select(['figure', 'month', 'value', 'weight', 'source', 'origin'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('figure', 'in', figures)
    .where('month', '>=', period.from)
    .where('month', '<=', period.to)
    .orderBy('month')
    .execute();
}

type NewMonth = MonthValue & { figure: string };

/**
 * Takes over what was counted outside the platform (before it, or beside it): it adds to what is counted here. What is known already stays.
 * @param origin where the values come from, shown beside every one of them
 */
export async function carryOver(ctx: Ctx, { origin, values }: { origin: string; values: NewMonth[] }): Promise<void> {
  const taken = await keep(ctx, { source: 'carried', origin, values });
  if (taken > 0) ctx.emit({ type: 'insights/carried-over', subject: 'insights', data: { origin, values: taken } });
}

/** Keeps what was counted in a month that is over. */
export const storeMonths = (ctx: Ctx, values: NewMonth[]): Promise<number> => keep(ctx, { source: 'stored', origin: 'gezählt', values });

async function keep(ctx: Ctx, { source, origin, values }: { source: 'carried' | 'stored'; origin: string; values: NewMonth[] }): Promise<number> {
  if (values.length === 0) return 0;
  const done = await ctx
    .db<InsightsTables>()
    .insertInto('insights.month_value')
    .values(values.map(({ figure, month, value, weight = 1 }) => ({ tenant_id: ctx.tenantId, figure, month, value, weight, source, origin, noted_at: ctx.now })))
    .onConflict((conflict) => conflict.columns(['tenant_id', 'figure', 'month', 'source']).doNothing())
    .executeTakeFirst();
  return Number(done.numInsertedOrUpdatedRows ?? 0);
}
