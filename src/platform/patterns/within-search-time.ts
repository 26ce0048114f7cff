import { Script, createContext, type Context } from 'node:vm';
import type { SearchCost } from './search-cost.ts';

const TIMEOUT_MS = 100;
/** Ways through a text that are certainly gone in a few milliseconds. */
const HARMLESS_WAYS = 100_000;
const script = new Script('work()');
const sandbox: { work?: () => unknown } = {};
let context: Context | undefined;

/** A search that was stopped; nothing is known about its result. */
export class SearchTookTooLong extends Error {}

/**
 * Runs a search over a text of this length and gives back its result.
 * @throws SearchTookTooLong after 100 ms
 */
export function withinSearchTime<T>(cost: SearchCost, length: number, work: () => T): T {
  if (waysThrough(cost, length) <= HARMLESS_WAYS) return work();
  try {
    context ??= createContext(sandbox);
    sandbox.work = work;
    return script.runInContext(context, { timeout: TIMEOUT_MS }) as T;
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new SearchTookTooLong('The search took too long', { cause: error });
  }
}

// Every place is a start, and every open repetition may end at every place.
const waysThrough = (cost: SearchCost, length: number): number => (cost.nested ? Number.POSITIVE_INFINITY : length ** (1 + cost.open) * cost.choices);
