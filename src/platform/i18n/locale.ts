/** The languages in which content is written; easy language ("Leichte Sprache", BITV 2.0 § 4) is a language of its own. */
export const locales = ['de', 'en', 'de-leicht'] as const;
/** The languages the main paths speak; what a city writes itself stays German there, and is marked so. */
export const interfaceLocales = [...locales, 'ar', 'uk', 'tr'] as const;

export type Locale = (typeof interfaceLocales)[number];
export type ContentLocale = (typeof locales)[number];

export const defaultLocale = 'de' satisfies Locale;

/** What each language calls itself, for the language switch. */
export const localeNames: Record<Locale, string> = { de: 'Deutsch', en: 'English', 'de-leicht': 'Leichte Sprache', ar: 'العربية', uk: 'Українська', tr: 'Türkçe' };

/** True when the text (a query parameter, a cookie) names one of our languages. */
export function isLocale(value: unknown): value is Locale {
  return typeof value === 'string' && (interfaceLocales as readonly string[]).includes(value);
}

/** The language in which somebody with this language gets what is written for all: German where there is nothing of their own. */
export function contentLocale(locale: Locale): ContentLocale {
  return (locales as readonly string[]).includes(locale) ? (locale as ContentLocale) : defaultLocale;
}

/** The value for `<html lang>`: BCP 47 knows easy language as the registered variant "simple". */
export function htmlLang(locale: Locale): string {
  return locale === 'de-leicht' ? 'de-simple' : locale;
}

const rightToLeft = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ks', 'ps', 'sd', 'ug', 'ur', 'yi']);

/** Writing direction of a language tag; also answers for languages a translated service text may bring along. */
export function dir(language: string): 'ltr' | 'rtl' {
  return rightToLeft.has(language.split('-')[0]?.toLowerCase() ?? '') ? 'rtl' : 'ltr';
}

/** The best of our languages for an Accept-Language header (RFC 9110, 12.5.4); German when nothing fits. */
export function parseAcceptLanguage(header: string | undefined): Locale {
  const wishes = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part, position) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find(Boolean);
      return { tag: tag.trim(), weight: weight === undefined ? 1 : Number(weight), position };
    })
    .filter((wish) => wish.weight > 0)
    .sort((a, b) => b.weight - a.weight || a.position - b.position);
  for (const { tag } of wishes) {
    if (tag === 'de-simple' || tag === 'de-leicht') return 'de-leicht';
    if (tag === 'de' || tag.startsWith('de-')) return 'de';
    const other = interfaceLocales.find((locale) => tag === locale || tag.startsWith(`${locale}-`));
    if (other) return other;
  }
  return defaultLocale;
}
