import { sql } from 'kysely';
import type { Ctx } from '#platform/module';
import { environment } from '../runtime/advance.ts';
import type { ProcessInstance } from '../runtime/instance.ts';
import { lockInstance } from '../runtime/read-instance.ts';
import type { RuntimeOptions } from '../runtime/runtime-options.ts';
import { writeInstance } from '../runtime/write-rows.ts';
import type { State } from '../state.ts';
import type { NodeMap } from './fit.ts';
import { migrateState, type MovedToken, type MoveProblem } from './migrate-state.ts';
import { readRows, restoreRows, type KeptRows } from './kept-rows.ts';

/** How an instance stood before it was moved; enough to put it back. Plain JSON. */
export type Snapshot = { versionId: string; state: State; rows: KeptRows };

export type MoveInstance = { instanceId: string; fromVersionId: string; toVersionId: string; map: NodeMap; renewTimers?: boolean };
export type MoveOutcome =
  | { kind: 'moved'; instance: ProcessInstance; snapshot: Snapshot; tokens: MovedToken[] }
  | { kind: 'stays'; problems: MoveProblem[] }
  /** It has ended, or is on another version already. */
  | { kind: 'gone' };

/** Moves one instance, with its timers, subscriptions, jobs and incidents, in the caller's transaction. */
export async function moveInstance(ctx: Ctx, options: RuntimeOptions, move: MoveInstance): Promise<MoveOutcome> {
  const instance = await lockInstance(ctx, move.instanceId);
  if (!instance || instance.state.ended || instance.versionId !== move.fromVersionId) return { kind: 'gone' };
  const judged = await judgeMove(ctx, options, { instance, move });
  if (judged.kind === 'stays') return judged;
  const { state, effects, tokens } = judged;
  const snapshot: Snapshot = { versionId: instance.versionId, state: instance.state, rows: await readRows(ctx, instance.id) };
  const moved: ProcessInstance = { ...instance, versionId: move.toVersionId, state, revision: instance.revision + 1 };
  renameRows(ctx, moved, tokens);
  const { runsOutside } = options;
  writeInstance(ctx, moved, { effects, isNew: false, ...(runsOutside ? { runsOutside: (type: string) => runsOutside(ctx, type) } : {}) });
  return { kind: 'moved', instance: moved, snapshot, tokens };
}

/** What moving would do to an instance; nothing is written. */
export async function judgeMove(ctx: Ctx, options: RuntimeOptions, { instance, move }: { instance: ProcessInstance; move: Omit<MoveInstance, 'instanceId'> }) {
  const [from, to] = [await options.loadGraph(ctx, move.fromVersionId), await options.loadGraph(ctx, move.toVersionId)];
  return migrateState({ from, to, map: move.map, ...(move.renewTimers ? { renewTimers: true } : {}) }, instance.state, await environment(ctx, options, instance));
}

/** Rows of what goes along get the names of the elements that take over; what stops or begins follows from the effects. */
function renameRows(ctx: Ctx, { id, state }: ProcessInstance, tokens: readonly MovedToken[]): void {
  const waits = JSON.stringify(state.waits.map((wait) => ({ id: wait.id, node: wait.node })));
  const places = JSON.stringify(tokens.map(({ tokenId, to }) => ({ id: tokenId, node: to.id, name: to.name || to.id })));
  const mine = sql`tenant_id = ${ctx.tenantId} and instance_id = ${id}`;
  ctx.write(sql`with waits as (select * from jsonb_to_recordset(${waits}::jsonb) as w(id int, node text)),
      places as (select * from jsonb_to_recordset(${places}::jsonb) as p(id int, node text, name text)),
      t as (update process.timer set node_id = waits.node from waits where ${mine} and wait_id = waits.id and node_id <> waits.node),
      s as (update process.subscription set node_id = waits.node from waits where ${mine} and wait_id = waits.id and node_id <> waits.node),
      j as (update process.job set node_id = places.node, name = places.name from places where ${mine} and kind = 'work' and token_id = places.id and (node_id <> places.node or process.job.name <> places.name)),
      n as (update process.incident set node_id = places.node, node_name = places.name from places where ${mine} and resolved_at is null and token_id = places.id and node_id <> places.node)
    select 1`);
}

/** `moved-on`: something has happened to it since, so it stays where it is. */
export type RestoreOutcome = { kind: 'restored'; instance: ProcessInstance } | { kind: 'moved-on' };

/** Puts an instance back as it stood, if nothing has happened to it since. */
export async function restoreInstance(ctx: Ctx, { instanceId, revision, snapshot }: { instanceId: string; revision: number; snapshot: Snapshot }): Promise<RestoreOutcome> {
  const instance = await lockInstance(ctx, instanceId);
  if (!instance || instance.state.ended || instance.revision !== revision) return { kind: 'moved-on' };
  const restored: ProcessInstance = { ...instance, versionId: snapshot.versionId, state: snapshot.state, revision: instance.revision + 1 };
  writeInstance(ctx, restored, { effects: [], isNew: false });
  await restoreRows(ctx, instanceId, snapshot.rows);
  return { kind: 'restored', instance: restored };
}
