import { fromWall, toWall } from './local-time.ts';

/** Cron as Spring and Camunda 8 write it: second minute hour day month weekday, weekdays from 0 or 7 = Sunday. */
export type Cron = { seconds: Set<number>; minutes: Set<number>; hours: Set<number>; day: DayRule; months: Set<number>; weekday: DayRule };
/** Does a day of the calendar match? `days` is the length of its month. */
type DayRule = (day: number, days: number, weekday: number) => boolean;

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const MACROS: Record<string, string> = {
  '@yearly': '0 0 0 1 1 *',
  '@annually': '0 0 0 1 1 *',
  '@monthly': '0 0 0 1 * *',
  '@weekly': '0 0 0 * * 0',
  '@daily': '0 0 0 * * *',
  '@midnight': '0 0 0 * * *',
  '@hourly': '0 0 * * * *',
};

/** Reads a cron text; undefined when it is none. */
export function parseCron(text: string): Cron | undefined {
  const fields = (MACROS[text.trim()] ?? text.trim()).split(/\s+/);
  if (fields.length < 6 || fields.length > 7) return undefined;
  const [second = '', minute = '', hour = '', day = '', month = '', weekday = '', year = '*'] = fields;
  const seconds = readField(second, [0, 59]);
  const minutes = readField(minute, [0, 59]);
  const hours = readField(hour, [0, 23]);
  const months = readField(month, [1, 12], MONTHS);
  const dayRule = readDay(day);
  const weekdayRule = readWeekday(weekday);
  if (!seconds || !minutes || !hours || !months || !dayRule || !weekdayRule || !/^[*?]$/.test(year)) return undefined;
  return { seconds, minutes, hours, day: dayRule, months, weekday: weekdayRule };
}

/** Quartz (Camunda 7) counts weekdays from 1 = Sunday; as words both mean the same. */
export function quartzToCron(text: string): string {
  const fields = text.trim().split(/\s+/);
  const weekday = fields[5];
  if (weekday === undefined || !parseCron(text)) return text;
  fields[5] = weekday.replace(/(?<![#/\dA-Z])([1-7])(?=$|[-,/#L])/gi, (number) => WEEKDAYS[Number(number) - 1] ?? number);
  return fields.join(' ');
}

function readDay(text: string): DayRule | undefined {
  if (text === 'L') return (day, days) => day === days;
  const back = /^L-(\d+)$/.exec(text)?.[1];
  if (back !== undefined) return (day, days) => day === days - Number(back);
  const near = /^(L|[1-9]|[12]\d|3[01])W$/.exec(text)?.[1];
  if (near !== undefined) return (day, days, weekday) => isNearestWorkday({ day, days, weekday }, near === 'L' ? days : Number(near));
  const days = readField(text, [1, 31]);
  return days && ((day) => days.has(day));
}

/** `15W`: the day from Monday to Friday that is nearest to the 15th, within the month. */
function isNearestWorkday({ day, days, weekday }: { day: number; days: number; weekday: number }, wanted: number): boolean {
  if (weekday === 0 || weekday === 6) return false;
  if (day === wanted) return true;
  if (weekday === 1) return day === wanted + 1 || (wanted === 1 && day === 3);
  return weekday === 5 && (day === wanted - 1 || (wanted === days && day === wanted - 2));
}

function readWeekday(text: string): DayRule | undefined {
  const last = /^(\w+)L$/i.exec(text)?.[1];
  const [, which, nth] = /^(\w+)#([1-5])$/.exec(text) ?? [];
  const single = last ?? which;
  if (single === undefined || WEEKDAYS.includes(text.toUpperCase())) {
    const found = readField(text, [0, 7], WEEKDAYS);
    return found && ((_day, _days, weekday) => found.has(weekday) || (weekday === 0 && found.has(7)));
  }
  const [wanted] = readField(single, [0, 7], WEEKDAYS) ?? [];
  if (wanted === undefined) return undefined;
  return (day, days, weekday) => weekday === wanted % 7 && (last === undefined ? Math.ceil(day / 7) === Number(nth) : day > days - 7);
}

function readField(text: string, [min, max]: [number, number], words: readonly string[] = []): Set<number> | undefined {
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(\*|\?|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part);
    if (!match) return undefined;
    const [, first = '', last, step] = match;
    const any = first === '*' || first === '?';
    const from = any ? min : readNumber(first, { words, min });
    const written = any ? max : last !== undefined ? readNumber(last, { words, min }) : step ? max : from;
    // FRI-SUN ends with the week.
    const to = written === 0 && from > 0 && max === 7 ? 7 : written;
    if (!(from >= min && to <= max && from <= to)) return undefined;
    for (let n = from; n <= to; n += Math.max(1, Number(step ?? 1))) found.add(n);
  }
  return found;
}

function readNumber(text: string, { words, min }: { words: readonly string[]; min: number }): number {
  const word = words.indexOf(text.toUpperCase());
  return word >= 0 ? word + min : /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

/** The first matching instant after this one, undefined when there is none within eight years. */
export function nextCron(cron: Cron, after: Date): Date | undefined {
  const at = new Date(Math.floor(toWall(after) / 1000) * 1000 + 1000);
  const end = at.getTime() + 8 * 366 * 86_400_000;
  while (at.getTime() < end) {
    if (!cron.months.has(at.getUTCMonth() + 1)) {
      at.setUTCMonth(at.getUTCMonth() + 1, 1);
      at.setUTCHours(0, 0, 0);
    } else if (!isDay(cron, at)) {
      at.setUTCDate(at.getUTCDate() + 1);
      at.setUTCHours(0, 0, 0);
    } else if (!cron.hours.has(at.getUTCHours())) at.setUTCHours(at.getUTCHours() + 1, 0, 0);
    else if (!cron.minutes.has(at.getUTCMinutes())) at.setUTCMinutes(at.getUTCMinutes() + 1, 0);
    else if (!cron.seconds.has(at.getUTCSeconds())) at.setUTCSeconds(at.getUTCSeconds() + 1);
    else return fromWall(at.getTime());
  }
  return undefined;
}

function isDay({ day, weekday }: Cron, at: Date): boolean {
  const days = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  return day(at.getUTCDate(), days, at.getUTCDay()) && weekday(at.getUTCDate(), days, at.getUTCDay());
}
