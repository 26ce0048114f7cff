import { sql } from 'kysely';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { OrganisationTables } from './tables.ts';

/**
 * Account ids of those who head an office today: who may supervise cases there by a role in the office itself, else by one in the next
 * office above; of several, all.
 */
export async function listHeads(ctx: Ctx, officeId: string, permission = 'cases/supervise'): Promise<string[]> {
  const today = calendarDayOf(ctx.now);
  const { rows } = await sql<{ id: string; depth: number }>`
    with recursive up (id, depth) as (
      select ${officeId}::uuid, 0
      union all
      select o.parent_id, u.depth + 1 from up u join organisation.office o on o.tenant_id = ${ctx.tenantId} and o.id = u.id where o.parent_id is not null and u.depth < 20
    )
    select distinct a.account_id as id, u.depth from up u
      join organisation.assignment a on a.tenant_id = ${ctx.tenantId} and a.office_id = u.id and a.valid_from <= ${today}::date and (a.valid_until is null or a.valid_until >= ${today}::date)
      join organisation.role r on r.tenant_id = a.tenant_id and r.key = a.role_key and ${permission} = any(r.permissions) and (u.depth = 0 or r.reach <> 'office')
    order by u.depth, id`.execute(ctx.db<OrganisationTables>());
  const nearest = rows[0]?.depth;
  return rows.filter(({ depth }) => depth === nearest).map(({ id }) => id);
}
