import { setActingFor, type MandateSource } from '#platform/auth';
import { calendarDayOf } from '#platform/i18n';
import { notAllowed, type Ctx } from '#platform/module';
import { findMandateToday, findOrganisation, getOrganisation, listMemberships, requireMember, stateOf } from './organisation.ts';

/** Asked with every request of somebody who acts for an organisation: a mandate that ends is ended with the next click. */
export const mandateToday: MandateSource = async (ctx, { accountId, actingForId }) => {
  const mandate = await findMandateToday(ctx, accountId, actingForId);
  const organisation = mandate && (await findOrganisation(ctx, actingForId));
  return organisation && { actingFor: { id: organisation.id, name: organisation.name }, mandate };
};

/** For whom this session acts from now on: an organisation, or (null) oneself. @throws Problem 404 without a mandate today */
export async function actFor(ctx: Ctx, sessionId: string, organisationId: string | null): Promise<string | undefined> {
  if (ctx.actor.kind !== 'citizen') throw notAllowed();
  if (organisationId) await requireMember(ctx, organisationId);
  const organisation = organisationId ? await getOrganisation(ctx, organisationId) : undefined;
  await setActingFor(ctx, sessionId, organisationId);
  ctx.emit({ type: 'mandates/acting-changed', subject: `account:${ctx.actor.id}`, data: { for: organisationId } });
  return organisation?.name;
}

/** Could this person act for somebody else today? Asked with every page of the portal. */
export async function mayActForOthers(ctx: Ctx, accountId: string): Promise<boolean> {
  const today = calendarDayOf(ctx.now);
  return (await listMemberships(ctx, accountId)).some((one) => stateOf(one, today) === 'valid');
}
