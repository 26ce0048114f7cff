import type { Locale } from './locale.ts';

/** The clock on the wall of a German city hall; stored instants are UTC. */
export const timeZone = 'Europe/Berlin';

/** An instant, or a calendar day as "2026-11-22" (which has no time zone and must not get one). */
export type DateLike = Date | string;

const tagOf: Record<Locale, string> = { de: 'de-DE', en: 'en-GB', 'de-leicht': 'de-DE', ar: 'ar-u-nu-latn-ca-gregory', uk: 'uk-UA', tr: 'tr-TR' };

// Making an Intl formatter costs about a hundred times what using it does.
function remembered<Options, Made>(make: (tag: string, options: Options) => Made) {
  const made = new Map<string, Made>();
  return (locale: Locale, options: Options): Made => {
    const key = tagOf[locale] + JSON.stringify(options);
    const found = made.get(key) ?? make(tagOf[locale], options);
    made.set(key, found);
    return found;
  };
}

const dateFormat = remembered((tag, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, options));
const numberFormat = remembered((tag, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(tag, options));
const pluralRules = remembered((tag, options: Intl.PluralRulesOptions) => new Intl.PluralRules(tag, options));
const relativeFormat = remembered(
  (tag, options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(tag, options),
);
const listFormat = remembered((tag, options: Intl.ListFormatOptions) => new Intl.ListFormat(tag, options));
const collators = remembered((tag, options: Intl.CollatorOptions) => new Intl.Collator(tag, options));

const calendarDay = /^\d{4}-\d{2}-\d{2}$/;

function showDate(value: DateLike, locale: Locale, options: Intl.DateTimeFormatOptions): string {
  const day = typeof value === 'string' && calendarDay.test(value);
  return dateFormat(locale, { ...options, timeZone: day ? 'UTC' : timeZone }).format(new Date(value));
}

/** A day: "22.11.2026", in English "22 Nov 2026", in easy language "22. November 2026". */
export function formatDate(value: DateLike, locale: Locale = 'de'): string {
  if (locale === 'de') return showDate(value, locale, { day: '2-digit', month: '2-digit', year: 'numeric' });
  return showDate(value, locale, { day: 'numeric', month: locale === 'en' ? 'short' : 'long', year: 'numeric' });
}

/** A day in words: "Sonntag, 22. November 2026". */
export function formatLongDate(value: DateLike, locale: Locale = 'de'): string {
  return showDate(value, locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
}

/** A time of day in Berlin: "14:03 Uhr". */
export function formatTime(value: Date | string, locale: Locale = 'de'): string {
  const time = showDate(value, locale, { hour: '2-digit', minute: '2-digit' });
  return locale === 'de' || locale === 'de-leicht' ? `${time} Uhr` : time;
}

/** An instant: "22.11.2026, 14:03 Uhr". */
export function formatDateTime(value: Date | string, locale: Locale = 'de'): string {
  return `${formatDate(value, locale)}, ${formatTime(value, locale)}`;
}

// A day begins at a full quarter of an hour everywhere, so all instants within one share their day; asked many times a second.
const QUARTER_MS = 900_000;
const days = new Map<number, string>();

/** The calendar day in Berlin of an instant, as "2026-11-22". */
export function calendarDayOf(instant: Date): string {
  const quarter = Math.floor(instant.getTime() / QUARTER_MS);
  let day = days.get(quarter);
  if (!day) {
    if (days.size > 1000) days.clear();
    days.set(quarter, (day = computeDay(instant)));
  }
  return day;
}

function computeDay(instant: Date): string {
  const parts = dateFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(instant);
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** A distance in whole days: "heute", "morgen", "in 3 Tagen", "vor 12 Tagen". */
export function formatDays(days: number, locale: Locale = 'de'): string {
  return relativeFormat(locale, { numeric: 'auto' }).format(days, 'day');
}

/** Money from integer cents: "120,00 €" (with a no-break space before the sign, as Intl writes it). */
export function formatMoney(cents: number, locale: Locale = 'de'): string {
  return numberFormat(locale, { style: 'currency', currency: 'EUR' }).format(cents / 100);
}

/** A number: "12.345,6". Options as for Intl.NumberFormat. */
export function formatNumber(value: number, locale: Locale = 'de', options: Intl.NumberFormatOptions = {}): string {
  return numberFormat(locale, options).format(value);
}

/** A share between 0 and 1: "12,5 %". */
export function formatPercent(share: number, locale: Locale = 'de', digits = 1): string {
  return numberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(share);
}

/** A file size from bytes: "1,2 MB". */
export function formatFileSize(bytes: number, locale: Locale = 'de'): string {
  const [size, unit] =
    bytes < 1000 ? [bytes, 'Byte'] : bytes < 999_500 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${formatNumber(size, locale, { maximumFractionDigits: unit === 'MB' ? 1 : 0 })}\u00a0${unit}`;
}

/** A list in a sentence: "Ausweis, Foto und Meldebescheinigung". */
export function formatList(items: string[], locale: Locale = 'de'): string {
  return listFormat(locale, { type: 'conjunction' }).format(items);
}

/** Picks the grammatical number: `plural(n, { one: 'ein Antrag', other: `${n} Anträge` }, locale)`. */
export function plural(
  count: number,
  forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string },
  locale: Locale = 'de',
): string {
  return forms[pluralRules(locale, {}).select(count)] ?? forms.other;
}

/** Order of words in a directory (DIN 5007-1: "Ä" beside "A", numbers by value); for Array.sort. */
export function compareWords(a: string, b: string, locale: Locale = 'de'): number {
  return collators(locale, { numeric: true, sensitivity: 'base' }).compare(a, b);
}

/** Cents from what a person typed: "1.234,5", "12", "12,50 €"; undefined when it is no amount. A dot with one or two digits behind it counts as a comma. */
export function parseMoney(text: string): number | undefined {
  const bare = text.replaceAll(/[\s\u00a0€]/g, '');
  const found = /^(-?)(\d{1,3}(?:\.\d{3})+|\d+)(?:[,.](\d{1,2}))?$/.exec(bare);
  if (!found) return undefined;
  const cents = Number(found[2]?.replaceAll('.', '')) * 100 + Number((found[3] ?? '').padEnd(2, '0'));
  return Number.isSafeInteger(cents) ? (found[1] ? -cents : cents) : undefined;
}
