import { sql } from 'kysely';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { holdsOn } from './assignments.ts';
import { groupsHeldBy, partsOf, type Group } from './groups-held.ts';
import { listLentScopes } from './lent-scopes.ts';
import type { OrganisationTables } from './tables.ts';

/**
 * Groups whose tasks this person may see today. When the actor is that person and works as a substitute (`actingFor`), the groups of
 * the absent person come along, as far as the substitution reaches.
 */
export async function groupsOf(ctx: Ctx, accountId: string): Promise<Group[]> {
  const own = await groupsHeldBy(ctx, accountId);
  if (ctx.actor.id !== accountId || !ctx.actor.actingFor) return own;
  const lent = await listLentScopes(ctx, { substituteId: accountId, absentId: ctx.actor.actingFor.id });
  return [...new Set([...own, ...lent.flatMap((scope) => scope.groups)])];
}

/** Account ids of those who hold a role in the group today ('steueramt', 'steueramt/leitung', 'steueramt@a-k'), for delegating and notifying. */
export async function listGroupMembers(ctx: Ctx, group: Group): Promise<string[]> {
  const { office, role, area } = partsOf(group);
  let query = ctx
    .db<OrganisationTables>()
    .selectFrom('organisation.assignment as a')
    .innerJoin('organisation.office as o', (join) => join.onRef('o.tenant_id', '=', 'a.tenant_id').onRef('o.id', '=', 'a.office_id'))
    .select('a.account_id as id')
    .distinct()
    .where('a.tenant_id', '=', ctx.tenantId)
    .where('o.key', '=', office)
    .where(holdsOn(calendarDayOf(ctx.now)));
  if (role) query = query.where('a.role_key', '=', role);
  const all = (await query.orderBy(sql`1`).execute()).map((row) => row.id);
  if (!area) return all;
  const { rows } = await sql<{ id: string }>`select m.account_id as id from organisation.area r
    join organisation.office o on o.tenant_id = r.tenant_id and o.id = r.office_id
    join organisation.area_member m on m.tenant_id = r.tenant_id and m.area_id = r.id
    where r.tenant_id = ${ctx.tenantId} and o.key = ${office} and r.key = ${area} and r.closed_on is null`.execute(ctx.db<OrganisationTables>());
  const theirs = new Set(rows.map((row) => row.id));
  const some = all.filter((id) => theirs.has(id));
  return some.length > 0 ? some : all;
}
