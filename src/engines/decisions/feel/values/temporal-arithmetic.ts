import { divide, multiply } from './arithmetic.ts';
import { SECONDS_A_DAY, MAX_YEAR, addMonths, dateOfDay, dayNumber } from './calendar.ts';
import type { CivilDate } from './calendar.ts';
import { divideRounded, normalise, toDecimal } from './decimal.ts';
import type { FeelNumber, Rounding } from './decimal.ts';
import { DayTimeDuration, FeelDate, FeelDateTime, FeelTime, YearMonthDuration, dateTimeOfInstant, floorDivide, instantNanos } from './temporal-values.ts';
import { UTC } from './zone.ts';

const BILLION = 1_000_000_000n;
const DAY_NANOS = BigInt(SECONDS_A_DAY) * BILLION;

/** `date + duration` and the like (DMN 1.5, table 55); null when the two cannot be added. */
export function addDuration(value: unknown, duration: unknown): unknown {
  if (duration instanceof YearMonthDuration) return addMonthsTo(value, duration.months);
  if (!(duration instanceof DayTimeDuration)) return null;
  if (value instanceof DayTimeDuration) return new DayTimeDuration(value.nanos + duration.nanos);
  if (value instanceof FeelDateTime) {
    const zone = value.zone ?? UTC;
    return inRangeOfYears(dateTimeOfInstant(instantNanos(value, zone) + duration.nanos, zone, value.zone));
  }
  if (value instanceof FeelDate) {
    const days = floorDivide(BigInt(dayNumber(value)) * DAY_NANOS + duration.nanos, DAY_NANOS);
    return validDate(dateOfDay(Number(days)));
  }
  if (value instanceof FeelTime) return shiftTime(value, duration.nanos);
  return null;
}

export function negateDuration(value: unknown): unknown {
  if (value instanceof DayTimeDuration) return new DayTimeDuration(-value.nanos);
  if (value instanceof YearMonthDuration) return new YearMonthDuration(-value.months);
  return null;
}

/** Difference of two dates, times or dates and times; null when only one of them has an offset. */
export function difference(a: unknown, b: unknown): DayTimeDuration | null {
  if (a instanceof FeelTime && b instanceof FeelTime) {
    if ((a.zone === null) !== (b.zone === null)) return null;
    return new DayTimeDuration(timeNanos(a) - timeNanos(b));
  }
  const left = asInstant(a);
  const right = asInstant(b);
  if (!left || !right || (left.zone === null) !== (right.zone === null)) return null;
  return new DayTimeDuration(instantNanos(left, UTC) - instantNanos(right, UTC));
}

/** Duration times number: months are rounded down towards zero, nanoseconds likewise. */
export function scaleDuration(duration: DayTimeDuration | YearMonthDuration, by: FeelNumber): unknown {
  return scaled(duration, (size) => multiply(size, by));
}

export function divideDuration(duration: DayTimeDuration | YearMonthDuration, by: FeelNumber): unknown {
  return scaled(duration, (size) => divide(size, by));
}

/** Quotient of two durations of the same kind. */
export function durationRatio(a: unknown, b: unknown): FeelNumber | null {
  if (a instanceof YearMonthDuration && b instanceof YearMonthDuration) return divide(a.months, b.months);
  if (!(a instanceof DayTimeDuration && b instanceof DayTimeDuration)) return null;
  const dividend = normalise(a.nanos, 0);
  const divisor = normalise(b.nanos, 0);
  return dividend === null || divisor === null ? null : divide(dividend, divisor);
}

/** Full months between two days, negative when `to` lies before `from`; the time of day does not count. */
export function monthsBetween(from: FeelDate | FeelDateTime, to: FeelDate | FeelDateTime): YearMonthDuration {
  const start = from instanceof FeelDate ? from : from.date;
  const end = to instanceof FeelDate ? to : to.date;
  let months = (end.year - start.year) * 12 + (end.month - start.month);
  const rest = end.day - start.day;
  if (months > 0 && rest < 0) months -= 1;
  else if (months < 0 && rest > 0) months += 1;
  return new YearMonthDuration(months);
}

function scaled(
  duration: DayTimeDuration | YearMonthDuration,
  change: (size: FeelNumber) => FeelNumber | null,
): unknown {
  if (duration instanceof YearMonthDuration) {
    const months = change(duration.months);
    return months === null ? null : new YearMonthDuration(Number(wholePart(months, 'down')));
  }
  const size = normalise(duration.nanos, 0);
  const nanos = size === null ? null : change(size);
  return nanos === null ? null : new DayTimeDuration(wholePart(nanos, 'down'));
}

function wholePart(value: FeelNumber, rounding: Rounding): bigint {
  const { coefficient, exponent } = toDecimal(value);
  if (exponent >= 0) return coefficient * 10n ** BigInt(exponent);
  return divideRounded(coefficient, 10n ** BigInt(-exponent), rounding);
}

function addMonthsTo(value: unknown, months: number): unknown {
  if (value instanceof YearMonthDuration) return new YearMonthDuration(value.months + months);
  if (value instanceof FeelDate) return validDate(addMonths(value, months));
  if (value instanceof FeelDateTime) {
    return inRangeOfYears(new FeelDateTime(addMonths(value.date, months), value.clock, value.zone));
  }
  return null;
}

function shiftTime(value: FeelTime, by: bigint): FeelTime {
  const nanos = BigInt(value.clock.seconds) * BILLION + BigInt(value.clock.nanos) + by;
  const rest = nanos - floorDivide(nanos, DAY_NANOS) * DAY_NANOS;
  return new FeelTime({ seconds: Number(rest / BILLION), nanos: Number(rest % BILLION) }, value.zone);
}

function timeNanos(value: FeelTime): bigint {
  return BigInt(value.clock.seconds - (value.offset ?? 0)) * BILLION + BigInt(value.clock.nanos);
}

// A date beside a date and time counts as midnight UTC (DMN 1.5, 10.3.2.3.5).
function asInstant(value: unknown): FeelDateTime | undefined {
  if (value instanceof FeelDateTime) return value;
  return value instanceof FeelDate ? new FeelDateTime(value, { seconds: 0, nanos: 0 }, UTC) : undefined;
}

function validDate(date: CivilDate): FeelDate | null {
  return Math.abs(date.year) <= MAX_YEAR ? new FeelDate(date) : null;
}

function inRangeOfYears(value: FeelDateTime): FeelDateTime | null {
  return Math.abs(value.date.year) <= MAX_YEAR ? value : null;
}
