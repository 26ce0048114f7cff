import { sql } from 'kysely';
import { calendarDayOf } from '#platform/i18n';
import type { Actor, Ctx } from '#platform/module';
import type { Reach } from './city-schema.ts';

/** A role held today with the offices it reaches (the office itself and, for 'tree', everything below). */
export type Held = { officeId: string; roleKey: string; reach: Reach; permissions: string[]; offices: string[] };

export async function rolesHeld(ctx: Ctx, accountId: string): Promise<Held[]> {
  const today = calendarDayOf(ctx.now);
  const { rows } = await sql<Held>`
    with recursive held as (
      select a.office_id, a.role_key, r.reach, r.permissions
      from organisation.assignment a join organisation.role r on r.tenant_id = a.tenant_id and r.key = a.role_key
      where a.tenant_id = ${ctx.tenantId} and a.account_id = ${accountId}::uuid
        and a.valid_from <= ${today}::date and (a.valid_until is null or a.valid_until >= ${today}::date)
    ), below (top, id) as (
      select distinct office_id, office_id from held
      union
      select b.top, o.id from below b join organisation.office o on o.tenant_id = ${ctx.tenantId} and o.parent_id = b.id
    )
    select h.office_id as "officeId", h.role_key as "roleKey", h.reach, h.permissions,
      array(select b.id::text from below b where b.top = h.office_id and (h.reach = 'tree' or b.id = b.top)) as offices
    from held h`.execute(ctx.db());
  return rows;
}

/** Permissions with the offices in which they hold; office null: everywhere. */
export const grantsFrom = (held: Held[]): Actor['grants'] =>
  held.flatMap((role) => role.permissions.flatMap((permission) => (role.reach === 'city' ? [null] : role.offices).map((officeId) => ({ permission, officeId }))));
