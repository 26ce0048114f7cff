import { sql, type RawBuilder } from 'kysely';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { AssetsTables, Effect, ItState } from '../tables.ts';
import type { ItService } from './it-service.ts';
import type { Need } from './impact.ts';

export const itSorts = ['name', 'kosten', 'kritikalitaet', 'nutzende', 'vertrag'] as const;
export type ItSort = (typeof itSorts)[number];
export type ItFilter = { q?: string; officeId?: string; state?: ItState; criticality?: number; protection?: 'very-high'; personal?: boolean; /** Notice is due within so many days. */ noticeWithin?: number; year: number; sort: ItSort; descending?: boolean };
/** Where the next page begins: the value it is sorted by and the id of the last row. */
export type ItCursor = { value: string; id: string };
export type ListedService = ItService & { /** Once and running together. */ costCents: number; onceCents: number; grade: number | null };

const columns = [
  's.id', 's.key', 's.name', 's.summary', 's.kind', 's.office_id as officeId', 's.owner_id as ownerId', 's.owner_name as ownerName', 's.operator', 's.provider', 's.users', 's.state', 's.criticality', 's.confidentiality', 's.integrity', 's.availability',
  's.personal_data as personalData', 's.processing_record as processingRecord', 's.contract_partner as contractPartner', 's.contract_number as contractNumber', 's.contract_starts_on as contractStartsOn', 's.contract_ends_on as contractEndsOn',
  's.notice_months as noticeMonths', 's.notice_by as noticeBy', 's.interfaces', 's.longevity', 's.successor_id as successorId', 's.changed_at as changedAt', 's.changed_by_name as changedByName',
] as const;

const orders: Record<ItSort, RawBuilder<string | number>> = { name: sql<string>`s.name`, kosten: sql<number>`coalesce(c.once_cents + c.running_cents, 0)`, kritikalitaet: sql<number>`s.criticality`, nutzende: sql<number>`s.users`, vertrag: sql<string>`coalesce(s.contract_ends_on, date '9999-12-31')` };
/** PostgreSQL's type of the value that a cursor holds. */
const casts = { name: sql`text`, kosten: sql`bigint`, kritikalitaet: sql`int`, nutzende: sql`int`, vertrag: sql`date` };
const isCursorValue: Record<ItSort, RegExp> = { name: /^[\s\S]{0,300}$/, kosten: /^\d{1,15}$/, kritikalitaet: /^\d$/, nutzende: /^\d{1,9}$/, vertrag: /^\d{4}-\d{2}-\d{2}$/ };

export const encodeCursor = ({ value, id }: ItCursor): string => Buffer.from(`${id}${value}`).toString('base64url');
/** Undefined for what is no cursor of this order. */
export function decodeCursor(text: string, sort: ItSort): ItCursor | undefined {
  const plain = Buffer.from(text, 'base64url').toString();
  const [id, value] = [plain.slice(0, 36), plain.slice(36)];
  return /^[0-9a-f-]{36}$/.test(id) && isCursorValue[sort].test(value) ? { id, value } : undefined;
}

function filtered(ctx: Ctx, filter: ItFilter) {
  let query = ctx
    .db<AssetsTables>()
    .selectFrom('assets.it_service as s')
    .leftJoin('assets.it_cost as c', (join) => join.onRef('c.tenant_id', '=', 's.tenant_id').onRef('c.service_id', '=', 's.id').on('c.year', '=', filter.year))
    .where('s.tenant_id', '=', ctx.tenantId);
  if (filter.q) query = query.where((where) => where.or([where('s.name', 'ilike', likeOf(filter.q)), where('s.provider', 'ilike', likeOf(filter.q)), where('s.key', 'ilike', likeOf(filter.q))]));
  if (filter.officeId) query = query.where('s.office_id', '=', filter.officeId);
  if (filter.state) query = query.where('s.state', '=', filter.state);
  if (filter.criticality) query = query.where('s.criticality', '=', filter.criticality);
  if (filter.protection) query = query.where((where) => where.or([where('s.confidentiality', '=', 3), where('s.integrity', '=', 3), where('s.availability', '=', 3)]));
  if (filter.personal !== undefined) query = query.where('s.personal_data', '=', filter.personal);
  if (filter.noticeWithin !== undefined) query = query.where('s.notice_by', '>=', calendarDayOf(ctx.now)).where('s.notice_by', '<=', calendarDayOf(new Date(ctx.now.getTime() + filter.noticeWithin * 86_400_000)));
  return query;
}
const likeOf = (text = ''): string => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

