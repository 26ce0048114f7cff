import { formatDate } from '#platform/i18n';
import { dateOfParts } from '#platform/ui';
import type { DateParts } from '#platform/ui';
import type { Mistake } from '../mistakes.ts';
import { stringType } from './field-type.ts';
import type { FieldType, Posted, Reading } from './field-type.ts';

const partNames: Record<keyof DateParts, { de: string; en: string }> = {
  day: { de: 'Tag', en: 'day' },
  month: { de: 'Monat', en: 'month' },
  year: { de: 'Jahr', en: 'year' },
};

/** The day exists in the calendar (proleptic Gregorian, years 1000 to 9999). */
export function isCalendarDay(value: string): boolean {
  const [year, month, day] = value.split('-');
  return /^[1-9]\d{3}-\d{2}-\d{2}$/.test(value) && dateOfParts({ day: day ?? '', month: month ?? '', year: year ?? '' }) === value;
}

function partsOf(posted: Posted): DateParts {
  const whole = posted.one().trim();
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(whole);
  if (iso) return { day: iso[3] ?? '', month: iso[2] ?? '', year: iso[1] ?? '' };
  const german = /^(\d{1,2})[.\s/-]+(\d{1,2})[.\s/-]+(\d{1,4})$/.exec(whole);
  if (german) return { day: german[1] ?? '', month: german[2] ?? '', year: german[3] ?? '' };
  if (whole) return { day: whole, month: whole, year: whole };
  const part = (name: string): string => posted.one(name).trim().replace(/\.$/, '');
  return { day: part('-day'), month: part('-month'), year: part('-year') };
}

function readDate(posted: Posted, locale: string): Reading {
  const parts = partsOf(posted);
  const names = ['day', 'month', 'year'] as const;
  const missing = names.filter((name) => parts[name] === '');
  if (missing.length === 3) return {};
  const language = locale === 'en' ? 'en' : 'de';
  if (missing.length > 0) {
    const words = missing.map((name) => partNames[name][language]).join(', ');
    return { mistakes: [{ code: 'dateIncomplete', values: { missing: words }, part: `-${missing[0]}` }] };
  }
  const unreadable = names.find((name) => !/^\d{1,4}$/.test(parts[name]));
  if (unreadable) return { mistakes: [{ code: 'dateUnreadable', part: `-${unreadable}` }] };
  if (parts.year.length !== 4 || parts.year.startsWith('0')) return { mistakes: [{ code: 'year', part: '-year' }] };
  const value = dateOfParts(parts);
  if (value) return { value };
  return { mistakes: [{ code: 'dateNotReal', values: { typed: `${parts.day}.${parts.month}.${parts.year}` } }] };
}

const dateInputs = ['-day', '-month', '-year'];

/** Stored as "2026-01-31". */
export const date: FieldType = {
  inputs: dateInputs,
  read: (posted, { locale }) => readDate(posted, locale),
  check: (value) => (typeof value === 'string' && isCalendarDay(value) ? undefined : { code: 'wrongType' }),
  show: (value, _definition, locale) => (typeof value === 'string' && isCalendarDay(value) ? formatDate(value, locale) : ''),
  schema: () => ({ type: 'string', format: 'date' }),
};

// The oldest person known died at 122.
const oldestAge = 125;

function birthDateMistake(value: string, today: string): Mistake | undefined {
  if (value > today) return { code: 'dateFuture' };
  const oldest = `${Number(today.slice(0, 4)) - oldestAge}${today.slice(4)}`;
  return value < oldest ? { code: 'dateLongAgo', part: '-year' } : undefined;
}

/** A date of a person's birth: not in the future, not more than 125 years ago. */
export const birthDate: FieldType = {
  ...date,
  read(posted, asked) {
    const reading = readDate(posted, asked.locale);
    const mistake = typeof reading.value === 'string' ? birthDateMistake(reading.value, asked.env.today) : undefined;
    return mistake ? { mistakes: [mistake] } : reading;
  },
  check: (value, asked) => date.check(value, asked) ?? birthDateMistake(String(value), asked.env.today),
};

/** Stored as "14:30"; typed also as "14.30", "1430", "14 Uhr". */
export const time: FieldType = stringType({
  normal(typed) {
    const found = /^\s*(\d{1,2})(?:[:.h\s]?(\d{2}))?\s*(Uhr|h)?\s*$/i.exec(typed);
    const hour = Number(found?.[1] ?? 99);
    const minute = Number(found?.[2] ?? 0);
    if (!found || hour > 23 || minute > 59 || (!found[2] && !found[3])) return { code: 'time' };
    return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  },
  show: (value, locale) => (locale === 'en' ? value : `${value} Uhr`),
  schema: { pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' },
});
