import type { Ctx } from '#platform/module';
import { endOfMonth, monthAfter, thisMonth, type Period } from './period.ts';
import { processFigures, serviceUse, type ProcessFigure, type ServiceUse } from './points.ts';

/** What a project promised: cases a year, minutes less per case, money a year, and how much of it is realistic. */
export type ExpectedBenefit = { casesPerYear: number; minutesSavedPerCase: number; moneyCentsPerYear: number; realisationPercent: number };
export type EffectQuestion = { projectId: string; serviceSlug: string | null; liveOn: string | null; expected: ExpectedBenefit | null };

/** Numbers of the formula as they are shown beside it. */
export type EffectFormula = { cases: number; automatic: number; minutesSavedPerCase: number; minutesPerCase: number; hourCents: number };
export type MeasuredEffect = { at: 6 | 12 | 24; period: Period; hours: number; cents: number; formula: EffectFormula };
/** Why nothing was measured: said instead of a 0. */
export type NotMeasurable = 'not-live' | 'no-service' | 'not-six-months' | 'no-times';
export type Effect = {
  projectId: string;
  /** For one year; null: nothing was promised. */
  expected: { hours: number; cents: number } | null;
  measured: MeasuredEffect[];
  why: NotMeasurable | null;
  /** When the next measurement can be taken; null: none any more, or never. */
  nextOn: string | null;
};

/** What an hour of work costs, in cents (all-in, middle service; to be replaced by the city's own rate). */
export const HOUR_CENTS = 5200;
const MARKS = [6, 12, 24] as const;

/** Promised hours a year: cases × minutes ÷ 60 × how much of it is realistic. */
export const expectedHours = ({ casesPerYear, minutesSavedPerCase, realisationPercent }: ExpectedBenefit): number => (casesPerYear * minutesSavedPerCase * realisationPercent) / 6000;

/** Expected against measured benefit of projects, 6, 12 and 24 months after they went live, from the cases themselves; two queries for all. */
export async function effectOf(ctx: Ctx, projects: EffectQuestion[]): Promise<Effect[]> {
  const live = projects.flatMap(({ serviceSlug, liveOn }) => (serviceSlug && liveOn ? [{ serviceSlug, liveOn }] : []));
  const first = live.map(({ liveOn }) => liveOn).toSorted()[0];
  const slugs = [...new Set(live.map(({ serviceSlug }) => serviceSlug))];
  const period = { from: monthAfter(first ?? thisMonth(ctx), 0), to: endOfMonth(monthAfter(thisMonth(ctx), -1)) };
  const [use, processes] = [first ? await listUse(ctx, slugs, period) : [], await listProcessFigures(ctx)];
  return projects.map((project) => measure(ctx, project, { use, process: processes.find(({ serviceSlug }) => serviceSlug !== null && serviceSlug === project.serviceSlug) }));
}

/** All processes the city knows, from whoever contributes them. */
export const listProcessFigures = async (ctx: Ctx): Promise<ProcessFigure[]> => (await Promise.all(ctx.platform.contributions(processFigures).map((one) => one.list(ctx)))).flat();

const listUse = async (ctx: Ctx, slugs: string[], period: Period): Promise<ServiceUse[]> => (await Promise.all(ctx.platform.contributions(serviceUse).map((one) => one.list(ctx, slugs, period)))).flat();

type Known = { use: ServiceUse[]; process: ProcessFigure | undefined };

/** Only whole months count: the first one is that after going live. */
function measure(ctx: Ctx, { projectId, serviceSlug, liveOn, expected }: EffectQuestion, { use, process }: Known): Effect {
  const base = { projectId, expected: expected && { hours: expectedHours(expected), cents: expectedCents(expected) }, measured: [] as MeasuredEffect[] };
  if (!liveOn) return { ...base, why: 'not-live', nextOn: null };
  if (!serviceSlug) return { ...base, why: 'no-service', nextOn: null };
  const start = monthAfter(liveOn, liveOn.endsWith('-01') ? 0 : 1);
  const ripe = MARKS.filter((at) => monthAfter(start, at) <= thisMonth(ctx));
  const next = MARKS.find((at) => !ripe.includes(at));
  const nextOn = next ? monthAfter(start, next) : null;
  if (ripe.length === 0) return { ...base, why: 'not-six-months', nextOn };
  const minutes = expected?.minutesSavedPerCase ?? process?.minutesPerCase ?? 0;
  if (minutes === 0) return { ...base, why: 'no-times', nextOn };
  const own = use.filter(({ slug }) => slug === serviceSlug);
  const measured = ripe.map((at) => {
    const period = { from: start, to: endOfMonth(monthAfter(start, at - 1)) };
    return measuredAt(at, { period, months: own.filter(({ month }) => month >= period.from && month <= period.to), minutes, process });
  });
  return { ...base, measured, why: null, nextOn };
}

export const expectedCents = (expected: ExpectedBenefit): number => Math.round(expectedHours(expected) * HOUR_CENTS + (expected.moneyCentsPerYear * expected.realisationPercent) / 100);

type Mark = { period: Period; months: ServiceUse[]; minutes: number; process: ProcessFigure | undefined };

/** Every decided case saves the promised minutes; one that the machine decided alone saves the whole working time, when that is known. */
function measuredAt(at: MeasuredEffect['at'], { period, months, minutes, process }: Mark): MeasuredEffect {
  const decided = months.reduce((sum, one) => sum + one.decided, 0);
  const automatic = months.reduce((sum, one) => sum + one.automatic, 0);
  const whole = Math.max(minutes, process?.minutesPerCase ?? 0);
  const hours = ((decided - automatic) * minutes + automatic * whole) / 60;
  return { at, period, hours, cents: Math.round(hours * HOUR_CENTS), formula: { cases: decided, automatic, minutesSavedPerCase: minutes, minutesPerCase: whole, hourCents: HOUR_CENTS } };
}
