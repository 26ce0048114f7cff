import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { SYSTEM, Problem } from '#platform/module';
import { newId } from '#platform/db';
import { testApp } from '#platform/testing';
import { addressLines, getParty, listParties, partiesModule, recordParty } from './index.ts';

const t = await testApp({ modules: [partiesModule] });
after(() => t.close());

test('a person is kept as known at the time, with name and address', async () => {
  const address = { street: 'Lindenweg', houseNumber: '4', postcode: '99999', city: 'Musterstadt' };
  const { id } = await t.transact(SYSTEM, async (ctx) => recordParty(ctx, { givenName: 'Anna', familyName: 'Weber', email: 'anna@example.org', address }));
  const party = await t.read(SYSTEM, (ctx) => getParty(ctx, id));
  assert.equal(party.name, 'Anna Weber');
  assert.equal(party.kind, 'person');
  assert.deepEqual(addressLines(party.address), ['Lindenweg 4', '99999 Musterstadt']);
});

test('an organisation is named by its own name, not by the person who applies for it', async () => {
  const party = await t.transact(SYSTEM, async (ctx) => recordParty(ctx, { givenName: 'Bo', familyName: 'Krume', organisationName: 'Bäckerei Krume GmbH', locale: 'en' }));
  assert.deepEqual([party.name, party.kind, party.locale], ['Bäckerei Krume GmbH', 'organisation', 'en']);
});

test('a party that does not exist is refused with 404', async () => {
  await assert.rejects(
    t.read(SYSTEM, (ctx) => getParty(ctx, newId())),
    (error) => error instanceof Problem && error.status === 404,
  );
  assert.deepEqual(await t.read(SYSTEM, (ctx) => listParties(ctx, [])), []);
});
