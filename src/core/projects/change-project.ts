import type { Ctx } from '#platform/module';
import { sql } from 'kysely';
import { requireEdit } from './access.ts';
import { problem } from './problems.ts';
import { stateWords } from './project.ts';
import { getRow } from './projects.queries.ts';
import type { ProjectRow } from './tables.ts';

const ENDED = ['closed', 'stopped', 'rejected'];

/** Locks a project for a change of its parts: whoever may edit it, as long as it is not over. @throws Problem 404, 403, 409 */
export async function lockForChange(ctx: Ctx, projectId: string): Promise<ProjectRow> {
  const row = await getRow(ctx, projectId, { lock: true });
  requireEdit(ctx, row);
  if (ENDED.includes(row.state)) throw problem('projects/wrong-state', { state: stateWords[row.state] });
  return row;
}

/** Brings the facts of the traffic light up to date after milestones, risks or issues have changed. */
export async function refreshFacts(ctx: Ctx, projectId: string): Promise<void> {
  const part = sql`tenant_id = ${ctx.tenantId} and project_id = ${projectId}::uuid`;
  await sql`update projects.project set
      next_due_on = (select min(due_on) from projects.milestone where ${part} and done_on is null),
      next_due_title = coalesce((select title from projects.milestone where ${part} and done_on is null order by due_on, id limit 1), ''),
      worst_risk = coalesce((select max(probability * impact) from projects.risk where ${part} and state = 'open'), 0),
      worst_risk_title = coalesce((select title from projects.risk where ${part} and state = 'open' order by probability * impact desc, id limit 1), ''),
      blocking_issue = coalesce((select title from projects.entry where ${part} and kind = 'issue' and blocking and closed_on is null order by id limit 1), '')
    where tenant_id = ${ctx.tenantId} and id = ${projectId}::uuid`.execute(ctx.db());
}
