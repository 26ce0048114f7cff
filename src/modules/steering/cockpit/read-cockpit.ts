import { endOfMonth, lastMonths, listFigures, monthAfter, readFigures, readSeries, thisMonth, type FigureMonth, type KeyFigure, type Period } from '#core/insights';
import type { Ctx } from '#platform/module';
import { defaults, lightOf, type Light, type Threshold } from './cockpit-light.ts';
import type { CockpitTables } from './tables.ts';

/** So many a person takes in at a glance. */
export const SHOWN = 10;
const MONTHS = 12;

export type CockpitFigure = { figure: KeyFigure; threshold: Threshold; value: number | null; before: number | null; light: Light; /** Closed months, oldest first. */ trend: FigureMonth[] };
export type Cockpit = { period: Period; figures: CockpitFigure[] };

/** The figures that the city chose, in order, with their thresholds; until somebody chooses, the defaults. */
export async function listThresholds(ctx: Ctx): Promise<{ threshold: Threshold; figure: KeyFigure }[]> {
  const rows = await ctx.db<CockpitTables>().selectFrom('steering.cockpit_figure').select(['figure', 'amber', 'red']).where('tenant_id', '=', ctx.tenantId).orderBy('position').execute();
  const known = new Map(listFigures(ctx).map((figure) => [figure.id, figure]));
  const chosen = (rows.length > 0 ? rows : defaults).flatMap((threshold) => {
    const figure = known.get(threshold.figure);
    return figure ? [{ threshold, figure }] : [];
  });
  return chosen.slice(0, SHOWN);
}

/** Ten figures of the last twelve months with their course: one query for all months that are over, a small one for each figure. */
export async function readCockpit(ctx: Ctx): Promise<Cockpit> {
  const chosen = await listThresholds(ctx);
  const ids = chosen.map(({ figure }) => figure.id);
  const period = lastMonths(ctx, MONTHS);
  const earlier = { from: monthAfter(period.from, -MONTHS), to: endOfMonth(monthAfter(period.from, -1)) };
  const [values, before, series] = [await readFigures(ctx, ids, period), await readFigures(ctx, ids, earlier), await readSeries(ctx, ids, { from: monthAfter(period.from, -1), to: period.to })];
  return {
    period,
    figures: chosen.map(({ figure, threshold }) => {
      const value = values.get(figure.id) ?? null;
      return { figure, threshold, value, before: before.get(figure.id) ?? null, light: lightOf(figure, value, threshold), trend: (series.get(figure.id) ?? []).filter(({ month }) => month < thisMonth(ctx)) };
    }),
  };
}
