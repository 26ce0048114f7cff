import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { askRegister, outsideModule } from '#core/outside';
import { SYSTEM, seeds } from '#platform/module';
import { secretsModule } from '#platform/secrets';
import { testApp, type TestApp } from '#platform/testing';
import { sampleWorldModule } from './module.ts';
import { RESIDENTS_PATH, RESIDENTS_TOKEN } from './residents-server.ts';

let t: TestApp;
const who = { tenantId: 1, actor: SYSTEM };
before(async () => {
  t = await testApp({ modules: [secretsModule, outsideModule, sampleWorldModule] });
  for (const seed of t.platform.contributions(seeds)) for (let twice = 0; twice < 2; twice++) await t.transact(SYSTEM, seed.run);
});
after(() => t.close());

test('the sample register knows the citizens of the sample city, over HTTP and with its token', async () => {
  const said = await askRegister(t.platform, who, { name: 'residents', query: { familyName: 'schmidt', givenName: 'Anna' } });
  assert.deepEqual(said.found && { ...said.answer, address: (said.answer['address'] as { street: string }).street }, { familyName: 'Schmidt', givenName: 'Anna', birthDate: '1988-04-12', address: 'Lindenstraße', registeredSince: '2019-04-01' });
  assert.deepEqual(await askRegister(t.platform, who, { name: 'residents', query: { familyName: 'Niemand' } }), { found: false });
  await assert.rejects(askRegister(t.platform, who, { name: 'residents', query: { familyName: 'Störung' } }), { code: 'outside/register-silent' });
});

test('without the token nobody learns anything', async () => {
  assert.equal((await fetch(`${t.url}${RESIDENTS_PATH}?familyName=Schmidt`)).status, 401);
});

test('outside the demo there is no such register', async () => {
  const production = await testApp({ modules: [secretsModule, outsideModule, sampleWorldModule], env: { STADTKERN_MODE: 'production' } });
  try {
    assert.equal((await fetch(`${production.url}${RESIDENTS_PATH}?familyName=Schmidt`, { headers: { authorization: `Bearer ${RESIDENTS_TOKEN}` } })).status, 404);
  } finally {
    await production.close();
  }
});
