import { findStaffByText } from '#core/organisation';
import { newId } from '#platform/db';
import { calendarDayOf, formatDate } from '#platform/i18n';
import { requirePermission, type Ctx } from '#platform/module';
import { getBody, membersOf, reachOf, type Body } from './bodies.queries.ts';
import { problem } from './problems.ts';
import type { BodiesTables, BodyKind, MemberRole } from './tables.ts';

export type NewBody = { name: string; kind: BodyKind; purpose?: string; rhythm?: string; projectId?: string; confidential?: boolean; key?: string };

const keyOf = (name: string): string => name.toLowerCase().replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss').replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');

/** Whoever may keep a body's papers. @throws bodies/not-yours 403 */
export async function requireKeeper(ctx: Ctx, body: Pick<Body, 'id' | 'confidential'>): Promise<void> {
  if (!(await reachOf(ctx, body)).write) throw problem('bodies/not-yours');
}

/**
 * Sets up a body. The minutes of a staff council are always confidential.
 * @throws 403 without steering/edit, bodies/key-taken 409, bodies/name-needed 422
 */
export async function createBody(ctx: Ctx, given: NewBody): Promise<Body> {
  requirePermission(ctx, 'steering/edit');
  const name = given.name.trim();
  if (name.length < 3) throw problem('bodies/name-needed');
  const key = given.key ?? keyOf(name);
  const db = ctx.db<BodiesTables>();
  const taken = await db.selectFrom('bodies.body').select('id').where('tenant_id', '=', ctx.tenantId).where('key', '=', key).executeTakeFirst();
  if (taken) throw problem('bodies/key-taken');
  const id = newId();
  const confidential = given.confidential === true || given.kind === 'staff-council';
  await db.insertInto('bodies.body').values({ tenant_id: ctx.tenantId, id, key, name, kind: given.kind, purpose: given.purpose?.trim() ?? '', rhythm: given.rhythm?.trim() ?? '', project_id: given.projectId ?? null, confidential, closed_on: null }).execute();
  ctx.emit({ type: 'bodies/created', subject: `body:${id}`, data: { key, kind: given.kind } });
  return { id, key, name, kind: given.kind, purpose: given.purpose ?? '', rhythm: given.rhythm ?? '', projectId: given.projectId ?? null, confidential, closedOn: null };
}

/** Whoever leads steering composes any body; its chair, too. A confidential one composes itself, once it has a chair. */
async function requireComposer(ctx: Ctx, bodyId: string): Promise<void> {
  const body = await ctx.db<BodiesTables>().selectFrom('bodies.body').select(['id', 'confidential']).where('tenant_id', '=', ctx.tenantId).where('id', '=', bodyId).executeTakeFirst();
  if (!body) throw problem('bodies/no-body');
  if ((await reachOf(ctx, body)).compose) return;
  if (body.confidential && (await membersOf(ctx, bodyId)).every(({ role }) => role !== 'chair')) return requirePermission(ctx, 'steering/edit');
  throw problem('bodies/not-yours');
}

/** @throws bodies/no-such-person 422 */
export async function personOf(ctx: Ctx, typed: string): Promise<{ id: string; name: string }> {
  const found = await findStaffByText(ctx, typed);
  const [person] = found;
  if (found.length !== 1 || !person) throw problem('bodies/no-such-person', { typed });
  return person;
}

type NewMember = { bodyId: string; accountId: string; name: string; role: MemberRole; fromOn?: string; untilOn?: string | null };

/** Takes somebody in. @throws bodies/not-yours 403, bodies/already-member 409, bodies/dates-reversed 422 */
export async function addMember(ctx: Ctx, given: NewMember): Promise<string> {
  await requireComposer(ctx, given.bodyId);
  const fromOn = given.fromOn || calendarDayOf(ctx.now);
  const untilOn = given.untilOn || null;
  if (untilOn && untilOn < fromOn) throw problem('bodies/dates-reversed', { from: formatDate(fromOn) });
  if ((await membersOf(ctx, given.bodyId, { on: fromOn })).some(({ accountId, role }) => accountId === given.accountId && role === given.role)) throw problem('bodies/already-member', { name: given.name });
  const id = newId();
  await ctx.db<BodiesTables>().insertInto('bodies.member').values({ tenant_id: ctx.tenantId, id, body_id: given.bodyId, account_id: given.accountId, role: given.role, from_on: fromOn, until_on: untilOn }).execute();
  ctx.emit({ type: 'bodies/member-added', subject: `body:${given.bodyId}`, data: { account: given.accountId, role: given.role } });
  return id;
}

/** Ends somebody's place; the row stays as history. @throws bodies/dates-reversed 422 */
export async function endMember(ctx: Ctx, given: { bodyId: string; memberId: string; untilOn?: string }): Promise<void> {
  await requireComposer(ctx, given.bodyId);
  const untilOn = given.untilOn || calendarDayOf(ctx.now);
  const db = ctx.db<BodiesTables>();
  const row = await db.selectFrom('bodies.member').selectAll().where('tenant_id', '=', ctx.tenantId).where('body_id', '=', given.bodyId).where('id', '=', given.memberId).executeTakeFirst();
  if (!row) throw problem('bodies/no-body');
  if (untilOn < row.from_on) throw problem('bodies/dates-reversed', { from: formatDate(row.from_on) });
  await db.updateTable('bodies.member').set({ until_on: untilOn }).where('tenant_id', '=', ctx.tenantId).where('id', '=', row.id).execute();
  ctx.emit({ type: 'bodies/member-ended', subject: `body:${given.bodyId}`, data: { account: row.account_id, role: row.role } });
}

/** Changes what a body is for; its kind and confidentiality stay. */
export async function changeBody(ctx: Ctx, id: string, change: { name: string; purpose: string; rhythm: string; closed?: boolean }): Promise<void> {
  const body = await getBody(ctx, id);
  await requireComposer(ctx, id);
  if (change.name.trim().length < 3) throw problem('bodies/name-needed');
  const closedOn = change.closed ? (body.closedOn ?? calendarDayOf(ctx.now)) : null;
  await ctx.db<BodiesTables>().updateTable('bodies.body').set({ name: change.name.trim(), purpose: change.purpose.trim(), rhythm: change.rhythm.trim(), closed_on: closedOn }).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  ctx.emit({ type: 'bodies/changed', subject: `body:${id}`, data: { closed: closedOn !== null } });
}
