import { fromWall, toWall } from './local-time.ts';

/** Cron in the form of Quartz and Spring: second minute hour day month weekday [year], as Camunda writes timer cycles. */
export type Cron = { seconds: Set<number>; minutes: Set<number>; hours: Set<number>; days: Set<number>; months: Set<number>; weekdays: Set<number> };

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Reads a cron text; undefined when it is none. Quartz counts weekdays from 1 = Sunday. */
export function parseCron(text: string): Cron | undefined {
  const fields = text.trim().split(/\s+/);
  if (fields.length < 6 || fields.length > 7) return undefined;
  const [second = '', minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  const sets = [
    readField(second, [0, 59]),
    readField(minute, [0, 59]),
    readField(hour, [0, 23]),
    readField(day, [1, 31]),
    readField(month, [1, 12], MONTHS),
    readField(weekday, [1, 7], WEEKDAYS),
  ];
  const [seconds, minutes, hours, days, months, weekdays] = sets;
  if (!seconds || !minutes || !hours || !days || !months || !weekdays) return undefined;
  return { seconds, minutes, hours, days, months, weekdays };
}

function readField(text: string, [min, max]: [number, number], words: readonly string[] = []): Set<number> | undefined {
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(\*|\?|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part);
    if (!match) return undefined;
    const [, first = '', last, step] = match;
    const any = first === '*' || first === '?';
    const from = any ? min : readNumber(first, words);
    const to = any ? max : last !== undefined ? readNumber(last, words) : step ? max : from;
    if (!(from >= min && to <= max && from <= to)) return undefined;
    for (let n = from; n <= to; n += Math.max(1, Number(step ?? 1))) found.add(n);
  }
  return found;
}

function readNumber(text: string, words: readonly string[]): number {
  const word = words.indexOf(text.toUpperCase());
  return word >= 0 ? word + 1 : Number(text);
}

/** The first matching instant after this one, undefined when there is none within eight years. */
export function nextCron(cron: Cron, after: Date): Date | undefined {
  const at = new Date(Math.floor(toWall(after) / 1000) * 1000 + 1000);
  const end = at.getTime() + 8 * 366 * 86_400_000;
  while (at.getTime() < end) {
    if (!cron.months.has(at.getUTCMonth() + 1)) {
      at.setUTCMonth(at.getUTCMonth() + 1, 1);
      at.setUTCHours(0, 0, 0);
    } else if (!cron.days.has(at.getUTCDate()) || !cron.weekdays.has(at.getUTCDay() + 1)) {
      at.setUTCDate(at.getUTCDate() + 1);
      at.setUTCHours(0, 0, 0);
    } else if (!cron.hours.has(at.getUTCHours())) at.setUTCHours(at.getUTCHours() + 1, 0, 0);
    else if (!cron.minutes.has(at.getUTCMinutes())) at.setUTCMinutes(at.getUTCMinutes() + 1, 0);
    else if (!cron.seconds.has(at.getUTCSeconds())) at.setUTCSeconds(at.getUTCSeconds() + 1);
    else return fromWall(at.getTime());
  }
  return undefined;
}
