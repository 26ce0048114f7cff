import { interfaceLocales, type Locale } from '#platform/i18n';

type Plain = Record<string, unknown>;
/** The languages that forms and letters are written in. */
export const LOCALES = ['de', 'en', 'de-leicht'] as const;
export type TextLocale = (typeof LOCALES)[number];
const EVERY: readonly Locale[] = interfaceLocales;

/** A text in one language: a plain string is German. */
export function textIn(value: unknown, locale: Locale): string {
  if (typeof value === 'string') return locale === 'de' ? value : '';
  const text = (value as Plain | null | undefined)?.[locale];
  return typeof text === 'string' ? text : '';
}

/** The value with the text of one language changed; undefined when nothing is left. */
export function withText(value: unknown, locale: Locale, text: string): unknown {
  const texts = Object.fromEntries(EVERY.map((one) => [one, one === locale ? text : textIn(value, one)]).filter(([, one]) => one !== ''));
  const languages = Object.keys(texts);
  if (languages.length === 0) return undefined;
  return languages.length === 1 && texts['de'] !== undefined ? texts['de'] : texts;
}
