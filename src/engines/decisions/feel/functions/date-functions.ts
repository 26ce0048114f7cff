import { FeelError } from '../feel-error.ts';
import { SECONDS_A_DAY, dateOfDay, dayOfYear, daysInMonth, isoWeek, weekday } from '../values/calendar.ts';
import { sameValue } from '../values/compare.ts';
import { kindOf } from '../values/kind.ts';
import { FeelDate, FeelDateTime } from '../values/temporal-values.ts';
import { fixedZone, offsetAtInstant } from '../values/zone.ts';
import type { Run } from '../run/run.ts';
import { builtIn } from './built-in.ts';
import type { BuiltIn } from './built-in.ts';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Now as wall-clock time of the run's zone; today begins there at midnight, not in UTC. */
function currentTime(run: Run): FeelDateTime {
  if (!run.now) {
    const message = 'Der Ausdruck fragt nach der aktuellen Zeit, aber es wurde keine mitgegeben';
    throw new FeelError('clock', message, { expression: run.expression, offset: 0 });
  }
  const seconds = Math.floor(run.now.getTime() / 1000);
  const offset = offsetAtInstant({ id: run.timeZone, offset: null }, seconds);
  const local = seconds + offset;
  const days = Math.floor(local / SECONDS_A_DAY);
  const nanos = (run.now.getTime() - seconds * 1000) * 1_000_000;
  return new FeelDateTime(dateOfDay(days), { seconds: local - days * SECONDS_A_DAY, nanos }, fixedZone(offset) ?? null);
}

function dateOf(value: FeelDate | FeelDateTime): { year: number; month: number; day: number } {
  return value instanceof FeelDate ? value : value.date;
}

function ofDate(name: string, body: (date: { year: number; month: number; day: number }) => unknown): BuiltIn {
  return builtIn(name).with('date:date|date and time', ([date]) => body(dateOf(date)));
}

export const DATE_FUNCTIONS: readonly BuiltIn[] = [
  builtIn('now').with('', (_, run) => currentTime(run)),
  builtIn('today').with('', (_, run) => new FeelDate(currentTime(run).date)),
  ofDate('day of year', dayOfYear),
  ofDate('day of week', (date) => DAYS[weekday(date) - 1]),
  ofDate('month of year', (date) => MONTHS[date.month - 1]),
  ofDate('week of year', isoWeek),
  // Stricter than `=`: kind and zone must agree as well (DMN 1.5, table 79).
  builtIn('is').with('value1?:any, value2?:any', ([a, b]) => kindOf(a) === kindOf(b) && sameValue(a, b)),
  // Extension that the Camunda Modeler offers its authors.
  ofDate('last day of month', (date) => new FeelDate({ ...date, day: daysInMonth(date.year, date.month) })),
];
