import { createContext } from 'preact';
import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { defaultLocale } from '#platform/i18n';
import type { Locale } from '#platform/i18n';

const LocaleContext = createContext<Locale>(defaultLocale);

/** Tells every component below which language to write its own words in; both frames set it. */
export function LocaleProvider({ locale, children }: { locale: Locale; children: ComponentChildren }) {
  return <LocaleContext.Provider value={locale}>{children}</LocaleContext.Provider>;
}

/** The language of the page, or the one given to the component itself. */
export function useLocale(given?: Locale): Locale {
  const around = useContext(LocaleContext);
  return given ?? around;
}
