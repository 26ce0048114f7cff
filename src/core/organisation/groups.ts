import { sql } from 'kysely';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { holdsOn } from './assignments.ts';
import type { OrganisationTables } from './tables.ts';

/** A candidate group of a user task: '<office-key>' or '<office-key>/<role-key>'. */
export type Group = string;

async function heldBy(ctx: Ctx, accountId: string, onlyOfficeId: string | null): Promise<Group[]> {
  let query = ctx
    .db<OrganisationTables>()
    .selectFrom('organisation.assignment as a')
    .innerJoin('organisation.office as o', (join) => join.onRef('o.tenant_id', '=', 'a.tenant_id').onRef('o.id', '=', 'a.office_id'))
    .select(['o.key', 'a.role_key as role'])
    .where('a.tenant_id', '=', ctx.tenantId)
    .where('a.account_id', '=', accountId)
    .where(holdsOn(calendarDayOf(ctx.now)));
  if (onlyOfficeId) query = query.where('a.office_id', '=', onlyOfficeId);
  const rows = await query.execute();
  return rows.flatMap(({ key, role }) => [key, `${key}/${role}`]);
}

/**
 * Groups whose tasks this person may take today. When the actor is that person and works as a substitute
 * (`actingFor`), the groups of the absent person come along, as far as the substitution reaches.
 */
export async function groupsOf(ctx: Ctx, accountId: string): Promise<Group[]> {
  const own = await heldBy(ctx, accountId, null);
  const absent = ctx.actor.id === accountId ? ctx.actor.actingFor : undefined;
  if (!absent) return [...new Set(own)];
  const today = calendarDayOf(ctx.now);
  const scopes = await ctx
    .db<OrganisationTables>()
    .selectFrom('organisation.substitution')
    .select('office_id as officeId')
    .where('tenant_id', '=', ctx.tenantId)
    .where('substitute_id', '=', accountId)
    .where('absent_id', '=', absent.id)
    .where('starts_on', '<=', today)
    .where('ends_on', '>=', today)
    .where('ended_at', 'is', null)
    .execute();
  const theirs = await Promise.all(scopes.map((scope) => heldBy(ctx, absent.id, scope.officeId)));
  return [...new Set([...own, ...theirs.flat()])];
}

/** Account ids of those who hold a role in the group today ('steueramt' or 'steueramt/leitung'), for delegating and notifying. */
export async function listGroupMembers(ctx: Ctx, group: Group): Promise<string[]> {
  const [officeKey = '', roleKey] = group.split('/');
  let query = ctx
    .db<OrganisationTables>()
    .selectFrom('organisation.assignment as a')
    .innerJoin('organisation.office as o', (join) => join.onRef('o.tenant_id', '=', 'a.tenant_id').onRef('o.id', '=', 'a.office_id'))
    .select('a.account_id as id')
    .distinct()
    .where('a.tenant_id', '=', ctx.tenantId)
    .where('o.key', '=', officeKey)
    .where(holdsOn(calendarDayOf(ctx.now)));
  if (roleKey) query = query.where('a.role_key', '=', roleKey);
  const rows = await query.orderBy(sql`1`).execute();
  return rows.map((row) => row.id);
}
