import { newId } from '#platform/db';
import { rowStatement, type Ctx, type JsonObject } from '#platform/module';
import { partyName, partyOf, type Party, type PartyFacts } from './party.ts';
import type { PartiesTables } from './tables.ts';

const INTO_PARTY = rowStatement('parties.party', {
  id: 'uuid', kind: 'text', name: 'text', given_name: 'text', family_name: 'text', organisation_name: 'text', email: 'text', phone: 'text', address: 'jsonb', locale: 'text', account_id: 'uuid', created_at: 'timestamptz',
});

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
  ctx.insert(INTO_PARTY, { ...row, created_at: ctx.now.toISOString() });
  return partyOf(row);
}
