import type { OwnData } from '#core/parties';
import type { JsonValue } from '#platform/module';
import { findOrganisation, listMemberships } from './organisation.ts';

/** The organisations a person may act for, for the export of one's own data. */
export const ownMandates: OwnData = {
  key: 'mandates',
  of: 'person',
  why: { de: 'damit Sie für Organisationen handeln können', en: 'so that you can act for organisations' },
  kept: { de: 'solange die Vollmacht gilt', en: 'as long as the mandate is valid' },
  title: { de: 'Organisationen, für die Sie handeln dürfen', en: 'Organisations for which you may act' },
  read: async (ctx, accountId) => (await listMemberships(ctx, accountId)).map(({ name, role, services, validFrom, validUntil }) => ({ organisation: name, role, services, validFrom, validUntil })),
};

/** The organisation itself, for the export of its data by an administrator. */
export const organisationData: OwnData = {
  key: 'organisation',
  of: 'organisation',
  title: { de: 'Angaben zur Organisation', en: 'Details of the organisation' },
  read: async (ctx, accountId) => ((await findOrganisation(ctx, accountId)) as JsonValue | undefined) ?? null,
};
