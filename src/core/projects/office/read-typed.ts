import { dayOf, wholeNumber } from '../apply/read-page.ts';
import { problem } from '../problems.ts';

/** What a form posted. */
export type Typed = Record<string, string>;

/** A day or null. @throws Problem 422 for a day that doesn't exist */
export function findDay(typed: Typed, name: string, what: string): string | null {
  const { value, mistakes } = dayOf(typed[name] ?? '', { id: name, what });
  if (mistakes.length > 0) throw problem('projects/strange-date', { what });
  return value;
}

/** @throws Problem 422 without a day */
export function needDay(typed: Typed, name: string, what: string): string {
  const day = findDay(typed, name, what);
  if (!day) throw problem('projects/strange-date', { what });
  return day;
}

/** A whole number or null. @throws Problem 422 for anything else */
export function findNumber(typed: Typed, name: string, what: string): number | null {
  const text = (typed[name] ?? '').trim();
  if (/^-\d+$/.test(text)) throw problem('projects/negative', { what });
  const { value, mistakes } = wholeNumber(text, { id: name, what });
  if (mistakes.length > 0) throw problem('projects/strange-number', { what });
  return value;
}

/** @throws Problem 422 without a number */
export function needWhole(typed: Typed, name: string, what: string): number {
  const value = findNumber(typed, name, what);
  if (value === null) throw problem('projects/strange-number', { what });
  return value;
}

/** One of these words. @throws Problem 422 for anything else */
export function needOne<const T extends string>(typed: Typed, name: string, { what, of }: { what: string; of: readonly T[] }): T {
  const found = of.find((one) => one === typed[name]);
  if (!found) throw problem('projects/choose', { what });
  return found;
}
