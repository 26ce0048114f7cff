import { getServiceVersion } from '#core/catalogue';
import { validateAll, type FieldError, type FormData, type FormEnv } from '#engines/forms';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx, JsonObject } from '#platform/module';
import { reachOf } from './access.ts';
import { lockTaskAndCase, requireNotTaken, requireTakeable } from './claim-task.ts';
import { problem } from './problems.ts';
import { caseRuntime } from './process/case-runtime.ts';
import { beginWork } from './process/case-work.ts';
import { contextOf } from './process/process-context.ts';
import type { Task } from './task.ts';
import { together } from './together.ts';

export type CompleteTask = {
  taskId: string;
  /** Answers of the task form by field key; a task without a form takes none. */
  data: FormData;
};
/** `invalid`: nothing happened, the form shows the errors again. */
export type TaskOutcome = { kind: 'completed' } | { kind: 'invalid'; errors: FieldError[] };

/**
 * Completes a task with the answers of its form; the process goes on in the same transaction. An unclaimed task is claimed by it.
 * @throws Problem 409 with the name of whoever was quicker, 403 for the wrong group or by four eyes.
 */
export async function completeTask(ctx: Ctx, given: CompleteTask): Promise<TaskOutcome> {
  const [reach, { task, found }] = await together([reachOf(ctx), lockTaskAndCase(ctx, given.taskId)]);
  requireNotTaken(ctx, reach, task);
  const [instance] = await together([caseRuntime.lockInstance(ctx, task.instanceId), requireTakeable(ctx, reach, task)]);
  const service = await getServiceVersion(ctx, found.versionId);
  const form = task.formKey ? service.taskForms[task.formKey] : undefined;
  const checked = form && validateAll(form, given.data, taskFormEnv(ctx, { ...instance.state.vars, ...(await contextOf(ctx, found)) }, task));
  if (checked && !checked.valid) return { kind: 'invalid', errors: checked.pages.flatMap((page) => page.errors) };
  const data = (checked?.data ?? {}) as JsonObject;
  beginWork(ctx, { case: found, service, completing: { taskId: task.id, data } });
  const { refused } = await caseRuntime.advance(ctx, instance, { type: 'completeTask', tokenId: task.tokenId, variables: data, ...doerOf(ctx) });
  if (refused) throw problem('cases/refused', { reason: refused.message });
  ctx.emit({ type: 'cases/task-completed', subject: `task:${task.id}`, caseId: found.id, data: { task: task.nodeId } });
  return { kind: 'completed' };
}

/** Who did it, for the engine's four eyes: the acting person and the one they stand in for. */
const doerOf = ({ actor }: Ctx): { by?: string; for?: string } => ({ ...(actor.id ? { by: actor.id } : {}), ...(actor.actingFor ? { for: actor.actingFor.id } : {}) });

/** What the conditions of a task form may see: the case, the variables of the process, and those of the task itself. */
export function taskFormEnv(ctx: Pick<Ctx, 'now' | 'actor'>, context: Record<string, unknown>, task: Pick<Task, 'variables'>): FormEnv {
  return { today: calendarDayOf(ctx.now), locale: 'de', context: { ...context, ...task.variables, account: { id: ctx.actor.id, name: ctx.actor.name } } };
}
