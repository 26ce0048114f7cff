import { newId } from '#platform/db';
import { forgetBrief } from '#platform/http';
import { calendarDayOf } from '#platform/i18n';
import { requirePermission, type Ctx } from '#platform/module';
import { listAssignments } from './assignments.ts';
import type { Address, Hours } from './city-schema.ts';
import { findOfficeByKey, getOffice, listOffices } from './offices.ts';
import { listEmployees } from './people.ts';
import { problem } from './problems.ts';
import type { OrganisationTables } from './tables.ts';

export type OfficeChange = { name: string; parentId: string | null; summary: string; address: Address; room: string; phone: string; email: string; hours: Hours };

/** An office may not stand below itself. */
async function requireNoCircle(ctx: Ctx, id: string, parentId: string | null): Promise<void> {
  const parents = new Map((await listOffices(ctx)).map((office) => [office.id, office.parentId]));
  if (parentId && !parents.has(parentId)) throw problem('organisation/no-such-office');
  for (let at = parentId; at; at = parents.get(at) ?? null) if (at === id) throw problem('organisation/office-circle');
}

const columns = (change: OfficeChange) => ({
  name: change.name.trim(), parent_id: change.parentId, summary: change.summary.trim(), address: JSON.stringify(change.address),
  room: change.room.trim(), phone: change.phone.trim(), email: change.email.trim(), hours: JSON.stringify(change.hours),
});

/** Adds an office; its key is what services and processes will name, so it never changes. @throws organisation/key-taken 409 */
export async function createOffice(ctx: Ctx, office: OfficeChange & { key: string }): Promise<string> {
  requirePermission(ctx, 'admin/offices', office.parentId);
  if (await findOfficeByKey(ctx, office.key)) throw problem('organisation/key-taken', { key: office.key });
  if (office.parentId) await getOffice(ctx, office.parentId);
  const id = newId();
  const position = (await listOffices(ctx, { closed: true })).length;
  await ctx.db<OrganisationTables>().insertInto('organisation.office').values({ tenant_id: ctx.tenantId, id, key: office.key, ...columns(office), position, closed_on: null }).execute();
  ctx.emit({ type: 'organisation/office-created', subject: `office:${id}`, data: { key: office.key } });
  ctx.afterCommit(() => forgetBrief(ctx.platform));
  return id;
}

/** @throws organisation/no-such-office 404, organisation/office-circle 409 */
export async function changeOffice(ctx: Ctx, id: string, change: OfficeChange): Promise<void> {
  requirePermission(ctx, 'admin/offices', id);
  const before = await getOffice(ctx, id);
  await requireNoCircle(ctx, id, change.parentId);
  await ctx.db<OrganisationTables>().updateTable('organisation.office').set(columns(change)).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  const fields = (Object.keys(change) as (keyof OfficeChange)[]).filter((key) => JSON.stringify(change[key]) !== JSON.stringify(before[key]));
  ctx.emit({ type: 'organisation/office-changed', subject: `office:${id}`, data: { fields } });
  ctx.afterCommit(() => forgetBrief(ctx.platform));
}

/** Closes an office for good; old cases still name it. @throws organisation/office-in-use 409 */
export async function closeOffice(ctx: Ctx, id: string): Promise<void> {
  requirePermission(ctx, 'admin/offices', id);
  const office = await getOffice(ctx, id);
  const below = (await listOffices(ctx)).some((one) => one.parentId === id);
  const people = (await listEmployees(ctx, { officeId: id })).length + (await listAssignments(ctx, { officeId: id })).length;
  if (below || people > 0) throw problem('organisation/office-in-use');
  await ctx.db<OrganisationTables>().updateTable('organisation.office').set({ closed_on: calendarDayOf(ctx.now) }).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  ctx.emit({ type: 'organisation/office-closed', subject: `office:${id}`, data: { key: office.key } });
  ctx.afterCommit(() => forgetBrief(ctx.platform));
}
