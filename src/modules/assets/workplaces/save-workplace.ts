import { newId } from '#platform/db';
import { notAllowed, officesWith, requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { AssetsTables } from '../tables.ts';
import { gapsOfPlace, pointsOf } from './gaps.ts';
import type { SiteInput, WorkplaceInput } from './workplace.ts';
import { findPlaceByCode, getPlace, getSite } from './workplaces.queries.ts';

const rowOf = (ctx: Ctx, input: WorkplaceInput) => ({
  site_id: input.siteId, code: input.code, room: input.room, office_id: input.officeId, kind: input.kind, computer: input.computer, computer_year: input.computerYear, screens: input.screens, dock: input.dock, headset: input.headset, camera: input.camera,
  height_adjustable: input.heightAdjustable, mobile: input.mobile, needs: input.needs, met: input.met, gap_points: pointsOf(gapsOfPlace(input, ctx.now.getUTCFullYear())), changed_at: ctx.now, changed_by_name: ctx.actor.name,
});

/** Adds a workplace or changes one. @throws assets/key-taken 409, unknown-place, unknown-site 404, platform/not-allowed 403 */
export async function savePlace(ctx: Ctx, id: string | undefined, input: WorkplaceInput): Promise<string> {
  requirePermission(ctx, 'assets/edit', input.officeId);
  if (id) requirePermission(ctx, 'assets/edit', (await getPlace(ctx, id)).officeId);
  await getSite(ctx, input.siteId);
  const other = await findPlaceByCode(ctx, input.code);
  if (other && other.id !== id) throw problem('assets/key-taken', { key: input.code });
  const db = ctx.db<AssetsTables>();
  const saved = id ?? newId();
  if (id) await db.updateTable('assets.workplace').set(rowOf(ctx, input)).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  else await db.insertInto('assets.workplace').values({ tenant_id: ctx.tenantId, id: saved, ...rowOf(ctx, input) }).execute();
  ctx.emit({ type: id ? 'assets/place-changed' : 'assets/place-added', subject: `workplace:${saved}`, data: { code: input.code } });
  return saved;
}

/** Takes a workplace out that no longer exists. */
export async function removePlace(ctx: Ctx, id: string): Promise<void> {
  const { officeId, code } = await getPlace(ctx, id);
  requirePermission(ctx, 'assets/edit', officeId);
  await ctx.db<AssetsTables>().deleteFrom('assets.workplace').where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  ctx.emit({ type: 'assets/place-removed', subject: `workplace:${id}`, data: { code } });
}

/** Adds a building or changes one; buildings belong to the whole city. @throws assets/key-taken 409, unknown-site 404, platform/not-allowed 403 */
export async function saveSite(ctx: Ctx, id: string | undefined, input: SiteInput): Promise<string> {
  if (officesWith(ctx.actor, 'assets/edit') !== 'all') throw notAllowed();
  const db = ctx.db<AssetsTables>();
  if (id) await getSite(ctx, id);
  const other = await db.selectFrom('assets.site').select('id').where('tenant_id', '=', ctx.tenantId).where('key', '=', input.key).executeTakeFirst();
  if (other && other.id !== id) throw problem('assets/key-taken', { key: input.key });
  const row = { key: input.key, name: input.name, address: input.address, down_mbit: input.downMbit, up_mbit: input.upMbit, second_line: input.secondLine, wifi: input.wifi, guest_wifi: input.guestWifi, network_note: input.networkNote, access: JSON.stringify(input.access), changed_at: ctx.now, changed_by_name: ctx.actor.name };
  const saved = id ?? newId();
  if (id) await db.updateTable('assets.site').set(row).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  else await db.insertInto('assets.site').values({ tenant_id: ctx.tenantId, id: saved, ...row }).execute();
  ctx.emit({ type: id ? 'assets/site-changed' : 'assets/site-added', subject: `site:${saved}`, data: { key: input.key } });
  return saved;
}
