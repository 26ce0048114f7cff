import { parseMoney } from '#platform/i18n';
import { problem } from '../problems.ts';

/** What a form posted. */
export type Typed = Record<string, string>;

/** A day or null. @throws Problem 422 for a day that doesn't exist */
export function findDay(typed: Typed, name: string, what: string): string | null {
  const text = (typed[name] ?? '').trim();
  if (!text) return null;
  const real = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
  if (!real) throw problem('budgets/date-needed', { what });
  return text;
}

/** @throws Problem 422 without a day */
export function needDay(typed: Typed, name: string, what: string): string {
  const day = findDay(typed, name, what);
  if (!day) throw problem('budgets/date-needed', { what });
  return day;
}

/** Cents. @throws Problem 422 for what is no amount, or less than nothing */
export function needMoney(typed: Typed, name: string): number {
  const cents = parseMoney((typed[name] ?? '').trim());
  if (cents === undefined) throw problem('budgets/strange-amount');
  if (cents < 0) throw problem('budgets/negative');
  return cents;
}

/** @throws Problem 422 */
export function needWhole(typed: Typed, name: string, what: string): number {
  const text = (typed[name] ?? '').trim();
  if (!/^\d{1,9}$/.test(text)) throw problem('budgets/strange-number', { what });
  return Number(text);
}

/** One of these words. @throws Problem 422 for anything else */
export function needOne<const T extends string>(typed: Typed, name: string, { what, of }: { what: string; of: readonly T[] }): T {
  const found = of.find((one) => one === typed[name]);
  if (!found) throw problem('budgets/choose', { what });
  return found;
}
