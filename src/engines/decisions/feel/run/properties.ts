import { weekday } from '../values/calendar.ts';
import { normalise } from '../values/decimal.ts';
import { getEntry, isContext } from '../values/feel-value.ts';
import { fromHost } from '../values/kind.ts';
import { FeelRange } from '../values/range.ts';
import { spend } from './run.ts';
import { DayTimeDuration, FeelDate, FeelDateTime, FeelTime, YearMonthDuration } from '../values/temporal-values.ts';
import type { ClockTime } from '../values/temporal-values.ts';

/** `value.name`: entry of a context, property of a date, duration or range, or the list of the items' properties. */
export function property(value: unknown, name: string): unknown {
  if (isContext(value)) return fromHost(getEntry(value, name));
  if (Array.isArray(value)) {
    spend(value.length * 2);
    return value.map((item) => property(fromHost(item), name));
  }
  if (value instanceof FeelDate) return dateProperty(value, name);
  if (value instanceof FeelDateTime) return dateProperty(value.date, name) ?? clockProperty(value, name);
  if (value instanceof FeelTime) return clockProperty(value, name);
  if (value instanceof DayTimeDuration) return dayTimeProperty(value, name);
  if (value instanceof YearMonthDuration) return yearMonthProperty(value, name);
  return value instanceof FeelRange ? rangeProperty(value, name) : null;
}

function dateProperty(date: { year: number; month: number; day: number }, name: string): unknown {
  switch (name) {
    case 'year':
      return date.year;
    case 'month':
      return date.month;
    case 'day':
      return date.day;
    case 'weekday':
      return weekday(date);
    default:
      return null;
  }
}

function clockProperty(value: FeelTime | FeelDateTime, name: string): unknown {
  switch (name) {
    case 'hour':
      return Math.floor(value.clock.seconds / 3600);
    case 'minute':
      return Math.floor(value.clock.seconds / 60) % 60;
    case 'second':
      return secondOf(value.clock);
    case 'time offset':
      return value.offset === null ? null : new DayTimeDuration(BigInt(value.offset) * 1_000_000_000n);
    case 'timezone':
      return value.zone?.offset === null ? value.zone.id : null;
    default:
      return null;
  }
}

function secondOf(clock: ClockTime): unknown {
  return normalise(BigInt(clock.seconds % 60) * 1_000_000_000n + BigInt(clock.nanos), -9);
}

function dayTimeProperty(value: DayTimeDuration, name: string): unknown {
  switch (name) {
    case 'days':
    case 'hours':
    case 'minutes':
      return value.part(name);
    case 'seconds':
      return normalise(value.nanos % 60_000_000_000n, -9);
    default:
      return null;
  }
}

function yearMonthProperty(value: YearMonthDuration, name: string): unknown {
  if (name === 'years') return Math.trunc(value.months / 12) + 0;
  return name === 'months' ? (value.months % 12) + 0 : null;
}

function rangeProperty(range: FeelRange, name: string): unknown {
  switch (name) {
    case 'start':
      return range.start ?? null;
    case 'end':
      return range.end ?? null;
    case 'start included':
      return range.startIncluded;
    case 'end included':
      return range.endIncluded;
    default:
      return null;
  }
}
