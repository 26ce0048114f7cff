import type { ComponentChildren, VNode } from 'preact';
import { contentLocale, dir, htmlLang, speaks, tr, type ContentLocale, type Locale, type Text } from '#platform/i18n';
import { LocaleProvider } from '../locale-context.tsx';

/** Marks what is written in another language than the page, so that it is read aloud and set in its own way. */
const marked = (children: ComponentChildren, language: ContentLocale): VNode => (
  <span lang={htmlLang(language)} dir={dir(language)}>
    {children}
  </span>
);

/** A text of the city on a page in this language; German is marked where nobody has translated it. */
export function say(text: Text, locale: Locale): VNode | string {
  const words = tr(text, locale);
  // easy language is German; a single string stands for every language of content
  const german = contentLocale(locale) !== locale ? !speaks(text, locale) : locale === 'en' && typeof text !== 'string' && !text.en;
  return german ? marked(words, 'de') : words;
}

/** The same for words that were already read: in the language of content ({@link contentLocale}) unless `written` says in which. */
export const sayContent = (words: string, locale: Locale, written: Locale = contentLocale(locale)): VNode | string => (written === locale ? words : marked(words, contentLocale(written)));

/** A text of several lines on a page in this language: attributes for the element around it. */
export const languageOf = (text: Text, locale: Locale): { lang?: string; dir?: 'ltr' | 'rtl' } => (speaks(text, locale) ? {} : inContentLanguage(locale));

/** A whole block that is written in the language of content: attributes for its element. */
export const inContentLanguage = (locale: Locale): { lang?: string; dir?: 'ltr' | 'rtl' } =>
  contentLocale(locale) === locale ? {} : { lang: htmlLang(contentLocale(locale)), dir: dir(contentLocale(locale)) };

/** Children that are written in the language of content, marked where the page speaks another. */
export function ContentBlock({ locale, children }: { locale: Locale; children: ComponentChildren }): VNode {
  const language = inContentLanguage(locale);
  if (!language.lang) return <>{children}</>;
  return (
    <LocaleProvider locale={contentLocale(locale)}>
      <div class="stack" {...language}>
        {children}
      </div>
    </LocaleProvider>
  );
}
