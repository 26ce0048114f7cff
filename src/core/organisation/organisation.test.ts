import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { authModule } from '#platform/auth';
import { SYSTEM, seeds } from '#platform/module';
import { testApp, type TestApp } from '#platform/testing';
import { cityOf, findOfficeByKey, getOffice, listOffices, organisationModule } from './index.ts';

let t: TestApp;
before(async () => {
  t = await testApp({ modules: [authModule, organisationModule] });
  for (const seed of t.platform.contributions(seeds)) await t.transact(SYSTEM, seed.run);
});
after(() => t.close());

test('the sample city is read and complete', () => {
  const city = cityOf(t.platform);
  assert.equal(city.name, 'Musterstadt');
  assert.equal(city.calendar, 'BY');
  assert.equal(city.lifeSituations.length, 8);
  assert.equal(city.news.length, 6);
  assert.equal(cityOf(t.platform), city);
});

test('all offices stand in the plan of organisation, each found by its key', async () => {
  const offices = await t.read(SYSTEM, (ctx) => listOffices(ctx));
  assert.equal(offices.length, 24);
  const tax = await t.read(SYSTEM, (ctx) => findOfficeByKey(ctx, 'steueramt'));
  assert.equal(tax?.name, 'Steueramt');
  assert.equal(tax?.address.street, 'Rathausplatz');
  assert.deepEqual(await t.read(SYSTEM, (ctx) => getOffice(ctx, tax?.id ?? '')), tax);
});

test('an office that does not exist is refused', async () => {
  await assert.rejects(t.read(SYSTEM, (ctx) => getOffice(ctx, '00000000-0000-7000-8000-000000000000')), { code: 'organisation/no-such-office' });
  assert.equal(await t.read(SYSTEM, (ctx) => findOfficeByKey(ctx, 'hexenamt')), undefined);
});

test('seeding twice changes nothing', async () => {
  for (const seed of t.platform.contributions(seeds)) await t.transact(SYSTEM, seed.run);
  assert.equal((await t.read(SYSTEM, (ctx) => listOffices(ctx))).length, 24);
});

test('the crest is served as a picture', async () => {
  const crest = await t.client().get('/stadt/wappen.svg');
  assert.equal(crest.headers.get('content-type'), 'image/svg+xml');
  assert.match(crest.text, /^<svg/);
});
