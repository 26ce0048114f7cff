import { sql } from 'kysely';
import { accountNames } from '#platform/auth';
import { calendarDayOf } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { problem } from './problems.ts';
import type { BodiesTables, BodyKind, BodyRow, MemberRole } from './tables.ts';

/** A committee, team, working group or the staff council. */
export type Body = { id: string; key: string; name: string; kind: BodyKind; purpose: string; rhythm: string; projectId: string | null; confidential: boolean; closedOn: string | null };
/** Somebody's place in a body; `untilOn` null means until further notice. */
export type Member = { id: string; bodyId: string; accountId: string; name: string; role: MemberRole; fromOn: string; untilOn: string | null };
/** What this person may do with a body: see what was said there, keep its minutes, change who belongs to it. */
export type BodyReach = { read: boolean; write: boolean; compose: boolean };

export const kindWords: Record<BodyKind, string> = { 'steering-committee': 'Lenkungskreis', 'steering-team': 'Steuerungsteam', 'working-group': 'Arbeitsgruppe', 'staff-council': 'Personalrat', other: 'Gremium' };
export const roleWords: Record<MemberRole, string> = { chair: 'Vorsitz', deputy: 'Stellvertretung', member: 'Mitglied', adviser: 'beratend', minutes: 'Schriftführung' };

export const toBody = (row: BodyRow): Body => ({ id: row.id, key: row.key, name: row.name, kind: row.kind, purpose: row.purpose, rhythm: row.rhythm, projectId: row.project_id, confidential: row.confidential, closedOn: row.closed_on });

/** Roles that this person holds today, by body. */
async function rolesHeld(ctx: Ctx): Promise<Map<string, MemberRole[]>> {
  const held = new Map<string, MemberRole[]>();
  if (!ctx.actor.id) return held;
  const today = calendarDayOf(ctx.now);
  const rows = await ctx.db<BodiesTables>().selectFrom('bodies.member').select(['body_id', 'role']).where('tenant_id', '=', ctx.tenantId).where('account_id', '=', ctx.actor.id)
    .where('from_on', '<=', today).where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', today)])).execute();
  for (const { body_id, role } of rows) held.set(body_id, [...(held.get(body_id) ?? []), role]);
  return held;
}

/** Steering sees and keeps every body but the confidential ones: those belong to their members alone. */
function reachWith(ctx: Ctx, body: Pick<Body, 'confidential'>, roles: MemberRole[]): BodyReach {
  const keeper = roles.some((role) => role === 'chair' || role === 'deputy' || role === 'minutes');
  const steering = may(ctx.actor, 'steering/edit');
  if (ctx.actor.kind === 'system') return { read: true, write: true, compose: true };
  if (body.confidential) return { read: roles.length > 0, write: keeper, compose: keeper };
  return { read: roles.length > 0 || steering || may(ctx.actor, 'steering/read'), write: keeper || steering, compose: roles.includes('chair') || steering };
}

export async function reachOf(ctx: Ctx, body: Pick<Body, 'id' | 'confidential'>): Promise<BodyReach> {
  return reachWith(ctx, body, (await rolesHeld(ctx)).get(body.id) ?? []);
}

/** All bodies that this person may know of, in the order of their kinds; a confidential one is listed, but not opened, for steering. */
export async function listBodies(ctx: Ctx, filter: { closed?: boolean; projectId?: string } = {}): Promise<(Body & { reach: BodyReach })[]> {
  let query = ctx.db<BodiesTables>().selectFrom('bodies.body').selectAll().where('tenant_id', '=', ctx.tenantId);
  if (!filter.closed) query = query.where('closed_on', 'is', null);
  if (filter.projectId) query = query.where('project_id', '=', filter.projectId);
  const rows = await query.limit(500).execute();
  const held = await rolesHeld(ctx);
  const order = Object.keys(kindWords);
  return rows
    .map((row) => ({ ...toBody(row), reach: reachWith(ctx, row, held.get(row.id) ?? []) }))
    .filter(({ reach }) => reach.read || may(ctx.actor, 'steering/read') || may(ctx.actor, 'steering/edit'))
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.name.localeCompare(b.name, 'de'));
}

/** @throws bodies/no-body 404, also for who may not see it. */
export async function getBody(ctx: Ctx, id: string): Promise<Body> {
  const row = await ctx.db<BodiesTables>().selectFrom('bodies.body').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();
  if (!row || !(await reachOf(ctx, row)).read) throw problem('bodies/no-body');
  return toBody(row);
}

/** The body with this key ('lenkungskreis'), for whoever may see it. */
export async function findBodyByKey(ctx: Ctx, key: string): Promise<Body | undefined> {
  const row = await ctx.db<BodiesTables>().selectFrom('bodies.body').selectAll().where('tenant_id', '=', ctx.tenantId).where('key', '=', key).executeTakeFirst();
  return row && (await reachOf(ctx, row)).read ? toBody(row) : undefined;
}

/** Who belongs to a body on a day (today), in the order of their roles; with `all` also former and coming members. */
export async function membersOf(ctx: Ctx, bodyId: string, { on = calendarDayOf(ctx.now), all = false }: { on?: string; all?: boolean } = {}): Promise<Member[]> {
  let query = ctx.db<BodiesTables>().selectFrom('bodies.member').selectAll().where('tenant_id', '=', ctx.tenantId).where('body_id', '=', bodyId);
  if (!all) query = query.where('from_on', '<=', on).where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', on)]));
  const rows = await query.execute();
  const names = await accountNames(ctx, rows.map(({ account_id }) => account_id));
  const order = Object.keys(roleWords);
  return rows
    .map((row) => ({ id: row.id, bodyId: row.body_id, accountId: row.account_id, name: names.get(row.account_id) ?? 'Konto gelöscht', role: row.role, fromOn: row.from_on, untilOn: row.until_on }))
    .sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role) || a.name.localeCompare(b.name, 'de'));
}

/** How many belong to each body today. */
export async function countMembers(ctx: Ctx): Promise<Map<string, number>> {
  const today = calendarDayOf(ctx.now);
  const { rows } = await sql<{ body: string; count: number }>`select body_id as body, count(distinct account_id)::int as count from bodies.member
    where tenant_id = ${ctx.tenantId} and from_on <= ${today} and (until_on is null or until_on >= ${today}) group by 1`.execute(ctx.db());
  return new Map(rows.map(({ body, count }) => [body, count]));
}
