import type { PostalAddress } from '#core/parties';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx, Mandate } from '#platform/module';
import { problem } from './problems.ts';
import type { MandateTables, Role } from './tables.ts';

/** An organisation that uses the portal. */
export type Organisation = { id: string; name: string; legalForm?: string; registerNumber?: string; registerCourt?: string; email?: string; phone?: string; address?: PostalAddress };

/** What somebody may do for it: from and until which day, both included. */
export type Membership = { id: string; organisationId: string; accountId: string; role: Role; services: string[] | null; validFrom: string; validUntil: string | null };

type Row = MandateTables['mandates.mandate'];
export const membershipOf = (row: Pick<Row, 'id' | 'organisation_id' | 'account_id' | 'role' | 'services' | 'valid_from' | 'valid_until'>): Membership => ({
  id: row.id, organisationId: row.organisation_id, accountId: row.account_id, role: row.role, services: row.services, validFrom: row.valid_from, validUntil: row.valid_until,
});

export type MandateState = 'valid' | 'not-yet' | 'over';
export function stateOf({ validFrom, validUntil }: Pick<Membership, 'validFrom' | 'validUntil'>, today: string): MandateState {
  if (today < validFrom) return 'not-yet';
  return validUntil !== null && today > validUntil ? 'over' : 'valid';
}

/** Keeps the account in order on its own: valid today, without end, for all services. */
export const isLastingAdministrator = (one: Omit<Membership, 'id'>, today: string): boolean => one.role === 'administrator' && one.services === null && one.validUntil === null && one.validFrom <= today;

const mandates = (ctx: Ctx) => ctx.db<MandateTables>().selectFrom('mandates.mandate').selectAll().where('tenant_id', '=', ctx.tenantId).where('ended_at', 'is', null);

/** @throws Problem 404 */
export async function getOrganisation(ctx: Ctx, id: string): Promise<Organisation> {
  const found = await findOrganisation(ctx, id);
  if (!found) throw problem('mandates/no-organisation');
  return found;
}

/** The organisation with this id; undefined when it is a person's account. */
export async function findOrganisation(ctx: Ctx, id: string): Promise<Organisation | undefined> {
  const row = await ctx.db<MandateTables>().selectFrom('mandates.organisation').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();
  if (!row) return undefined;
  const given = { legalForm: row.legal_form, registerNumber: row.register_number, registerCourt: row.register_court, email: row.email, phone: row.phone, address: row.address as PostalAddress | null };
  return { id: row.id, name: row.name, ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) as Omit<Organisation, 'id' | 'name'>) };
}

/** The mandate of a person for an organisation, whether it is valid today or not. */
export async function findMembership(ctx: Ctx, accountId: string, organisationId: string): Promise<Membership | undefined> {
  const row = await mandates(ctx).where('organisation_id', '=', organisationId).where('account_id', '=', accountId).executeTakeFirst();
  return row && membershipOf(row);
}

/** Everybody who may act for it, or will or could. */
export async function listMembers(ctx: Ctx, organisationId: string): Promise<Membership[]> {
  return (await mandates(ctx).where('organisation_id', '=', organisationId).orderBy('granted_at').limit(500).execute()).map(membershipOf);
}

/** The organisations of a person with the mandate in each, by name. */
export async function listMemberships(ctx: Ctx, accountId: string): Promise<(Membership & { name: string })[]> {
  const rows = await ctx
    .db<MandateTables>()
    .selectFrom('mandates.mandate as m')
    .innerJoin('mandates.organisation as o', (join) => join.onRef('o.tenant_id', '=', 'm.tenant_id').onRef('o.id', '=', 'm.organisation_id'))
    .select(['m.id', 'm.organisation_id', 'm.account_id', 'm.role', 'm.services', 'm.valid_from', 'm.valid_until', 'o.name'])
    .where('m.tenant_id', '=', ctx.tenantId)
    .where('m.account_id', '=', accountId)
    .where('m.ended_at', 'is', null)
    .orderBy('o.name')
    .limit(100)
    .execute();
  return rows.map((row) => ({ ...membershipOf(row), name: row.name }));
}

/** What a person may do for an organisation today. */
export async function findMandateToday(ctx: Ctx, accountId: string, organisationId: string): Promise<Mandate | undefined> {
  const found = await findMembership(ctx, accountId, organisationId);
  return found && stateOf(found, calendarDayOf(ctx.now)) === 'valid' ? { role: found.role, services: found.services } : undefined;
}

/** The membership of the acting person, which must be valid today. @throws Problem 404 */
export async function requireMember(ctx: Ctx, organisationId: string): Promise<Membership> {
  const found = ctx.actor.kind === 'citizen' && ctx.actor.id ? await findMembership(ctx, ctx.actor.id, organisationId) : undefined;
  if (!found || stateOf(found, calendarDayOf(ctx.now)) !== 'valid') throw problem('mandates/no-organisation');
  return found;
}

/** @throws Problem 404 for strangers, 403 for other members */
export async function requireAdministrator(ctx: Ctx, organisationId: string): Promise<Membership> {
  const found = await requireMember(ctx, organisationId);
  if (found.role !== 'administrator') throw problem('mandates/administrators-only');
  return found;
}
