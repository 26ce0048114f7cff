import type { Ctx } from '#platform/module';
import { listKeptMonths, storeMonths } from './month-values.ts';
import { endOfMonth, monthAfter, thisMonth } from './period.ts';
import type { KeyFigure } from './points.ts';
import { listFigures } from './read-figure.ts';

/** How far back months are stored that were missed. */
const MONTHS_BACK = 12;

/** Keeps what every figure was in the months that are over, once. Runs on the first days of a month. */
export async function closeMonths(ctx: Ctx): Promise<void> {
  const last = monthAfter(thisMonth(ctx), -1);
  const period = { from: monthAfter(last, 1 - MONTHS_BACK), to: endOfMonth(last) };
  const figures = listFigures(ctx);
  const kept = new Set((await listKeptMonths(ctx, figures.map(({ id }) => id), period)).map(({ figure, month }) => `${figure} ${month}`));
  for (const figure of figures) {
    const months = figure.byMonth ? await figure.byMonth(ctx, period) : await readLast(ctx, figure, last);
    const fresh = months.filter(({ month }) => month <= last && !kept.has(`${figure.id} ${month}`));
    await storeMonths(ctx, fresh.map((one) => ({ ...one, figure: figure.id })));
  }
}

const readLast = async (ctx: Ctx, figure: KeyFigure, month: string) => [{ month, value: (await figure.read?.(ctx, { from: month, to: endOfMonth(month) })) ?? null }];
