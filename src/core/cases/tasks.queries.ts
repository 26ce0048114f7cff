import type { Ctx } from '#platform/module';
import { problem } from './problems.ts';
import type { CasesTables } from './tables.ts';
import { taskOf, type Task } from './task.ts';

const select = (ctx: Ctx) => ctx.db<CasesTables>().selectFrom('cases.task').selectAll().where('tenant_id', '=', ctx.tenantId);

/** @throws Problem 404 */
export async function getTask(ctx: Ctx, id: string): Promise<Task> {
  const row = await select(ctx).where('id', '=', id).executeTakeFirst();
  if (!row) throw problem('cases/no-such-task');
  return taskOf(row);
}

/** All tasks of a case, oldest first. */
export async function listCaseTasks(ctx: Ctx, caseId: string): Promise<Task[]> {
  return (await select(ctx).where('case_id', '=', caseId).orderBy('id').limit(500).execute()).map(taskOf);
}

/**
 * Which of the tasks that exclude their doer did one of these persons do in the case, with own hands or through a substitute? The name
 * of the first, for the refusal. A substitute and the absent person count as one: pass both.
 */
export async function findFourEyesConflict(ctx: Ctx, task: Pick<Task, 'caseId' | 'fourEyesNot'>, persons: string[]): Promise<string | undefined> {
  if (task.fourEyesNot.length === 0 || persons.length === 0) return undefined;
  const row = await select(ctx)
    .where('case_id', '=', task.caseId)
    .where('state', '=', 'completed')
    .where('node_id', 'in', task.fourEyesNot)
    .where((where) => where.or([where('completed_by', 'in', persons), where('completed_for', 'in', persons)]))
    .limit(1)
    .executeTakeFirst();
  return row?.name;
}
