import type { Ctx } from '#platform/module';
import { listKeptMonths, type KeptMonth } from './month-values.ts';
import { endOfMonth, monthsOf, reachesNow, thisMonth, type Period } from './period.ts';
import { keyFigures, type KeyFigure, type MonthValue } from './points.ts';
import { problem } from './problems.ts';

/** A value and on how many cases it rests. */
export type Weighed = { value: number | null; weight: number };
/** A month of a figure: what is counted here (`stored` when the month was over, else just now) and what was taken over from elsewhere. */
export type FigureMonth = Weighed & { month: string; counted: Weighed; source: 'stored' | 'counted'; carried: (Weighed & { origin: string }) | null };

/** All key figures that the installed modules contribute. */
export const listFigures = (ctx: Pick<Ctx, 'platform'>): KeyFigure[] => ctx.platform.contributions(keyFigures);

/** @throws insights/unknown-figure 404 */
export function getFigure(ctx: Pick<Ctx, 'platform'>, id: string): KeyFigure {
  const figure = listFigures(ctx).find((one) => one.id === id);
  if (!figure) throw problem('insights/unknown-figure');
  return figure;
}

/** The value of a figure over whole months; null: cannot be measured. The one way to a number: list, cockpit and report call it. */
export async function readFigure(ctx: Ctx, id: string, period: Period): Promise<number | null> {
  return (await readFigures(ctx, [id], period)).get(id) ?? null;
}

/** Several figures at once: one query for all that is kept, then one for each figure. Unknown ids are left out. */
export async function readFigures(ctx: Ctx, ids: string[], period: Period): Promise<Map<string, number | null>> {
  const kept = await listKeptMonths(ctx, ids, period);
  const known = listFigures(ctx).filter(({ id }) => ids.includes(id));
  const values = await Promise.all(known.map((figure) => valueOf(ctx, figure, { period, kept: kept.filter((one) => one.figure === figure.id) })));
  return new Map(known.map(({ id }, i) => [id, values[i] ?? null]));
}

type Known = { period: Period; kept: KeptMonth[] };

async function valueOf(ctx: Ctx, figure: KeyFigure, known: Known): Promise<number | null> {
  const over = figure.over ?? 'sum';
  if (over !== 'end') return fold(over, await monthsWith(ctx, figure, known));
  if (figure.read && reachesNow(ctx, known.period)) return figure.read(ctx, known.period);
  return (await monthsWith(ctx, figure, known)).at(-1)?.value ?? null;
}

/** Sums, or means weighted by what they rest on; null when nothing could be measured. */
export function fold(over: 'sum' | 'mean', months: Weighed[]): number | null {
  const measured = months.flatMap(({ value, weight }) => (value === null || weight === 0 ? [] : [{ value, weight }]));
  if (measured.length === 0) return null;
  if (over === 'sum') return measured.reduce((sum, { value }) => sum + value, 0);
  return measured.reduce((sum, { value, weight }) => sum + value * weight, 0) / measured.reduce((sum, { weight }) => sum + weight, 0);
}

/** A figure month by month, oldest first, every month of the period up to now: kept ones as they are, the others counted. */
export async function readMonths(ctx: Ctx, id: string, period: Period): Promise<FigureMonth[]> {
  return monthsWith(ctx, getFigure(ctx, id), { period, kept: await listKeptMonths(ctx, [id], period) });
}

/** The same for several figures with one query for all that is kept. */
export async function readSeries(ctx: Ctx, ids: string[], period: Period): Promise<Map<string, FigureMonth[]>> {
  const kept = await listKeptMonths(ctx, ids, period);
  const known = listFigures(ctx).filter(({ id }) => ids.includes(id));
  const series = await Promise.all(known.map((figure) => monthsWith(ctx, figure, { period, kept: kept.filter((one) => one.figure === figure.id) })));
  return new Map(known.map(({ id }, i) => [id, series[i] ?? []]));
}

async function monthsWith(ctx: Ctx, figure: KeyFigure, { period, kept }: Known): Promise<FigureMonth[]> {
  const months = monthsOf(period).filter((month) => month <= thisMonth(ctx));
  const stored = new Map(kept.filter(({ source }) => source === 'stored').map((one) => [one.month, one]));
  const carried = new Map(kept.filter(({ source }) => source === 'carried').map((one) => [one.month, one]));
  const missing = months.filter((month) => !stored.has(month) && !(figure.over === 'end' && carried.has(month)));
  const [first, last] = [missing[0], missing.at(-1)];
  const fresh = new Map((first && last ? await countMonths(ctx, figure, { from: first, to: endOfMonth(last) }) : []).map((one) => [one.month, one]));
  return months.map((month) => joinMonth(figure, { month, stored: stored.get(month), carried: carried.get(month), fresh: fresh.get(month) }));
}

type MonthParts = { month: string; stored: KeptMonth | undefined; carried: KeptMonth | undefined; fresh: MonthValue | undefined };

/** What happened outside adds to what happened here; of a state that was taken over there is only one. */
function joinMonth(figure: KeyFigure, { month, stored, carried, fresh }: MonthParts): FigureMonth {
  const over = figure.over ?? 'sum';
  const nothing: Weighed = { value: over === 'sum' && figure.byMonth ? 0 : null, weight: over === 'mean' ? 0 : 1 };
  const found = stored ?? fresh;
  const counted: Weighed = found ? { value: found.value, weight: found.weight ?? 1 } : nothing;
  const base = { month, counted, source: stored ? ('stored' as const) : ('counted' as const), carried: carried ? { value: carried.value, weight: carried.weight, origin: carried.origin } : null };
  if (!carried) return { ...base, ...counted };
  if (over === 'end') return { ...base, value: carried.value, weight: 1 };
  return { ...base, value: fold(over, [counted, carried]), weight: over === 'mean' ? counted.weight + carried.weight : 1 };
}

/** Without a query for months each one is read; a state without history is known for now only. */
async function countMonths(ctx: Ctx, figure: KeyFigure, period: Period): Promise<MonthValue[]> {
  const { byMonth, read } = figure;
  if (byMonth) return byMonth(ctx, period);
  if (!read) return [];
  const now = thisMonth(ctx);
  const months = figure.over === 'end' ? monthsOf(period).filter((month) => month === now) : monthsOf(period);
  return Promise.all(months.map(async (month) => ({ month, value: await read(ctx, { from: month, to: endOfMonth(month) }) })));
}
