import { ANY, builtInType, coerce } from './run/feel-type.ts';
import type { FeelType } from './run/feel-type.ts';
import { isContext, setEntry } from './values/feel-value.ts';
import type { Context } from './values/feel-value.ts';
import { dateTimeOf, fromHost } from './values/kind.ts';
import { parseDate, parseDateTime, parseDuration, parseTime } from './values/parse-temporal.ts';
import { FeelDate, FeelDateTime } from './values/temporal-values.ts';

/**
 * Value from outside as FEEL sees it under a type: ISO strings become dates, times and durations; null when
 * the value does not fit, so a text is never taken for a number. An unknown type leaves the value as it is.
 */
export function toFeel(value: unknown, typeRef?: string): unknown {
  const type = typeRef === undefined ? ANY : (builtInType(typeRef) ?? ANY);
  return toTyped(value, type) ?? null;
}

/** The same under a resolved type; undefined when the value does not fit. */
export function toTyped(value: unknown, type: FeelType): unknown {
  return coerce(read(value, type), type);
}

/** Reads the texts that JSON has for dates and durations; everything else stays. */
function read(value: unknown, type: FeelType): unknown {
  switch (type.kind) {
    case 'simple':
      return readSimple(value, type.name);
    case 'list':
      return Array.isArray(value) ? value.map((item) => read(item, type.of)) : read(value, type.of);
    case 'context':
      return isContext(value) ? readContext(value, type.entries) : fromHost(value);
    case 'item':
      return read(value, type.base());
    default:
      return fromHost(value);
  }
}

function readSimple(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((item) => readSimple(item, name));
  if (value instanceof Date) return readDate(value, name);
  if (typeof value !== 'string') return fromHost(value);
  switch (name) {
    case 'date':
      return parseDate(value) ?? dateOfText(value) ?? value;
    case 'time':
      return parseTime(value) ?? value;
    case 'date and time':
      return parseDateTime(value) ?? value;
    case 'days and time duration':
    case 'years and months duration':
      return parseDuration(value) ?? value;
    default:
      return value;
  }
}

// The date part of a full time stamp, as many JSON writers send it.
function dateOfText(text: string): FeelDate | undefined {
  const dateTime = parseDateTime(text);
  return dateTime ? new FeelDate(dateTime.date) : undefined;
}

function readDate(value: Date, name: string): unknown {
  const dateTime = dateTimeOf(value);
  return name === 'date' && dateTime instanceof FeelDateTime ? new FeelDate(dateTime.date) : dateTime;
}

function readContext(value: Context, entries: ReadonlyMap<string, FeelType>): Context {
  const result: Context = { ...value };
  for (const [key, type] of entries) if (Object.hasOwn(value, key)) setEntry(result, key, read(value[key], type));
  return result;
}
