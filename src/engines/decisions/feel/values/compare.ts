import { spend } from '../run/run.ts';
import { compareNumbers } from './arithmetic.ts';
import { Decimal, isNumber } from './decimal.ts';
import { FeelValue, isContext } from './feel-value.ts';
import type { Context } from './feel-value.ts';
import { kindOf } from './kind.ts';
import { dayNumber } from './calendar.ts';
import { FeelRange } from './range.ts';
import {
  DayTimeDuration,
  FeelDate,
  FeelDateTime,
  FeelTime,
  YearMonthDuration,
  floorDivide,
  instantNanos,
} from './temporal-values.ts';
import { UTC, offsetAtLocal } from './zone.ts';

/**
 * Order of two values of one ordered kind: negative, 0 or positive; undefined when they cannot be ordered, which makes
 * a comparison null (DMN 1.5, table 42). Numbers never compare with text: `"A" >= 18` is null.
 */
export function order(a: unknown, b: unknown): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : a === b ? 0 : undefined;
  if (typeof a === 'string') return typeof b === 'string' ? compareText(a, b) : undefined;
  if (isNumber(a)) return isNumber(b) ? compareNumbers(a, b) : undefined;
  if (a instanceof FeelDate && b instanceof FeelDate) return dayNumber(a) - dayNumber(b);
  if (a instanceof FeelDateTime && b instanceof FeelDateTime) {
    return sign(milliseconds(instantNanos(a, b.zone ?? UTC)) - milliseconds(instantNanos(b, a.zone ?? UTC)));
  }
  if (a instanceof FeelTime && b instanceof FeelTime) return compareTimes(a, b);
  if (a instanceof DayTimeDuration && b instanceof DayTimeDuration) return sign(a.nanos - b.nanos);
  if (a instanceof YearMonthDuration && b instanceof YearMonthDuration) return a.months - b.months;
  return undefined;
}

/** FEEL's `=`: null when the two are of different kinds, except that only null equals null. */
export function equals(a: unknown, b: unknown): boolean | null {
  if (a === null || a === undefined || b === null || b === undefined) return (a ?? null) === (b ?? null);
  const type = typeof a;
  if (type === 'string' || type === 'boolean') return typeof b === type ? a === b : null;
  if (type === 'number' && typeof b === 'number') return a === b;
  if (Array.isArray(a)) return Array.isArray(b) ? listsEqual(a, b) : null;
  const ordered = order(a, b);
  if (ordered !== undefined) return ordered === 0;
  if (kindOf(a) !== kindOf(b)) return null;
  if (isContext(a) && isContext(b)) return contextsEqual(a, b);
  if (a instanceof FeelRange && b instanceof FeelRange) return rangesEqual(a, b);
  return a === b;
}

/** Whether a value lies in a range; null when value and endpoints cannot be compared. */
export function inRange(value: unknown, range: FeelRange): boolean | null {
  let inside = true;
  if (range.start !== undefined) {
    const low = order(value, range.start);
    if (low === undefined) return null;
    inside = low > 0 || (low === 0 && range.startIncluded);
  }
  if (range.end !== undefined) {
    const high = order(value, range.end);
    if (high === undefined) return null;
    inside = inside && (high < 0 || (high === 0 && range.endIncluded));
  }
  return inside;
}

function listsEqual(a: readonly unknown[], b: readonly unknown[]): boolean {
  spend(a.length);
  return a.length === b.length && a.every((item, index) => equals(item, b[index]) === true);
}

function contextsEqual(a: Context, b: Context): boolean {
  const keys = Object.keys(a);
  spend(keys.length * 2);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equals(a[key], b[key]) === true)
  );
}

function rangesEqual(a: FeelRange, b: FeelRange): boolean {
  return (
    a.isComparison === b.isComparison &&
    a.startIncluded === b.startIncluded &&
    a.endIncluded === b.endIncluded &&
    (a.start === b.start || equals(a.start, b.start) === true) &&
    (a.end === b.end || equals(a.end, b.end) === true)
  );
}

// A time without offset is compared as wall-clock time of the other one's zone.
function compareTimes(a: FeelTime, b: FeelTime): number {
  const instant = (value: FeelTime, other: FeelTime): number => {
    const zone = value.zone ?? other.zone;
    return value.clock.seconds - (zone ? offsetAtLocal(zone, value.clock.seconds) : 0);
  };
  return instant(a, b) - instant(b, a) || Math.floor(a.clock.nanos / 1e6) - Math.floor(b.clock.nanos / 1e6);
}

// Times are compared to the millisecond (TCK 0068, time_005): what is finer comes from a clock, not from a person.
const milliseconds = (nanos: bigint): bigint => floorDivide(nanos, 1_000_000n);

// By code point, not by UTF-16 unit.
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  for (let i = 0; i < a.length && i < b.length; i += 1) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) return (a.codePointAt(i) ?? 0) - (b.codePointAt(i) ?? 0);
  }
  return a.length - b.length;
}

function sign(value: bigint): number {
  return value < 0n ? -1 : value > 0n ? 1 : 0;
}

/** Kind-strict identity used by explanations and hit policy ANY. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a instanceof Decimal || !(a instanceof FeelValue)) return equals(a, b) === true;
  return kindOf(a) === kindOf(b) && String(a) === String(b);
}
