import { newId } from '#platform/db';
import { requirePermission, type Ctx } from '#platform/module';
import { lockForChange } from '../change-project.ts';
import { needNumber, needOrder, needPerson } from '../check-input.ts';
import { problem } from '../problems.ts';
import type { ProjectTables } from '../tables.ts';

export type NewMember = { projectId: string; person: string; duty: string; daysPerMonth: number; fromOn: string; untilOn: string };

/** Somebody works in a project, so many days a month in this time. @throws Problem 422 for nobody, reversed days, more days than a month has; 409, 403 */
export async function addMember(ctx: Ctx, given: NewMember): Promise<{ id: string }> {
  const row = await lockForChange(ctx, given.projectId);
  needOrder(given.fromOn, given.untilOn);
  const days = needNumber('Tage im Monat', given.daysPerMonth, [0, 31]);
  const person = await needPerson(ctx, given.person);
  const id = newId();
  await ctx
    .db<ProjectTables>()
    .insertInto('projects.member')
    .values({ tenant_id: ctx.tenantId, id, project_id: row.id, account_id: person.id, name: person.name, duty: given.duty.trim().slice(0, 200), days_per_month: days, from_on: given.fromOn, until_on: given.untilOn })
    .execute();
  ctx.emit({ type: 'projects/member-added', subject: `project:${row.id}`, data: { name: person.name, days } });
  return { id };
}

/** @throws Problem 404, 409, 403 */
export async function removeMember(ctx: Ctx, { projectId, memberId }: { projectId: string; memberId: string }): Promise<void> {
  const row = await lockForChange(ctx, projectId);
  const gone = await ctx.db<ProjectTables>().deleteFrom('projects.member').where('tenant_id', '=', ctx.tenantId).where('project_id', '=', row.id).where('id', '=', memberId).returning('name').executeTakeFirst();
  if (!gone) throw problem('projects/no-entry');
  ctx.emit({ type: 'projects/member-removed', subject: `project:${row.id}`, data: { name: gone.name } });
}

/** How many days a month somebody has for projects. @throws Problem 422, 403 */
export async function setCapacity(ctx: Ctx, { person, daysPerMonth }: { person: string; daysPerMonth: number }): Promise<void> {
  requirePermission(ctx, 'steering/edit');
  const days = needNumber('Tage im Monat', daysPerMonth, [0, 31]);
  const { id, name } = await needPerson(ctx, person);
  await ctx
    .db<ProjectTables>()
    .insertInto('projects.capacity')
    .values({ tenant_id: ctx.tenantId, account_id: id, name, days_per_month: days })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'account_id']).doUpdateSet({ days_per_month: days, name }))
    .execute();
  ctx.emit({ type: 'projects/capacity-set', subject: `account:${id}`, data: { days } });
}
