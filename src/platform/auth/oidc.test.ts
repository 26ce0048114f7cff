import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { page, routes, text } from '#platform/http';
import { SYSTEM, defineModule, type Actor } from '#platform/module';
import { atProvider, browserAt, clientOfTests, freeIssuer, signOutAtProvider, startProvider, stopProvider, type Browser } from '../../../test/sign-in-provider.ts';
import { testApp, type TestApp, type TestClient, type TestResponse } from '#platform/testing';
import { listMails } from '#platform/mail';
import { authModule, createAccount, findAccountByEmail, setAccountStatus, waysToProve } from './index.ts';
import { forgetProvider, trustLevelOf } from './oidc.ts';

const password = 'Kutsche Regen Sieben';
let seen: Actor | undefined;
const probe = defineModule({
  name: 'probe',
  contributes: [routes.of(page({ method: 'GET', path: '/konto', site: 'portal', access: 'citizen', handle: async (rq) => ((seen = rq.actor), text(`Konto von ${rq.actor.name}`, 'text/plain')) }))],
});
let t: TestApp;
let listener: Server | undefined;
let [issuer, land] = ['', ''];

before(async () => {
  [issuer, land] = [await freeIssuer(), await freeIssuer()];
  const dir = mkdtempSync(join(tmpdir(), 'sign-in-'));
  writeFileSync(join(dir, 'bund.pem'), 'a certificate, read when somebody signs in there');
  writeFileSync(join(dir, 'sign-in.yaml'), `providers:
  - { kind: oidc, key: land, name: Landeskonto, issuer: '${land}', clientId: '${clientOfTests.clientId}', clientSecretEnv: SECRET_OF_LAND, mostTrust: basic }
  - { kind: saml, key: bund, name: Bundeskonto, entityId: 'https://bund.example', signOnUrl: 'https://bund.example/sso', certificates: [bund.pem], mostTrust: substantial }\n`);
  process.env.SECRET_OF_LAND = clientOfTests.clientSecret;
  t = await testApp({ modules: [authModule, probe], env: { SIGN_IN_FILE: join(dir, 'sign-in.yaml'), OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientOfTests.clientId, OIDC_CLIENT_SECRET: clientOfTests.clientSecret, OIDC_NAME: 'Bürgerkonto' } });
});
after(async () => {
  await stopProvider(listener);
  await t.close();
});
const start = async (): Promise<void> => {
  listener = await startProvider(issuer, t.url);
};
const there = (): Browser => browserAt(issuer, t.url);
async function throughProvider(client: TestClient, login: string, { from = '/anmelden/extern', browser = there() }: { from?: string; browser?: Browser } = {}): Promise<TestResponse> {
  const sent = await client.get(from, { follow: false });
  assert.ok(sent.location?.startsWith(issuer), sent.location ?? String(sent.status));
  return client.get(await atProvider(browser, sent.location ?? '', { login }));
}

test('a provider that is down at the start: clear words, and the other ways still work', async () => {
  const client = t.client();
  const down = await client.get('/anmelden/extern');
  assert.equal(down.status, 503);
  assert.match(down.text, /Bürgerkonto ist gerade nicht erreichbar/);
  await t.transact(SYSTEM, (ctx) => createAccount(ctx, { kind: 'citizen', email: 'anna@post.example', name: 'Anna Schmidt', password }));
  assert.equal((await client.post('/anmelden', { email: 'anna@post.example', password })).text, 'Konto von Anna Schmidt');
});

test('when the provider is back, signing in works without a restart', async () => {
  await start();
  t.time.advance(11_000);
  const client = t.client();
  assert.equal((await throughProvider(client, 'neu', { from: '/anmelden/extern?weiter=/konto' })).text, 'Konto von Max neu');
  assert.equal(seen?.trustLevel, 'substantial');
  const account = await t.read(SYSTEM, (ctx) => findAccountByEmail(ctx, 'citizen', 'neu@post.example'));
  assert.deepEqual(account?.profile, { givenName: 'Max', familyName: 'neu', birthDate: '1980-02-03' });
});

