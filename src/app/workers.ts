import { setTimeout as sleep } from 'node:timers/promises';
import { sealPending } from '#platform/audit';
import { isRush } from '#core/applications';
import { runBulkWork, runCaseJobs, runCaseSteps, runOutsideWork } from '#core/cases';
import { deliverEvents } from '#platform/events';
import type { Platform } from '#platform/module';
import { listTenants } from './installation.ts';

/** Work that is due again and again: returns how much it did, so that it runs on at once while there is more. */
export type Round = { name: string; everyMs: number; run(platform: Platform, tenantId: number): Promise<number> };
export type Workers = { stop(): Promise<void> };

/**
 * Runs the rounds for every tenant until stopped. A commit in this process wakes them at once;
 * the interval finds what other processes left and what has become due.
 */
export function startWorkers(platform: Platform, rounds: Round[]): Workers {
  const loops = rounds.map((round) => startLoop(platform, round));
  const wake = (): void => loops.forEach((loop) => loop.wake());
  platform.onCommit.add(wake);
  return {
    stop: async () => {
      platform.onCommit.delete(wake);
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

function startLoop(platform: Platform, round: Round): { wake(): void; stop(): Promise<void> } {
  let stopped = false;
  let again = false;
  let rouse: () => void = () => {};
  const rest = async (): Promise<void> => {
    if (again || stopped) return;
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
      await runOnce(platform, round, () => stopped);
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

async function runOnce(platform: Platform, round: Round, stopped: () => boolean): Promise<void> {
  try {
    for (const tenantId of await listTenants(platform.db)) {
      while (!stopped() && (await round.run(platform, tenantId)) > 0);
    }
  } catch (error) {
    platform.log.error({ err: error, round: round.name }, 'background round failed, will be tried again');
    await new Promise((resolve) => setTimeout(resolve, Math.min(round.everyMs, 1000)));
  }
}

const STEPS_AT_ONCE = 20;
const SIDE_BY_SIDE = 2;
const GIVE_WAY_MS = 200;

/**
 * While people wait for the confirmation of their application, cases begin in small groups and at most a fifth of the time: confirmed
 * first, then worked off in order, in both at once.
 */
export async function stepBehindSubmissions(platform: Platform, tenantId: number): Promise<number> {
  if (!isRush(platform, tenantId)) {
    const done = await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => runCaseSteps(platform, tenantId, STEPS_AT_ONCE)));
    return done.reduce((sum, one) => sum + one);
  }
  const began = performance.now();
  const done = await runCaseSteps(platform, tenantId, STEPS_AT_ONCE);
  if (done > 0) await sleep(Math.max(GIVE_WAY_MS, 4 * (performance.now() - began)));
  return done;
}

const SEAL_EVERY_MS = 1000;

export const rounds: Round[] = [
  { name: 'case steps', everyMs: 1000, run: stepBehindSubmissions },
  { name: 'case work', everyMs: 1000, run: runCaseJobs },
  { name: 'work outside', everyMs: 1000, run: runOutsideWork },
  { name: 'bulk runs', everyMs: 1000, run: runBulkWork },
  { name: 'events', everyMs: 500, run: deliverEvents },
  {
    name: 'audit seals',
    everyMs: SEAL_EVERY_MS,
    run: async (platform, tenantId) => {
      await sealPending(platform, tenantId);
      return 0;
    },
  },
];
