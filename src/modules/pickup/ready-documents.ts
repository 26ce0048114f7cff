import { requirePermission, type Ctx } from '#platform/module';
import { calendarDayOf } from '#platform/i18n';
import { problem } from './problems.ts';
import type { Kind, PickupTables } from './tables.ts';

export type ReadyDocument = { number: string; kind: Kind; officeId: string; readyOn: string };

const MOST = 500;
/** Who does not come for half a year is written to; the number is forgotten. */
export const KEPT_DAYS = 180;

/** As it stands on the slip, however it was typed. */
export const plainNumber = (typed: string): string => typed.trim().toUpperCase().replaceAll(/\s+/g, '');
const isNumber = (number: string): boolean => /^[A-Z0-9][A-Z0-9-]{3,19}$/.test(number);

/**
 * Notes that documents have arrived and may be picked up; a number that is there already stays as it was.
 * @returns how many are new. @throws Problem 422 for no, wrong or too many numbers, 403 without pickup/manage in the office.
 */
export async function addReady(ctx: Ctx, given: { officeId: string; kind: Kind; numbers: string[] }): Promise<number> {
  requirePermission(ctx, 'pickup/manage', given.officeId);
  const numbers = [...new Set(given.numbers.map(plainNumber).filter(Boolean))];
  if (numbers.length === 0) throw problem('pickup/no-numbers');
  if (numbers.length > MOST) throw problem('pickup/too-many', { max: MOST });
  const wrong = numbers.find((number) => !isNumber(number));
  if (wrong) throw problem('pickup/wrong-number', { number: wrong });
  const rows = numbers.map((number) => ({ tenant_id: ctx.tenantId, number, kind: given.kind, office_id: given.officeId, ready_on: calendarDayOf(ctx.now), added_at: ctx.now, added_by: ctx.actor.id }));
  const added = await ctx.db<PickupTables>().insertInto('pickup.document').values(rows).onConflict((conflict) => conflict.doNothing()).returning('number').execute();
  if (added.length > 0) ctx.emit({ type: 'pickup/ready', subject: `office:${given.officeId}`, data: { kind: given.kind, count: added.length } });
  return added.length;
}

/** The document was handed over: its number is forgotten. @throws Problem 404, 403 */
export async function handOver(ctx: Ctx, typed: string): Promise<void> {
  const found = await findReady(ctx, typed);
  if (!found) throw problem('pickup/no-document');
  requirePermission(ctx, 'pickup/manage', found.officeId);
  await ctx.db<PickupTables>().deleteFrom('pickup.document').where('tenant_id', '=', ctx.tenantId).where('number', '=', found.number).execute();
  ctx.emit({ type: 'pickup/handed-over', subject: `office:${found.officeId}`, data: { kind: found.kind } });
}

const select = (ctx: Ctx) => ctx.db<PickupTables>().selectFrom('pickup.document').select(['number', 'kind', 'office_id as officeId', 'ready_on as readyOn']).where('tenant_id', '=', ctx.tenantId);

/** What lies ready under this number. */
export async function findReady(ctx: Ctx, typed: string): Promise<ReadyDocument | undefined> {
  return select(ctx).where('number', '=', plainNumber(typed)).executeTakeFirst();
}

/** What has waited longest, for the counter; pages by the last number. */
export async function listReady(ctx: Ctx, page: { after?: ReadyDocument | undefined; limit: number }): Promise<ReadyDocument[]> {
  let query = select(ctx);
  const { after } = page;
  if (after) query = query.where((where) => where.or([where('ready_on', '>', after.readyOn), where.and([where('ready_on', '=', after.readyOn), where('number', '>', after.number)])]));
  return query.orderBy('ready_on').orderBy('number').limit(page.limit).execute();
}

/** Forgets what nobody fetched. */
export async function forgetOld(ctx: Ctx): Promise<number> {
  const before = new Date(ctx.now.getTime() - KEPT_DAYS * 86_400_000);
  const gone = await ctx.db<PickupTables>().deleteFrom('pickup.document').where('tenant_id', '=', ctx.tenantId).where('ready_on', '<', calendarDayOf(before)).executeTakeFirst();
  const count = Number(gone.numDeletedRows);
  if (count > 0) ctx.emit({ type: 'pickup/forgotten', subject: 'pickup', data: { count } });
  return count;
}
