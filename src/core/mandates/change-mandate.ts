import { erasures } from '#core/parties';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { isLastingAdministrator, listMembers, listMemberships, requireAdministrator, requireMember, type Membership } from './organisation.ts';
import { problem } from './problems.ts';
import type { MandateTables, Role } from './tables.ts';

/** What a mandate allows and when. */
export type Terms = { role: Role; services: string[] | null; validFrom: string; validUntil: string | null };

/** Two administrators who leave at once must not both find the other still there. */
async function lockOrganisation(ctx: Ctx, id: string): Promise<void> {
  await ctx.db<MandateTables>().selectFrom('mandates.organisation').select('id').where('tenant_id', '=', ctx.tenantId).where('id', '=', id).forUpdate().execute();
}

/** @throws Problem 409 when nobody would be left to administer the account */
function requireSomebodyLeft(ctx: Ctx, left: Omit<Membership, 'id'>[]): void {
  const today = calendarDayOf(ctx.now);
  if (!left.some((one) => isLastingAdministrator(one, today))) throw problem('mandates/last-administrator');
}

async function lockedMembers(ctx: Ctx, organisationId: string, mandateId: string): Promise<{ target: Membership; others: Membership[] }> {
  await lockOrganisation(ctx, organisationId);
  const members = await listMembers(ctx, organisationId);
  const target = members.find((one) => one.id === mandateId);
  if (!target) throw problem('mandates/no-member');
  return { target, others: members.filter((one) => one !== target) };
}

/** Gives a member another role, other services or other days. @throws Problem 403, 404; 409 for the last administrator */
export async function changeMandate(ctx: Ctx, organisationId: string, { mandateId, terms }: { mandateId: string; terms: Terms }): Promise<void> {
  await requireAdministrator(ctx, organisationId);
  const { target, others } = await lockedMembers(ctx, organisationId, mandateId);
  requireSomebodyLeft(ctx, [...others, { ...target, ...terms }]);
  await ctx
    .db<MandateTables>()
    .updateTable('mandates.mandate')
    .set({ role: terms.role, services: terms.services, valid_from: terms.validFrom, valid_until: terms.validUntil })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', mandateId)
    .execute();
  ctx.emit({ type: 'mandates/mandate-changed', subject: `organisation:${organisationId}`, data: { account: target.accountId, ...terms } });
}

async function end(ctx: Ctx, mandateId: string): Promise<void> {
  await ctx.db<MandateTables>().updateTable('mandates.mandate').set({ ended_at: ctx.now, ended_by: ctx.actor.id }).where('tenant_id', '=', ctx.tenantId).where('id', '=', mandateId).execute();
}

/** Takes a mandate back; it counts with the person's next click. @throws Problem 403, 404; 409 for the last administrator */
export async function endMandate(ctx: Ctx, organisationId: string, mandateId: string): Promise<void> {
  await requireAdministrator(ctx, organisationId);
  const { target, others } = await lockedMembers(ctx, organisationId, mandateId);
  requireSomebodyLeft(ctx, others);
  await end(ctx, mandateId);
  ctx.emit({ type: 'mandates/mandate-ended', subject: `organisation:${organisationId}`, data: { account: target.accountId } });
}

/** The acting person leaves. @throws Problem 404; 409 for the last administrator */
export async function leaveOrganisation(ctx: Ctx, organisationId: string): Promise<void> {
  const own = await requireMember(ctx, organisationId);
  const { others } = await lockedMembers(ctx, organisationId, own.id);
  requireSomebodyLeft(ctx, others);
  await end(ctx, own.id);
  ctx.emit({ type: 'mandates/left', subject: `organisation:${organisationId}` });
}

/** Organisations that would have nobody to administer them without this person; such an account can't be deleted yet. */
export async function onlyAdministeredBy(ctx: Ctx, accountId: string): Promise<string[]> {
  const today = calendarDayOf(ctx.now);
  const stuck: string[] = [];
  for (const { organisationId, name, role } of await listMemberships(ctx, accountId)) {
    const others = role === 'administrator' ? (await listMembers(ctx, organisationId)).filter((one) => one.accountId !== accountId) : undefined;
    if (others && !others.some((one) => isLastingAdministrator(one, today))) stuck.push(name);
  }
  return stuck;
}

/**
 * The organisation no longer wants its account: nobody acts for it any more, drafts go, running cases are answered by post.
 * @throws Problem 403, 404
 */
export async function closeOrganisation(ctx: Ctx, organisationId: string): Promise<void> {
  await requireAdministrator(ctx, organisationId);
  await lockOrganisation(ctx, organisationId);
  for (const one of ctx.platform.contributions(erasures)) await one.erase?.(ctx, organisationId);
  for (const member of await listMembers(ctx, organisationId)) await end(ctx, member.id);
  await ctx.db<MandateTables>().deleteFrom('mandates.invitation').where('tenant_id', '=', ctx.tenantId).where('organisation_id', '=', organisationId).execute();
  ctx.emit({ type: 'mandates/organisation-closed', subject: `organisation:${organisationId}` });
}
