import type { Ctx } from '#platform/module';
import type { ProcessInstance } from '../runtime/instance.ts';
import { findInstance } from '../runtime/read-instance.ts';
import type { RuntimeOptions } from '../runtime/runtime-options.ts';
import type { MoveProblem } from './migrate-state.ts';
import { judgeMove, moveInstance, restoreInstance, type MoveInstance, type MoveOutcome, type RestoreOutcome, type Snapshot } from './move-instance.ts';
import { planMigration, type MigrationPlan } from './plan-migration.ts';
import { countByVersion, countWaiting, listRunning, type VersionCount, type WaitingCount } from './version-counts.ts';

/** Moving running instances from one version of a model to another; when, which and by whom is the caller's business. */
export type InstanceMoves = {
  plan(ctx: Ctx, versions: { from: string; to: string }, byHand?: Readonly<Record<string, string | null>>): Promise<MigrationPlan>;
  countByVersion(ctx: Ctx, versionIds: readonly string[]): Promise<VersionCount[]>;
  countWaiting(ctx: Ctx, versionId: string): Promise<WaitingCount[]>;
  listRunning(ctx: Ctx, page: { versionId: string; after?: string; limit: number }): Promise<{ id: string; businessKey: string }[]>;
  /** What moving would meet; nothing is changed. Empty: it can move. */
  check(ctx: Ctx, move: MoveInstance): Promise<MoveProblem[]>;
  move(ctx: Ctx, move: MoveInstance): Promise<MoveOutcome>;
  restore(ctx: Ctx, restore: { instanceId: string; revision: number; snapshot: Snapshot }): Promise<RestoreOutcome>;
};

/** Binds moving to models and data. */
export function instanceMoves(options: RuntimeOptions): InstanceMoves {
  return {
    plan: async (ctx, { from, to }, byHand) => planMigration(await options.loadGraph(ctx, from), await options.loadGraph(ctx, to), byHand),
    countByVersion,
    countWaiting,
    listRunning,
    check: async (ctx, move) => {
      const instance: ProcessInstance | undefined = await findInstance(ctx, move.instanceId);
      if (!instance || instance.state.ended || instance.versionId !== move.fromVersionId) return [];
      const judged = await judgeMove(ctx, options, { instance, move });
      return judged.kind === 'stays' ? judged.problems : [];
    },
    move: (ctx, move) => moveInstance(ctx, options, move),
    restore: restoreInstance,
  };
}
