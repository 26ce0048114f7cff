import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { Levels, ModelKey } from './maturity-model.ts';
import type { PlanRow } from './plan-line.ts';
import type { Lane, MasterPlanTables } from './tables.ts';

export const planSorts = ['potenzial', 'name', 'luecke'] as const;
export type PlanSort = (typeof planSorts)[number];
export type PlanFilter = { officeId?: string; lane?: Lane; gapFrom?: number; open?: boolean; kind?: 'service' | 'process'; q?: string; sort: PlanSort };
export type PlanCursor = { value: string; id: string };

const orders: Record<PlanSort, { by: RawBuilder<string | number>; direction: 'asc' | 'desc'; cast: RawBuilder<unknown>; fits: RegExp }> = {
  potenzial: { by: sql<number>`hours`, direction: 'desc', cast: sql`int`, fits: /^\d{1,9}$/ },
  luecke: { by: sql<number>`gap`, direction: 'desc', cast: sql`int`, fits: /^\d$/ },
  name: { by: sql<string>`name`, direction: 'asc', cast: sql`text`, fits: /^[\s\S]{0,300}$/ },
};
export const encodePlanCursor = ({ value, id }: PlanCursor): string => Buffer.from(`${id}${value}`).toString('base64url');
export function decodePlanCursor(text: string, sort: PlanSort): PlanCursor | undefined {
  const plain = Buffer.from(text, 'base64url').toString();
  const [id, value] = [plain.slice(0, 36), plain.slice(36)];
  return /^[0-9a-f-]{36}$/.test(id) && orders[sort].fits.test(value) ? { id, value } : undefined;
}

function filtered(ctx: Ctx, filter: Omit<PlanFilter, 'sort'>) {
  let query = ctx.db<MasterPlanTables>().selectFrom('steering.plan_line').where('tenant_id', '=', ctx.tenantId).where('active', '=', true);
  if (filter.officeId) query = query.where('office_id', '=', filter.officeId);
  if (filter.lane) query = query.where('lane', '=', filter.lane);
  if (filter.gapFrom) query = query.where('gap', '>=', filter.gapFrom);
  if (filter.open) query = query.where('level_20', 'is', null);
  if (filter.kind) query = query.where('kind', '=', filter.kind);
  if (filter.q) query = query.where('name', 'ilike', `%${filter.q.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`);
  return query;
}

/** One page of the master plan. */
export async function listPlan(ctx: Ctx, filter: PlanFilter, page: { after?: PlanCursor | undefined; limit: number }): Promise<{ rows: PlanRow[]; next?: PlanCursor }> {
  const { by, direction, cast } = orders[filter.sort];
  let query = filtered(ctx, filter).selectAll().select(by.as('sorted'));
  if (page.after) query = query.where(sql<boolean>`(${by}, id) ${sql.raw(direction === 'asc' ? '>' : '<')} (${page.after.value}::${cast}, ${page.after.id}::uuid)`);
  const found = await query.orderBy(by, direction).orderBy('id', direction).limit(page.limit + 1).execute();
  const shown = found.slice(0, page.limit);
  const last = found.length > page.limit ? shown.at(-1) : undefined;
  return { rows: shown.map(({ sorted: _, ...row }) => row), ...(last ? { next: { value: String(last.sorted), id: last.id } } : {}) };
}

export type PlanSums = { count: number; assessed: number; reached: number; hours: number; cents: number; computedAt: Date | null };
/** What the lines of a filter come to: the same numbers that key figures and report show. */
export async function sumPlan(ctx: Ctx, filter: Omit<PlanFilter, 'sort'> = {}): Promise<PlanSums> {
  const row = await filtered(ctx, filter)
    .select([sql<number>`count(*)::int`.as('count'), sql<number>`count(level_20)::int`.as('assessed'), sql<number>`count(*) filter (where level_20 >= target_20)::int`.as('reached'), sql<number>`coalesce(sum(hours), 0)::int`.as('hours'), sql<string>`coalesce(sum(cents), 0)`.as('cents'), sql<Date | null>`max(computed_at)`.as('computedAt')])
    .executeTakeFirstOrThrow();
  return { ...row, cents: Number(row.cents) };
}

/** @throws steering/no-line 404 */
export async function getPlanLine(ctx: Ctx, id: string): Promise<PlanRow> {
  const row = await ctx.db<MasterPlanTables>().selectFrom('steering.plan_line').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();
  if (!row) throw problem('steering/no-line');
  return row;
}

export type Assessed = { criterion: string; level: number | null; evidence: string; modelVersion: number; changedAt: Date; changedByName: string };
export async function listAssessed(ctx: Ctx, lineId: string, model: ModelKey): Promise<Assessed[]> {
  return ctx.db<MasterPlanTables>().selectFrom('steering.maturity').select(['criterion', 'level', 'evidence', 'model_version as modelVersion', 'changed_at as changedAt', 'changed_by_name as changedByName']).where('tenant_id', '=', ctx.tenantId).where('line_id', '=', lineId).where('model_key', '=', model).execute();
}
export const levelsOf = (assessed: readonly Assessed[]): Levels => Object.fromEntries(assessed.map(({ criterion, level }) => [criterion, level]));
