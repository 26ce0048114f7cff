import { SYSTEM, type Platform } from '#platform/module';
import { caseRuntime } from '../process/case-runtime.ts';
import { ringBell, waitersOf, type Waiter } from './topic-bell.ts';

/** How often a process looks for what it was not told: work from other processes, pauses and locks that ran out. Only while somebody waits. */
const LOOK_EVERY_MS = 1000;
/** Requests that one process keeps waiting; more get their empty answer at once and ask again. */
const MOST_WAITERS = 1000;

const looking = new WeakSet<Platform>();

export type Waiting = { tenantId: number; /** Exact topics. */ topics: readonly string[]; forMs: number; signal: AbortSignal };

/** Waits until there may be work, the time is over or the client has gone. Holds no connection and no transaction. */
export async function waitForWork(platform: Platform, { tenantId, topics, forMs, signal }: Waiting): Promise<void> {
  const waiters = waitersOf(platform);
  if (signal.aborted || forMs <= 0 || waiters.size >= MOST_WAITERS) return;
  await new Promise<void>((done) => {
    const waiter: Waiter & { topics: readonly string[] } = { tenantId, topics, covers: (topic) => topics.includes(topic), wake: () => end() };
    const timer = setTimeout(() => end(), forMs);
    const end = (): void => {
      clearTimeout(timer);
      waiters.delete(waiter);
      signal.removeEventListener('abort', end);
      done();
    };
    signal.addEventListener('abort', end, { once: true });
    waiters.add(waiter);
    keepLooking(platform);
  });
}

/** One question a second for all who wait, however many they are. */
function keepLooking(platform: Platform): void {
  if (looking.has(platform)) return;
  looking.add(platform);
  const look = async (): Promise<void> => {
    const waiters = [...waitersOf(platform)] as (Waiter & { topics: readonly string[] })[];
    if (waiters.length === 0) return void looking.delete(platform);
    for (const tenantId of new Set(waiters.map((waiter) => waiter.tenantId))) {
      const topics = [...new Set(waiters.filter((waiter) => waiter.tenantId === tenantId).flatMap((waiter) => waiter.topics))];
      const free = await platform.read({ tenantId, actor: SYSTEM }, (ctx) => caseRuntime.external.listFreeTopics(ctx, topics)).catch(() => []);
      for (const topic of free) ringBell(platform, { tenantId, topic });
    }
    setTimeout(() => void look(), LOOK_EVERY_MS).unref();
  };
  setTimeout(() => void look(), LOOK_EVERY_MS).unref();
}
