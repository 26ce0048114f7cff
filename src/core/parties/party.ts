import { isLocale, type Locale } from '#platform/i18n';
import type { PartyRow } from './tables.ts';

/** An address as the address field of a form gives it; every part may be missing. */
export type PostalAddress = { street?: string; houseNumber?: string; addition?: string; postcode?: string; city?: string; country?: string };

/** A person or organisation that takes part in a case (§ 13 VwVfG), as known at that time. */
export type Party = {
  id: string;
  kind: 'person' | 'organisation';
  /** How to write the name in a list and on an envelope: "Anna Weber", "Bäckerei Krume GmbH". */
  name: string;
  givenName?: string;
  familyName?: string;
  organisationName?: string;
  email?: string;
  phone?: string;
  address?: PostalAddress;
  /** Language in which the party wants to be written to. */
  locale: Locale;
  accountId?: string;
};

/** The facts of a party before it is recorded. */
export type PartyFacts = Omit<Party, 'id' | 'name' | 'locale' | 'kind'> & { kind?: Party['kind']; name?: string; locale?: Locale };

/** How the name is written: the organisation, else given and family name, else what was given as a whole. */
export function partyName(facts: Pick<PartyFacts, 'givenName' | 'familyName' | 'organisationName' | 'name'>): string {
  const person = [facts.givenName, facts.familyName].filter(Boolean).join(' ');
  return facts.organisationName?.trim() || facts.name?.trim() || person || 'ohne Namen';
}

/** Street and town in two lines, without what is missing. */
export function addressLines(address: PostalAddress | undefined): string[] {
  if (!address) return [];
  const street = [address.street, address.houseNumber].filter(Boolean).join(' ');
  const town = [address.postcode, address.city].filter(Boolean).join(' ');
  const country = address.country && address.country !== 'DE' ? address.country : '';
  return [address.addition, street, town, country].flatMap((line) => (line ? [line] : []));
}

const given = <T>(value: T | null): T | undefined => value ?? undefined;

export function partyOf(row: PartyRow): Party {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    givenName: given(row.given_name),
    familyName: given(row.family_name),
    organisationName: given(row.organisation_name),
    email: given(row.email),
    phone: given(row.phone),
    address: given(row.address as PostalAddress | null),
    locale: isLocale(row.locale) ? row.locale : 'de',
    accountId: given(row.account_id),
  };
}
