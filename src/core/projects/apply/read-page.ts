import { parseMoney } from '#platform/i18n';
import type { Estimate } from '../project.ts';

/** Pages of the application in their order. */
export const wizardPages = [
  { key: 'vorhaben', title: 'Was und warum' },
  { key: 'nutzen', title: 'Erwarteter Nutzen' },
  { key: 'pflicht', title: 'Pflicht' },
  { key: 'zeit', title: 'Zeit und Menschen' },
  { key: 'geld', title: 'Geld' },
] as const;
export type WizardPage = (typeof wizardPages)[number]['key'];

/** What was typed, by field name. */
export type Typed = Record<string, string>;
export type Mistake = { id: string; text: string };
type Read<T> = { values: T; mistakes: Mistake[] };

const tooLong = 'Das ist zu lang.';
const word = (typed: Typed, name: string): string => (typed[name] ?? '').trim();

/** A whole number from 0 on; empty: null; anything else: a mistake. */
export function wholeNumber(text: string, { id, what, most = 10_000_000 }: { id: string; what: string; most?: number }): { value: number | null; mistakes: Mistake[] } {
  const bare = text.trim().replaceAll('.', '');
  if (!bare) return { value: null, mistakes: [] };
  if (/^-\d+$/.test(bare)) return { value: null, mistakes: [{ id, text: `„${what}“ darf nicht negativ sein.` }] };
  const value = /^\d{1,9}$/.test(bare) ? Number(bare) : Number.NaN;
  if (Number.isNaN(value) || value > most) return { value: null, mistakes: [{ id, text: `Geben Sie bei „${what}“ eine ganze Zahl bis ${most.toLocaleString('de-DE')} an.` }] };
  return { value, mistakes: [] };
}

/** A day as the browser's date input sends it; empty: null. */
export function dayOf(text: string, { id, what }: { id: string; what: string }): { value: string | null; mistakes: Mistake[] } {
  const bare = text.trim();
  if (!bare) return { value: null, mistakes: [] };
  const real = /^\d{4}-\d{2}-\d{2}$/.test(bare) && !Number.isNaN(Date.parse(bare)) && new Date(bare).toISOString().startsWith(bare);
  return real ? { value: bare, mistakes: [] } : { value: null, mistakes: [{ id, text: `„${what}“: Diesen Tag gibt es nicht.` }] };
}

/** Money from 0 on; empty: 0. */
export function amountOf(text: string, { id, what }: { id: string; what: string }): { value: number; mistakes: Mistake[] } {
  if (!text.trim()) return { value: 0, mistakes: [] };
  const cents = parseMoney(text);
  if (cents === undefined) return { value: 0, mistakes: [{ id, text: `Geben Sie den Betrag bei „${what}“ so an: 12.500,00` }] };
  return cents < 0 ? { value: 0, mistakes: [{ id, text: `„${what}“ darf nicht negativ sein.` }] } : { value: cents, mistakes: [] };
}

export function readIdea(typed: Typed): Read<{ title: string; purpose: string; situation: string; service_slug: string | null; office_id: string }> {
  const values = { title: word(typed, 'titel'), purpose: word(typed, 'zweck'), situation: word(typed, 'ausgangslage'), service_slug: word(typed, 'leistung') || null, office_id: word(typed, 'amt') };
  const mistakes: Mistake[] = [
    ...(values.title.length < 3 ? [{ id: 'titel', text: 'Geben Sie dem Projekt einen Titel.' }] : []),
    ...(values.title.length > 200 ? [{ id: 'titel', text: tooLong }] : []),
    ...(values.office_id ? [] : [{ id: 'amt', text: 'Wählen Sie das Amt, dem das Projekt nützt.' }]),
    ...(values.purpose ? [] : [{ id: 'zweck', text: 'Schreiben Sie, was danach besser ist.' }]),
    ...(values.purpose.length > 4000 ? [{ id: 'zweck', text: tooLong }] : []),
    ...(values.situation.length > 4000 ? [{ id: 'ausgangslage', text: tooLong }] : []),
  ];
  return { values, mistakes };
}

