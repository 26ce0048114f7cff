import { calendarDayOf } from '#platform/i18n';
import type { Actor, Ctx } from '#platform/module';
import { groupsHeldBy, partsOf, type Group } from './groups-held.ts';
import { findOfficeByKey } from './offices.ts';
import { grantsFrom, rolesHeld, type Held } from './roles-held.ts';
import type { OrganisationTables } from './tables.ts';

/** What one substitution lends today: groups and permissions of the absent person, within an office, a group or a service. */
export type LentScope = {
  officeId: string | null;
  /** One group of tasks; its areas are included. */
  group: Group | null;
  serviceSlug: string | null;
  groups: Group[];
  /** Without administration, which is a personal trust. For a scope of one service they hold within that service only. */
  grants: Actor['grants'];
};

const transferable = (grant: Actor['grants'][number]): boolean => !grant.permission.startsWith('admin/');

const grantsOf = (held: Held[]): Actor['grants'] => grantsFrom(held).filter(transferable);

/** What `substituteId` may do for `absentId` today; empty: nothing is arranged. */
export async function listLentScopes(ctx: Ctx, { substituteId, absentId }: { substituteId: string; absentId: string }): Promise<LentScope[]> {
  const today = calendarDayOf(ctx.now);
  const rows = await ctx
    .db<OrganisationTables>()
    .selectFrom('organisation.substitution')
    .select(['office_id as officeId', 'group_key as group', 'service_slug as serviceSlug'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('substitute_id', '=', substituteId)
    .where('absent_id', '=', absentId)
    .where('starts_on', '<=', today)
    .where('ends_on', '>=', today)
    .where('ended_at', 'is', null)
    .execute();
  if (rows.length === 0) return [];
  const held = await rolesHeld(ctx, absentId);
  const scopes: LentScope[] = [];
  for (const row of rows) scopes.push(await scopeOf(ctx, row, { absentId, held }));
  return scopes;
}

type Row = Pick<LentScope, 'officeId' | 'group' | 'serviceSlug'>;

async function scopeOf(ctx: Ctx, row: Row, { absentId, held }: { absentId: string; held: Held[] }): Promise<LentScope> {
  if (!row.group) {
    const within = held.filter((role) => !row.officeId || role.officeId === row.officeId);
    return { ...row, groups: await groupsHeldBy(ctx, absentId, { officeId: row.officeId }), grants: grantsOf(within) };
  }
  const { office, role } = partsOf(row.group);
  const officeId = (await findOfficeByKey(ctx, office))?.id ?? null;
  const groups = (await groupsHeldBy(ctx, absentId, { officeId, role })).filter((one) => one === row.group || one.startsWith(`${row.group}@`));
  return { ...row, groups, grants: grantsOf(held.filter((one) => one.officeId === officeId && (!role || one.roleKey === role))) };
}
