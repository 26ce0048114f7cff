import { findStaffByText } from '#core/organisation';
import { calendarDayOf, formatDate } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { problem } from './problems.ts';

/** @throws Problem 422 when nothing is left after trimming */
export function needText(what: string, text: string, most = 300): string {
  const found = text.trim();
  if (!found) throw problem('projects/text-needed', { what });
  return found.slice(0, most);
}

/** @throws Problem 422 */
export function needNumber(what: string, value: number, [from, to]: [number, number]): number {
  if (value < 0 && from >= 0) throw problem('projects/negative', { what });
  if (!Number.isInteger(value) || value < from || value > to) throw problem('projects/out-of-range', { what, from, to });
  return value;
}

/** @throws Problem 422 when the end lies before the beginning */
export function needOrder(start: string | null, end: string | null): void {
  if (start && end && end < start) throw problem('projects/dates-reversed', { start: formatDate(start, 'de'), end: formatDate(end, 'de') });
}

/** Something that has happened can't lie ahead. @throws Problem 422 */
export function needPast(ctx: Ctx, day: string): string {
  if (day > calendarDayOf(ctx.now)) throw problem('projects/date-ahead', { day: formatDate(day, 'de') });
  return day;
}

export type Person = { id: string; name: string };

/** The one member of staff that was meant. @throws Problem 422 when none or several are */
export async function needPerson(ctx: Ctx, typed: string): Promise<Person> {
  const found = await findStaffByText(ctx, typed);
  const [one] = found;
  if (!one || found.length > 1) throw problem('projects/no-person', { typed: typed.trim().slice(0, 100) });
  return { id: one.id, name: one.name };
}
