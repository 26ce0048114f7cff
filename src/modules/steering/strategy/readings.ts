import { calendarDayOf, formatDate } from '#platform/i18n';
import { requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { SteeringTables } from '../tables.ts';
import type { Indicator } from './strategy-tree.ts';

/** A value measured by hand. */
export type Reading = { indicator: string; on: string; value: number; source: string; enteredByName: string };

/** Values of these indicators measured by hand, the oldest first. */
export async function listReadings(ctx: Ctx, indicators: string[]): Promise<Reading[]> {
  if (indicators.length === 0) return [];
  return ctx.db<SteeringTables>().selectFrom('steering.reading').select(['indicator', 'read_on as on', 'value', 'source', 'entered_by_name as enteredByName']).where('tenant_id', '=', ctx.tenantId).where('indicator', 'in', indicators).orderBy('indicator').orderBy('read_on').execute();
}

/** Enters what was measured; the same day again corrects it. @throws steering/measured-live 409; reading-ahead, source-needed 422 */
export async function enterReading(ctx: Ctx, { key, source }: Pick<Indicator, 'key' | 'source'>, reading: { on: string; value: number; source: string }): Promise<void> {
  requirePermission(ctx, 'steering/edit');
  if (source.kind !== 'hand') throw problem('steering/measured-live');
  if (reading.on > calendarDayOf(ctx.now)) throw problem('steering/reading-ahead', { day: formatDate(reading.on) });
  if (!reading.source.trim()) throw problem('steering/source-needed');
  const values = { value: reading.value, source: reading.source.trim(), entered_at: ctx.now, entered_by_name: ctx.actor.name };
  await ctx.db<SteeringTables>().insertInto('steering.reading').values({ tenant_id: ctx.tenantId, indicator: key, read_on: reading.on, ...values }).onConflict((conflict) => conflict.columns(['tenant_id', 'indicator', 'read_on']).doUpdateSet(values)).execute();
  ctx.emit({ type: 'steering/indicator-read', subject: `indicator:${key}`, data: { on: reading.on, value: reading.value } });
}
