import type { Ctx } from '#platform/module';
import { listKeptMonths, type KeptMonth } from './month-values.ts';
import { endOfMonth, monthsOf, reachesNow, thisMonth, type Period } from './period.ts';
import { keyFigures, type KeyFigure, type MonthValue } from './points.ts';
import { problem } from './problems.ts';

/** A month of a figure and where its value comes from. `counted`: just now. */
export type FigureMonth = { month: string; value: number | null; weight: number; source: 'carried' | 'stored' | 'counted'; origin: string };

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

/** Sums, or means weighted by what they rest on; null when no month could be measured. */
export function fold(over: 'sum' | 'mean', months: { value: number | null; weight: number }[]): number | null {
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
  const byMonth = new Map(kept.map((one): [string, FigureMonth] => [one.month, one]));
  const missing = monthsOf(period).filter((month) => !byMonth.has(month) && month <= thisMonth(ctx));
  const [first, last] = [missing[0], missing.at(-1)];
  const counted = first && last ? await countMonths(ctx, figure, { from: first, to: endOfMonth(last) }) : [];
  const found = new Map(counted.map((one) => [one.month, one]));
  for (const month of missing) {
    const one = found.get(month);
    const nothing = { value: figure.byMonth && (figure.over ?? 'sum') === 'sum' ? 0 : null, weight: (figure.over ?? 'sum') === 'mean' ? 0 : 1 };
    byMonth.set(month, { month, ...nothing, ...(one ? { value: one.value, weight: one.weight ?? 1 } : {}), source: 'counted', origin: 'gezählt' });
  }
  return [...byMonth.values()].toSorted((a, b) => a.month.localeCompare(b.month));
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
