import { requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { SteeringTables } from '../tables.ts';
import type { Frame } from './score-math.ts';

/** What a year has for projects: apart for those that must be done and those that are chosen. */
export type YearFrame = { year: number; mandatory: Frame; chosen: Frame; changedByName: string | null };

/** The frame of a year; nobody has set one: nothing (then every project stands below the line, and the page says why). */
export async function frameOf(ctx: Ctx, year: number): Promise<YearFrame> {
  const row = await ctx.db<SteeringTables>().selectFrom('steering.frame').selectAll().where('tenant_id', '=', ctx.tenantId).where('year', '=', year).executeTakeFirst();
  if (!row) return { year, mandatory: { cents: 0, days: 0 }, chosen: { cents: 0, days: 0 }, changedByName: null };
  return { year, mandatory: { cents: row.mandatory_cents, days: row.mandatory_days }, chosen: { cents: row.chosen_cents, days: row.chosen_days }, changedByName: row.changed_by_name };
}

/** Sets money and days of a year. @throws steering/frame-wrong 422 */
export async function setFrame(ctx: Ctx, { year, mandatory, chosen }: { year: number; mandatory: Frame; chosen: Frame }): Promise<void> {
  requirePermission(ctx, 'steering/edit');
  for (const [what, value] of [['Geld für Pflichtvorhaben', mandatory.cents], ['Tage für Pflichtvorhaben', mandatory.days], ['Geld für gewählte Vorhaben', chosen.cents], ['Tage für gewählte Vorhaben', chosen.days]] as const) {
    if (!Number.isSafeInteger(value) || value < 0) throw problem('steering/frame-wrong', { what });
  }
  const values = { mandatory_cents: mandatory.cents, mandatory_days: mandatory.days, chosen_cents: chosen.cents, chosen_days: chosen.days, changed_at: ctx.now, changed_by_name: ctx.actor.name };
  await ctx.db<SteeringTables>().insertInto('steering.frame').values({ tenant_id: ctx.tenantId, year, ...values }).onConflict((conflict) => conflict.columns(['tenant_id', 'year']).doUpdateSet(values)).execute();
  ctx.emit({ type: 'steering/frame-set', subject: `year:${year}`, data: { year, chosenCents: chosen.cents, mandatoryCents: mandatory.cents } });
}
