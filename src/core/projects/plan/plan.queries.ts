import type { Ctx } from '#platform/module';
import type { ProjectTables } from '../tables.ts';

export type Milestone = { id: string; projectId: string; title: string; dueOn: string; doneOn: string | null; evidence: string };
/** `projectId` waits for `needsId`. */
export type Dependency = { projectId: string; needsId: string; note: string };

/** Milestones of these projects, by date. The caller has checked that the projects may be seen. */
export async function milestonesOf(ctx: Ctx, projectIds: string[]): Promise<Milestone[]> {
  if (projectIds.length === 0) return [];
  return ctx
    .db<ProjectTables>()
    .selectFrom('projects.milestone')
    .select(['id', 'project_id as projectId', 'title', 'due_on as dueOn', 'done_on as doneOn', 'evidence'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('project_id', 'in', projectIds)
    .orderBy('due_on')
    .orderBy('id')
    .execute();
}

/** What these projects wait for. */
export async function dependenciesOf(ctx: Ctx, projectIds: string[]): Promise<Dependency[]> {
  if (projectIds.length === 0) return [];
  return ctx
    .db<ProjectTables>()
    .selectFrom('projects.dependency')
    .select(['project_id as projectId', 'needs_id as needsId', 'note'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('project_id', 'in', projectIds)
    .execute();
}
