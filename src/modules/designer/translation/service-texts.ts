import type { Locale } from '#platform/i18n';
import { textIn, withText } from '../settings/service-text.ts';

type Plain = Record<string, unknown>;
/** A text of service.yaml that citizens read: where it stands and what it is called. */
export type ServiceText = { place: string; label: string; value: unknown };

const SINGLE: [place: string, label: string][] = [
  ['name', 'Name'],
  ['summary', 'Kurzbeschreibung'],
  ['description', 'Beschreibung'],
  ['fee.text', 'Gebühr'],
  ['processingTime.text', 'Dauer'],
  ['deadline', 'Frist'],
  ['validity', 'Gültigkeit'],
];
const LISTS: [place: string, label: string, cells?: [string, string][]][] = [
  ['steps', 'Schritt'],
  ['requirements', 'Voraussetzung'],
  ['haveReady', 'Bereithalten'],
  ['papers', 'Unterlage', [['name', ''], ['when', ': wer sie braucht'], ['hint', ': Hinweis']]],
];
const PARTING: [place: string, label: string][] = [['contact.text', 'Kontakt']];

/** Every text that citizens read on the page of a service, in its order; the names of laws are German everywhere. */
export function serviceTexts(settings: Plain): ServiceText[] {
  const one = ([place, label]: [string, string]): ServiceText => ({ place, label, value: valueAt(settings, place) });
  const many = LISTS.flatMap(([key, label, cells]) => rowsAt(settings, key).flatMap((_, row) => (cells ?? [['', '']]).map(([cell, more]): ServiceText => one([[key, String(row), ...(cell ? [cell] : [])].join('.'), `${label} ${row + 1}${more}`]))));
  return [...SINGLE.map(one), ...many, ...PARTING.map(one)].filter(({ value }) => textIn(value, 'de') !== '');
}

const rowsAt = (settings: Plain, key: string): unknown[] => (Array.isArray(settings[key]) ? settings[key] : []);

function valueAt(settings: Plain, place: string): unknown {
  let at: unknown = settings;
  for (const key of place.split('.')) at = typeof at === 'object' && at !== null ? (at as Plain)[key] : undefined;
  return at;
}

/** The settings with the text of one place in one language changed; all else stays. */
export function withServiceText(settings: Plain, { place, locale, text }: { place: string; locale: Locale; text: string }): Plain {
  const next = structuredClone(settings);
  const keys = place.split('.');
  const last = keys.pop() ?? '';
  const holder = keys.length > 0 ? valueAt(next, keys.join('.')) : next;
  if (typeof holder === 'object' && holder !== null) (holder as Plain)[last] = withText((holder as Plain)[last], locale, text);
  return next;
}
