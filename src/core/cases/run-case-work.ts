import type { Platform } from '#platform/module';
import { caseRuntime } from './process/case-runtime.ts';

/** Does the work of connectors that wait for other people's machines; apart from the rest, because they may be slow. @returns how much was done */
export const runOutsideWork = (platform: Platform, tenantId: number): Promise<number> => caseRuntime.runOutsideJobs(platform, tenantId);

/** Begins cases that nobody applied for when their start timer is due. @returns how many */
export const runCaseStarts = (platform: Platform, tenantId: number): Promise<number> => caseRuntime.runDueStarts(platform, tenantId);

/** Begins what was accepted in a rush and fires due timers; apart from connectors, so that it never waits behind letters. @returns how much was done */
export const runCaseSteps = (platform: Platform, tenantId: number, limit?: number): Promise<number> => caseRuntime.runDueTimers(platform, tenantId, limit);

/** Does due work of service tasks of all cases. @returns how much was done */
export const runCaseJobs = (platform: Platform, tenantId: number): Promise<number> => caseRuntime.runDueJobs(platform, tenantId);

/**
 * Begins cases whose start timer is due, fires due timers and does due work of service tasks of all cases; call it every second or so and after every commit.
 * Several workers at once are safe. @returns how much was done; 0 means nothing is due now.
 */
export async function runCaseWork(platform: Platform, tenantId: number): Promise<number> {
  return (await runCaseStarts(platform, tenantId)) + (await runCaseSteps(platform, tenantId)) + (await runCaseJobs(platform, tenantId));
}
