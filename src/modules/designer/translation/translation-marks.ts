import { isDeepStrictEqual } from 'node:util';
import type { Locale } from '#platform/i18n';
import { textIn } from '../settings/service-text.ts';
import { serviceTexts } from './service-texts.ts';

type Plain = Record<string, unknown>;
/** Languages beside German. */
export const translated = ['en', 'de-leicht', 'ar', 'uk', 'tr'] as const;
export type Translated = (typeof translated)[number];
export type Mark = 'machine' | 'outdated';
/** How far a text is in a language: not there, made by a machine, left behind by a new German text, right. */
export type TranslationState = 'missing' | Mark | 'done';
type Marks = Record<Mark, string[]>;

/** What service.yaml says about its translations (`translations:`). */
export function marksOf(settings: Plain, locale: Translated): Marks {
  const said = ((settings['translations'] as Plain | undefined)?.[locale] ?? {}) as Partial<Record<Mark, unknown>>;
  const places = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []);
  return { machine: places(said.machine), outdated: places(said.outdated) };
}

/** The settings with marks set for some places: `undefined` means right. Marks of places that are gone go, too. */
export function mark(settings: Plain, locale: Translated, { places, as }: { places: readonly string[]; as: Mark | undefined }): Plain {
  const now = marksOf(settings, locale);
  const there = new Set(serviceTexts(settings).filter(({ value }) => textIn(value, locale) !== '').map(({ place }) => place));
  const kept = (kind: Mark): string[] => [...new Set([...now[kind].filter((place) => !places.includes(place)), ...(as === kind ? places : [])])].filter((place) => there.has(place));
  const own = Object.fromEntries((['machine', 'outdated'] as const).map((kind) => [kind, kept(kind)]).filter(([, list]) => (list?.length ?? 0) > 0));
  const { [locale]: _gone, ...others } = (settings['translations'] ?? {}) as Plain;
  const translations = Object.keys(own).length > 0 ? { ...others, [locale]: own } : others;
  const { translations: _before, ...rest } = settings;
  return Object.keys(translations).length > 0 ? { ...rest, translations } : rest;
}

export function stateOf(settings: Plain, place: string, { value, locale }: { value: unknown; locale: Translated }): TranslationState {
  if (textIn(value, locale) === '') return 'missing';
  const { machine, outdated } = marksOf(settings, locale);
  return machine.includes(place) ? 'machine' : outdated.includes(place) ? 'outdated' : 'done';
}

/** How many texts are in which state. */
export function countStates(settings: Plain, locale: Translated): Record<TranslationState, number> {
  const counts: Record<TranslationState, number> = { missing: 0, machine: 0, outdated: 0, done: 0 };
  for (const { place, value } of serviceTexts(settings)) counts[stateOf(settings, place, { value, locale })]++;
  return counts;
}

/**
 * What an edit does to the marks: a German text that changed leaves behind its translations that did not; a translation that a person
 * has written over is right. Marks that the edit itself sets stay as it says.
 */
export function withMarks(before: Plain, after: Plain): Plain {
  if (!isDeepStrictEqual(before['translations'], after['translations'])) return after;
  const old = new Map(serviceTexts(before).map(({ place, value }) => [place, value]));
  const texts = serviceTexts(after);
  let next = after;
  for (const locale of translated) {
    const same = (place: string, value: unknown, language: Locale): boolean => textIn(old.get(place), language).trim() === textIn(value, language).trim();
    const rewritten = texts.filter(({ place, value }) => !same(place, value, locale)).map(({ place }) => place);
    const behind = texts.filter(({ place, value }) => old.has(place) && textIn(value, locale) !== '' && same(place, value, locale) && !same(place, value, 'de')).map(({ place }) => place);
    if (rewritten.length > 0) next = mark(next, locale, { places: rewritten, as: undefined });
    if (behind.length > 0) next = mark(next, locale, { places: behind, as: 'outdated' });
  }
  return next;
}
