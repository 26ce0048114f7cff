import { isNumber, normalise } from './decimal.ts';
import { FeelValue } from './feel-value.ts';
import { FeelDateTime } from './temporal-values.ts';
import { dateOfDay, SECONDS_A_DAY } from './calendar.ts';
import { UTC } from './zone.ts';

/** FEEL's name of a value's type; `null` for everything that FEEL has no value for. */
export function kindOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    case 'number':
      return isNumber(value) ? 'number' : 'null';
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return 'list';
      return value instanceof FeelValue ? value.kind : 'context';
    default:
      return 'null';
  }
}

/** A JavaScript value as FEEL sees it: undefined and NaN are null, a Date is a date and time, a bigint a number. */
export function fromHost(value: unknown): unknown {
  switch (typeof value) {
    case 'undefined':
    case 'symbol':
      return null;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'bigint':
      return normalise(value, 0);
    case 'object':
      return value instanceof Date ? dateTimeOf(value) : value;
    default:
      return value;
  }
}

/** A Date as date and time in UTC; null when it is invalid. */
export function dateTimeOf(date: Date): FeelDateTime | null {
  const instant = date.getTime();
  if (Number.isNaN(instant)) return null;
  const seconds = Math.floor(instant / 1000);
  const days = Math.floor(seconds / SECONDS_A_DAY);
  const clock = { seconds: seconds - days * SECONDS_A_DAY, nanos: (instant - seconds * 1000) * 1_000_000 };
  return new FeelDateTime(dateOfDay(days), clock, UTC);
}
