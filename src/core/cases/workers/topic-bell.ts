import type { Effect } from '#engines/process';
import type { Ctx, Platform } from '#platform/module';

/** Somebody who waits for work of some topics; woken once, in the order in which they came. */
export type Waiter = { tenantId: number; covers(topic: string): boolean; wake(): void };

const waiting = new WeakMap<Platform, Set<Waiter>>();

/** Everybody who waits in this process. */
export function waitersOf(platform: Platform): Set<Waiter> {
  let waiters = waiting.get(platform);
  if (!waiters) waiting.set(platform, (waiters = new Set()));
  return waiters;
}

/** Wakes as many as there is new work; one task wakes one worker, not all of them. */
export function ringBell(platform: Platform, { tenantId, topic, times = 1 }: { tenantId: number; topic: string; times?: number }): void {
  let left = times;
  for (const waiter of waitersOf(platform)) {
    if (left <= 0) return;
    if (waiter.tenantId !== tenantId || !waiter.covers(topic)) continue;
    waitersOf(platform).delete(waiter);
    waiter.wake();
    left -= 1;
  }
}

/** New work for programs outside is told after the commit; those who wait at other processes find it within a second. */
export function announceWork(ctx: Ctx, effects: readonly Effect[]): void {
  const topics = new Map<string, number>();
  for (const effect of effects) if (effect.type === 'job-queued' && effect.external) topics.set(effect.jobType, (topics.get(effect.jobType) ?? 0) + 1);
  if (topics.size > 0 && waitersOf(ctx.platform).size > 0) ctx.afterCommit(() => topics.forEach((times, topic) => ringBell(ctx.platform, { tenantId: ctx.tenantId, topic, times })));
}
