import { newId } from '#platform/db';
import type { Ctx } from '#platform/module';
import { lockForChange, refreshFacts } from '../change-project.ts';
import { needPast, needText } from '../check-input.ts';
import { problem } from '../problems.ts';
import type { ProjectTables } from '../tables.ts';

/** @throws Problem 422 without a title, 409, 403, 404 */
export async function addMilestone(ctx: Ctx, given: { projectId: string; title: string; dueOn: string }): Promise<{ id: string }> {
  const row = await lockForChange(ctx, given.projectId);
  const id = newId();
  await ctx.db<ProjectTables>().insertInto('projects.milestone').values({ tenant_id: ctx.tenantId, id, project_id: row.id, title: needText('Meilenstein', given.title), due_on: given.dueOn, done_on: null, evidence: '' }).execute();
  ctx.emit({ type: 'projects/milestone-added', subject: `project:${row.id}`, data: { title: given.title.trim(), on: given.dueOn } });
  await refreshFacts(ctx, row.id);
  return { id };
}

export type MilestoneChange = { projectId: string; milestoneId: string; dueOn?: string; doneOn?: string | null; evidence?: string };

/** Moves a milestone, or says when it was reached and what proves it. @throws Problem 422 for a day ahead, 404, 403 */
export async function changeMilestone(ctx: Ctx, { projectId, milestoneId, dueOn, doneOn, evidence }: MilestoneChange): Promise<void> {
  const row = await lockForChange(ctx, projectId);
  const db = ctx.db<ProjectTables>();
  const before = await db.selectFrom('projects.milestone').selectAll().where('tenant_id', '=', ctx.tenantId).where('project_id', '=', row.id).where('id', '=', milestoneId).executeTakeFirst();
  if (!before) throw problem('projects/no-entry');
  const after = { due_on: dueOn ?? before.due_on, done_on: doneOn === undefined ? before.done_on : doneOn && needPast(ctx, doneOn), evidence: evidence?.trim().slice(0, 500) ?? before.evidence };
  await db.updateTable('projects.milestone').set(after).where('tenant_id', '=', ctx.tenantId).where('id', '=', milestoneId).execute();
  const type = after.done_on && !before.done_on ? 'projects/milestone-reached' : 'projects/milestone-changed';
  ctx.emit({ type, subject: `project:${row.id}`, data: { title: before.title, before: before.due_on, on: after.done_on ?? after.due_on } });
  await refreshFacts(ctx, row.id);
}

/** Takes a milestone out of the plan. */
export async function removeMilestone(ctx: Ctx, { projectId, milestoneId }: { projectId: string; milestoneId: string }): Promise<void> {
  const row = await lockForChange(ctx, projectId);
  const gone = await ctx.db<ProjectTables>().deleteFrom('projects.milestone').where('tenant_id', '=', ctx.tenantId).where('project_id', '=', row.id).where('id', '=', milestoneId).returning('title').executeTakeFirst();
  if (!gone) throw problem('projects/no-entry');
  ctx.emit({ type: 'projects/milestone-removed', subject: `project:${row.id}`, data: { title: gone.title } });
  await refreshFacts(ctx, row.id);
}
