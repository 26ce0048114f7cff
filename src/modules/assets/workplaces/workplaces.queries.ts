import { sql } from 'kysely';
import type { Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { AssetsTables } from '../tables.ts';
import { LONGEST_COMPUTER_YEARS } from './gaps.ts';
import type { Site, Workplace } from './workplace.ts';

const siteColumns = ['id', 'key', 'name', 'address', 'down_mbit as downMbit', 'up_mbit as upMbit', 'second_line as secondLine', 'wifi', 'guest_wifi as guestWifi', 'network_note as networkNote', 'access', 'changed_at as changedAt', 'changed_by_name as changedByName'] as const;
const placeColumns = ['id', 'site_id as siteId', 'code', 'room', 'office_id as officeId', 'kind', 'computer', 'computer_year as computerYear', 'screens', 'dock', 'headset', 'camera', 'height_adjustable as heightAdjustable', 'mobile', 'needs', 'met'] as const;

/** Buildings by name. A city has some dozens. */
export async function listSites(ctx: Ctx): Promise<Site[]> {
  return ctx.db<AssetsTables>().selectFrom('assets.site').select(siteColumns).where('tenant_id', '=', ctx.tenantId).orderBy('name').orderBy('id').limit(1000).execute();
}
/** @throws assets/unknown-site 404 */
export async function getSite(ctx: Ctx, id: string): Promise<Site> {
  const row = await ctx.db<AssetsTables>().selectFrom('assets.site').select(siteColumns).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();
  if (!row) throw problem('assets/unknown-site');
  return row;
}

export type SiteCounts = { siteId: string; places: number; mobile: number; noComputer: number; old: number; notMobile: number; headset: number; camera: number; unmet: number };
/** Workplaces of each building and what they lack, counted by the same rules as `gapsOfPlace`. */
export async function countPlaces(ctx: Ctx, year: number): Promise<Map<string, SiteCounts>> {
  const count = (condition: string) => sql<number>`count(*) filter (where ${sql.raw(condition)})::int`;
  const rows = await ctx
    .db<AssetsTables>()
    .selectFrom('assets.workplace')
    .select(['site_id as siteId', sql<number>`count(*)::int`.as('places'), count('mobile').as('mobile'), count("kind <> 'meeting' and computer = 'none'").as('noComputer'), count("not mobile and kind in ('desk', 'field')").as('notMobile'), count("not headset and kind <> 'field'").as('headset'), count("not camera and kind <> 'field'").as('camera'), count('not needs <@ met').as('unmet')])
    .select(sql<number>`count(*) filter (where computer_year < ${year - LONGEST_COMPUTER_YEARS})::int`.as('old'))
    .where('tenant_id', '=', ctx.tenantId)
    .groupBy('site_id')
    .execute();
  return new Map(rows.map((row) => [row.siteId, row]));
}

/** How often each need is not met, by building. */
export async function countUnmet(ctx: Ctx): Promise<{ siteId: string; need: string; count: number }[]> {
  const { rows } = await sql<{ siteId: string; need: string; count: number }>`
    select site_id as "siteId", need, count(*)::int as count from assets.workplace, unnest(needs) as need where tenant_id = ${ctx.tenantId} and not need = any(met) group by site_id, need`.execute(ctx.db<AssetsTables>());
  return rows;
}

export type PlaceCursor = { code: string; id: string };
/** Workplaces of a building by their code. */
export async function listPlaces(ctx: Ctx, siteId: string, page: { after?: PlaceCursor | undefined; limit: number }): Promise<{ rows: Workplace[]; next?: PlaceCursor }> {
  let query = ctx.db<AssetsTables>().selectFrom('assets.workplace').select(placeColumns).where('tenant_id', '=', ctx.tenantId).where('site_id', '=', siteId);
  const { after } = page;
  if (after) query = query.where(sql<boolean>`(code, id) > (${after.code}, ${after.id}::uuid)`);
  const found = await query.orderBy('code').orderBy('id').limit(page.limit + 1).execute();
  const rows = found.slice(0, page.limit);
  const last = found.length > page.limit ? rows.at(-1) : undefined;
  return { rows, ...(last ? { next: { code: last.code, id: last.id } } : {}) };
}

/** Workplaces that lack most, of the whole city or one building. */
export async function listWorstPlaces(ctx: Ctx, limit: number): Promise<Workplace[]> {
  return ctx.db<AssetsTables>().selectFrom('assets.workplace').select(placeColumns).where('tenant_id', '=', ctx.tenantId).where('gap_points', '>', 0).orderBy('gap_points', 'desc').orderBy('id').limit(limit).execute();
}

/** @throws assets/unknown-place 404 */
export async function getPlace(ctx: Ctx, id: string): Promise<Workplace> {
  const row = await ctx.db<AssetsTables>().selectFrom('assets.workplace').select(placeColumns).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();
  if (!row) throw problem('assets/unknown-place');
  return row;
}

export async function findPlaceByCode(ctx: Ctx, code: string): Promise<Workplace | undefined> {
  return ctx.db<AssetsTables>().selectFrom('assets.workplace').select(placeColumns).where('tenant_id', '=', ctx.tenantId).where('code', '=', code).executeTakeFirst();
}
