import { requirePermission, type Ctx, type Permission, type Platform } from '#platform/module';
import type { Reach } from './city-schema.ts';
import { requireAnAdministrator } from './people.ts';
import { problem } from './problems.ts';
import type { OrganisationTables } from './tables.ts';

/** A duty: what it allows, and how far (only the office of the assignment, with sub-offices, or the city). */
export type Role = { key: string; name: string; summary: string; reach: Reach; permissions: string[] };

const select = (ctx: Ctx) => ctx.db<OrganisationTables>().selectFrom('organisation.role').select(['key', 'name', 'summary', 'reach', 'permissions']).where('tenant_id', '=', ctx.tenantId);

export async function listRoles(ctx: Ctx): Promise<Role[]> {
  return select(ctx).orderBy('position').orderBy('key').execute();
}

/** @throws organisation/no-such-role 404 */
export async function getRole(ctx: Ctx, key: string): Promise<Role> {
  const role = await select(ctx).where('key', '=', key).executeTakeFirst();
  if (!role) throw problem('organisation/no-such-role');
  return role;
}

/** Every permission that the installed modules declare, by module. */
export function listPermissions(platform: Pick<Platform, 'modules'>): { module: string; permissions: Permission[] }[] {
  return platform.modules.flatMap(({ name, permissions }) => (permissions?.length ? [{ module: name, permissions }] : []));
}

export type RoleChange = Omit<Role, 'key'>;

/** Adds a role. @throws organisation/key-taken 409 */
export async function createRole(ctx: Ctx, role: Role): Promise<void> {
  requirePermission(ctx, 'admin/roles');
  const position = (await listRoles(ctx)).length;
  const made = await ctx.db<OrganisationTables>().insertInto('organisation.role').values({ tenant_id: ctx.tenantId, ...role, position }).onConflict((conflict) => conflict.doNothing()).returning('key').executeTakeFirst();
  if (!made) throw problem('organisation/key-taken', { key: role.key });
  ctx.emit({ type: 'organisation/role-created', subject: `role:${role.key}`, data: { reach: role.reach, permissions: role.permissions } });
}

/** Changes what a role allows; it counts with the next request of everyone who holds it. @throws organisation/no-such-role 404, last-administrator 409 */
export async function changeRole(ctx: Ctx, key: string, change: RoleChange): Promise<void> {
  requirePermission(ctx, 'admin/roles');
  const before = await getRole(ctx, key);
  await ctx.db<OrganisationTables>().updateTable('organisation.role').set({ ...change, name: change.name.trim(), summary: change.summary.trim() }).where('tenant_id', '=', ctx.tenantId).where('key', '=', key).execute();
  await requireAnAdministrator(ctx);
  const added = change.permissions.filter((one) => !before.permissions.includes(one));
  const removed = before.permissions.filter((one) => !change.permissions.includes(one));
  ctx.emit({ type: 'organisation/role-changed', subject: `role:${key}`, data: { added, removed, ...(before.reach === change.reach ? {} : { reach: change.reach }) } });
}
