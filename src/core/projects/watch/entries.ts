import { newId } from '#platform/db';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { lockForChange, refreshFacts } from '../change-project.ts';
import { needText } from '../check-input.ts';
import { problem } from '../problems.ts';
import type { ProjectTables } from '../tables.ts';

export type NewEntry = { projectId: string; kind: 'issue' | 'decision'; title: string; text: string; blocking?: boolean; owner?: string; dueOn?: string | null };

/** Notes an issue (what is in the way now) or a decision (what was decided, and why). @throws Problem 422, 409, 403 */
export async function addEntry(ctx: Ctx, given: NewEntry): Promise<{ id: string }> {
  const row = await lockForChange(ctx, given.projectId);
  const id = newId();
  const title = needText(given.kind === 'issue' ? 'Problem' : 'Entscheidung', given.title);
  const blocking = given.kind === 'issue' && given.blocking === true;
  await ctx
    .db<ProjectTables>()
    .insertInto('projects.entry')
    .values({
      tenant_id: ctx.tenantId, id, project_id: row.id, kind: given.kind, title, text: given.text.trim().slice(0, 4000), blocking, owner_name: given.owner?.trim().slice(0, 200) ?? '', due_on: given.dueOn ?? null,
      noted_on: calendarDayOf(ctx.now), noted_by_name: ctx.actor.name, closed_on: null,
    })
    .execute();
  ctx.emit({ type: given.kind === 'issue' ? 'projects/issue-noted' : 'projects/decision-noted', subject: `project:${row.id}`, data: { title, blocking } });
  await refreshFacts(ctx, row.id);
  return { id };
}

/** An issue is solved. @throws Problem 404, 409, 403 */
export async function closeIssue(ctx: Ctx, { projectId, entryId }: { projectId: string; entryId: string }): Promise<void> {
  const row = await lockForChange(ctx, projectId);
  const closed = await ctx
    .db<ProjectTables>()
    .updateTable('projects.entry')
    .set({ closed_on: calendarDayOf(ctx.now) })
    .where('tenant_id', '=', ctx.tenantId)
    .where('project_id', '=', row.id)
    .where('id', '=', entryId)
    .where('kind', '=', 'issue')
    .where('closed_on', 'is', null)
    .returning('title')
    .executeTakeFirst();
  if (!closed) throw problem('projects/no-entry');
  ctx.emit({ type: 'projects/issue-closed', subject: `project:${row.id}`, data: { title: closed.title } });
  await refreshFacts(ctx, row.id);
}
