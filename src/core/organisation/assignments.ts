import { sql } from 'kysely';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { OrganisationTables } from './tables.ts';

/** A role held in an office. Both days are included; `validUntil` null means until further notice. */
export type Assignment = {
  id: string;
  accountId: string;
  roleKey: string;
  roleName: string;
  officeId: string;
  officeKey: string;
  officeName: string;
  validFrom: string;
  validUntil: string | null;
};

/** Which rows hold on this day; used by every read of assignments. */
export const holdsOn = (day: string) => sql<boolean>`a.valid_from <= ${day}::date and (a.valid_until is null or a.valid_until >= ${day}::date)`;

const select = (ctx: Ctx) =>
  ctx
    .db<OrganisationTables>()
    .selectFrom('organisation.assignment as a')
    .innerJoin('organisation.role as r', (join) => join.onRef('r.tenant_id', '=', 'a.tenant_id').onRef('r.key', '=', 'a.role_key'))
    .innerJoin('organisation.office as o', (join) => join.onRef('o.tenant_id', '=', 'a.tenant_id').onRef('o.id', '=', 'a.office_id'))
    .select(['a.id', 'a.account_id as accountId', 'a.role_key as roleKey', 'r.name as roleName', 'a.office_id as officeId', 'o.key as officeKey', 'o.name as officeName', 'a.valid_from as validFrom', 'a.valid_until as validUntil'])
    .where('a.tenant_id', '=', ctx.tenantId);

export type AssignmentFilter = { accountIds?: string[]; officeId?: string; roleKey?: string; /** Also ended and future ones. */ all?: boolean };

/** Roles held today (or ever, with `all`), by office and role. */
export async function listAssignments(ctx: Ctx, filter: AssignmentFilter = {}): Promise<Assignment[]> {
  let query = select(ctx);
  if (!filter.all) query = query.where(holdsOn(calendarDayOf(ctx.now)));
  if (filter.accountIds) query = query.where(sql<boolean>`a.account_id = any(${filter.accountIds}::uuid[])`);
  if (filter.officeId) query = query.where('a.office_id', '=', filter.officeId);
  if (filter.roleKey) query = query.where('a.role_key', '=', filter.roleKey);
  return query.orderBy('o.position').orderBy('r.position').orderBy('a.id').execute();
}
