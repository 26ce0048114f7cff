import type { Locale } from './content.ts';
import type { PipeCall } from './letter-template.ts';

type Pipe = {
  /** Accepted arguments; undefined: takes none, '*': any text. */
  argument?: RegExp;
  apply(value: unknown, argument: string | undefined, language: Locale): unknown;
};

const tag = (language: Locale) => (language === 'en' ? 'en-GB' : 'de-DE');
/** Making a formatter takes a hundred times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();
function keep<Format extends Intl.DateTimeFormat | Intl.NumberFormat>(key: string, make: () => Format): Format {
  const known = formats.get(key) ?? make();
  formats.set(key, known);
  return known as Format;
}
const dateFormat = (language: Locale, options: Intl.DateTimeFormatOptions) => keep(`date ${language} ${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(tag(language), options));
const numberFormat = (language: Locale, options: Intl.NumberFormatOptions) => keep(`number ${language} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(tag(language), options));
const fail = (expected: string, value: unknown): never => {
  throw new Error(`${expected} expected, got ${describe(value)}`);
};

const PIPES: Record<string, Pipe> = {
  /** Whole cents → 128,50 €. */
  money: {
    apply: (value, _argument, language) => {
      const cents = toNumber(value);
      if (cents === undefined || !Number.isSafeInteger(cents)) return fail('a whole number of cents', value);
      return formatEuro(cents / 100, language);
    },
  },
  /** Euros → 128,50 €. */
  euro: { apply: (value, _argument, language) => formatEuro(toNumber(value) ?? fail('a number', value), language) },
  date: { argument: /^(short|long)$/, apply: formatDate },
  datetime: { apply: formatDateTime },
  number: {
    argument: /^[0-6]$/,
    apply: (value, argument, language) => {
      const number = toNumber(value) ?? fail('a number', value);
      const digits = argument === undefined ? {} : { minimumFractionDigits: Number(argument) };
      const maximumFractionDigits = argument === undefined ? 6 : Number(argument);
      return numberFormat(language, { ...digits, maximumFractionDigits }).format(number);
    },
  },
  list: {
    argument: /^(and|or)$/,
    apply: (value, argument, language) => {
      if (!Array.isArray(value) || value.length === 0) return fail('a list with at least one entry', value);
      const type = argument === 'or' ? 'disjunction' : 'conjunction';
      return new Intl.ListFormat(tag(language), { type }).format(value.map((entry) => showValue(entry, language)));
    },
  },
  lines: {
    apply: (value, _argument, language) => {
      if (!Array.isArray(value) || value.length === 0) return fail('a list with at least one entry', value);
      return value.map((entry) => showValue(entry, language)).join('\n');
    },
  },
  iban: { apply: (value) => String(value).replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1\u00a0') },
  default: { argument: /^[\s\S]*$/, apply: (value, argument) => (isEmpty(value) ? (argument ?? '') : value) },
};

/** What is wrong with a format in a template; undefined when nothing is. */
export function explainPipe(call: PipeCall): string | undefined {
  const pipe = Object.hasOwn(PIPES, call.name) ? PIPES[call.name] : undefined;
  if (!pipe) return `unknown format "${call.name}"; known are ${Object.keys(PIPES).join(', ')}`;
  if (call.argument === undefined) return undefined;
  if (!pipe.argument?.test(call.argument)) return `the format "${call.name}" does not take (${call.argument})`;
  return undefined;
}

/** Applies the formats of a placeholder and shows the result as text. Throws when the value is missing or does not fit. */
export function formatValue(value: unknown, pipes: PipeCall[], language: Locale): string {
  let result = value;
  for (const call of pipes) {
    if (isEmpty(result) && call.name !== 'default') break;
    result = PIPES[call.name]?.apply(result, call.argument, language);
  }
  if (isEmpty(result) && !pipes.some((call) => call.name === 'default')) throw new Error('the value is missing');
  return showValue(result, language);
}

function showValue(value: unknown, language: Locale): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return language === 'en' ? (value ? 'yes' : 'no') : value ? 'ja' : 'nein';
  const number = toNumber(value);
  // No grouping: a year or a number of a house is a number too. Amounts have their own formats.
  const plain = { useGrouping: false, maximumFractionDigits: 10 };
  if (number !== undefined) return numberFormat(language, plain).format(number);
  const day = isoDay(value);
  if (day) return formatDate(value, undefined, language);
  return fail('text, number, date or yes/no', value);
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
}

// FEEL numbers may be exact decimals (big.js) instead of JavaScript numbers.
function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'bigint') return Number(value);
  if (isObject(value) && typeof value.toNumber === 'function') return Number(value.toNumber());
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> & { toNumber?: () => number } {
  return typeof value === 'object' && value !== null;
}

// Dates come as ISO text, as JavaScript dates (an instant) or as the FEEL evaluator's own object, which prints itself as ISO.
function isoText(value: unknown): string | undefined {
  if (value instanceof Date) return value.toISOString();
  const text = typeof value === 'string' ? value : isObject(value) ? String(value) : '';
  return /^\d{4}-\d{2}-\d{2}(T.*)?$/.test(text) ? text : undefined;
}

function isoDay(value: unknown): string | undefined {
  return isoText(value)?.slice(0, 10);
}

function formatDate(value: unknown, style: string | undefined, language: Locale): string {
  const day = isoDay(value);
  const date = new Date(`${day}T12:00:00Z`);
  if (!day || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day) return fail('a date', value);
  const month = style === 'long' || language === 'en' ? 'long' : '2-digit';
  const format = { day: month === 'long' ? 'numeric' : '2-digit', month, year: 'numeric', timeZone: 'UTC' } as const;
  return dateFormat(language, format).format(date);
}

function formatDateTime(value: unknown, _argument: string | undefined, language: Locale): string {
  const text = isoText(value);
  const date = new Date(text ?? '');
  if (!text?.includes('T') || Number.isNaN(date.getTime())) return fail('a date with time', value);
  const format = { dateStyle: 'short', timeStyle: 'short', timeZone: 'Europe/Berlin' } as const;
  const shown = dateFormat(language, { ...format, dateStyle: 'medium' }).format(date);
  return language === 'en' ? shown : `${shown} Uhr`;
}

function formatEuro(euros: number, language: Locale): string {
  return numberFormat(language, { style: 'currency', currency: 'EUR' }).format(euros);
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value === null || value === undefined) return 'nothing';
  return isObject(value) && !isoText(value) ? 'an object' : `${typeof value} ${String(value).slice(0, 40)}`;
}
