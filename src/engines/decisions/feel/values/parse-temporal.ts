import { SECONDS_A_DAY, dateOfDay, dayNumber, isValidDate } from './calendar.ts';
import type { CivilDate } from './calendar.ts';
import { DayTimeDuration, FeelDate, FeelDateTime, FeelTime, YearMonthDuration } from './temporal-values.ts';
import type { ClockTime } from './temporal-values.ts';
import { parseZone } from './zone.ts';
import type { Zone } from './zone.ts';

// ISO 8601 as XML Schema writes it: four digits or more, no leading zero beyond four, no plus sign.
const DATE = /^(-?(?:[1-9]\d{4,8}|\d{4}))-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(.*)$/s;
const YEARS_MONTHS = /^(-?)P(?:(\d{1,10})Y)?(?:(\d{1,10})M)?$/;
const DAYS_TIME = /^(-?)P(?:(\d{1,15})D)?(?:T(?:(\d{1,15})H)?(?:(\d{1,15})M)?(?:(\d{1,18})(?:\.(\d*))?S)?)?$/;

export function parseDate(text: string): FeelDate | null {
  const date = civilDate(text);
  return date && new FeelDate(date);
}

export function parseTime(text: string): FeelTime | null {
  const parts = clockAndZone(text);
  // 24:00:00 is the end of a day; a time without a day can only call it midnight.
  return parts && new FeelTime({ seconds: parts.clock.seconds % SECONDS_A_DAY, nanos: parts.clock.nanos }, parts.zone);
}

export function parseDateTime(text: string): FeelDateTime | null {
  const split = text.indexOf('T');
  const date = civilDate(split < 0 ? text : text.slice(0, split));
  if (!date) return null;
  if (split < 0) return new FeelDateTime(date, { seconds: 0, nanos: 0 }, null);
  const parts = clockAndZone(text.slice(split + 1));
  if (!parts) return null;
  if (parts.clock.seconds < SECONDS_A_DAY) return new FeelDateTime(date, parts.clock, parts.zone);
  return new FeelDateTime(dateOfDay(dayNumber(date) + 1), { seconds: 0, nanos: 0 }, parts.zone);
}

export function parseDuration(text: string): DayTimeDuration | YearMonthDuration | null {
  const calendar = YEARS_MONTHS.exec(text);
  if (calendar && (calendar[2] !== undefined || calendar[3] !== undefined)) {
    const months = Number(calendar[2] ?? 0) * 12 + Number(calendar[3] ?? 0);
    return new YearMonthDuration(calendar[1] === '-' ? -months : months);
  }
  const exact = DAYS_TIME.exec(text);
  if (!exact || text.endsWith('T') || exact.slice(2).every((part) => part === undefined)) return null;
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = exact;
  const total = BigInt(days) * 86_400n + BigInt(hours) * 3600n + BigInt(minutes) * 60n + BigInt(seconds);
  const nanos = total * 1_000_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
  return new DayTimeDuration(sign === '-' ? -nanos : nanos);
}

/** Value of an at-literal such as `@"2026-03-01"`; null when the text is none of the temporal forms. */
export function parseAtLiteral(text: string): unknown {
  return parseDate(text) ?? parseTime(text) ?? parseDateTime(text) ?? parseDuration(text);
}

/** Clock time from numbers as `time(hour, minute, second)` takes them; null when out of range. */
export function clockTime(hour: number, minute: number, second: number): ClockTime | null {
  const inside = (value: number, limit: number): boolean => value >= 0 && value < limit;
  if (!inside(hour, 24) || !inside(minute, 60) || !inside(second, 60)) return null;
  const whole = Math.floor(second);
  return {
    seconds: Math.floor(hour) * 3600 + Math.floor(minute) * 60 + whole,
    nanos: Math.round((second - whole) * 1e9),
  };
}

function civilDate(text: string): CivilDate | null {
  const match = DATE.exec(text);
  if (!match) return null;
  const date = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  return isValidDate(date) ? date : null;
}

function clockAndZone(text: string): { clock: ClockTime; zone: Zone | null } | null {
  const match = TIME.exec(text);
  if (!match) return null;
  const [, hours, minutes, seconds, fraction = '', zoneText = ''] = match;
  const zone = zoneText === '' ? null : parseZone(zoneText);
  if (zone === undefined) return null;
  const nanos = Number(fraction.slice(0, 9).padEnd(9, '0'));
  if (hours === '24') {
    const midnight = minutes === '00' && seconds === '00' && nanos === 0;
    return midnight ? { clock: { seconds: SECONDS_A_DAY, nanos: 0 }, zone } : null;
  }
  const clock = clockTime(Number(hours), Number(minutes), Number(seconds));
  return clock && { clock: { seconds: clock.seconds, nanos }, zone };
}
