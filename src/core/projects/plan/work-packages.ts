import { newId } from '#platform/db';
import type { Ctx } from '#platform/module';
import { lockForChange } from '../change-project.ts';
import { needNumber, needOrder, needPerson, needText } from '../check-input.ts';
import { problem } from '../problems.ts';
import type { ProjectTables, WorkPackageRow } from '../tables.ts';

export type NewWorkPackage = { projectId: string; title: string; owner: string; startsOn: string | null; endsOn: string | null; effortDays: number | null };

/** A piece of work with one person who answers for it. @throws Problem 422 for reversed days, less than nothing, nobody; 409, 403 */
export async function addWorkPackage(ctx: Ctx, given: NewWorkPackage): Promise<{ id: string }> {
  const row = await lockForChange(ctx, given.projectId);
  needOrder(given.startsOn, given.endsOn);
  const owner = given.owner.trim() ? await needPerson(ctx, given.owner) : undefined;
  const effort = given.effortDays === null ? null : needNumber('Aufwand in Tagen', given.effortDays, [0, 10_000]);
  const id = newId();
  const title = needText('Arbeitspaket', given.title);
  await ctx
    .db<ProjectTables>()
    .insertInto('projects.work_package')
    .values({ tenant_id: ctx.tenantId, id, project_id: row.id, title, owner_id: owner?.id ?? null, owner_name: owner?.name ?? '', starts_on: given.startsOn, ends_on: given.endsOn, effort_days: effort, state: 'open' })
    .execute();
  ctx.emit({ type: 'projects/package-added', subject: `project:${row.id}`, data: { title } });
  return { id };
}

/** @throws Problem 404, 409, 403 */
export async function setPackageState(ctx: Ctx, { projectId, packageId, state }: { projectId: string; packageId: string; state: WorkPackageRow['state'] | 'removed' }): Promise<void> {
  const row = await lockForChange(ctx, projectId);
  const db = ctx.db<ProjectTables>();
  const found = await db.selectFrom('projects.work_package').select('title').where('tenant_id', '=', ctx.tenantId).where('project_id', '=', row.id).where('id', '=', packageId).executeTakeFirst();
  if (!found) throw problem('projects/no-entry');
  if (state === 'removed') await db.deleteFrom('projects.work_package').where('tenant_id', '=', ctx.tenantId).where('id', '=', packageId).execute();
  else await db.updateTable('projects.work_package').set({ state }).where('tenant_id', '=', ctx.tenantId).where('id', '=', packageId).execute();
  ctx.emit({ type: 'projects/package-changed', subject: `project:${row.id}`, data: { title: found.title, state } });
}
