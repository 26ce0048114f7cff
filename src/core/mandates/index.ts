/** Door: organisation accounts, who belongs to them, and what a mandate allows. */
export { findOrganisation, listMemberships, type Membership, type Organisation } from './organisation.ts';
export { foundOrganisation, type OrganisationFacts } from './found-organisation.ts';
export { onlyAdministeredBy } from './change-mandate.ts';
export { mayActForOthers } from './act-for.ts';
export { noticeRecipients, type Recipient } from './notice-recipients.ts';
export { mandatesModule } from './module.ts';
