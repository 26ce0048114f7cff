/** Languages, texts, and how dates, money and numbers are written. */
export { contentLocale, locales, interfaceLocales, defaultLocale, localeNames, isLocale, htmlLang, dir, parseAcceptLanguage } from './locale.ts';
export type { ContentLocale, Locale } from './locale.ts';
export { tr, speaks, defineTexts } from './text.ts';
export type { Text, Texts } from './text.ts';
export {
  timeZone,
  formatDate,
  formatLongDate,
  formatTime,
  formatDateTime,
  calendarDayOf,
  formatDays,
  formatMoney,
  parseMoney,
  formatNumber,
  formatPercent,
  formatFileSize,
  formatList,
  plural,
  compareWords,
} from './format.ts';
export type { DateLike } from './format.ts';
