import { may, type Ctx } from '#platform/module';
import { reachOf } from './access.ts';
import { lockTask } from './claim-task.ts';
import { problem } from './problems.ts';
import type { CasesTables } from './tables.ts';

/**
 * Puts a task back to its group. One's own, or as lead of the office anyone's.
 * @throws Problem 409 when it lies with someone else.
 */
export async function returnTask(ctx: Ctx, taskId: string): Promise<void> {
  const reach = await reachOf(ctx);
  const task = await lockTask(ctx, taskId);
  if (!task.assignee) return;
  if (!reach.persons.includes(task.assignee.id) && !may(ctx.actor, 'cases/supervise', task.officeId)) throw problem('cases/not-yours');
  await ctx.db<CasesTables>().updateTable('cases.task').set({ assignee_id: null, assignee_name: null, claimed_at: null }).where('tenant_id', '=', ctx.tenantId).where('id', '=', taskId).execute();
  ctx.emit({ type: 'cases/task-returned', subject: `task:${taskId}`, caseId: task.caseId, data: { task: task.nodeId } });
}
