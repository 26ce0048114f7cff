/** Door: persons and organisations that take part in cases, as snapshots. */
export { addressLines, partyName, type Party, type PartyFacts, type PostalAddress } from './party.ts';
export { recordParty } from './record-party.ts';
export { getParty, listParties } from './parties.queries.ts';
export { partiesModule } from './module.ts';
export { erasures, type Erasure } from './erasure.ts';
export { deleteDueAccounts, requestDeletion, undoDeletion, whatHindersDeletion } from './delete-account.ts';
export { collectOwnData, listOwnData, ownData, type OwnData } from './own-data.ts';
export { collectPersonalData, erasePersonalData, personalData, type DataSubject, type ErasureItem, type PersonalData } from './personal-data.ts';
