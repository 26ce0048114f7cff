import Holidays from 'date-holidays';

// Calendar days are 'yyyy-mm-dd' texts; all arithmetic happens in UTC so that no clock change can move a day.
const DAY = 86_400_000;
const toMs = (date: string): number => {
  const ms = Date.parse(`${date}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(ms)) throw new Error(`Not a calendar day: ${date}`);
  return ms;
};
const toDate = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const years = new Map<string, Map<string, string>>();

/** Public holidays of one year: date → name. Making the rules takes milliseconds, looking up nothing. */
function holidaysOf(year: string, land: string): Map<string, string> {
  const key = `${land}:${year}`;
  let found = years.get(key);
  if (!found) {
    const [state = '', region] = land.split('-');
    const rules = region ? new Holidays('DE', state, region) : new Holidays('DE', state);
    const all = rules.getHolidays(Number(year), 'de').filter((day) => day.type === 'public');
    found = new Map(all.map((day) => [day.date.slice(0, 10), day.name]));
    years.set(key, found);
  }
  return found;
}

/**
 * The name of the public holiday ('Fronleichnam'), undefined on other days.
 * @param date 'yyyy-mm-dd'; @param land 'BY', or 'BY-KATH' for an area with holidays of its own.
 */
export function holidayName(date: string, land: string): string | undefined {
  return holidaysOf(date.slice(0, 4), land).get(date);
}

/** Is it a public holiday of the Land? */
export const isHoliday = (date: string, land: string): boolean => holidayName(date, land) !== undefined;

/** Monday to Friday and no public holiday. */
export function isWorkingDay(date: string, land: string): boolean {
  const weekday = new Date(toMs(date)).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !isHoliday(date, land);
}

/** The day `days` calendar days later (earlier when negative). */
export const addDays = (date: string, days: number): string => toDate(toMs(date) + days * DAY);

/** Whole calendar days from one day to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => Math.round((toMs(to) - toMs(from)) / DAY);

/** The day itself if it is a working day, else the next one. */
export function nextWorkingDay(date: string, land: string): string {
  let at = date;
  while (!isWorkingDay(at, land)) at = addDays(at, 1);
  return at;
}

/** The n-th working day after `date` (before it when n is negative); `date` itself is never counted. */
export function addWorkingDays(date: string, n: number, land: string): string {
  const step = n < 0 ? -1 : 1;
  let at = date;
  for (let left = Math.abs(n); left > 0; ) {
    at = addDays(at, step);
    if (isWorkingDay(at, land)) left--;
  }
  return at;
}

/** Working days after `from` up to and including `to`; 0 when `to` is not later. */
export function workingDaysBetween(from: string, to: string, land: string): number {
  let count = 0;
  for (let at = addDays(from, 1); at <= to; at = addDays(at, 1)) if (isWorkingDay(at, land)) count++;
  return count;
}

/** Months later, on the day of the same number; where the month is too short, on its last day (§ 188 Abs. 3 BGB). */
export function addMonths(date: string, months: number): string {
  const from = new Date(toMs(date));
  const target = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0));
  const day = Math.min(from.getUTCDate(), target.getUTCDate());
  return toDate(Date.UTC(target.getUTCFullYear(), target.getUTCMonth(), day));
}

export type Period = { days: number } | { weeks: number } | { months: number } | { years: number };

export type DeadlineRule = {
  /** The day of the event that starts the period ('yyyy-mm-dd'); it isn't counted (§ 187 Abs. 1 BGB). */
  from: string;
  period: Period;
  land: string;
  /** true: the first day counts whole, e.g. ages and periods 'from the 1st' (§ 187 Abs. 2 BGB). */
  countsFirstDay?: boolean;
  /** false: ends on its last day whatever day that is (§ 31 Abs. 4 VwVfG: benefits for a certain time). Default true. */
  movesToWorkingDay?: boolean;
};

/**
 * The last day of a period (§ 31 VwVfG with §§ 187–193 BGB): falls it on a Saturday, Sunday or public holiday
 * of the Land, the period ends with the next working day.
 */
export function deadlineAfter(rule: DeadlineRule): string {
  const start = rule.countsFirstDay ? addDays(rule.from, -1) : rule.from;
  const end = rule.countsFirstDay && !('days' in rule.period) && !('weeks' in rule.period) ? endFromFirstDay(rule.from, rule.period) : plus(start, rule.period);
  return rule.movesToWorkingDay === false ? end : nextWorkingDay(end, rule.land);
}

function plus(date: string, period: Period): string {
  if ('days' in period) return addDays(date, period.days);
  if ('weeks' in period) return addDays(date, 7 * period.weeks);
  return addMonths(date, 'months' in period ? period.months : 12 * period.years);
}

/** § 188 Abs. 2 BGB, second case: the day before the one with the same number as the first day. */
const endFromFirstDay = (from: string, period: Period): string => addDays(plus(from, period), -1);
