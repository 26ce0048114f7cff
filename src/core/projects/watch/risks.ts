import { newId } from '#platform/db';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { lockForChange, refreshFacts } from '../change-project.ts';
import { needNumber, needText } from '../check-input.ts';
import { problem } from '../problems.ts';
import type { ProjectTables } from '../tables.ts';

export type NewRisk = { projectId: string; title: string; probability: number; impact: number; measure: string; owner: string };

/** Notes a risk: probability and impact from 1 to 5, what is done about it, and by whom. @throws Problem 422, 409, 403 */
export async function addRisk(ctx: Ctx, given: NewRisk): Promise<{ id: string }> {
  const row = await lockForChange(ctx, given.projectId);
  const id = newId();
  const title = needText('Risiko', given.title);
  const [probability, impact] = [needNumber('Wahrscheinlichkeit', given.probability, [1, 5]), needNumber('Auswirkung', given.impact, [1, 5])];
  await ctx
    .db<ProjectTables>()
    .insertInto('projects.risk')
    .values({ tenant_id: ctx.tenantId, id, project_id: row.id, title, probability, impact, measure: given.measure.trim().slice(0, 1000), owner_name: given.owner.trim().slice(0, 200), state: 'open', noted_on: calendarDayOf(ctx.now) })
    .execute();
  ctx.emit({ type: 'projects/risk-noted', subject: `project:${row.id}`, data: { title, score: probability * impact } });
  await refreshFacts(ctx, row.id);
  return { id };
}

export type RiskChange = { projectId: string; riskId: string; probability?: number; impact?: number; measure?: string; closed?: boolean };

/** Rates a risk anew, or closes it. @throws Problem 422, 404, 403 */
export async function changeRisk(ctx: Ctx, given: RiskChange): Promise<void> {
  const row = await lockForChange(ctx, given.projectId);
  const db = ctx.db<ProjectTables>();
  const risk = await db.selectFrom('projects.risk').selectAll().where('tenant_id', '=', ctx.tenantId).where('project_id', '=', row.id).where('id', '=', given.riskId).executeTakeFirst();
  if (!risk) throw problem('projects/no-entry');
  const probability = given.probability === undefined ? risk.probability : needNumber('Wahrscheinlichkeit', given.probability, [1, 5]);
  const impact = given.impact === undefined ? risk.impact : needNumber('Auswirkung', given.impact, [1, 5]);
  const state = given.closed ? 'closed' : 'open';
  await db.updateTable('projects.risk').set({ probability, impact, measure: given.measure?.trim().slice(0, 1000) ?? risk.measure, state }).where('tenant_id', '=', ctx.tenantId).where('id', '=', risk.id).execute();
  ctx.emit({ type: given.closed ? 'projects/risk-closed' : 'projects/risk-rated', subject: `project:${row.id}`, data: { title: risk.title, before: risk.probability * risk.impact, score: probability * impact } });
  await refreshFacts(ctx, row.id);
}
