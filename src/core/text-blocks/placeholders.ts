import { addDays } from '#core/organisation';
import { formatDate } from '#platform/i18n';

/** What a text is about: one value a placeholder, '' when nobody knows it. */
export type PlaceValues = Record<PlaceName, string> & {
  /** Day on which it is written, for "{{Heute + 14}}". */
  today: string;
  /** What the application says, for "{{Angabe hund.name}}". */
  answers: Record<string, unknown>;
};

/** Placeholders and what stands there, as people choose them. */
export const places = {
  Aktenzeichen: 'Zeichen des Vorgangs oder der Akte',
  Betreff: 'Titel des Vorgangs oder der Akte',
  Anrede: '„Guten Tag“ mit Namen',
  Name: 'Name der antragstellenden Person',
  Vorname: '',
  Nachname: '',
  Anschrift: 'in mehreren Zeilen',
  Eingang: 'Tag des Eingangs',
  Frist: 'letzter Tag der Bearbeitungsfrist',
  Heute: 'auch mit Tagen: {{Heute + 14}}',
  Amt: '',
  Telefon: 'des Amtes',
  'E-Mail': 'des Amtes',
  Bearbeitung: 'Ihr Name',
  Stadt: '',
} as const;
export type PlaceName = keyof typeof places;

const PLACE = /\{\{\s*([^{}]{1,200}?)\s*\}\}/g;
const DAYS = /^Heute\s*([+-])\s*(\d{1,4})$/;
const ANSWER = /^Angabe\s+([\p{L}\p{N}_.[\]-]{1,120})$/u;
const BLOCK = /^Baustein\s+(.{1,120})$/;

/** Placeholders of a text that nobody will ever fill. */
export function unknownPlaces(text: string): string[] {
  const names = [...text.matchAll(PLACE)].map(([, name = '']) => name);
  return [...new Set(names.filter((name) => !(name in places) && !DAYS.test(name) && !ANSWER.test(name) && !BLOCK.test(name)))];
}

/** Names of the blocks that a text brings along: "{{Baustein Rechtsbehelf}}". */
export const blocksWithin = (text: string): string[] => [...text.matchAll(PLACE)].flatMap(([, name = '']) => BLOCK.exec(name)?.[1] ?? []);

/** Puts blocks in, one deep: what they bring along themselves stays a gap. */
export const withBlocks = (text: string, blocks: Map<string, string>): string =>
  text.replaceAll(PLACE, (whole, name: string) => {
    const wanted = BLOCK.exec(name)?.[1];
    return wanted === undefined ? whole : (blocks.get(wanted.toLowerCase()) ?? gap(name));
  });

const gap = (name: string): string => `[${name}?]`;

/** Fills a text; what is not known stays in it as a gap that people see: "[Anschrift?]". */
export function fillPlaces(text: string, values: PlaceValues): string {
  return text.replaceAll(PLACE, (_whole, name: string) => {
    const days = DAYS.exec(name);
    if (days) return formatDate(addDays(values.today, Number(`${days[1]}${days[2]}`)), 'de');
    const answer = ANSWER.exec(name);
    const value = answer ? answerAt(values.answers, answer[1] ?? '') : name in places ? values[name as PlaceName] : '';
    return value || gap(name);
  });
}

/** Gaps that are still in a text. */
export const gapsIn = (text: string): string[] => [...new Set([...text.matchAll(/\[([^[\]\n]{1,200})\?\]|\{\{\s*([^{}]{1,200}?)\s*\}\}/g)].map(([, gapName, place]) => gapName ?? place ?? ''))];

function answerAt(answers: Record<string, unknown>, path: string): string {
  const found = path.split(/[.[\]]+/).filter(Boolean).reduce<unknown>((at, key) => (typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? (at as Record<string, unknown>)[key] : undefined), answers);
  if (typeof found === 'boolean') return found ? 'ja' : 'nein';
  if (typeof found === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(found)) return formatDate(found, 'de');
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
}