export function readBenefit(typed: Typed) {
  const cases = wholeNumber(word(typed, 'faelle'), { id: 'faelle', what: 'Fälle im Jahr' });
  const minutes = wholeNumber(word(typed, 'minuten'), { id: 'minuten', what: 'Minuten weniger je Fall', most: 10_000 });
  const percent = wholeNumber(word(typed, 'anteil'), { id: 'anteil', what: 'Anteil, der wirklich eintritt', most: 100 });
  const money = amountOf(word(typed, 'euro'), { id: 'euro', what: 'Gespartes Geld im Jahr' });
  const some = cases.value !== null || minutes.value !== null || money.value > 0;
  const half = (cases.value === null) !== (minutes.value === null);
  const mistakes: Mistake[] = [
    ...cases.mistakes, ...minutes.mistakes, ...percent.mistakes, ...money.mistakes,
    ...(half && cases.mistakes.length + minutes.mistakes.length === 0 ? [{ id: cases.value === null ? 'faelle' : 'minuten', text: 'Fälle und Minuten gehören zusammen: Geben Sie beides an oder keines.' }] : []),
  ];
  const values = {
    cases_per_year: some ? (cases.value ?? 0) : null,
    minutes_saved: some ? (minutes.value ?? 0) : null,
    money_cents: some ? money.value : null,
    realisation_percent: some ? (percent.value ?? 100) : null,
    benefit_text: word(typed, 'nutzen').slice(0, 4000),
  };
  return { values, mistakes };
}

export function readDuty(typed: Typed) {
  const kind = (['law', 'operation', 'resolution'] as const).find((one) => one === typed.pflicht) ?? null;
  const basis = word(typed, 'grundlage').slice(0, 500);
  const due = dayOf(word(typed, 'frist'), { id: 'frist', what: 'Bis wann' });
  const mistakes: Mistake[] = [
    ...(typed.pflicht ? [] : [{ id: 'pflicht', text: 'Wählen Sie, ob das Projekt eine Pflicht erfüllt.' }]),
    ...(kind && !basis ? [{ id: 'grundlage', text: 'Nennen Sie das Gesetz, den Beschluss oder den gefährdeten Betrieb.' }] : []),
    ...due.mistakes,
    ...(kind === 'law' && !due.value && due.mistakes.length === 0 ? [{ id: 'frist', text: 'Eine gesetzliche Pflicht hat einen Tag, bis zu dem sie erfüllt sein muss.' }] : []),
  ];
  return { values: { duty_kind: kind, duty_basis: kind ? basis : '', duty_on: kind ? due.value : null }, mistakes };
}

export function readTime(typed: Typed) {
  const start = dayOf(word(typed, 'beginn'), { id: 'beginn', what: 'Beginn' });
  const end = dayOf(word(typed, 'ende'), { id: 'ende', what: 'Ende' });
  const days = wholeNumber(word(typed, 'tage'), { id: 'tage', what: 'Eigene Arbeitstage', most: 100_000 });
  const years = wholeNumber(word(typed, 'nutzungsjahre'), { id: 'nutzungsjahre', what: 'Jahre der Nutzung', most: 50 });
  const reversed = start.value && end.value && end.value < start.value;
  const mistakes = [...start.mistakes, ...end.mistakes, ...days.mistakes, ...years.mistakes, ...(reversed ? [{ id: 'ende', text: 'Das Ende liegt vor dem Beginn.' }] : [])];
  return { values: { starts_on: start.value, ends_on: end.value, capacity_days: days.value, longevity_years: years.value }, mistakes };
}

export function readMoney(typed: Typed, years: number[]): Read<{ estimate: Estimate[]; funding: string }> {
  const rows = years.map((year) => {
    const once = amountOf(typed[`einmalig-${year}`] ?? '', { id: `einmalig-${year}`, what: `Einmalig ${year}` });
    const running = amountOf(typed[`laufend-${year}`] ?? '', { id: `laufend-${year}`, what: `Laufend ${year}` });
    return { estimate: { year, onceCents: once.value, runningCents: running.value }, mistakes: [...once.mistakes, ...running.mistakes] };
  });
  const estimate = rows.map((row) => row.estimate).filter(({ onceCents, runningCents }) => onceCents + runningCents > 0);
  return { values: { estimate, funding: word(typed, 'foerderung').slice(0, 2000) }, mistakes: rows.flatMap((row) => row.mistakes) };
}

/** The four years an estimate is made for: from the year of the beginning, or this one. */
export function estimateYears(startsOn: string | null, today: string): number[] {
  const first = Number((startsOn ?? today).slice(0, 4));
  return [0, 1, 2, 3].map((more) => first + more);
}
