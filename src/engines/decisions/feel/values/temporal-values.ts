import { FeelValue } from './feel-value.ts';
import { SECONDS_A_DAY, dateOfDay, dateText, dayNumber, pad } from './calendar.ts';
import type { CivilDate } from './calendar.ts';
import { offsetAtInstant, offsetAtLocal, zoneText } from './zone.ts';
import type { Zone } from './zone.ts';

const BILLION = 1_000_000_000n;

/** Time of a day: whole seconds since midnight and nanoseconds. */
export type ClockTime = { seconds: number; nanos: number };

export class FeelDate extends FeelValue implements CivilDate {
  readonly kind = 'date';
  readonly year: number;
  readonly month: number;
  readonly day: number;

  constructor(date: CivilDate) {
    super();
    this.year = date.year;
    this.month = date.month;
    this.day = date.day;
  }

  toString(): string {
    return dateText(this);
  }
}

export class FeelTime extends FeelValue {
  readonly kind = 'time';
  readonly clock: ClockTime;
  readonly zone: Zone | null;

  constructor(clock: ClockTime, zone: Zone | null) {
    super();
    this.clock = clock;
    this.zone = zone;
  }

  /** Offset in seconds; a named zone without a date means its rule of 1970-01-01. */
  get offset(): number | null {
    return this.zone && offsetAtLocal(this.zone, this.clock.seconds);
  }

  toString(): string {
    return clockText(this.clock) + (this.zone ? zoneText(this.zone) : '');
  }
}

export class FeelDateTime extends FeelValue {
  readonly kind = 'date and time';
  readonly date: CivilDate;
  readonly clock: ClockTime;
  readonly zone: Zone | null;

  constructor(date: CivilDate, clock: ClockTime, zone: Zone | null) {
    super();
    this.date = date;
    this.clock = clock;
    this.zone = zone;
  }

  get offset(): number | null {
    return this.zone && offsetAtLocal(this.zone, localSeconds(this));
  }

  toString(): string {
    return `${dateText(this.date)}T${clockText(this.clock)}${this.zone ? zoneText(this.zone) : ''}`;
  }
}

/** Duration of exact length in nanoseconds. */
export class DayTimeDuration extends FeelValue {
  readonly kind = 'days and time duration';
  readonly nanos: bigint;

  constructor(nanos: bigint) {
    super();
    this.nanos = nanos;
  }

  /** Whole part in a unit below the next larger one, with the sign of the duration. */
  part(unit: 'days' | 'hours' | 'minutes' | 'seconds'): number {
    const seconds = this.nanos / BILLION;
    switch (unit) {
      case 'days':
        return Number(seconds / 86_400n);
      case 'hours':
        return Number((seconds / 3600n) % 24n);
      case 'minutes':
        return Number((seconds / 60n) % 60n);
      case 'seconds':
        return Number(seconds % 60n);
    }
  }

  toString(): string {
    const size = this.nanos < 0n ? -this.nanos : this.nanos;
    const whole = new DayTimeDuration(size);
    const fraction = String(size % BILLION)
      .padStart(9, '0')
      .replace(/0+$/, '');
    const days = whole.part('days');
    const seconds = `${whole.part('seconds')}${fraction && `.${fraction}`}`;
    const time =
      (whole.part('hours') ? `${whole.part('hours')}H` : '') +
      (whole.part('minutes') ? `${whole.part('minutes')}M` : '') +
      (seconds === '0' ? '' : `${seconds}S`);
    if (!days && !time) return 'PT0S';
    return `${this.nanos < 0n ? '-' : ''}P${days ? `${days}D` : ''}${time && `T${time}`}`;
  }
}

/** Duration of calendar months. */
export class YearMonthDuration extends FeelValue {
  readonly kind = 'years and months duration';
  readonly months: number;

  constructor(months: number) {
    super();
    this.months = months + 0;
  }

  toString(): string {
    const size = Math.abs(this.months);
    const years = Math.floor(size / 12);
    const months = size % 12;
    if (size === 0) return 'P0M';
    return `${this.months < 0 ? '-' : ''}P${years ? `${years}Y` : ''}${months ? `${months}M` : ''}`;
  }
}

export function clockText({ seconds, nanos }: ClockTime): string {
  const text = `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`;
  return nanos === 0 ? text : `${text}.${pad(nanos, 9).replace(/0+$/, '')}`;
}

/** Wall-clock seconds since 1970-01-01T00:00. */
export function localSeconds(value: FeelDateTime): number {
  return dayNumber(value.date) * SECONDS_A_DAY + value.clock.seconds;
}

/** Nanoseconds since 1970-01-01T00:00Z; a value without a zone is read in `fallback`. */
export function instantNanos(value: FeelDateTime, fallback: Zone): bigint {
  const local = BigInt(dayNumber(value.date)) * 86_400n + BigInt(value.clock.seconds);
  const offset = offsetAtLocal(value.zone ?? fallback, localSeconds(value));
  return (local - BigInt(offset)) * BILLION + BigInt(value.clock.nanos);
}

/** Date and time at an instant, seen in a zone. */
export function dateTimeOfInstant(nanos: bigint, zone: Zone, shown: Zone | null = zone): FeelDateTime {
  const seconds = Number(floorDivide(nanos, BILLION));
  const local = nanos + BigInt(offsetAtInstant(zone, seconds)) * BILLION;
  const wholeSeconds = floorDivide(local, BILLION);
  const days = floorDivide(wholeSeconds, 86_400n);
  return new FeelDateTime(
    dateOfDay(Number(days)),
    { seconds: Number(wholeSeconds - days * 86_400n), nanos: Number(local - wholeSeconds * BILLION) },
    shown,
  );
}

export function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}

export function isTemporal(value: unknown): value is FeelDate | FeelTime | FeelDateTime {
  return value instanceof FeelDate || value instanceof FeelTime || value instanceof FeelDateTime;
}
