import { sql } from 'kysely';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { holdsOn } from './assignments.ts';
import type { OrganisationTables } from './tables.ts';

/**
 * A candidate group of a user task: '<office>' or '<office>/<role>', with an area of responsibility behind an @: 'steueramt@a-k',
 * 'steueramt/sachbearbeitung@a-k'.
 */
export type Group = string;

/** 'steueramt/leitung@a-k' → { office: 'steueramt', role: 'leitung', area: 'a-k' } */
export function partsOf(group: Group): { office: string; role?: string; area?: string } {
  const [whole = '', area] = group.split('@');
  const [office = '', role] = whole.split('/');
  return { office, ...(role ? { role } : {}), ...(area ? { area } : {}) };
}

type Held = { key: string; role: string; officeId: string; areas: string[] };

/** Groups of the roles that somebody holds today; areas that are nobody's in particular belong to everybody in the office. */
export async function groupsHeldBy(ctx: Ctx, accountId: string, only: { officeId?: string | null; role?: string | undefined } = {}): Promise<Group[]> {
  const day = calendarDayOf(ctx.now);
  const { rows } = await sql<Held>`
    select o.key, a.role_key as role, a.office_id as "officeId", array(
      select r.key from organisation.area r where r.tenant_id = a.tenant_id and r.office_id = a.office_id and (r.closed_on is not null
        or exists (select from organisation.area_member m where m.tenant_id = r.tenant_id and m.area_id = r.id and m.account_id = a.account_id)
        or not exists (select from organisation.area_member m join organisation.assignment b on b.tenant_id = m.tenant_id and b.account_id = m.account_id and b.office_id = r.office_id
          where m.tenant_id = r.tenant_id and m.area_id = r.id and b.valid_from <= ${day}::date and (b.valid_until is null or b.valid_until >= ${day}::date)))) as areas
    from organisation.assignment a join organisation.office o on o.tenant_id = a.tenant_id and o.id = a.office_id
    where a.tenant_id = ${ctx.tenantId} and a.account_id = ${accountId}::uuid and ${holdsOn(day)}`.execute(ctx.db<OrganisationTables>());
  const held = rows.filter((row) => (!only.officeId || row.officeId === only.officeId) && (!only.role || row.role === only.role));
  return [...new Set(held.flatMap(({ key, role, areas }) => [key, `${key}/${role}`].flatMap((group) => [group, ...areas.map((area) => `${group}@${area}`)])))];
}
