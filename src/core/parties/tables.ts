import type { JsonObject } from '#platform/module';

export type PartyRow = {
  tenant_id: number;
  id: string;
  kind: 'person' | 'organisation';
  name: string;
  given_name: string | null;
  family_name: string | null;
  organisation_name: string | null;
  email: string | null;
  phone: string | null;
  address: JsonObject | null;
  locale: string;
  account_id: string | null;
  created_at: Date;
};
export type PartiesTables = { 'parties.party': PartyRow };