/** One page of the inventory in the wanted order, with the cost of the year and the newest grade. */
export async function listItServices(ctx: Ctx, filter: ItFilter, page: { after?: ItCursor | undefined; limit: number }): Promise<{ rows: ListedService[]; next?: ItCursor }> {
  const order = orders[filter.sort];
  const direction = filter.descending ? 'desc' : 'asc';
  let query = filtered(ctx, filter)
    .select(columns)
    .select(order.as('sorted'))
    .select([sql<string>`coalesce(c.once_cents + c.running_cents, 0)`.as('cost'), sql<string>`coalesce(c.once_cents, 0)`.as('once')])
    .select(sql<number | null>`(select round((a.operation + a.fit + a.usability + a.value) / 4.0, 1)::float8 from assets.it_assessment a where a.tenant_id = s.tenant_id and a.service_id = s.id order by a.year desc limit 1)`.as('grade'));
  if (page.after) query = query.where(sql<boolean>`(${order}, s.id) ${sql.raw(filter.descending ? '<' : '>')} (${page.after.value}::${casts[filter.sort]}, ${page.after.id}::uuid)`);
  const found = await query.orderBy(order, direction).orderBy('s.id', direction).limit(page.limit + 1).execute();
  const shown = found.slice(0, page.limit);
  const last = found.length > page.limit ? shown.at(-1) : undefined;
  return { rows: shown.map(({ sorted: _, cost, once, ...row }) => ({ ...row, costCents: Number(cost), onceCents: Number(once) })), ...(last ? { next: { value: String(last.sorted), id: last.id } } : {}) };
}

/** How many there are under a filter, and what they cost in the year: the same numbers that key figures and report show. */
export async function sumItServices(ctx: Ctx, filter: ItFilter): Promise<{ count: number; onceCents: number; runningCents: number }> {
  const row = await filtered(ctx, filter).select([sql<number>`count(*)::int`.as('count'), sql<string>`coalesce(sum(c.once_cents), 0)`.as('once'), sql<string>`coalesce(sum(c.running_cents), 0)`.as('running')]).executeTakeFirstOrThrow();
  return { count: row.count, onceCents: Number(row.once), runningCents: Number(row.running) };
}

/** @throws assets/unknown-service 404 */
export async function getItService(ctx: Ctx, id: string): Promise<ItService> {
  const row = await ctx.db<AssetsTables>().selectFrom('assets.it_service as s').select(columns).where('s.tenant_id', '=', ctx.tenantId).where('s.id', '=', id).executeTakeFirst();
  if (!row) throw problem('assets/unknown-service');
  return row;
}

/** Names and keys of all services: for choosing one, and for naming what stands in a graph. A city has some hundred. */
export async function listItNames(ctx: Ctx): Promise<{ id: string; key: string; name: string; criticality: number; state: ItState }[]> {
  return ctx.db<AssetsTables>().selectFrom('assets.it_service').select(['id', 'key', 'name', 'criticality', 'state']).where('tenant_id', '=', ctx.tenantId).orderBy('name').orderBy('id').limit(5000).execute();
}

/** All dependencies: two ids and a word each, so that ways of any length and circles are found in memory. */
export async function listNeeds(ctx: Ctx): Promise<(Need & { interface: string })[]> {
  const rows = await ctx.db<AssetsTables>().selectFrom('assets.it_need').select(['service_id', 'needs_id', 'effect', 'interface']).where('tenant_id', '=', ctx.tenantId).limit(50_000).execute();
  return rows.map((row) => ({ from: row.service_id, to: row.needs_id, effect: row.effect, interface: row.interface }));
}

/** Citizen services that use the given IT services (all: undefined). */
export async function listUses(ctx: Ctx, ids?: string[]): Promise<{ serviceId: string; slug: string; effect: Effect }[]> {
  if (ids?.length === 0) return [];
  let query = ctx.db<AssetsTables>().selectFrom('assets.it_use').select(['service_id as serviceId', 'slug', 'effect']).where('tenant_id', '=', ctx.tenantId);
  if (ids) query = query.where('service_id', 'in', ids);
  return query.orderBy('slug').limit(50_000).execute();
}

export type YearCost = { year: number; onceCents: number; runningCents: number };
export async function listCosts(ctx: Ctx, serviceId: string): Promise<YearCost[]> {
  const rows = await ctx.db<AssetsTables>().selectFrom('assets.it_cost').select(['year', 'once_cents', 'running_cents']).where('tenant_id', '=', ctx.tenantId).where('service_id', '=', serviceId).orderBy('year').execute();
  return rows.map(({ year, once_cents, running_cents }) => ({ year, onceCents: Number(once_cents), runningCents: Number(running_cents) }));
}

export type Assessment = { year: number; operation: number; fit: number; usability: number; value: number; outageHours: number; note: string; changedByName: string };
export async function listAssessments(ctx: Ctx, serviceId: string): Promise<Assessment[]> {
  return ctx.db<AssetsTables>().selectFrom('assets.it_assessment').select(['year', 'operation', 'fit', 'usability', 'value', 'outage_hours as outageHours', 'note', 'changed_by_name as changedByName']).where('tenant_id', '=', ctx.tenantId).where('service_id', '=', serviceId).orderBy('year').execute();
}

/** Contracts by the last day on which notice can be given, the next first. */
export async function listContracts(ctx: Ctx, { until }: { until?: string } = {}): Promise<ItService[]> {
  let query = ctx.db<AssetsTables>().selectFrom('assets.it_service as s').select(columns).where('s.tenant_id', '=', ctx.tenantId).where('s.contract_ends_on', '>=', calendarDayOf(ctx.now)).where('s.state', '!=', 'retired');
  if (until) query = query.where('s.contract_ends_on', '<=', until);
  return query.orderBy('s.contract_ends_on').orderBy('s.id').limit(1000).execute();
}
