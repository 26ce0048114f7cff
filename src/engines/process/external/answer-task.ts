import { sql } from 'kysely';
import type { Ctx } from '#platform/module';
import type { Command } from '../commands.ts';
import { advanceLocked } from '../runtime/advance.ts';
import { lockInstance } from '../runtime/read-instance.ts';
import type { RuntimeOptions } from '../runtime/runtime-options.ts';
import type { ProcessTables } from '../runtime/tables.ts';
import { plainValue } from '../step/plain-value.ts';
import type { Vars } from '../state.ts';

/** `gone`: the work is done or no longer wanted; `not-yours`: another worker has it, or nobody. */
export type Answered = { kind: 'done' } | { kind: 'gone' } | { kind: 'not-yours'; owner: string | null } | { kind: 'refused'; message: string };

type Held = { id: string; workerId: string };
export type CompleteExternal = Held & { variables: Vars; /** Only for the output mapping of the step. */ localVariables?: Vars };
export type FailExternal = Held & { message: string; details?: string; /** 0: an incident for people. */ retries: number; retryMs: number };
export type ThrowExternal = Held & { code: string; message?: string; variables?: Vars };

/** The work is done; the process goes on in the caller's transaction. */
export async function completeExternal(ctx: Ctx, options: RuntimeOptions, done: CompleteExternal): Promise<Answered> {
  return stepHeld(ctx, options, {
    held: done,
    variables: { ...done.localVariables, ...done.variables },
    command: async ({ versionId, nodeId, tokenId }) => {
      // Without an output mapping everything becomes a variable of the process, which local ones must not.
      const node = done.localVariables && (await options.loadGraph(ctx, versionId)).nodes.get(nodeId);
      const local = node && node.outputs.length > 0 ? done.localVariables : {};
      return { type: 'completeJob', tokenId, output: { ...local, ...done.variables } };
    },
  });
}

/** An error of the field that the model handles, or an incident when it does not. */
export async function throwExternal(ctx: Ctx, options: RuntimeOptions, thrown: ThrowExternal): Promise<Answered> {
  const { code, message, variables = {} } = thrown;
  return stepHeld(ctx, options, {
    held: thrown,
    variables,
    command: async ({ tokenId }) => ({ type: 'throwError', tokenId, code, ...(message === undefined ? {} : { message }), variables }),
  });
}

/** It did not work: again after a pause, or an incident when no retries are left. */
export async function failExternal(ctx: Ctx, options: RuntimeOptions, failed: FailExternal): Promise<Answered> {
  const { message, details, retries, retryMs } = failed;
  if (retries <= 0) return stepHeld(ctx, options, { held: failed, variables: {}, command: async ({ tokenId }) => ({ type: 'failJob', tokenId, message, retryable: false }) });
  return changeHeld(
    ctx,
    failed,
    sql`worker_id = null, retries_left = ${retries}, error_message = ${message}, error_details = ${details ?? null}, due_at = ${ctx.now}::timestamptz + ${retryMs}::bigint * interval '1 millisecond'`,
  );
}

/** Keeps a task for longer, counted from now. */
export const extendLock = (ctx: Ctx, held: Held & { lockMs: number }): Promise<Answered> =>
  changeHeld(ctx, held, sql`due_at = ${ctx.now}::timestamptz + ${held.lockMs}::bigint * interval '1 millisecond'`);

/** Gives a task back. */
export const unlockTask = (ctx: Ctx, held: Held): Promise<Answered> => changeHeld(ctx, held, sql`worker_id = null, due_at = ${ctx.now}`);

/** Takes one certain task that is free, or renews the own lock. */
export async function lockTask(ctx: Ctx, held: Held & { lockMs: number }): Promise<Answered> {
  const { rows } = await sql<{ workerId: string | null; due: boolean }>`select worker_id as "workerId", due_at <= ${ctx.now} as due from process.job
    where tenant_id = ${ctx.tenantId} and id = ${held.id} and lane = 'external' for update`.execute(ctx.db<ProcessTables>());
  const [row] = rows;
  if (!row) return { kind: 'gone' };
  if (!row.due && row.workerId !== held.workerId) return { kind: 'not-yours', owner: row.workerId };
  await sql`update process.job set worker_id = ${held.workerId}, due_at = ${ctx.now}::timestamptz + ${held.lockMs}::bigint * interval '1 millisecond'
    where tenant_id = ${ctx.tenantId} and id = ${held.id}`.execute(ctx.db<ProcessTables>());
  return { kind: 'done' };
}

type HeldRow = { workerId: string | null; tokenId: number; nodeId: string; versionId: string };

async function changeHeld(ctx: Ctx, held: Held, change: ReturnType<typeof sql>): Promise<Answered> {
  const row = await lockRow(ctx, held.id);
  if (!row) return { kind: 'gone' };
  if (row.workerId !== held.workerId) return { kind: 'not-yours', owner: row.workerId };
  await sql`update process.job set ${change} where tenant_id = ${ctx.tenantId} and id = ${held.id}`.execute(ctx.db<ProcessTables>());
  return { kind: 'done' };
}

async function lockRow(ctx: Ctx, id: string): Promise<Omit<HeldRow, 'versionId'> | undefined> {
  const { rows } = await sql<HeldRow>`select worker_id as "workerId", token_id as "tokenId", node_id as "nodeId" from process.job
    where tenant_id = ${ctx.tenantId} and id = ${id} and lane = 'external' for update`.execute(ctx.db<ProcessTables>());
  return rows[0];
}

type Stepping = { held: Held; variables: Vars; command: (row: HeldRow) => Promise<Command> };

/** The instance first, then its row: everybody takes these locks in this order. A lock that ran out counts as long as nobody else has taken the task. */
async function stepHeld(ctx: Ctx, options: RuntimeOptions, { held, variables, command }: Stepping): Promise<Answered> {
  const { rows } = await sql<{ instanceId: string }>`select instance_id as "instanceId" from process.job where tenant_id = ${ctx.tenantId} and id = ${held.id} and lane = 'external'`.execute(ctx.db<ProcessTables>());
  const instance = rows[0] && (await lockInstance(ctx, rows[0].instanceId));
  const row = instance && (await lockRow(ctx, held.id));
  if (!instance || !row) return { kind: 'gone' };
  if (row.workerId !== held.workerId) return { kind: 'not-yours', owner: row.workerId };
  const message = refuse(variables, await options.context(ctx, instance));
  if (message) return { kind: 'refused', message };
  const { refused } = await advanceLocked(ctx, options, { instance, commands: [await command({ ...row, versionId: instance.versionId })] });
  return refused ? { kind: 'refused', message: refused.message } : { kind: 'done' };
}

/** Said at once to the worker; an incident would reach somebody who cannot mend the worker. */
function refuse(variables: Vars, context: Record<string, unknown>): string | undefined {
  const name = Object.keys(variables).find((key) => Object.hasOwn(context, key));
  if (name !== undefined) return `Der Name „${name}“ ist vergeben und kann nicht überschrieben werden.`;
  try {
    plainValue(variables);
    return undefined;
  } catch (error) {
    return `Die Angaben lassen sich nicht speichern: ${error instanceof Error ? error.message : String(error)}`;
  }
}