test('the second time it is the same account, with the trust of that sign-in', async () => {
  const first = seen?.id;
  await throughProvider(t.client(), 'neu');
  assert.equal(seen?.id, first);
  await throughProvider(t.client(), 'weak');
  assert.equal(seen?.trustLevel, 'basic');
});

test('an account with the same e-mail address is not taken over; its owner connects it by signing in once', async () => {
  const client = t.client();
  const asked = await throughProvider(client, 'anna');
  assert.match(asked.text, /Anmelden/);
  assert.equal(client.cookies.has('stadtkern_session'), false);
  await client.post('/anmelden', { email: 'anna@post.example', password });
  const later = t.client();
  assert.equal((await throughProvider(later, 'anna')).text, 'Konto von Anna Schmidt');
  assert.ok((await t.eventTypes()).includes('auth/identity-linked'));
});

test('an address the provider has not proven is neither used nor stored', async () => {
  await throughProvider(t.client(), 'unproven1');
  assert.equal(await t.read(SYSTEM, (ctx) => findAccountByEmail(ctx, 'citizen', 'unproven1@post.example')), undefined);
  assert.equal(seen?.name, 'Max unproven1');
});

test('a signed-in person connects from the page Sicherheit and can disconnect again', async () => {
  await t.transact(SYSTEM, (ctx) => createAccount(ctx, { kind: 'citizen', email: 'otto@post.example', name: 'Otto Blum', password }));
  const client = t.client();
  await client.post('/anmelden', { email: 'otto@post.example', password });
  const asked = await throughProvider(client, 'anders', { from: '/anmelden/extern?verbinden=1' });
  assert.match(asked.text, /ausgewiesen als Max anders/);
  assert.equal((await client.post('/konto/sicherheit/verbinden', { current: 'falsch falsch falsch' })).status, 422);
  const page = await client.post('/konto/sicherheit/verbinden', { current: password });
  assert.match(page.text, /Verbindung lösen/);
  assert.equal((await throughProvider(t.client(), 'anders')).text, 'Konto von Otto Blum');
  const gone = await client.post('/konto/sicherheit/trennen', { issuer, current: password });
  assert.match(gone.text, /Mit Bürgerkonto verbinden/);
});

test('several providers: one chooses on the page; each is believed as far as the city does; two ways lead to one account, the last can’t be cut', async () => {
  const also = await startProvider(land, t.url);
  try {
    const offered = (await t.client().get('/anmelden')).text;
    assert.deepEqual([...offered.matchAll(/extern\?anbieter=([a-z]+)/g)].map(([, key]) => key), ['standard', 'land', 'bund']);
    assert.match(offered, /Mit Bürgerkonto anmelden[^]*Vertrauensniveau hoch[^]*Mit Landeskonto anmelden[^]*Vertrauensniveau substanziell/);
    const names = (needed: 'substantial' | 'high'): string[] => waysToProve(t.platform, needed, '/').map((way) => way.name);
    assert.deepEqual([names('substantial'), names('high')], [['Bürgerkonto', 'Bundeskonto'], ['Bürgerkonto']]);

    const client = t.client();
    const atLand = async (from: string, at = client): Promise<TestResponse> => at.get(await atProvider(browserAt(land, t.url), (await at.get(from, { follow: false })).location ?? '', { login: 'mia' }));
    await throughProvider(client, 'mia2');
    const mia = seen?.id;
    assert.match((await atLand('/anmelden/extern?anbieter=land&verbinden=1')).text, /Ihr Konto mit Landeskonto verbinden/);
    await client.post('/konto/sicherheit/verbinden', {});
    await atLand('/anmelden/extern?anbieter=land', t.client());
    assert.deepEqual([seen?.id, seen?.trustLevel], [mia, 'basic'], 'the same account, but no more trust than this provider is given');

    const mixed = t.client();
    const answer = await atProvider(browserAt(land, t.url), (await mixed.get('/anmelden/extern?anbieter=land', { follow: false })).location ?? '', { login: 'mia' });
    assert.match((await mixed.get(answer.replace('/land/', '/'))).text, /wurde abgebrochen/, 'the answer of one is none of the other');

    await client.post('/konto/sicherheit/trennen', { issuer });
    assert.match((await client.post('/konto/sicherheit/trennen', { issuer: land })).text, /einzige|letzte/i);
    const [told] = await t.read(SYSTEM, (ctx) => listMails(ctx, { to: 'mia2@post.example' }));
    assert.match(told?.text ?? '', /Verbindung Ihres Kontos mit einem Anmeldedienst wurde gelöst/);
  } finally {
    await stopProvider(also);
  }
});

