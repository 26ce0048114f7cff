import { newId } from '#platform/db';
import type { Ctx, JsonObject } from '#platform/module';
import { partyName, partyOf, type Party, type PartyFacts } from './party.ts';
import type { PartiesTables } from './tables.ts';

/**
 * Keeps who takes part in a case, as known now (one statement, answered by the commit). The event names the id only.
 * @returns the party with its id.
 */
export function recordParty(ctx: Ctx, facts: PartyFacts): Party {
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
  ctx.write(ctx.db<PartiesTables>().insertInto('parties.party').values(row));
  return partyOf(row);
}
