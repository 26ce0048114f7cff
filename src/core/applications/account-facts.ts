import { findOrganisation, type Organisation } from '#core/mandates';
import { findAccount, type Account } from '#platform/auth';
import type { Ctx } from '#platform/module';

/** What forms may take from the account (`"prefill": "account.address"`) and ask in conditions (`account.birthDate`). */
export type AccountFacts = {
  name: string;
  givenName?: string;
  givenNames?: string;
  familyName?: string;
  birthDate?: string;
  email?: string;
  phone?: string;
  /** Named as the address field of a form names its parts. */
  address?: { street: string; houseNumber: string; postcode: string; city: string };
  /** Name of the organisation for which the person acts now. */
  organisation?: string;
};

export function factsOfAccount(account: Pick<Account, 'name' | 'email' | 'profile'>): AccountFacts {
  const { givenName, familyName, birthDate, phone, address } = account.profile;
  return {
    name: account.name,
    ...(givenName ? { givenName, givenNames: givenName } : {}),
    ...(familyName ? { familyName } : {}),
    ...(birthDate ? { birthDate } : {}),
    ...(account.email ? { email: account.email } : {}),
    ...(phone ? { phone } : {}),
    ...(address ? { address: { street: address.street, houseNumber: address.houseNumber, postcode: address.postalCode, city: address.city } } : {}),
  };
}

/** What forms may take from the organisation somebody acts for (`"prefill": "organisation.name"`). */
export type OrganisationFacts = Omit<Organisation, 'id'> & { kind: 'organisation' };

export async function organisationFacts(ctx: Ctx): Promise<OrganisationFacts | undefined> {
  const found = ctx.actor.kind === 'citizen' && ctx.actor.actingFor ? await findOrganisation(ctx, ctx.actor.actingFor.id) : undefined;
  if (!found) return undefined;
  const { id: _id, ...facts } = found;
  return { ...facts, kind: 'organisation' };
}

/** What a signed-in citizen's account knows; undefined for everybody else. */
export async function accountFacts(ctx: Ctx): Promise<AccountFacts | undefined> {
  if (ctx.actor.kind !== 'citizen' || !ctx.actor.id) return undefined;
  const account = await findAccount(ctx, ctx.actor.id);
  const { actingFor } = ctx.actor;
  return account && { ...factsOfAccount(account), ...(actingFor ? { organisation: actingFor.name } : {}) };
}
