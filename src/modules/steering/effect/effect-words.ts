import { figureText, type MeasuredEffect, type NotMeasurable } from '#core/insights';
import { formatMoney, formatNumber } from '#platform/i18n';

/** Said instead of a 0. */
export const whyWords: Record<NotMeasurable, string> = {
  'not-live': 'noch nicht in Betrieb',
  'no-service': 'keine Leistung verknüpft',
  'not-six-months': 'noch keine 6 Monate in Betrieb',
  'no-times': 'keine Minuten je Vorgang bekannt',
};

/** The formula with its numbers: "(812 Vorgänge × 12 Min. + 240 automatisch × 21 Min.) ÷ 60 = 246 Std.". */
export function formulaWords({ formula, hours, cents }: MeasuredEffect): string {
  const { cases, automatic, minutesSaved, minutesSavedAutomatic, hourCents, moneyCents } = formula;
  const number = (value: number): string => formatNumber(value, 'de', { maximumFractionDigits: 1 });
  const machine = automatic > 0 ? ` + ${number(automatic)} automatisch × ${number(minutesSavedAutomatic)} Min.` : '';
  const money = ` · ${figureText(hours, 'hours')} × ${formatMoney(hourCents)}${moneyCents > 0 ? ` + ${figureText(moneyCents, 'cents')} Sachkosten` : ''} = ${figureText(cents, 'cents')}`;
  return `(${number(cases - automatic)} Vorgänge × ${number(minutesSaved)} Min.${machine}) ÷ 60 = ${figureText(hours, 'hours')}${money}`;
}

type OfService = { id: string; title: string; serviceSlug: string | null };

/** Two projects of one service count its cases both, each with the minutes that it saves itself: whoever adds them up has to know. '' when there is none. */
export function sameCases(project: OfService, all: OfService[]): string {
  const others = all.filter(({ id, serviceSlug }) => serviceSlug !== null && serviceSlug === project.serviceSlug && id !== project.id);
  return others.length === 0 ? '' : `Zählt dieselben Vorgänge wie ${others.map(({ title }) => `„${title}“`).join(', ')}, jedes mit seinen eigenen Minuten je Fall.`;
}
