import { formatMoney, formatNumber, type Locale } from '#platform/i18n';
import type { FigureUnit } from './points.ts';

const words: Record<'de' | 'en', { none: string; hours: string; days: string }> = { de: { none: 'nicht messbar', hours: 'Std.', days: 'Tage' }, en: { none: 'not measurable', hours: 'h', days: 'days' } };

/** A figure as people read it: "1.234", "12,5 %", "3.600.000,00 €" as "3.600.000 €", "4,2 Tage"; null is said, never 0. */
export function figureText(value: number | null, unit: FigureUnit, locale: Locale = 'de'): string {
  const say = words[locale === 'en' ? 'en' : 'de'];
  if (value === null) return say.none;
  if (unit === 'cents') return value % 100 === 0 || Math.abs(value) >= 1_000_000 ? formatMoney(Math.round(value / 100) * 100, locale).replace(/[,.]00(?=\D*$)/, '') : formatMoney(value, locale);
  if (unit === 'percent') return `${formatNumber(value, locale, { maximumFractionDigits: 1 })} %`;
  if (unit === 'hours') return `${formatNumber(value, locale, { maximumFractionDigits: value < 10 ? 1 : 0 })} ${say.hours}`;
  if (unit === 'days') return `${formatNumber(value, locale, { maximumFractionDigits: 1 })} ${say.days}`;
  return formatNumber(value, locale, { maximumFractionDigits: 0 });
}
