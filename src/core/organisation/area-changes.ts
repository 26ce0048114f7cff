import { newId } from '#platform/db';
import { calendarDayOf } from '#platform/i18n';
import { may, notAllowed, type Ctx } from '#platform/module';
import { listAreas, type Area, type AreaCover } from './areas.ts';
import { listAssignments } from './assignments.ts';
import { getOffice } from './offices.ts';
import { problem } from './problems.ts';
import type { OrganisationTables } from './tables.ts';

/** Dividing the work of an office is the duty of its head. */
function requireMayDivide(ctx: Ctx, officeId: string): void {
  if (!may(ctx.actor, 'admin/areas', officeId) && !may(ctx.actor, 'admin/offices', officeId)) throw notAllowed();
}

export type NewArea = { officeId: string; name: string; cover: AreaCover };

const keyOf = (name: string): string =>
  name.toLowerCase().replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss').replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '').slice(0, 40);

/**
 * Adds an area of responsibility to an office.
 * @returns its key, by which groups of tasks name it: '<office>@<key>'.
 * @throws organisation/area-name, -letters, -values 422; key-taken, area-overlap 409; no-such-office 404; platform/not-allowed 403
 */
export async function createArea(ctx: Ctx, { officeId, name, cover }: NewArea): Promise<string> {
  requireMayDivide(ctx, officeId);
  await getOffice(ctx, officeId);
  const key = keyOf(name);
  if (!key) throw problem('organisation/area-name');
  const sound = soundCover(cover);
  const others = await listAreas(ctx, { officeId, closed: true });
  if (others.some((area) => area.key === key && !area.closedOn)) throw problem('organisation/key-taken', { key });
  const overlapping = others.find((area) => !area.closedOn && overlaps(area, sound));
  if (overlapping) throw problem('organisation/area-overlap', { name: overlapping.name });
  const row = { tenant_id: ctx.tenantId, id: newId(), office_id: officeId, key, name: name.trim(), kind: sound.kind, covers: JSON.stringify(sound.kind === 'letters' ? { from: sound.from, to: sound.to } : sound.values), closed_on: null };
  // an area that was closed comes back under its old key, with what it covers now
  await ctx
    .db<OrganisationTables>()
    .insertInto('organisation.area')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'office_id', 'key']).doUpdateSet({ name: row.name, kind: row.kind, covers: row.covers, closed_on: null }))
    .execute();
  ctx.emit({ type: 'organisation/area-created', subject: `office:${officeId}`, data: { area: key } });
  return key;
}

function soundCover(cover: AreaCover): AreaCover {
  if (cover.kind === 'values') {
    const values = [...new Set(cover.values.map((value) => value.trim()).filter(Boolean))];
    if (values.length === 0) throw problem('organisation/area-values');
    return { kind: 'values', values };
  }
  const [from, to] = [cover.from.trim(), cover.to.trim()];
  if (!/^\p{L}{1,4}$/u.test(from) || !/^\p{L}{1,4}$/u.test(to) || from.localeCompare(to, 'de') > 0) throw problem('organisation/area-letters');
  return { kind: 'letters', from, to };
}

/** Two people must not both be responsible for the same name without anybody having noticed. */
function overlaps(area: AreaCover, other: AreaCover): boolean {
  if (area.kind === 'values') return other.kind === 'values' && area.values.some((value) => other.values.some((one) => one.localeCompare(value, 'de', { sensitivity: 'base' }) === 0));
  if (other.kind === 'values') return false;
  const [first, second] = area.from.localeCompare(other.from, 'de') <= 0 ? [area, other] : [other, area];
  // 'A–K' covers every name that begins with K
  return second.from.localeCompare(`${first.to}\u{ffff}`, 'de') <= 0 && second.from.slice(0, first.to.length).localeCompare(first.to, 'de', { sensitivity: 'base' }) <= 0;
}

/** Closes an area; its open tasks are everybody's in the office from now on. @throws organisation/no-such-area 404, platform/not-allowed 403 */
export async function closeArea(ctx: Ctx, areaId: string): Promise<void> {
  const area = (await listAreas(ctx)).find(({ id }) => id === areaId);
  if (!area) throw problem('organisation/no-such-area');
  requireMayDivide(ctx, area.officeId);
  await ctx.db<OrganisationTables>().updateTable('organisation.area').set({ closed_on: calendarDayOf(ctx.now) }).where('tenant_id', '=', ctx.tenantId).where('id', '=', areaId).execute();
  ctx.emit({ type: 'organisation/area-closed', subject: `office:${area.officeId}`, data: { area: area.key } });
}

/**
 * Gives a person exactly these areas of one office.
 * @throws organisation/no-such-area 404, not-in-office 409 when the person holds no role there, platform/not-allowed 403
 */
export async function setAreasOf(ctx: Ctx, given: { accountId: string; officeId: string; areaIds: string[] }): Promise<void> {
  const { accountId, officeId } = given;
  requireMayDivide(ctx, officeId);
  const areas = await listAreas(ctx, { officeId });
  const wanted = given.areaIds.map((id) => areas.find((area) => area.id === id));
  if (wanted.some((area) => !area)) throw problem('organisation/no-such-area');
  if (wanted.length > 0 && (await listAssignments(ctx, { accountIds: [accountId], officeId })).length === 0) throw problem('organisation/not-in-office');
  const before = areas.filter((area) => area.members.includes(accountId));
  const keys = (list: (Area | undefined)[]): string[] => list.flatMap((area) => area?.key ?? []).sort();
  if (keys(before).join() === keys(wanted).join()) return;
  const db = ctx.db<OrganisationTables>();
  if (before.length > 0) await db.deleteFrom('organisation.area_member').where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId).where('area_id', 'in', before.map(({ id }) => id)).execute();
  if (given.areaIds.length > 0) await db.insertInto('organisation.area_member').values([...new Set(given.areaIds)].map((area_id) => ({ tenant_id: ctx.tenantId, area_id, account_id: accountId }))).execute();
  ctx.emit({ type: 'organisation/areas-given', subject: `account:${accountId}`, data: { office: officeId, before: keys(before), areas: keys(wanted) } });
}
