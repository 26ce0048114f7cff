import { setTimeout as sleep } from 'node:timers/promises';
import { sealPending } from '#platform/audit';
import { isRush } from '#core/applications';
import { runBulkWork, runCaseJobs, runCaseStarts, runCaseSteps, runOutsideWork } from '#core/cases';
import { deliverEvents } from '#platform/events';
import type { Platform } from '#platform/module';
import { listTenants } from './installation.ts';

/** Work that is due again and again: returns how much it did, so that it runs on at once while there is more. */
export type Round = {
  name: string;
  everyMs: number;
  /** It does not follow from commits, or can wait: only the interval begins it. */
  byClock?: true;
  /** While commits follow one another it begins no more often than this, and three times as seldom when the process is busy; default 40. */
  gatherMs?: number;
  run(platform: Platform, tenantId: number): Promise<number>;
};
export type Workers = { stop(): Promise<void> };

const BRIEFLY_MS = 1000;
const GATHER_MS = 40;

/**
 * Runs the rounds for every tenant until stopped. A commit in this process wakes them at once;
 * the interval finds what other processes left and what has become due.
 */
export function startWorkers(platform: Platform, rounds: Round[]): Workers {
  const tenants = briefly(() => listTenants(platform.db));
  const loops = rounds.map((round) => ({ round, ...startLoop(platform, round, tenants) }));
  const woken = loops.filter(({ round }) => !round.byClock);
  const wake = (): void => woken.forEach((loop) => loop.wake());
  platform.onCommit.add(wake);
  return {
    stop: async () => {
      platform.onCommit.delete(wake);
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

/** Several loops ask the same many times a second. */
function briefly<R>(ask: () => Promise<R>): () => Promise<R> {
  let known: { at: number; answer: Promise<R> } | undefined;
  return () => {
    if (!known || performance.now() - known.at > BRIEFLY_MS) known = { at: performance.now(), answer: ask() };
    return known.answer;
  };
}

function startLoop(platform: Platform, round: Round, tenants: () => Promise<number[]>): { wake(): void; stop(): Promise<void> } {
  let stopped = false;
  let again = false;
  let rouse: () => void = () => {};
  const rest = async (): Promise<void> => {
    if (stopped) return;
    // commits come by the hundred: one look for all of the last moment
    if (again) return sleep((round.gatherMs ?? GATHER_MS) * (platform.isBusy() ? 3 : 1));
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, round.everyMs);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  };
  const loop = async (): Promise<void> => {
    while (!stopped) {
      again = false;
      await runOnce({ platform, round, tenants }, () => stopped);
      await rest();
    }
  };
  const running = loop();
  const wake = (): void => {
    again = true;
    rouse();
  };
  return {
    wake,
    stop: () => {
      stopped = true;
      rouse();
      return running;
    },
  };
}

async function runOnce({ platform, round, tenants }: { platform: Platform; round: Round; tenants: () => Promise<number[]> }, stopped: () => boolean): Promise<void> {
  try {
    for (const tenantId of await tenants()) {
      while (!stopped() && (await round.run(platform, tenantId)) > 0) await sleep(round.gatherMs ?? 0);
    }
  } catch (error) {
    platform.log.error({ err: error, round: round.name }, 'background round failed, will be tried again');
    await new Promise((resolve) => setTimeout(resolve, Math.min(round.everyMs, 1000)));
  }
}

const STEPS_AT_ONCE = 20;
const GIVE_WAY_MS = 200;

/**
 * While people wait for the confirmation of their application, cases begin in small groups and at most a fifth of the time: confirmed
 * first, then worked off in order, two groups at a time.
 */
export async function stepBehindSubmissions(platform: Platform, tenantId: number): Promise<number> {
  const began = performance.now();
  const done = await runCaseSteps(platform, tenantId, STEPS_AT_ONCE);
  if (done > 0 && isRush(platform, tenantId)) await sleep(Math.max(GIVE_WAY_MS, 4 * (performance.now() - began)));
  else if (done === STEPS_AT_ONCE) await Promise.all([1, 2].map(() => runCaseSteps(platform, tenantId, STEPS_AT_ONCE)));
  return done;
}

const SEAL_EVERY_MS = 1000;

export const rounds: Round[] = [
  { name: 'case starts', everyMs: 1000, byClock: true, run: runCaseStarts },
  { name: 'case steps', everyMs: 1000, run: stepBehindSubmissions },
  { name: 'case work', everyMs: 1000, run: runCaseJobs },
  { name: 'work outside', everyMs: 1000, run: runOutsideWork },
  { name: 'bulk runs', everyMs: 1000, byClock: true, run: runBulkWork },
  { name: 'events', everyMs: 500, gatherMs: 250, run: (platform, tenantId) => deliverEvents(platform, tenantId, { gently: true }) },
  {
    name: 'audit seals',
    everyMs: SEAL_EVERY_MS,
    byClock: true,
    run: async (platform, tenantId) => {
      await sealPending(platform, tenantId);
      return 0;
    },
  },
];
