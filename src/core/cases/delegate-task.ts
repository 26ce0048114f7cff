import { listGroupMembers } from '#core/organisation';
import type { Ctx } from '#platform/module';
import { isMine, mayIn, mayTake, reachOf } from './access.ts';
import { lockTask, notInGroup } from './claim-task.ts';
import { problem } from './problems.ts';
import type { CasesTables } from './tables.ts';
import { takeableOf, withoutArea, type Task } from './task.ts';
import { findFourEyesConflict } from './tasks.queries.ts';

export type Colleague = { id: string; name: string };

/**
 * Gives a task to a colleague of its groups.
 * @throws Problem 409 when it lies with someone else (unless the actor leads the office), 422 when the colleague cannot have it, 403 by four eyes.
 */
export async function delegateTask(ctx: Ctx, taskId: string, to: Colleague): Promise<void> {
  const reach = await reachOf(ctx);
  const task = await lockTask(ctx, taskId);
  const leads = mayIn(ctx, reach, { permission: 'cases/supervise', ...task });
  if (task.assignee && !isMine(reach, takeableOf(task)) && !leads) throw problem('cases/not-yours');
  if (!leads && !mayTake(ctx, reach, takeableOf(task))) throw await notInGroup(ctx, task);
  // a head may give it to anybody of the office, whoever the area belongs to
  if (!(await listCandidates(ctx, { groups: leads ? task.groups.map(withoutArea) : task.groups })).includes(to.id)) throw problem('cases/no-such-colleague');
  const done = await findFourEyesConflict(ctx, task, [to.id]);
  if (done) throw problem('cases/four-eyes', { task: done });
  await ctx.db<CasesTables>().updateTable('cases.task').set({ assignee_id: to.id, assignee_name: to.name, substitute_id: null, claimed_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', taskId).execute();
  ctx.emit({ type: 'cases/task-delegated', subject: `task:${taskId}`, caseId: task.caseId, data: { task: task.nodeId, to: to.id } });
}

/** Account ids of those who may have the task today. */
export async function listCandidates(ctx: Ctx, task: Pick<Task, 'groups'>): Promise<string[]> {
  const members: string[] = [];
  for (const group of task.groups) members.push(...(await listGroupMembers(ctx, group)));
  return [...new Set(members)];
}
