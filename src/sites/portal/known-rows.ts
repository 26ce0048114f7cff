import { formatDate, formatDateTime, formatMoney, type Locale } from '#platform/i18n';
import type { JsonValue } from '#platform/module';
import { fieldWord, valueWord } from './known-words.ts';

export type KnownRow = { term: string; value: string };
type Words = { locale: Locale; /** Names of services by their slug. */ services: Map<string, string> };

/** What only a program needs, or what the page behind `open` shows better. The export has all of it. */
const passedOver = new Set(['id', 'open', 'download', 'sha256', 'contentHash', 'bytes', 'type', 'answers', 'application', 'body']);

/** Whatever a folder stores, as rows that one can read: nested parts have rows of their own, an address stands in one. */
export function rowsOf(entry: JsonValue, words: Words): KnownRow[] {
  if (!isParts(entry)) return [{ term: '–', value: wordOf('', entry, words) }];
  return Object.entries(entry).flatMap(([key, value]): KnownRow[] => {
    if (passedOver.has(key) || value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)) return [];
    if (isParts(value) && key !== 'address') return rowsOf(value, words);
    return [{ term: fieldWord(key, words.locale), value: wordOf(key, value, words) }];
  });
}

type Parts = { [key: string]: JsonValue | undefined };
const isParts = (value: JsonValue | undefined): value is Parts => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where the entry can be looked at as the person knows it. */
export const pageOf = (entry: JsonValue): string | undefined => (isParts(entry) && typeof entry.open === 'string' && entry.open.startsWith('/') ? entry.open : undefined);

/** The slugs of all services that entries name. */
export const servicesIn = (values: JsonValue[]): string[] => [...new Set(values.flat().flatMap((entry) => (isParts(entry) ? [entry.service, entry.services].flat().filter((slug) => typeof slug === 'string') : [])))];

function wordOf(key: string, value: JsonValue | undefined, words: Words): string {
  const { locale, services } = words;
  if (value === null || value === undefined) return '–';
  if (typeof value === 'boolean') return fieldWord(value ? 'yes' : 'no', locale);
  if (typeof value === 'number') return key.endsWith('Cents') ? formatMoney(value, locale) : String(value);
  if (Array.isArray(value)) return value.map((one) => (isParts(one) ? Object.entries(one).map(([part, said]) => wordOf(part, said, words)).join(', ') : wordOf(key, one, words))).join('; ');
  if (isParts(value)) return [[value['street'], value['houseNumber']], [value['postalCode'] ?? value['postcode'], value['city']]].map((line) => line.filter(Boolean).join(' ')).join(', ');
  if (key === 'service' || key === 'services') return services.get(value) ?? value;
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return formatDateTime(new Date(value), locale);
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return formatDate(value, locale);
  return valueWord(value, locale);
}
