/** Door: persons and organisations that take part in cases, as snapshots. */
export { addressLines, partyName, type Party, type PartyFacts, type PostalAddress } from './party.ts';
export { recordParty } from './record-party.ts';
export { getParty, listParties } from './parties.queries.ts';
export { partiesModule } from './module.ts';
export { collectOwnData, listOwnData, ownData, type OwnData } from './own-data.ts';
