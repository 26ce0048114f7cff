import type { Ctx } from '#platform/module';
import { isMine, mayIn, reachOf } from './access.ts';
import { lockTask } from './claim-task.ts';
import { problem } from './problems.ts';
import type { CasesTables } from './tables.ts';
import { takeableOf } from './task.ts';

/**
 * Puts a task back to its group. One's own, or as lead of the office anyone's.
 * @throws Problem 409 when it lies with someone else.
 */
export async function returnTask(ctx: Ctx, taskId: string): Promise<void> {
  const reach = await reachOf(ctx);
  const task = await lockTask(ctx, taskId);
  if (!task.assignee) return;
  if (!isMine(reach, takeableOf(task)) && !mayIn(ctx, reach, { permission: 'cases/supervise', ...task })) throw problem('cases/not-yours');
  await ctx.db<CasesTables>().updateTable('cases.task').set({ assignee_id: null, assignee_name: null, substitute_id: null, claimed_at: null }).where('tenant_id', '=', ctx.tenantId).where('id', '=', taskId).execute();
  ctx.emit({ type: 'cases/task-returned', subject: `task:${taskId}`, caseId: task.caseId, data: { task: task.nodeId } });
}
