import type { Ctx } from '#platform/module';
import { sql } from 'kysely';
import { lockForChange } from '../change-project.ts';
import { problem } from '../problems.ts';
import { projectsById } from '../projects.queries.ts';
import type { ProjectTables } from '../tables.ts';
import { findCircle } from './find-circle.ts';

/** A project waits for another. @throws Problem 422 naming the circle when that one already waits for this, 404, 403 */
export async function addDependency(ctx: Ctx, given: { projectId: string; needsId: string; note?: string }): Promise<void> {
  const row = await lockForChange(ctx, given.projectId);
  const needed = (await projectsById(ctx, [given.needsId])).get(given.needsId);
  if (!needed) throw problem('projects/no-project');
  // two people who each add one half of a circle at the same moment: the second waits here
  await sql`select pg_advisory_xact_lock(hashtext('projects.dependency'), ${ctx.tenantId})`.execute(ctx.db());
  const db = ctx.db<ProjectTables>();
  const edges = await db.selectFrom('projects.dependency').select(['project_id as from', 'needs_id as to']).where('tenant_id', '=', ctx.tenantId).execute();
  const circle = findCircle(edges, { from: row.id, to: needed.id });
  if (circle) {
    const names = await db.selectFrom('projects.project').select(['id', 'title']).where('tenant_id', '=', ctx.tenantId).where('id', 'in', circle).execute();
    throw problem('projects/circle', { circle: circle.map((id) => `„${names.find((one) => one.id === id)?.title ?? '…'}“`).join(' → ') });
  }
  await db.insertInto('projects.dependency').values({ tenant_id: ctx.tenantId, project_id: row.id, needs_id: needed.id, note: given.note?.trim().slice(0, 300) ?? '' }).onConflict((conflict) => conflict.doNothing()).execute();
  ctx.emit({ type: 'projects/dependency-added', subject: `project:${row.id}`, data: { needs: needed.title } });
}

/** The project no longer waits for the other. */
export async function removeDependency(ctx: Ctx, { projectId, needsId }: { projectId: string; needsId: string }): Promise<void> {
  const row = await lockForChange(ctx, projectId);
  const gone = await ctx.db<ProjectTables>().deleteFrom('projects.dependency').where('tenant_id', '=', ctx.tenantId).where('project_id', '=', row.id).where('needs_id', '=', needsId).returning('needs_id').executeTakeFirst();
  if (!gone) throw problem('projects/no-entry');
  const needed = (await projectsById(ctx, [needsId])).get(needsId);
  ctx.emit({ type: 'projects/dependency-removed', subject: `project:${row.id}`, data: { needs: needed?.title ?? needsId } });
}
