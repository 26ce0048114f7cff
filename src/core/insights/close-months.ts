import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { listKeptMonths, storeMonths } from './month-values.ts';
import { endOfMonth, monthAfter, monthsOf, thisMonth } from './period.ts';
import type { KeyFigure, MonthValue } from './points.ts';
import { listFigures } from './read-figure.ts';

/** How far back months are stored that were missed. */
const MONTHS_BACK = 24;
/** A state without history is that of the end of the month only in its first days. */
const FIRST_DAYS = 5;

/** Keeps what every figure was in the months that are over, once, so that they cost nothing any more and stay when retention deletes cases. */
export async function closeMonths(ctx: Ctx): Promise<void> {
  const last = monthAfter(thisMonth(ctx), -1);
  const period = { from: monthAfter(last, 1 - MONTHS_BACK), to: endOfMonth(last) };
  const figures = listFigures(ctx).filter(({ keep }) => keep !== false);
  const kept = new Set((await listKeptMonths(ctx, figures.map(({ id }) => id), period)).flatMap(({ figure, month, source }) => (source === 'stored' ? [`${figure} ${month}`] : [])));
  for (const figure of figures) {
    const missing = monthsOf(period).filter((month) => !kept.has(`${figure.id} ${month}`));
    const [from, until] = [missing[0], missing.at(-1)];
    if (!from || !until) continue;
    const fresh = figure.byMonth ? await countMissing(ctx, figure, missing) : await readLast(ctx, figure, last);
    await storeMonths(ctx, fresh.filter(({ month }) => missing.includes(month)).map((one) => ({ ...one, figure: figure.id })));
  }
}

/** Months without anything are kept as such, too. */
async function countMissing(ctx: Ctx, figure: KeyFigure, missing: string[]): Promise<MonthValue[]> {
  const [from = '', until = ''] = [missing[0], missing.at(-1)];
  const found = new Map(((await figure.byMonth?.(ctx, { from, to: endOfMonth(until) })) ?? []).map((one) => [one.month, one]));
  const over = figure.over ?? 'sum';
  return missing.map((month) => found.get(month) ?? { month, value: over === 'sum' ? 0 : null, weight: over === 'mean' ? 0 : 1 });
}

async function readLast(ctx: Ctx, figure: KeyFigure, month: string): Promise<MonthValue[]> {
  if (Number(calendarDayOf(ctx.now).slice(8)) > FIRST_DAYS) return [];
  return [{ month, value: (await figure.read?.(ctx, { from: month, to: endOfMonth(month) })) ?? null }];
}
