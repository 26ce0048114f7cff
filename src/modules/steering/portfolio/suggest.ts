import { formatMoney, formatNumber } from '#platform/i18n';
import type { Suggestion } from '../tables.ts';
import type { ScoringModel } from './scoring-model.ts';

/** What is known of a project's benefit: case counts from the platform where the process runs here, else as expected. */
export type Benefits = { casesPerYear: number; measured: boolean; minutesSavedPerCase: number; moneyCentsPerYear: number; realisationPercent: number; costCents: number };

const clamp = (value: number, [low, high]: [number, number]): number => Math.min(high, Math.max(low, value));

/** Money that the project saves a year: hours times their cost, and money saved directly. */
export function yearlyBenefitCents(benefit: Omit<Benefits, 'measured' | 'costCents'>, hourCents: number): { hours: number; cents: number } {
  const hours = (benefit.casesPerYear * benefit.minutesSavedPerCase * benefit.realisationPercent) / 100 / 60;
  return { hours: Math.round(hours), cents: Math.round(hours * hourCents) + benefit.moneyCentsPerYear };
}

/** Points for efficiency by years to payback: full up to `best`, none from `worst` on, a straight line between. */
export function suggestEfficiency(benefit: Benefits | null, model: Pick<ScoringModel, 'hourCents' | 'payback'>): Suggestion | null {
  if (!benefit) return null;
  const { hours, cents } = yearlyBenefitCents(benefit, model.hourCents);
  const counted = `${formatNumber(benefit.casesPerYear)} Fälle im Jahr (${benefit.measured ? 'gemessen' : 'erwartet'}) × ${formatNumber(benefit.minutesSavedPerCase)} Minuten ÷ 60 × ${benefit.realisationPercent} % = ${formatNumber(hours)} Stunden`;
  const worth = `${formatNumber(hours)} Stunden × ${formatMoney(model.hourCents)}${benefit.moneyCentsPerYear ? ` + ${formatMoney(benefit.moneyCentsPerYear)}` : ''} = ${formatMoney(cents)} im Jahr`;
  if (cents <= 0) return { points: 0, formula: `${counted}. Kein Gewinn im Jahr: 0 Punkte.` };
  const years = benefit.costCents / cents;
  const { best, worst } = model.payback;
  const points = Math.round(clamp(((worst - years) / (worst - best)) * 10, [0, 10]));
  return { points, formula: `${counted}; ${worth}; ${formatMoney(benefit.costCents)} ÷ ${formatMoney(cents)} = ${formatNumber(Math.round(years * 10) / 10)} Jahre bis zur Rückzahlung. ${formatNumber(best)} Jahr = 10, ${formatNumber(worst)} Jahre = 0: ${points} Punkte.` };
}

/** Points for the legal duty by what the project says of law and date. */
export function suggestLegal(mandatory: { kind: 'law' | 'operation' | 'resolution'; basis: string; dueOn: string | null } | null, today: string): Suggestion | null {
  if (!mandatory || mandatory.kind !== 'law') return null;
  if (!mandatory.dueOn) return { points: 6, formula: `${mandatory.basis}, ohne Datum: 6 Punkte.` };
  const months = (Number(mandatory.dueOn.slice(0, 4)) - Number(today.slice(0, 4))) * 12 + Number(mandatory.dueOn.slice(5, 7)) - Number(today.slice(5, 7));
  const points = months <= 12 ? 10 : months <= 24 ? 8 : 6;
  return { points, formula: `${mandatory.basis}, Frist in ${months} Monaten: ${points} Punkte.` };
}
