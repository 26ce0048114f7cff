import { describeGroups } from '#core/organisation';
import type { Ctx } from '#platform/module';
import { isMine, mayTake, reachOf, type Reach } from './access.ts';
import { caseOf, type Case } from './case.ts';
import { problem } from './problems.ts';
import { caseColumns, type CaseRow, type CasesTables, type TaskRow } from './tables.ts';
import { takeableOf, taskOf, type Task } from './task.ts';
import { findFourEyesConflict } from './tasks.queries.ts';
import { together } from './together.ts';

/**
 * Takes a task: from now on it is on this person's list and on nobody else's. Taking one's own task again changes nothing.
 * @throws Problem 409 with the name of whoever was quicker, 403 for the wrong group or by four eyes.
 */
export async function claimTask(ctx: Ctx, taskId: string): Promise<Task> {
  const [reach, task] = await together([reachOf(ctx), lockTask(ctx, taskId)]);
  requireNotTaken(ctx, reach, task);
  const { actingFor } = ctx.actor;
  if (task.assignee && (!actingFor || task.substituteId === reach.accountId)) return task;
  await requireTakeable(ctx, reach, task);
  // what a substitute takes lies with the absent person and comes back to that person when the substitution ends
  const assignee = actingFor ? { id: actingFor.id, name: `${ctx.actor.name} für ${actingFor.name}` } : { id: reach.accountId, name: ctx.actor.name };
  const claimed = { assignee_id: assignee.id, assignee_name: assignee.name, substitute_id: actingFor ? reach.accountId : null, claimed_at: ctx.now };
  await ctx.db<CasesTables>().updateTable('cases.task').set(claimed).where('tenant_id', '=', ctx.tenantId).where('id', '=', taskId).execute();
  ctx.emit({ type: 'cases/task-claimed', subject: `task:${taskId}`, caseId: task.caseId, data: { task: task.nodeId } });
  return { ...task, assignee, claimedAt: ctx.now, ...(actingFor ? { substituteId: reach.accountId } : {}) };
}

/** @throws Problem 409 when the task lies with somebody else, or another substitute works on it. */
export function requireNotTaken(ctx: Ctx, reach: Reach, task: Task): void {
  if (!task.assignee) return;
  if (ctx.actor.actingFor && task.assignee.id === reach.accountId) throw problem('cases/own-while-acting', { name: ctx.actor.actingFor.name });
  const otherSubstitute = reach.lent !== undefined && task.substituteId !== undefined && task.substituteId !== reach.accountId;
  if (!isMine(reach, takeableOf(task)) || otherSubstitute) throw problem('cases/already-claimed', { name: task.assignee.name });
}

/** Reads the task and keeps everyone else off it until the end of the transaction. @throws Problem 404, 409 when it is no longer open */
export async function lockTask(ctx: Ctx, taskId: string): Promise<Task> {
  const row = await ctx.db<CasesTables>().selectFrom('cases.task').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', taskId).forUpdate().executeTakeFirst();
  return openTask(row);
}

/** The same with its case, in one statement. */
export async function lockTaskAndCase(ctx: Ctx, taskId: string): Promise<{ task: Task; found: Case }> {
  const row = await ctx
    .db<CasesTables>()
    .selectFrom('cases.task as t')
    .innerJoin('cases.case as c', (join) => join.onRef('c.tenant_id', '=', 't.tenant_id').onRef('c.id', '=', 't.case_id'))
    .selectAll('t')
    .select(caseColumns.map((column) => `c.${column} as of_case_${column}` as const))
    .where('t.tenant_id', '=', ctx.tenantId)
    .where('t.id', '=', taskId)
    .forUpdate(['t'])
    .executeTakeFirst();
  const task = openTask(row);
  const caseRow = Object.fromEntries(caseColumns.map((column) => [column, row?.[`of_case_${column}`]])) as CaseRow;
  return { task, found: caseOf(caseRow) };
}

function openTask(row: TaskRow | undefined): Task {
  if (!row) throw problem('cases/no-such-task');
  if (row.state === 'completed') throw problem('cases/task-closed', { name: row.completed_by_name ?? 'unbekannt' });
  if (row.state === 'cancelled') throw problem('cases/task-cancelled');
  return taskOf(row);
}

/** @throws Problem 403 when the task is for another group, or this person did a task that excludes them (four eyes). */
export async function requireTakeable(ctx: Ctx, reach: Reach, task: Task): Promise<void> {
  if (!mayTake(ctx, reach, takeableOf(task))) throw await notInGroup(ctx, task);
  const done = await findFourEyesConflict(ctx, task, whoActs(ctx));
  if (done) throw problem('cases/four-eyes', { task: done });
}

/** The acting person and the one they stand in for: for four eyes they are one. */
export const whoActs = ({ actor }: Pick<Ctx, 'actor'>): string[] => [actor.id, actor.actingFor?.id].filter((id) => id !== null && id !== undefined);

/** The refusal names the groups in the words of the plan of organisation. */
export async function notInGroup(ctx: Ctx, task: Pick<Task, 'groups'>): Promise<Error> {
  const words = await describeGroups(ctx, task.groups);
  return problem('cases/not-in-group', { groups: task.groups.map((group) => words.get(group) ?? group).join('; ') });
}
