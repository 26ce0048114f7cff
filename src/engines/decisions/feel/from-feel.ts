import { writeDown } from './run/run.ts';
import { Decimal } from './values/decimal.ts';
import { FeelValue, isContext, setEntry } from './values/feel-value.ts';
import type { Context } from './values/feel-value.ts';

/**
 * JSON value of a FEEL value: dates, times and durations as ISO 8601 strings, numbers as numbers, ranges as text,
 * functions and undefined as null.
 */
export function fromFeel(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'bigint':
      return Number(value);
    case 'object':
      return value === null ? null : objectFromFeel(value);
    default:
      return null;
  }
}

function objectFromFeel(value: object): unknown {
  if (Array.isArray(value)) {
    writeDown(value.length);
    return value.map(fromFeel);
  }
  if (value instanceof Decimal) return value.toNumber();
  if (value instanceof FeelValue || value instanceof Date) return value.toJSON();
  if (!isContext(value)) return null;
  const result: Context = {};
  const keys = Object.keys(value);
  writeDown(keys.length);
  for (const key of keys) setEntry(result, key, fromFeel(value[key]));
  return result;
}
