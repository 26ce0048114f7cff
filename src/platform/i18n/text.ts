import type { Locale } from './locale.ts';

/** A text as data: one string for every language, or one per language. German is always there. */
export type Text = string | { de: string; en?: string | undefined; 'de-leicht'?: string | undefined; ar?: string | undefined; uk?: string | undefined; tr?: string | undefined };

/** The text in a language; a missing language falls back to German. */
export function tr(text: Text, locale: Locale): string;
export function tr(text: Text | undefined, locale: Locale): string | undefined;
export function tr(text: Text | undefined, locale: Locale): string | undefined {
  if (text === undefined || typeof text === 'string') return text;
  return text[locale] || text.de;
}

/** Is the text written in this language itself? What is one string for all is German. */
export const speaks = (text: Text, locale: Locale): boolean => (typeof text === 'string' ? locale === 'de' : Boolean(text[locale]));

type Entry = string | ((...values: never[]) => string);
type Widen<T> = { [K in keyof T]: T[K] extends string ? string : T[K] };
/** A dictionary: its words in a language, and which keys that language lacks (they speak German). */
export type Texts<T> = ((locale: Locale) => T) & { lacks(locale: Locale): string[] };

/**
 * A typed dictionary: `const texts = defineTexts({ de: {…}, en: {…} })`, then `texts(locale).title`.
 * The compiler demands every key in German and English; easy language may leave keys out and then speaks German.
 * A text with values is a function: `found: (count: number) => …`.
 */
export function defineTexts<T extends Record<string, Entry>>(texts: {
  de: T;
  en: NoInfer<Widen<T>>;
  'de-leicht'?: NoInfer<Partial<Widen<T>>>;
  /** The main paths only; what is missing speaks German. */
  ar?: NoInfer<Partial<Widen<T>>>;
  uk?: NoInfer<Partial<Widen<T>>>;
  tr?: NoInfer<Partial<Widen<T>>>;
}): Texts<Widen<T>> {
  const all: Record<Locale, Widen<T>> = {
    de: texts.de as Widen<T>,
    en: texts.en,
    'de-leicht': { ...(texts.de as Widen<T>), ...texts['de-leicht'] },
    ar: { ...(texts.de as Widen<T>), ...texts.ar },
    uk: { ...(texts.de as Widen<T>), ...texts.uk },
    tr: { ...(texts.de as Widen<T>), ...texts.tr },
  };
  return Object.assign((locale: Locale) => all[locale], { lacks: (locale: Locale) => Object.keys(texts.de).filter((key) => !(key in (texts[locale] ?? {}))) });
}
