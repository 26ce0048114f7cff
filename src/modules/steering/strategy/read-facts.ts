import { listServices } from '#core/catalogue';
import { endOfMonth, lastMonths, monthAfter, readFigures, readSeries } from '#core/insights';
import { milestonesOf, projectsById, type Project } from '#core/projects';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { Facts } from './progress.ts';
import { listReadings } from './readings.ts';
import { placesOf, type Indicator, type Measure, type Strategy } from './strategy-tree.ts';

const MONTHS = 12;

export const indicatorsOf = (strategy: Strategy): Indicator[] => placesOf(strategy).flatMap(({ kind, node }) => (kind === 'indicator' ? [node as Indicator] : []));
export const projectIdsOf = (strategy: Strategy): string[] => [...new Set(placesOf(strategy).flatMap(({ kind, node }) => (kind === 'measure' ? (node as Measure).projects : [])))];

/**
 * All that progress is computed from, in a handful of queries: milestones, services online, live key figures (of the last twelve months), values by hand.
 * `today` may be an earlier day, for a report about it; a service then counts as online from the day its project went live.
 */
export async function readFacts(ctx: Ctx, strategy: Strategy, today = calendarDayOf(ctx.now)): Promise<Facts & { known: Map<string, Project> }> {
  const past = today < calendarDayOf(ctx.now);
  const [known, online] = [await projectsById(ctx, projectIdsOf(strategy)), new Set((await listServices(ctx)).map(({ slug }) => slug))];
  const milestones = Map.groupBy(await milestonesOf(ctx, [...known.keys()]), ({ projectId }) => projectId);
  const projects: Facts['projects'] = new Map(
    [...known].map(([id, { serviceSlug, liveOn }]) => {
      const own = milestones.get(id) ?? [];
      return [id, { milestones: own.length, reached: own.filter(({ doneOn }) => doneOn !== null && doneOn <= today).length, online: serviceSlug === null ? null : online.has(serviceSlug) && (!past || (liveOn !== null && liveOn <= today)) }];
    }),
  );
  return { today, projects, values: await readValues(ctx, { indicators: indicatorsOf(strategy), today }), known };
}

async function readValues(ctx: Ctx, { indicators, today }: { indicators: Indicator[]; today: string }): Promise<Facts['values']> {
  const values: Facts['values'] = new Map();
  for (const { indicator, value, on } of await listReadings(ctx, indicators.filter(({ source }) => source.kind === 'hand').map(({ key }) => key))) if (on <= today) values.set(indicator, { value, on });
  const live = indicators.flatMap(({ key, source }) => (source.kind === 'figure' ? [{ key, id: source.id }] : []));
  const period = today < calendarDayOf(ctx.now) ? { from: monthAfter(`${today.slice(0, 7)}-01`, 1 - MONTHS), to: endOfMonth(`${today.slice(0, 7)}-01`) } : lastMonths(ctx, MONTHS);
  const figures = await readFigures(ctx, [...new Set(live.map(({ id }) => id))], period);
  for (const { key, id } of live) {
    const value = figures.get(id);
    if (value !== null && value !== undefined) values.set(key, { value, on: today });
  }
  return values;
}

/** The values of an indicator over time, for its chart: by hand as entered, live ones month by month. */
export async function readSeriesOf(ctx: Ctx, { key, source }: Indicator): Promise<{ on: string; value: number | null; source: string }[]> {
  if (source.kind === 'hand') return listReadings(ctx, [key]);
  const series = await readSeries(ctx, [source.id], lastMonths(ctx, MONTHS));
  return (series.get(source.id) ?? []).map(({ month, value, carried }) => ({ on: month, value, source: carried ? carried.origin : 'hier gezählt' }));
}
