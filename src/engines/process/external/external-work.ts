import type { Ctx } from '#platform/module';
import type { RuntimeOptions } from '../runtime/runtime-options.ts';
import { completeExternal, extendLock, failExternal, lockTask, throwExternal, unlockTask, type Answered, type CompleteExternal, type FailExternal, type ThrowExternal } from './answer-task.ts';
import { countTopics, fetchAndLock, findExternalTask, listFreeTopics, type ExternalTask, type FetchAndLock, type TopicCount } from './external-tasks.ts';

type Held = { id: string; workerId: string };

/** What programs outside may do with the work of service tasks; who they are and which topics they may have is the caller's business. */
export type ExternalWork = {
  fetchAndLock(ctx: Ctx, fetch: FetchAndLock): Promise<ExternalTask[]>;
  listFreeTopics(ctx: Ctx, topics: readonly string[]): Promise<string[]>;
  find(ctx: Ctx, id: string): Promise<ExternalTask | undefined>;
  countTopics(ctx: Ctx): Promise<TopicCount[]>;
  complete(ctx: Ctx, done: CompleteExternal): Promise<Answered>;
  fail(ctx: Ctx, failed: FailExternal): Promise<Answered>;
  throwError(ctx: Ctx, thrown: ThrowExternal): Promise<Answered>;
  extendLock(ctx: Ctx, held: Held & { lockMs: number }): Promise<Answered>;
  lock(ctx: Ctx, held: Held & { lockMs: number }): Promise<Answered>;
  unlock(ctx: Ctx, held: Held): Promise<Answered>;
};

/** Binds external work to models and data. */
export function externalWork(options: RuntimeOptions): ExternalWork {
  return {
    fetchAndLock,
    listFreeTopics,
    find: findExternalTask,
    countTopics,
    complete: (ctx, done) => completeExternal(ctx, options, done),
    fail: (ctx, failed) => failExternal(ctx, options, failed),
    throwError: (ctx, thrown) => throwExternal(ctx, options, thrown),
    extendLock,
    lock: lockTask,
    unlock: unlockTask,
  };
}
