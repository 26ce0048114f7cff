import type { Ctx } from '#platform/module';
import { listKeptMonths } from './month-values.ts';
import { endOfMonth, monthAfter, thisMonth, type Period } from './period.ts';
import { processFigures, serviceUse, type ProcessFigure, type ServiceUse } from './points.ts';

/** What a project promised: cases a year, minutes less per case, money a year, and how much of it is realistic. */
export type ExpectedBenefit = { casesPerYear: number; minutesSavedPerCase: number; moneyCentsPerYear: number; realisationPercent: number };
/** What the lead measured and answered after going live; it goes before what was promised. */
export type EffectAnswer = { at: 6 | 12 | 24; minutesSavedPerCase: number | null; moneyCentsPerYear: number | null };
export type EffectQuestion = { projectId: string; serviceSlug: string | null; liveOn: string | null; expected: ExpectedBenefit | null; answers?: EffectAnswer[] };

/** Numbers of the formula as they are shown beside it; `measured`: the minutes were measured by the lead, not only promised. */
export type EffectFormula = { cases: number; automatic: number; minutesSaved: number; minutesSavedAutomatic: number; measured: boolean; hourCents: number; moneyCents: number };
export type MeasuredEffect = { at: 6 | 12 | 24; period: Period; hours: number; cents: number; /** What was promised for these months. */ expectedHours: number | null; formula: EffectFormula };
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

/** Under which figures cases of a service are kept that were decided outside the platform. */
export const usedOutside = (slug: string): { decided: string; automatic: string } => ({ decided: `service-use/${slug}/decided`, automatic: `service-use/${slug}/automatic` });

/** Cases of these services month by month: those worked on here, and those taken over from elsewhere. */
async function listUse(ctx: Ctx, slugs: string[], period: Period): Promise<ServiceUse[]> {
  const here = (await Promise.all(ctx.platform.contributions(serviceUse).map((one) => one.list(ctx, slugs, period)))).flat();
  type Named = { slug: string; kind: 'decided' | 'automatic' };
  const names = new Map(slugs.flatMap((slug): [string, Named][] => [[usedOutside(slug).decided, { slug, kind: 'decided' }], [usedOutside(slug).automatic, { slug, kind: 'automatic' }]]));
  const outside = (await listKeptMonths(ctx, [...names.keys()], period)).flatMap(({ figure, month, value }) => {
    const name = names.get(figure);
    return name ? [{ slug: name.slug, month, submitted: 0, decided: name.kind === 'decided' ? (value ?? 0) : 0, automatic: name.kind === 'automatic' ? (value ?? 0) : 0 }] : [];
  });
  return [...here, ...outside];
}

type Known = { use: ServiceUse[]; process: ProcessFigure | undefined };

/** Only whole months count: the first one is that after going live. */
export const firstMonth = (liveOn: string): string => monthAfter(liveOn, liveOn.endsWith('-01') ? 0 : 1);

function measure(ctx: Ctx, question: EffectQuestion, { use, process }: Known): Effect {
  const { projectId, serviceSlug, liveOn, expected, answers = [] } = question;
  const base = { projectId, expected: expected && { hours: expectedHours(expected), cents: expectedCents(expected) }, measured: [] as MeasuredEffect[] };
  if (!liveOn) return { ...base, why: 'not-live', nextOn: null };
  if (!serviceSlug) return { ...base, why: 'no-service', nextOn: null };
  const start = firstMonth(liveOn);
  const ripe = MARKS.filter((at) => monthAfter(start, at) <= thisMonth(ctx));
  const next = MARKS.find((at) => !ripe.includes(at));
  const nextOn = next ? monthAfter(start, next) : null;
  if (ripe.length === 0) return { ...base, why: 'not-six-months', nextOn };
  const own = use.filter(({ slug }) => slug === serviceSlug);
  const measured = ripe.flatMap((at): MeasuredEffect[] => {
    const period = { from: start, to: endOfMonth(monthAfter(start, at - 1)) };
    const saved = savedPerCase(expected, { answers: answers.filter((one) => one.at <= at), process });
    return saved ? [measuredAt(at, { period, months: own.filter(({ month }) => month >= period.from && month <= period.to), saved, expected })] : [];
  });
  return measured.length === 0 ? { ...base, why: 'no-times', nextOn } : { ...base, measured, why: null, nextOn };
}

