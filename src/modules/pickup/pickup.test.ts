import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { applicationsModule } from '#core/applications';
import { addStaffMember, findOfficeByKey, organisationModule } from '#core/organisation';
import { casesModule } from '#core/cases';
import { catalogueModule } from '#core/catalogue';
import { inboxModule } from '#core/inbox';
import { partiesModule } from '#core/parties';
import { paymentsModule } from '#core/payments';
import { recordsModule } from '#core/records';
import { processModule } from '#engines/process';
import { authModule } from '#platform/auth';
import { Problem, SYSTEM, defineModule, seeds, type Ctx } from '#platform/module';
import { sessionResolver } from '#platform/http';
import { htmlMistakes, staffActor, testApp, type TestApp, type TestClient } from '#platform/testing';
import { pickupModule } from './module.ts';
import { addReady, findReady, forgetOld, handOver, listReady, plainNumber } from './ready-documents.ts';

let t: TestApp;
let officeId = '';
let clerkId = '';
const clerk = () => staffActor(['pickup/manage'], { id: clerkId, officeId, name: 'Mehmet Yilmaz' });
const session = defineModule({ name: 'pickup-test', contributes: [sessionResolver.of(async ({ token }) => (token === 'clerk' ? { actor: clerk(), session: { id: token, accountId: clerkId, kind: 'staff', data: {} } } : undefined))] });
before(async () => {
  t = await testApp({ modules: [{ ...authModule, contributes: [] }, organisationModule, catalogueModule, partiesModule, recordsModule, processModule, casesModule, inboxModule, paymentsModule, applicationsModule, pickupModule, session] });
  for (const seed of t.platform.contributions(seeds).filter(({ name }) => name === 'organisation/offices')) await t.transact(SYSTEM, seed.run);
  officeId = (await t.read(SYSTEM, (ctx) => findOfficeByKey(ctx, 'buergerbuero')))?.id ?? '';
  clerkId = await t.transact(SYSTEM, (ctx) => addStaffMember(ctx, { name: 'Mehmet Yilmaz', email: 'm@stadt.example', officeId }));
});
after(() => t.close());

const by = <R>(fn: (ctx: Ctx) => Promise<R>): Promise<R> => t.transact(clerk(), fn);
const add = (...numbers: string[]) => by((ctx) => addReady(ctx, { officeId, kind: 'passport', numbers }));
const refusal = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;
const desk = (): TestClient => {
  const client = t.client();
  client.cookies.set('stadtkern_session', 'clerk');
  return client;
};

test('what has arrived is found by its number, however it is typed, and forgotten when it is handed over', async () => {
  assert.equal(await add('bb-1001', ' BB-1001 ', 'BB-1002'), 2);
  assert.equal(await add('BB-1001'), 0);
  assert.equal(plainNumber(' bb - 1001 '), 'BB-1001');
  assert.equal((await by((ctx) => findReady(ctx, 'bb-1001')))?.kind, 'passport');
  await by((ctx) => handOver(ctx, 'bb-1001'));
  assert.equal(await by((ctx) => findReady(ctx, 'BB-1001')), undefined);
  await assert.rejects(by((ctx) => handOver(ctx, 'BB-1001')), refusal('pickup/no-document'));
  const types = await t.eventTypes();
  for (const type of ['pickup/ready', 'pickup/handed-over']) assert.ok(types.includes(type), type);
});

test('nonsense, nothing, too much, and somebody who may not: refused', async () => {
  await assert.rejects(add('BB-1', 'Anna Schmidt!'), refusal('pickup/wrong-number'));
  await assert.rejects(add(' ', ''), refusal('pickup/no-numbers'));
  await assert.rejects(add(...Array.from({ length: 501 }, (_, n) => `BB-${10_000 + n}`)), refusal('pickup/too-many'));
  const stranger = staffActor(['cases/work'], { id: clerkId, officeId });
  await assert.rejects(t.transact(stranger, (ctx) => addReady(ctx, { officeId, kind: 'other', numbers: ['BB-2000'] })), refusal('platform/not-allowed'));
  await assert.rejects(t.transact(stranger, (ctx) => handOver(ctx, 'BB-1002')), refusal('platform/not-allowed'));
});

test('who asks learns whether it is ready, where and when, and nothing about a person; guessing has to wait', async () => {
  await add('BB-3001');
  const citizen = t.client();
  const page = await citizen.get('/ausweis-fertig');
  assert.deepEqual(await htmlMistakes(page.text), []);
  const yes = await citizen.post('/ausweis-fertig', { nummer: 'bb-3001' });
  for (const words of ['Ja, Ihr Reisepass liegt bereit', 'Bürgerbüro']) assert.ok(yes.text.includes(words), words);
  assert.deepEqual(await htmlMistakes(yes.text), []);
  assert.match((await citizen.post('/ausweis-fertig', { nummer: 'BB-9999' })).text, /Noch nicht/);
  assert.equal((await citizen.post('/ausweis-fertig', { nummer: ' ' })).status, 422);
  let last = 200;
  for (let n = 0; n < 12; n++) last = (await citizen.post('/ausweis-fertig', { nummer: `BB-8${n}00` })).status;
  assert.equal(last, 429);
  t.time.advance(16 * 60_000);
  assert.match((await citizen.get('/ausweis-fertig?sprache=en')).text, /Is my identity document ready/);
});

test('the counter notes arrivals and hands over; a mistake keeps what was typed', async () => {
  const client = desk();
  const added = await client.post('/office/abholung', { amt: officeId, art: 'identity-card', nummern: 'BB-4001\nBB-4002' });
  assert.match(added.text, /BB-4002/);
  assert.deepEqual(await htmlMistakes(added.text), []);
  const wrong = await client.post('/office/abholung', { amt: officeId, art: 'identity-card', nummern: 'BB-4003\n???' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /BB-4003\n\?\?\?/);
  assert.doesNotMatch((await client.post('/office/abholung/ausgegeben', { nummer: 'BB-4001' })).text, />BB-4001</);
  assert.equal((await client.post('/office/abholung/ausgegeben', { nummer: 'BB-4001' })).status, 422);
  assert.equal((await t.client().get('/office/abholung')).status, 401);
});

test('the list pages by cursor, and what nobody fetches is forgotten after half a year', async () => {
  await add(...Array.from({ length: 60 }, (_, n) => `BB-5${String(n).padStart(3, '0')}`));
  const first = await by((ctx) => listReady(ctx, { limit: 50 }));
  const second = await by((ctx) => listReady(ctx, { after: first.at(-1), limit: 500 }));
  assert.equal(new Set([...first, ...second].map(({ number }) => number)).size, first.length + second.length);
  t.time.advance(181 * 86_400_000);
  assert.ok((await t.transact(SYSTEM, forgetOld)) >= 60);
  assert.deepEqual(await by((ctx) => listReady(ctx, { limit: 5 })), []);
});
