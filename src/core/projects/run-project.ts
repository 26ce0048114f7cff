import { calendarDayOf, formatDate } from '#platform/i18n';
import { may, requirePermission, type Ctx } from '#platform/module';
import { requireEdit } from './access.ts';
import { defaultGateItems } from './gates/gate-items.ts';
import { projectListeners } from './points.ts';
import { problem } from './problems.ts';
import { projectOf, stateWords, type ProjectState } from './project.ts';
import { getRow } from './projects.queries.ts';
import type { ProjectRow, ProjectTables } from './tables.ts';

const FROM: Record<'applied' | 'decided' | 'running' | 'live' | 'closed' | 'stopped', ProjectState[]> = {
  applied: ['draft', 'deferred'],
  decided: ['applied', 'deferred', 'approved'],
  running: ['approved'],
  live: ['running'],
  closed: ['live', 'running'],
  stopped: ['applied', 'approved', 'running', 'live', 'deferred'],
};

function requireState(row: ProjectRow, allowed: ProjectState[]): void {
  if (!allowed.includes(row.state)) throw problem('projects/wrong-state', { state: stateWords[row.state] });
}

function needReason(reason: string): string {
  const text = reason.trim();
  if (!text) throw problem('projects/reason-needed');
  return text.slice(0, 4000);
}

type Step = { to: ProjectState; event: string; set: Partial<ProjectRow>; data?: Record<string, string | number | null> };

async function step(ctx: Ctx, row: ProjectRow, { to, event, set, data }: Step): Promise<void> {
  const { estimate: _, ...changed } = set;
  await ctx.db<ProjectTables>().updateTable('projects.project').set({ ...changed, state: to }).where('tenant_id', '=', ctx.tenantId).where('id', '=', row.id).execute();
  ctx.emit({ type: `projects/${event}`, subject: `project:${row.id}`, data: { from: row.state, ...data } });
  const project = projectOf({ ...row, ...set, state: to }, calendarDayOf(ctx.now));
  for (const listener of ctx.platform.contributions(projectListeners)) await listener.changed(ctx, { project, from: row.state, estimate: row.estimate });
}

/** What an application must say before the committee sees it. */
export function missingForApplication(row: ProjectRow): string[] {
  const found: string[] = [];
  if (!row.purpose) found.push('was erreicht werden soll');
  if (row.cases_per_year === null && row.money_cents === null && !row.benefit_text && !row.duty_kind) found.push('ein Nutzen oder eine Pflicht');
  if (!row.lead_name) found.push('wer das Projekt leitet');
  if (!row.starts_on || !row.ends_on) found.push('Beginn und Ende');
  return found;
}

/** Hands the application in (draft → applied), or a deferred one again. @throws Problem 422 naming what is missing, 409, 403 */
export async function submitApplication(ctx: Ctx, projectId: string): Promise<void> {
  const row = await getRow(ctx, projectId, { lock: true });
  requireEdit(ctx, row);
  requireState(row, FROM.applied);
  const missing = missingForApplication(row);
  if (missing.length > 0) throw problem('projects/incomplete', { missing: missing.join(', ') });
  await step(ctx, row, { to: 'applied', event: 'applied', set: { applied_at: ctx.now } });
}

async function addDefaultGates(ctx: Ctx, projectId: string): Promise<void> {
  const db = ctx.db<ProjectTables>();
  const known = await db.selectFrom('projects.gate_item').select('id').where('tenant_id', '=', ctx.tenantId).where('project_id', '=', projectId).limit(1).executeTakeFirst();
  if (!known) await db.insertInto('projects.gate_item').values(defaultGateItems(ctx.tenantId, projectId)).execute();
}

export type ProjectDecision = { projectId: string; decision: 'approved' | 'rejected' | 'deferred'; reason: string; roundId?: string };

/** What the committee decided. @throws Problem 422 without reason, 409 when nothing is to be decided, 403 */
export async function decideProject(ctx: Ctx, { projectId, decision, reason, roundId }: ProjectDecision): Promise<void> {
  const row = await getRow(ctx, projectId, { lock: true });
  requirePermission(ctx, 'steering/decide');
  requireState(row, FROM.decided);
  const text = needReason(reason);
  if (decision === 'approved') await addDefaultGates(ctx, row.id);
  await step(ctx, row, { to: decision, event: decision, set: { decision_reason: text, decided_on: calendarDayOf(ctx.now), decided_by_name: ctx.actor.name, round_id: roundId ?? row.round_id }, data: { reason: text, round: roundId ?? null } });
}

/** Work begins (approved → running). @throws Problem 409, 403 */
export async function startProject(ctx: Ctx, { projectId, on }: { projectId: string; on?: string }): Promise<void> {
  const row = await getRow(ctx, projectId, { lock: true });
  requireEdit(ctx, row);
  requireState(row, FROM.running);
  const startsOn = on ?? calendarDayOf(ctx.now);
  if (row.ends_on && row.ends_on < startsOn) throw problem('projects/dates-reversed', { start: formatDate(startsOn, 'de'), end: formatDate(row.ends_on, 'de') });
  await step(ctx, row, { to: 'running', event: 'started', set: { starts_on: startsOn }, data: { on: startsOn } });
}

/** The result is in use from this day on; the service it changes may be named now. @throws Problem 409, 403, 422 for a day ahead */
export async function goLive(ctx: Ctx, { projectId, serviceSlug, on }: { projectId: string; serviceSlug?: string; on: string }): Promise<void> {
  const row = await getRow(ctx, projectId, { lock: true });
  requireEdit(ctx, row);
  requireState(row, FROM.live);
  if (on > calendarDayOf(ctx.now)) throw problem('projects/date-ahead', { day: formatDate(on, 'de') });
  const service = serviceSlug || row.service_slug;
  await step(ctx, row, { to: 'live', event: 'went-live', set: { live_on: on, phase: 'operation', service_slug: service }, data: { on, service } });
}

/** The project is over; what it made goes on. @throws Problem 409, 403 */
export async function closeProject(ctx: Ctx, { projectId, summary }: { projectId: string; summary: string }): Promise<void> {
  const row = await getRow(ctx, projectId, { lock: true });
  requireEdit(ctx, row);
  requireState(row, FROM.closed);
  await step(ctx, row, { to: 'closed', event: 'closed', set: { ended_on: calendarDayOf(ctx.now) }, data: { reason: needReason(summary) } });
}

/** Ends a project without result: a normal outcome, with its reason. @throws Problem 422 without reason, 409, 403 */
export async function stopProject(ctx: Ctx, { projectId, reason }: { projectId: string; reason: string }): Promise<void> {
  const row = await getRow(ctx, projectId, { lock: true });
  if (!may(ctx.actor, 'steering/decide')) requirePermission(ctx, 'steering/edit', row.office_id);
  requireState(row, FROM.stopped);
  const text = needReason(reason);
  await step(ctx, row, { to: 'stopped', event: 'stopped', set: { ended_on: calendarDayOf(ctx.now), decision_reason: text }, data: { reason: text } });
}

/** What the project costs as #core/budgets knows it, for the light. */
export async function noteMoney(ctx: Ctx, projectId: string, { planCents, expectedCents }: { planCents: number; expectedCents: number }): Promise<void> {
  await ctx.db<ProjectTables>().updateTable('projects.project').set({ plan_cents: planCents, expected_cents: expectedCents }).where('tenant_id', '=', ctx.tenantId).where('id', '=', projectId).execute();
}
