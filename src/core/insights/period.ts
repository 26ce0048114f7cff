import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';

/** Whole months: the first day of the first one ('2026-01-01') and the last day of the last one ('2026-12-31'), in Berlin. */
export type Period = { from: string; to: string };

const monthNumber = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
const firstOf = (number: number): string => `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}-01`;

/** The day before the first of the following month. */
export const endOfMonth = (month: string): string => new Date(Date.parse(`${firstOf(monthNumber(month) + 1)}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/** A month ('2026-11-01') so many months later. */
export const monthAfter = (month: string, months: number): string => firstOf(monthNumber(month) + months);

/** The first days of its months, oldest first. */
export function monthsOf({ from, to }: Period): string[] {
  const first = monthNumber(from);
  return Array.from({ length: Math.max(0, monthNumber(to) - first + 1) }, (_, i) => firstOf(first + i));
}

/** January to December. */
export const yearOf = (year: number): Period => ({ from: `${year}-01-01`, to: `${year}-12-31` });

/** The month of now ('2026-11-01'). */
export const thisMonth = (ctx: Pick<Ctx, 'now'>): string => `${calendarDayOf(ctx.now).slice(0, 7)}-01`;

/** The last months up to this one, this one included. */
export function lastMonths(ctx: Pick<Ctx, 'now'>, count: number): Period {
  const last = thisMonth(ctx);
  return { from: monthAfter(last, 1 - count), to: endOfMonth(last) };
}

/** Does the period end after today? Then a state is that of now. */
export const reachesNow = (ctx: Pick<Ctx, 'now'>, { to }: Period): boolean => to >= calendarDayOf(ctx.now);