export const expectedCents = (expected: ExpectedBenefit): number => Math.round(expectedHours(expected) * HOUR_CENTS + (expected.moneyCentsPerYear * expected.realisationPercent) / 100);

type Saved = { minutes: number; automatic: number; measured: boolean; moneyCentsPerYear: number };

/** Minutes that a case saves: as measured by the lead, else as promised. One decided by the machine alone saves what is left of the work, too. */
function savedPerCase(expected: ExpectedBenefit | null, { answers, process }: { answers: EffectAnswer[]; process: ProcessFigure | undefined }): Saved | undefined {
  const latest = answers.toSorted((a, b) => b.at - a.at);
  const told = latest.find(({ minutesSavedPerCase }) => minutesSavedPerCase !== null)?.minutesSavedPerCase ?? null;
  const minutes = told ?? expected?.minutesSavedPerCase ?? 0;
  if (minutes === 0 && told === null) return undefined;
  return { minutes, automatic: minutes + (process?.minutesPerCase ?? 0), measured: told !== null, moneyCentsPerYear: latest.find(({ moneyCentsPerYear }) => moneyCentsPerYear !== null)?.moneyCentsPerYear ?? 0 };
}

type Mark = { period: Period; months: ServiceUse[]; saved: Saved; expected: ExpectedBenefit | null };

/** Hours = (cases by people × minutes saved + cases by the machine × whole minutes) ÷ 60; money = hours × rate + costs that were measured to fall away. */
function measuredAt(at: MeasuredEffect['at'], { period, months, saved, expected }: Mark): MeasuredEffect {
  const cases = months.reduce((sum, one) => sum + one.decided, 0);
  const automatic = months.reduce((sum, one) => sum + one.automatic, 0);
  const hours = ((cases - automatic) * saved.minutes + automatic * saved.automatic) / 60;
  const moneyCents = Math.round((saved.moneyCentsPerYear * at) / 12);
  const formula = { cases, automatic, minutesSaved: saved.minutes, minutesSavedAutomatic: saved.automatic, measured: saved.measured, hourCents: HOUR_CENTS, moneyCents };
  return { at, period, hours, cents: Math.round(hours * HOUR_CENTS) + moneyCents, expectedHours: expected && (expectedHours(expected) * at) / 12, formula };
}

/** Hours saved in each month of the period by what is live, for totals and trends: the same formula as {@link effectOf}. */
export async function hoursByMonth(ctx: Ctx, projects: EffectQuestion[], period: Period): Promise<{ month: string; projectId: string; hours: number }[]> {
  const live = projects.flatMap(({ serviceSlug, liveOn, ...rest }) => (serviceSlug && liveOn ? [{ ...rest, serviceSlug, liveOn }] : []));
  if (live.length === 0) return [];
  const [use, processes] = [await listUse(ctx, [...new Set(live.map(({ serviceSlug }) => serviceSlug))], period), await listProcessFigures(ctx)];
  return live.flatMap(({ projectId, serviceSlug, liveOn, expected, answers = [] }) => {
    const saved = savedPerCase(expected, { answers, process: processes.find((one) => one.serviceSlug === serviceSlug) });
    if (!saved) return [];
    const months = Map.groupBy(use.filter(({ slug, month }) => slug === serviceSlug && month >= firstMonth(liveOn)), ({ month }) => month);
    return [...months].map(([month, own]) => ({ month, projectId, hours: own.reduce((sum, one) => sum + (one.decided - one.automatic) * saved.minutes + one.automatic * saved.automatic, 0) / 60 }));
  });
}
