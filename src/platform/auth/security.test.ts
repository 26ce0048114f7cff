import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { page, routes, text } from '#platform/http';
import { SYSTEM, defineModule } from '#platform/module';
import { testApp, type TestApp, type TestClient } from '#platform/testing';
import { authModule, createAccount, createSession, listSessions } from './index.ts';

const password = 'Kutsche Regen Sieben';
const probe = defineModule({
  name: 'probe',
  contributes: [routes.of(page({ method: 'GET', path: '/konto', site: 'portal', access: 'citizen', handle: async () => text('Konto', 'text/plain') }))],
});
let t: TestApp;
let anna = '';
let nopass = '';
before(async () => {
  t = await testApp({ modules: [authModule, probe] });
  await t.transact(SYSTEM, async (ctx) => {
    anna = await createAccount(ctx, { kind: 'citizen', email: 'anna@post.example', name: 'Anna Schmidt', password });
    nopass = await createAccount(ctx, { kind: 'citizen', email: null, name: 'Ohne Passwort' });
    await createAccount(ctx, { kind: 'staff', email: 'petra@stadt.example', name: 'Petra Sommer', password });
  });
});
after(() => t.close());

async function signedIn(accountId = anna): Promise<TestClient> {
  const client = t.client();
  const { token } = await t.transact(SYSTEM, (ctx) => createSession(ctx, accountId, { userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0' }));
  client.cookies.set('stadtkern_session', token);
  return client;
}

test('the page shows the devices in words, and is only for people who are signed in', async () => {
  const client = await signedIn();
  const shown = await client.get('/konto/sicherheit');
  assert.match(shown.text, /Firefox, Linux/);
  assert.match(shown.text, /dieses Gerät/);
  assert.equal((await t.client().get('/konto/sicherheit', { follow: false })).status, 303);
  assert.equal((await client.get('/office/sicherheit', { follow: false })).status, 303);
});

test('staff have the same page in the office', async () => {
  const client = t.client();
  await client.post('/office/anmelden', { email: 'petra@stadt.example', password });
  assert.match((await client.get('/office/sicherheit')).text, /Angemeldete Geräte/);
});

test('the password is changed with the old one; this browser gets a new token, others are signed out', async () => {
  const [client, other] = [await signedIn(), await signedIn()];
  const before = client.cookies.get('stadtkern_session');
  const wrong = await client.post('/konto/sicherheit/passwort', { current: 'falsch', password: 'Lampe Wolke Neunzehn' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /href="#passwort-current"/);
  assert.match((await client.post('/konto/sicherheit/passwort', { current: password, password: 'Anna Schmidt' })).text, /ohne Ihren Namen/);
  await client.post('/konto/sicherheit/passwort', { current: password, password: 'Lampe Wolke Neunzehn' });
  assert.notEqual(client.cookies.get('stadtkern_session'), before);
  assert.equal((await client.get('/konto')).text, 'Konto');
  assert.equal((await other.get('/konto', { follow: false })).status, 303);
  await client.post('/konto/sicherheit/passwort', { current: 'Lampe Wolke Neunzehn', password });
});

test('guessing the old password is stopped', async () => {
  const client = await signedIn();
  for (let i = 0; i < 10; i++) await client.post('/konto/sicherheit/codes', { current: `falsch ${i}` });
  assert.equal((await client.post('/konto/sicherheit/codes', { current: password })).status, 429);
  t.time.advance(16 * 60_000);
  assert.ok((await t.eventTypes()).includes('auth/confirmation-failed'));
});

test('one device, or all others, can be signed out; a stranger’s device can not', async () => {
  const [client, other, third] = [await signedIn(), await signedIn(), await signedIn()];
  const [, otherRow] = (await t.read(SYSTEM, (ctx) => listSessions(ctx, { id: anna, kind: 'citizen' }))).toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(-3);
  const stranger = await signedIn(nopass);
  await stranger.post('/konto/sicherheit/sitzungen/beenden', { id: otherRow?.id ?? '' });
  assert.equal((await other.get('/konto')).text, 'Konto');
  await client.post('/konto/sicherheit/sitzungen/beenden', { id: otherRow?.id ?? '' });
  assert.equal((await other.get('/konto', { follow: false })).status, 303);
  await client.post('/konto/sicherheit/sitzungen/andere', {});
  assert.equal((await third.get('/konto', { follow: false })).status, 303);
  assert.equal((await client.get('/konto')).text, 'Konto');
  assert.ok((await t.eventTypes()).includes('auth/sessions-ended'));
});

test('without a password a fresh sign-in is needed for changes', async () => {
  const client = await signedIn(nopass);
  assert.match((await client.post('/konto/sicherheit/app', {})).text, /scannen Sie dieses Bild/);
  t.time.advance(20 * 60_000);
  const late = await client.post('/konto/sicherheit/app', {});
  assert.equal(late.status, 403);
  assert.match(late.text, /melden Sie sich neu an/);
});
