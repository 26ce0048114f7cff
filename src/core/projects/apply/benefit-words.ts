import { HOUR_CENTS, expectedCents, expectedHours } from '#core/insights';
import { formatMoney, formatNumber } from '#platform/i18n';
import type { Benefit } from '../project.ts';

/** The expected benefit with its formula, as lists, charter and project page say it. */
export function benefitWords(benefit: Benefit): { hours: string; money: string } {
  const { casesPerYear, minutesSavedPerCase, moneyCentsPerYear, realisationPercent } = benefit;
  const hours = formatNumber(expectedHours(benefit), 'de', { maximumFractionDigits: 0 });
  const part = `${realisationPercent} %`;
  const saved = moneyCentsPerYear > 0 ? ` + ${formatMoney(moneyCentsPerYear, 'de')} × ${part}` : '';
  return {
    hours: `${formatNumber(casesPerYear, 'de')} Fälle × ${formatNumber(minutesSavedPerCase, 'de')} Minuten ÷ 60 × ${part} = ${hours} Stunden im Jahr`,
    money: `${hours} Stunden × ${formatMoney(HOUR_CENTS, 'de')}${saved} = ${formatMoney(expectedCents(benefit), 'de')} im Jahr`,
  };
}
