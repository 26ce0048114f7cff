import { createAccount, type Account } from '#platform/auth';
import { newId } from '#platform/db';
import { calendarDayOf } from '#platform/i18n';
import { requirePermission, type Ctx } from '#platform/module';
import { holdsOn, listAssignments } from './assignments.ts';
import { getOffice } from './offices.ts';
import { problem } from './problems.ts';
import type { OrganisationTables } from './tables.ts';

/** What letters and pages say about a member of staff; the name is that of the account. */
export type Employee = { accountId: string; officeId: string; officeKey: string; officeName: string; jobTitle: string; phone: string; room: string };

const select = (ctx: Ctx) =>
  ctx
    .db<OrganisationTables>()
    .selectFrom('organisation.employee as e')
    .innerJoin('organisation.office as o', (join) => join.onRef('o.tenant_id', '=', 'e.tenant_id').onRef('o.id', '=', 'e.office_id'))
    .select(['e.account_id as accountId', 'e.office_id as officeId', 'o.key as officeKey', 'o.name as officeName', 'e.job_title as jobTitle', 'e.phone', 'e.room'])
    .where('e.tenant_id', '=', ctx.tenantId);

export async function findEmployee(ctx: Ctx, accountId: string): Promise<Employee | undefined> {
  return select(ctx).where('e.account_id', '=', accountId).executeTakeFirst();
}

/** Staff of one office, or the given ones; without a filter everybody. */
export async function listEmployees(ctx: Ctx, filter: { officeId?: string; accountIds?: string[] } = {}): Promise<Employee[]> {
  if (filter.accountIds?.length === 0) return [];
  let query = select(ctx);
  if (filter.officeId) query = query.where('e.office_id', '=', filter.officeId);
  if (filter.accountIds) query = query.where('e.account_id', 'in', filter.accountIds);
  return query.execute();
}

export type NewStaffMember = { name: string; email: string; officeId: string; jobTitle?: string; phone?: string; room?: string; passwordHash?: string };

/**
 * Adds a member of staff: an account and a place in an office. Roles come with `assignRole`, the way in with `invite` of #platform/auth.
 * @throws auth/email-taken 409, organisation/no-such-office 404, platform/not-allowed 403
 */
export async function addStaffMember(ctx: Ctx, person: NewStaffMember): Promise<string> {
  requirePermission(ctx, 'admin/people', person.officeId);
  await getOffice(ctx, person.officeId);
  const accountId = await createAccount(ctx, { kind: 'staff', email: person.email, name: person.name, passwordHash: person.passwordHash });
  await ctx
    .db<OrganisationTables>()
    .insertInto('organisation.employee')
    .values({ tenant_id: ctx.tenantId, account_id: accountId, office_id: person.officeId, job_title: person.jobTitle ?? '', phone: person.phone ?? '', room: person.room ?? '' })
    .execute();
  ctx.emit({ type: 'organisation/staff-added', subject: `account:${accountId}`, data: { office: person.officeId } });
  return accountId;
}

export type EmployeeChange = { officeId: string; jobTitle: string; phone: string; room: string };

/** Changes where somebody sits and what they are called. @throws organisation/no-such-person, no-such-office 404 */
export async function changeEmployee(ctx: Ctx, accountId: string, change: EmployeeChange): Promise<void> {
  const employee = await findEmployee(ctx, accountId);
  if (!employee) throw problem('organisation/no-such-person');
  requirePermission(ctx, 'admin/people', employee.officeId);
  await getOffice(ctx, change.officeId);
  await ctx
    .db<OrganisationTables>()
    .updateTable('organisation.employee')
    .set({ office_id: change.officeId, job_title: change.jobTitle.trim(), phone: change.phone.trim(), room: change.room.trim() })
    .where('tenant_id', '=', ctx.tenantId)
    .where('account_id', '=', accountId)
    .execute();
  ctx.emit({ type: 'organisation/staff-changed', subject: `account:${accountId}` });
}

/**
 * Gives somebody a role in an office from today on.
 * @throws organisation/no-such-role, no-such-office 404; already-assigned 409; platform/not-allowed 403
 */
export async function assignRole(ctx: Ctx, wanted: { accountId: string; roleKey: string; officeId: string; validFrom?: string; validUntil?: string | null }): Promise<string> {
  requirePermission(ctx, 'admin/people', wanted.officeId);
  const db = ctx.db<OrganisationTables>();
  const role = await db.selectFrom('organisation.role').select(['key', 'reach']).where('tenant_id', '=', ctx.tenantId).where('key', '=', wanted.roleKey).executeTakeFirst();
  if (!role) throw problem('organisation/no-such-role');
  // whoever looks after the people of one office gives nobody rights in all of them
  if (role.reach === 'city') requirePermission(ctx, 'admin/people', null);
  await getOffice(ctx, wanted.officeId);
  const held = await listAssignments(ctx, { accountIds: [wanted.accountId], officeId: wanted.officeId, roleKey: wanted.roleKey });
  if (held.length) throw problem('organisation/already-assigned');
  const id = newId();
  await db
    .insertInto('organisation.assignment')
    .values({ tenant_id: ctx.tenantId, id, account_id: wanted.accountId, role_key: wanted.roleKey, office_id: wanted.officeId, valid_from: wanted.validFrom ?? calendarDayOf(ctx.now), valid_until: wanted.validUntil ?? null })
    .execute();
  ctx.emit({ type: 'organisation/role-assigned', subject: `account:${wanted.accountId}`, data: { role: wanted.roleKey, office: wanted.officeId } });
  return id;
}

/**
 * Takes a role away now; the row stays as history when it held for at least a day.
 * @throws organisation/no-such-assignment 404, last-administrator 409, platform/not-allowed 403
 */
export async function endAssignment(ctx: Ctx, id: string): Promise<void> {
  const db = ctx.db<OrganisationTables>();
  const row = await db.selectFrom('organisation.assignment').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();
  if (!row) throw problem('organisation/no-such-assignment');
  requirePermission(ctx, 'admin/people', row.office_id);
  const today = calendarDayOf(ctx.now);
  if (row.valid_from < today) {
    const yesterday = new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10);
    await db.updateTable('organisation.assignment').set({ valid_until: yesterday }).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  } else {
    await db.deleteFrom('organisation.assignment').where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  }
  await requireAnAdministrator(ctx);
  ctx.emit({ type: 'organisation/role-ended', subject: `account:${row.account_id}`, data: { role: row.role_key, office: row.office_id } });
}

/** Nobody may saw off the last branch: somebody must stay who can give roles. Call after the change. */
export async function requireAnAdministrator(ctx: Ctx, without?: Account['id']): Promise<void> {
  let query = ctx
    .db<OrganisationTables>()
    .selectFrom('organisation.assignment as a')
    .innerJoin('organisation.role as r', (join) => join.onRef('r.tenant_id', '=', 'a.tenant_id').onRef('r.key', '=', 'a.role_key'))
    .select('a.account_id as accountId')
    .where('a.tenant_id', '=', ctx.tenantId)
    .where('r.reach', '=', 'city')
    .where((eb) => eb(eb.val('admin/people'), '=', eb.fn.any('r.permissions')))
    .where(holdsOn(calendarDayOf(ctx.now)));
  if (without) query = query.where('a.account_id', '<>', without);
  if (!(await query.limit(1).executeTakeFirst())) throw problem('organisation/last-administrator');
}