test('a blocked account stays outside this way too', async () => {
  const account = await t.read(SYSTEM, (ctx) => findAccountByEmail(ctx, 'citizen', 'neu@post.example'));
  await t.transact(SYSTEM, (ctx) => setAccountStatus(ctx, account?.id ?? '', 'blocked'));
  const client = t.client();
  await throughProvider(client, 'neu');
  assert.equal(client.cookies.has('stadtkern_session'), false);
});

test('an answer for another browser, a repeated answer and a cancelled one open nothing', async () => {
  const client = t.client();
  const sent = await client.get('/anmelden/extern', { follow: false });
  const back = await atProvider(there(), sent.location ?? '', { login: 'fremd' });
  assert.match((await t.client().get(back)).text, /wurde abgebrochen/);
  await client.get(back);
  assert.equal(seen?.name, 'Max fremd');
  const replay = t.client();
  for (const [name, value] of client.cookies) if (name !== 'stadtkern_session') replay.cookies.set(name, value);
  assert.match((await replay.get(back)).text, /wurde abgebrochen/);
  const cancelled = t.client();
  const again = await cancelled.get('/anmelden/extern', { follow: false });
  assert.match((await cancelled.get(await atProvider(there(), again.location ?? '', { login: 'x', answer: 'abort' }))).text, /wurde abgebrochen/);
});

test('whoever signs out at the provider is signed out here too, in this browser and no other', async () => {
  const [browser, client, elsewhere] = [there(), t.client(), t.client()];
  await throughProvider(client, 'weg', { browser });
  await throughProvider(elsewhere, 'weg');
  assert.equal((await client.get('/konto')).status, 200);
  await signOutAtProvider(browser);
  assert.equal((await client.get('/konto', { follow: false })).status, 303);
  assert.equal((await elsewhere.get('/konto')).status, 200);
  assert.ok((await t.eventTypes()).includes('auth/sessions-ended'));
  for (const token of ['', 'a.b.c', `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ iss: issuer, aud: 'stadt', sub: 'weg' })).toString('base64url')}.`])
    assert.equal((await t.client().post('/anmelden/extern/abmelden', { logout_token: token })).status, 400, 'whoever is not the provider ends nothing');
  assert.equal((await elsewhere.get('/konto')).status, 200);
});

test('a provider that dies between there and back is told as an outage', async () => {
  const client = t.client();
  const sent = await client.get('/anmelden/extern', { follow: false });
  const back = await atProvider(there(), sent.location ?? '', { login: 'mitten' });
  await stopProvider(listener);
  const answer = await client.get(back);
  assert.equal(answer.status, 503);
  assert.match(answer.text, /nicht erreichbar/);
  forgetProvider(t.platform);
});

test('trust levels are read as BundID, eIDAS and others write them; unknown is basic', () => {
  assert.deepEqual(
    ['STORK-QAA-Level-4', 'STORK-QAA-Level-3', 'STORK-QAA-Level-1', 'http://eidas.europa.eu/LoA/substantial', 'http://eidas.europa.eu/LoA/high', 'http://eidas.europa.eu/LoA/low', 'hoch', undefined, 'not-substantial-at-all'].map(trustLevelOf),
    ['high', 'substantial', 'basic', 'substantial', 'high', 'basic', 'high', 'basic', 'basic'],
  );
});
