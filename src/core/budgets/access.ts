import { projectsById, type Project } from '#core/projects';
import { holderOf, may, notAllowed, type Ctx } from '#platform/module';
import { problem } from './problems.ts';

/** Money is seen by steering, by whoever books, and by the lead of the project; not by everybody who works in it. */
export function maySeeMoney(ctx: Ctx, project?: Pick<Project, 'leadId'>): boolean {
  if (may(ctx.actor, 'steering/read') || may(ctx.actor, 'budgets/edit')) return true;
  return project !== undefined && project.leadId !== null && project.leadId === holderOf(ctx.actor);
}

/** The project, for whoever may see its money. @throws Problem 404, 403 */
export async function requireMoney(ctx: Ctx, projectId: string): Promise<Project> {
  const project = (await projectsById(ctx, [projectId])).get(projectId);
  if (!project) throw problem('budgets/no-project');
  if (!maySeeMoney(ctx, project)) throw notAllowed();
  return project;
}
