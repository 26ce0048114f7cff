import { z } from 'zod';
import { carryOver, monthsOf, thisMonth, usedOutside, yearOf, type MonthValue } from '#core/insights';
import { findSampleFile } from '#core/organisation';
import { seeds, type Ctx } from '#platform/module';

const years = z.record(z.string().regex(/^\d{4}$/), z.array(z.number().nullable()).max(12));
const figuresFile = z.object({
  origin: z.string(),
  figures: z.record(z.string(), z.object({ weights: years.optional() }).catchall(z.array(z.number().nullable()).max(12))),
  services: z.record(z.string(), z.object({ decided: years, automatic: years.optional() })).default({}),
});

/** The values of the years by month; what is null in the file was not counted. */
function monthsIn(values: Record<string, unknown>, weights?: Record<string, (number | null)[]>): MonthValue[] {
  return Object.entries(values).flatMap(([year, list]) => {
    if (!Array.isArray(list) || !/^\d{4}$/.test(year)) return [];
    return monthsOf(yearOf(Number(year))).flatMap((month, i): MonthValue[] => (typeof list[i] === 'number' ? [{ month, value: list[i], ...(weights ? { weight: weights[year]?.[i] ?? 1 } : {}) }] : []));
  });
}

/** What the sample city counted before and beside this program; named as sample data wherever it is shown. */
export const figuresSeed = seeds.of({
  name: 'steering/figures',
  run: async (ctx: Ctx) => {
    const file = findSampleFile(ctx.platform, 'figures.yaml', figuresFile);
    if (!file) return;
    const over = ({ month }: MonthValue): boolean => month < thisMonth(ctx);
    const named = (figure: string, months: MonthValue[]) => months.filter(over).map((one) => ({ ...one, figure }));
    await carryOver(ctx, {
      origin: file.origin,
      values: [
        ...Object.entries(file.figures).flatMap(([figure, { weights, ...values }]) => named(figure, monthsIn(values, weights))),
        ...Object.entries(file.services).flatMap(([slug, { decided, automatic }]) => [...named(usedOutside(slug).decided, monthsIn(decided)), ...(automatic ? named(usedOutside(slug).automatic, monthsIn(automatic)) : [])]),
      ],
    });
  },
});
