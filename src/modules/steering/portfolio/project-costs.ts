import { lastMonths, serviceUse } from '#core/insights';
import { moneyOf } from '#core/budgets';
import type { Project } from '#core/projects';
import { daysBetween } from '#core/organisation';
import type { Ctx } from '#platform/module';
import type { Benefits } from './suggest.ts';

const estimated = (project: Project, year?: number): number => project.estimate.filter((one) => year === undefined || one.year === year).reduce((sum, { onceCents, runningCents }) => sum + onceCents + runningCents, 0);

/** Planned cents per project, of one year or of all: the budget where there is one, else what the application estimates. */
export async function costsOf(ctx: Ctx, projects: Project[], year?: number): Promise<Map<string, number>> {
  const money = await moneyOf(ctx, year === undefined ? {} : { year });
  return new Map(projects.map((project) => [project.id, money.get(project.id)?.planCents || estimated(project, year)]));
}

/** Working days that fall into a year: spread evenly over the time of the project; without dates all of them. */
export function daysInYear({ capacityDays, startsOn, endsOn }: Pick<Project, 'capacityDays' | 'startsOn' | 'endsOn'>, year: number): number {
  if (!capacityDays) return 0;
  if (!startsOn || !endsOn) return capacityDays;
  const [from, to] = [startsOn > `${year}-01-01` ? startsOn : `${year}-01-01`, endsOn < `${year}-12-31` ? endsOn : `${year}-12-31`];
  if (from > to) return 0;
  return Math.round((capacityDays * (daysBetween(from, to) + 1)) / (daysBetween(startsOn, endsOn) + 1));
}

/** Benefits with case counts of the last twelve months where the process runs here, else as the application expects. */
export async function benefitsOf(ctx: Ctx, projects: Project[], costs: Map<string, number>): Promise<Map<string, Benefits>> {
  const slugs = [...new Set(projects.flatMap(({ serviceSlug }) => serviceSlug ?? []))];
  const counted = new Map<string, number>();
  const sources = slugs.length === 0 ? [] : ctx.platform.contributions(serviceUse);
  for (const source of sources) for (const { slug, submitted } of await source.list(ctx, slugs, lastMonths(ctx, 12))) counted.set(slug, (counted.get(slug) ?? 0) + submitted);
  return new Map(
    projects.flatMap((project): [string, Benefits][] => {
      if (!project.expected) return [];
      const measured = project.serviceSlug ? (counted.get(project.serviceSlug) ?? 0) : 0;
      return [[project.id, { ...project.expected, casesPerYear: measured || project.expected.casesPerYear, measured: measured > 0, costCents: costs.get(project.id) ?? 0 }]];
    }),
  );
}
