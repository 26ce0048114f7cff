import { isValidDate } from '../values/calendar.ts';
import { isNumber, numberText, parseNumber, toNumber } from '../values/decimal.ts';
import type { FeelNumber } from '../values/decimal.ts';
import { isContext } from '../values/feel-value.ts';
import { fromHost } from '../values/kind.ts';
import { clockTime, parseDate, parseDateTime, parseDuration, parseTime } from '../values/parse-temporal.ts';
import { monthsBetween } from '../values/temporal-arithmetic.ts';
import { FeelDate, FeelDateTime, FeelTime, type ClockTime, type DayTimeDuration } from '../values/temporal-values.ts';
import { UTC, fixedZone, parseZone } from '../values/zone.ts';
import type { Zone } from '../values/zone.ts';
import { spend } from '../run/run.ts';
import { builtIn } from './built-in.ts';
import type { BuiltIn } from './built-in.ts';
import { rangeOfText } from './range-of-text.ts';

const MIDNIGHT: ClockTime = { seconds: 0, nanos: 0 };

/** `string(…)`: like FEEL text, only that a text on its own has no quotes. */
export function textOf(value: unknown, inside = false): string {
  const own = fromHost(value);
  if (typeof own === 'string') return inside ? JSON.stringify(own) : own;
  if (isNumber(own)) return numberText(own);
  if (Array.isArray(own)) return counted(`[${own.map((item) => textOf(item, true)).join(', ')}]`);
  if (!isContext(own)) return String(own);
  return counted(`{${Object.entries(own)
    .map(
      ([key, entry]) => `${/^[\p{L}_][\p{L}\p{N}_ ]*$/u.test(key) ? key : JSON.stringify(key)}: ${textOf(entry, true)}`,
    )
    .join(', ')}}`);
}

function counted(text: string): string {
  spend(1 + (text.length >> 4));
  return text;
}

function numberOf(text: string, grouping: string | undefined, decimal: string | undefined): FeelNumber | null {
  if (grouping !== undefined && !/^[ ,.]$/.test(grouping)) return null;
  if (decimal !== undefined && !/^[,.]$/.test(decimal)) return null;
  if (grouping !== undefined && grouping === decimal) return null;
  let plain = grouping === undefined ? text : text.replaceAll(grouping, '');
  if (decimal === ',') plain = plain.includes('.') ? '' : plain.replace(',', '.');
  return parseNumber(plain) ?? null;
}

type Numbers = readonly FeelNumber[];

function dateOf(numbers: Numbers): FeelDate | null {
  const [year = 0, month = 0, day = 0] = numbers.map((number) => Math.trunc(toNumber(number)));
  return isValidDate({ year, month, day }) ? new FeelDate({ year, month, day }) : null;
}

function timeOf(numbers: Numbers, zone: Zone | null | undefined): FeelTime | null {
  const [hour = 0, minute = 0, second = 0] = numbers.map(toNumber);
  const clock = clockTime(Math.trunc(hour), Math.trunc(minute), second);
  return clock && zone !== undefined ? new FeelTime(clock, zone) : null;
}

function dateTimeOf(numbers: Numbers, zone: Zone | null | undefined): FeelDateTime | null {
  const date = dateOf(numbers);
  const time = timeOf(numbers.slice(3), zone);
  return date && time && new FeelDateTime(date, time.clock, time.zone);
}

function zoneOf(offset: DayTimeDuration): Zone | undefined {
  return fixedZone(Number(offset.nanos / 1_000_000_000n));
}

const DATE_TIME_NUMBERS = 'year:number, month:number, day:number, hour:number, minute:number, second:number';

export const CONVERSION_FUNCTIONS: readonly BuiltIn[] = [
  builtIn('string').with('from:any', ([from]) => (from === null ? null : textOf(from))),
  builtIn('number')
    .with('from:string', ([from]) => numberOf(from, undefined, undefined))
    .with('from:string, grouping separator?:string, decimal separator?:string', ([from, grouping, decimal]) =>
      numberOf(from, grouping, decimal),
    ),
  builtIn('date')
    .with('from:string', ([from]) => parseDate(from))
    .with('from:date|date and time', ([from]) => (from instanceof FeelDateTime ? new FeelDate(from.date) : from))
    .with('year:number, month:number, day:number', (numbers) => dateOf(numbers)),
  builtIn('date and time')
    .with('from:string', ([from]) => parseDateTime(from))
    .with('from:date|date and time', ([from]) =>
      from instanceof FeelDateTime ? from : new FeelDateTime(from, MIDNIGHT, UTC),
    )
    .with(
      'date:date|date and time, time:time',
      ([date, time]) => new FeelDateTime(date instanceof FeelDateTime ? date.date : date, time.clock, time.zone),
    )
    .with(DATE_TIME_NUMBERS, (numbers) => dateTimeOf(numbers, null))
    .with(`${DATE_TIME_NUMBERS}, offset?:days and time duration`, ([year, month, day, hour, minute, second, offset]) =>
      dateTimeOf([year, month, day, hour, minute, second], offset === undefined ? null : zoneOf(offset)),
    )
    .with(`${DATE_TIME_NUMBERS}, timezone:string`, ([year, month, day, hour, minute, second, zone]) =>
      dateTimeOf([year, month, day, hour, minute, second], parseZone(`@${zone}`)),
    ),
  builtIn('time')
    .with('from:string', ([from]) => parseTime(from))
    .with('from:time|date and time|date', ([from]) => {
      if (from instanceof FeelDateTime) return new FeelTime(from.clock, from.zone);
      return from instanceof FeelTime ? from : new FeelTime(MIDNIGHT, UTC);
    })
    .with(
      'hour:number, minute:number, second:number, offset?:days and time duration',
      ([hour, minute, second, offset]) => timeOf([hour, minute, second], offset === undefined ? null : zoneOf(offset)),
    ),
  builtIn('duration').with('from:string', ([from]) => parseDuration(from)),
  builtIn('years and months duration').with('from:date|date and time, to:date|date and time', ([from, to]) =>
    monthsBetween(from, to),
  ),
  builtIn('range').with('from:string', ([from]) => rangeOfText(from)),
];
