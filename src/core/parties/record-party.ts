import { newId } from '#platform/db';
import type { Ctx, JsonObject } from '#platform/module';
import { partyName, partyOf, type Party, type PartyFacts } from './party.ts';
import type { PartiesTables } from './tables.ts';

/**
 * Keeps who takes part in a case, as known now (one statement). The event names the id only.
 * @returns the party with its id.
 */
export async function recordParty(ctx: Ctx, facts: PartyFacts): Promise<Party> {
  const { party, written } = beginParty(ctx, facts);
  await written;
  return party;
}

/**
 * The same for a caller that has more to write: the party is known at once, `written` settles when the statement has ended.
 * The caller awaits it before the transaction ends.
 */
export function beginParty(ctx: Ctx, facts: PartyFacts): { party: Party; written: Promise<unknown> } {
  const row: PartiesTables['parties.party'] = {
    tenant_id: ctx.tenantId,
    id: newId(),
    kind: facts.kind ?? (facts.organisationName ? 'organisation' : 'person'),
    name: partyName(facts),
    given_name: facts.givenName ?? null,
    family_name: facts.familyName ?? null,
    organisation_name: facts.organisationName ?? null,
    email: facts.email ?? null,
    phone: facts.phone ?? null,
    address: (facts.address as JsonObject | undefined) ?? null,
    locale: facts.locale ?? 'de',
    account_id: facts.accountId ?? null,
    created_at: ctx.now,
  };
  return { party: partyOf(row), written: ctx.db<PartiesTables>().insertInto('parties.party').values(row).execute() };
}
