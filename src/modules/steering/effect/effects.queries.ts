import type { Selectable } from 'kysely';
import { effectOf, hoursByMonth, monthsOf, type Effect, type EffectQuestion, type MonthValue, type Period } from '#core/insights';
import { readPortfolio, type Project } from '#core/projects';
import type { Ctx } from '#platform/module';
import type { EffectTables } from './tables.ts';

export type Review = Selectable<EffectTables['steering.effect_review']>;

/** Projects that are in use, whether somebody closed them or not. */
export async function listLive(ctx: Ctx): Promise<Project[]> {
  return (await readPortfolio(ctx, { states: ['live', 'closed'] })).filter(({ liveOn }) => liveOn !== null);
}

/** What was asked and answered about these projects, by project. */
export async function listReviews(ctx: Ctx, projectIds: string[]): Promise<Map<string, Review[]>> {
  if (projectIds.length === 0) return new Map();
  const rows = await ctx.db<EffectTables>().selectFrom('steering.effect_review').selectAll().where('tenant_id', '=', ctx.tenantId).where('project_id', 'in', projectIds).orderBy('at').execute();
  return Map.groupBy(rows, ({ project_id }) => project_id);
}

async function questionsFor(ctx: Ctx, projects: Project[]): Promise<EffectQuestion[]> {
  const reviews = await listReviews(ctx, projects.map(({ id }) => id));
  return projects.map(({ id, serviceSlug, liveOn, expected }) => ({
    projectId: id, serviceSlug, liveOn, expected,
    answers: (reviews.get(id) ?? []).filter(({ answered_at }) => answered_at !== null).map((one) => ({ at: one.at, minutesSavedPerCase: one.minutes_saved, moneyCentsPerYear: one.money_cents })),
  }));
}

/** Promise against measurement for these projects. */
export const readEffects = async (ctx: Ctx, projects: Project[]): Promise<Effect[]> => effectOf(ctx, await questionsFor(ctx, projects));

export type ProjectHours = { project: Project; hours: number };

/** Hours that each live project saved in the period, the most first. */
export async function hoursOfProjects(ctx: Ctx, period: Period): Promise<ProjectHours[]> {
  const projects = await listLive(ctx);
  const hours = Map.groupBy(await hoursByMonth(ctx, await questionsFor(ctx, projects), period), ({ projectId }) => projectId);
  return projects.flatMap((project) => {
    const own = hours.get(project.id);
    return own ? [{ project, hours: own.reduce((sum, one) => sum + one.hours, 0) }] : [];
  }).toSorted((a, b) => b.hours - a.hours);
}

/** Hours of all live projects together, month by month; a month before anything was live cannot be measured. */
export async function savedByMonth(ctx: Ctx, period: Period): Promise<MonthValue[]> {
  const projects = await listLive(ctx);
  const first = projects.map(({ liveOn }) => liveOn ?? '').filter(Boolean).toSorted()[0];
  const hours = Map.groupBy(await hoursByMonth(ctx, await questionsFor(ctx, projects), period), ({ month }) => month);
  return monthsOf(period).map((month) => ({ month, value: first && month > first ? (hours.get(month) ?? []).reduce((sum, one) => sum + one.hours, 0) : null }));
}
