import { newId } from '#platform/db';
import { calendarDayOf } from '#platform/i18n';
import { may, notAllowed, type Ctx } from '#platform/module';
import { lockForChange } from '../change-project.ts';
import { needText } from '../check-input.ts';
import { problem } from '../problems.ts';
import { stateWords } from '../project.ts';
import { getRow } from '../projects.queries.ts';
import { stopProject } from '../run-project.ts';
import type { GateItemRow, ProjectRow, ProjectTables } from '../tables.ts';
import { nextPhase, phaseName, phases } from './phases.ts';

/** What proves an item of the checklist; without evidence it isn't met. @throws Problem 404, 409, 403 */
export async function proveGateItem(ctx: Ctx, { projectId, itemId, evidence, met }: { projectId: string; itemId: string; evidence: string; met: boolean }): Promise<void> {
  const row = await lockForChange(ctx, projectId);
  const text = met ? needText('Nachweis', evidence, 500) : evidence.trim().slice(0, 500);
  const done = await ctx.db<ProjectTables>().updateTable('projects.gate_item').set({ evidence: text, met }).where('tenant_id', '=', ctx.tenantId).where('project_id', '=', row.id).where('id', '=', itemId).returning('title').executeTakeFirst();
  if (!done) throw problem('projects/no-entry');
  ctx.emit({ type: 'projects/gate-item-proved', subject: `project:${row.id}`, data: { title: done.title, met, evidence: text } });
}

/** One more thing that must be proved at a gate of this project. @throws Problem 422, 409, 403 */
export async function addGateItem(ctx: Ctx, { projectId, phase, title }: { projectId: string; phase: GateItemRow['phase']; title: string }): Promise<{ id: string }> {
  const row = await lockForChange(ctx, projectId);
  const id = newId();
  const text = needText('Nachzuweisen', title);
  await ctx.db<ProjectTables>().insertInto('projects.gate_item').values({ tenant_id: ctx.tenantId, id, project_id: row.id, phase, position: 100, title: text, evidence: '', met: false }).execute();
  ctx.emit({ type: 'projects/gate-item-added', subject: `project:${row.id}`, data: { title: text, phase } });
  return { id };
}

function requireGateKeeper(ctx: Ctx, row: ProjectRow): void {
  if (!may(ctx.actor, 'steering/decide') && !may(ctx.actor, 'steering/edit', row.office_id)) throw notAllowed();
  if (row.state !== 'running' && row.state !== 'approved') throw problem('projects/wrong-state', { state: stateWords[row.state] });
}

/**
 * The gate at the end of the phase: go on to the next, or stop, which is a normal outcome. Whoever only leads the project doesn't decide it.
 * @throws Problem 422 when evidence is missing and no reason is given, or a stop has none; 409, 403
 */
export async function holdGate(ctx: Ctx, { projectId, outcome, reason }: { projectId: string; outcome: 'go' | 'stop'; reason: string }): Promise<void> {
  const row = await getRow(ctx, projectId, { lock: true });
  requireGateKeeper(ctx, row);
  const next = nextPhase(row.phase);
  if (!next) throw problem('projects/no-gate');
  const text = reason.trim().slice(0, 2000);
  const items = await ctx.db<ProjectTables>().selectFrom('projects.gate_item').select(['title', 'met']).where('tenant_id', '=', ctx.tenantId).where('project_id', '=', row.id).where('phase', '=', row.phase).orderBy('position').execute();
  const missing = items.filter(({ met }) => !met).map(({ title }) => title);
  if (outcome === 'go' && missing.length > 0 && !text) throw problem('projects/evidence-missing', { missing: missing.join(', ') });
  if (outcome === 'stop') await stopProject(ctx, { projectId, reason: text });
  const result = outcome === 'stop' ? 'stop' : missing.length > 0 ? 'go-with-reason' : 'go';
  const db = ctx.db<ProjectTables>();
  await db.insertInto('projects.gate_review').values({ tenant_id: ctx.tenantId, id: newId(), project_id: row.id, phase: row.phase, outcome: result, reason: text, missing: outcome === 'go' ? missing : [], held_on: calendarDayOf(ctx.now), held_by_name: ctx.actor.name }).execute();
  if (outcome === 'go') await db.updateTable('projects.project').set({ phase: next }).where('tenant_id', '=', ctx.tenantId).where('id', '=', row.id).execute();
  const gate = phases.find(({ key }) => key === row.phase)?.gate ?? '';
  ctx.emit({ type: 'projects/gate-held', subject: `project:${row.id}`, data: { gate, outcome: result, reason: text, phase: phaseName(outcome === 'go' ? next : row.phase), missing } });
}
