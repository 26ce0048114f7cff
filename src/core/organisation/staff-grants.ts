import { sql } from 'kysely';
import { accountNames, type GrantSource } from '#platform/auth';
import { calendarDayOf } from '#platform/i18n';
import type { Actor, Ctx } from '#platform/module';
import type { Reach } from './city-schema.ts';
import { listSubstitutions } from './substitutions.ts';

type Held = { officeId: string; reach: Reach; permissions: string[]; offices: string[] };

/** Roles held today, each with the offices it reaches (the office itself and, for 'tree', everything below). */
async function rolesHeld(ctx: Ctx, accountId: string): Promise<Held[]> {
  const today = calendarDayOf(ctx.now);
  const { rows } = await sql<Held>`
    with recursive held as (
      select a.office_id, r.reach, r.permissions
      from organisation.assignment a join organisation.role r on r.tenant_id = a.tenant_id and r.key = a.role_key
      where a.tenant_id = ${ctx.tenantId} and a.account_id = ${accountId}::uuid
        and a.valid_from <= ${today}::date and (a.valid_until is null or a.valid_until >= ${today}::date)
    ), below (top, id) as (
      select distinct office_id, office_id from held
      union
      select b.top, o.id from below b join organisation.office o on o.tenant_id = ${ctx.tenantId} and o.parent_id = b.id
    )
    select h.office_id as "officeId", h.reach, h.permissions,
      array(select b.id::text from below b where b.top = h.office_id and (h.reach = 'tree' or b.id = b.top)) as offices
    from held h`.execute(ctx.db());
  return rows;
}

const officesOf = (role: Held): (string | null)[] => (role.reach === 'city' ? [null] : role.offices);

function grantsFrom(held: Held[], onlyOfficeId: string | null = null): Actor['grants'] {
  const roles = held.filter((role) => onlyOfficeId === null || role.officeId === onlyOfficeId);
  return roles.flatMap((role) => role.permissions.flatMap((permission) => officesOf(role).map((officeId) => ({ permission, officeId }))));
}

/** Administration is a personal trust: a substitute doesn't get it along. */
const transferable = (grant: Actor['grants'][number]): boolean => !grant.permission.startsWith('admin/');

/** Grants from roles in offices; when the session works as a substitute, those of the absent person come along. */
export const staffGrants: GrantSource = async (ctx, { accountId, actingForId }) => {
  const own = grantsFrom(await rolesHeld(ctx, accountId));
  if (!actingForId) return { grants: own };
  const scopes = await listSubstitutions(ctx, { substituteId: accountId, absentId: actingForId, at: 'today' });
  if (scopes.length === 0) return { grants: own };
  const theirs = await rolesHeld(ctx, actingForId);
  const lent = scopes.flatMap((scope) => grantsFrom(theirs, scope.officeId)).filter(transferable);
  const names = await accountNames(ctx, [actingForId]);
  return { grants: [...own, ...lent], actingFor: { id: actingForId, name: names.get(actingForId) ?? '' } };
};
