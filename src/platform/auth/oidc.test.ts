import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import Provider from 'oidc-provider';
import { page, routes, text } from '#platform/http';
import { SYSTEM, defineModule, type Actor } from '#platform/module';
import { testApp, type TestApp, type TestClient, type TestResponse } from '#platform/testing';
import { authModule, createAccount, findAccountByEmail, setAccountStatus } from './index.ts';
import { forgetProvider, trustLevelOf } from './oidc.ts';

const password = 'Kutsche Regen Sieben';
let seen: Actor | undefined;
const probe = defineModule({
  name: 'probe',
  contributes: [routes.of(page({ method: 'GET', path: '/konto', site: 'portal', access: 'citizen', handle: async (rq) => ((seen = rq.actor), text(`Konto von ${rq.actor.name}`, 'text/plain')) }))],
});
let t: TestApp;
let listener: Server;
let issuer = '';

/** A real OpenID Connect provider. Accounts: the login name, with a proven address and eID unless the name says otherwise. */
function startProvider(redirectUri: string, port: number): Promise<Server> {
  const provider = new Provider(issuer || 'http://127.0.0.1', {
    clients: [{ client_id: 'stadt', client_secret: 'ein-geheimnis-fuer-den-test-1234567890', redirect_uris: [redirectUri], grant_types: ['authorization_code'], response_types: ['code'] }],
    pkce: { required: () => true },
    claims: { openid: ['sub', 'trust_level'], email: ['email', 'email_verified'], profile: ['name', 'given_name', 'family_name', 'birthdate'] },
    findAccount: (_ctx: unknown, id: string) => ({
      accountId: id,
      claims: () => ({
        sub: id, name: `Max ${id}`, given_name: 'Max', family_name: id, birthdate: '1980-02-03', email: `${id}@post.example`, email_verified: !id.startsWith('unproven'),
        trust_level: id.startsWith('weak') ? 'STORK-QAA-Level-1' : 'STORK-QAA-Level-3',
      }),
    }),
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ['a'.repeat(32)] },
  });
  return new Promise((resolve) => {
    const server = provider.listen(port, '127.0.0.1', () => resolve(server));
  });
}

before(async () => {
  const probeServer = (await import('node:http')).createServer();
  await new Promise<void>((resolve) => void probeServer.listen(0, '127.0.0.1', resolve));
  const { port } = probeServer.address() as AddressInfo;
  await new Promise((resolve) => void probeServer.close(resolve));
  issuer = `http://127.0.0.1:${port}`;
  t = await testApp({ modules: [authModule, probe], env: { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: 'stadt', OIDC_CLIENT_SECRET: 'ein-geheimnis-fuer-den-test-1234567890', OIDC_NAME: 'Bürgerkonto' } });
});
after(async () => {
  await stopProvider();
  await t.close();
});
const stopProvider = (): Promise<void> => new Promise((resolve) => {
  if (!listener?.listening) return resolve();
  listener.closeAllConnections();
  listener.close(() => resolve());
});
const start = async (): Promise<void> => {
  listener = await startProvider(`${t.url}/anmelden/extern/rueckkehr`, Number(new URL(issuer).port));
};

/** Goes the way through the provider's own pages as a person, until the provider sends the browser back. */
async function atProvider(login: string, address: string, answer: 'yes' | 'abort' = 'yes'): Promise<string> {
  const jar = new Map<string, string>();
  const go = async (url: URL, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; ') } });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return response;
  };
  let response = await go(new URL(address));
  for (let i = 0; i < 15; i++) {
    const location = response.headers.get('location');
    if (location) {
      const next = new URL(location, issuer);
      if (next.origin === t.url) return next.pathname + next.search;
      response = await go(next);
      continue;
    }
    const html = await response.text();
    if (answer === 'abort') {
      response = await go(new URL(/href="([^"]+abort)"/.exec(html)?.[1] ?? '', issuer));
      continue;
    }
    const action = new URL(/action="([^"]+)"/.exec(html)?.[1] ?? '', issuer);
    const prompt = /name="prompt" value="([^"]+)"/.exec(html)?.[1] ?? '';
    response = await go(action, { method: 'POST', body: new URLSearchParams(prompt === 'login' ? { prompt, login, password: 'x' } : { prompt }) });
  }
  throw new Error('The provider never sent the browser back.');
}
async function throughProvider(client: TestClient, login: string, from = '/anmelden/extern'): Promise<TestResponse> {
  const sent = await client.get(from, { follow: false });
  assert.ok(sent.location?.startsWith(issuer), sent.location ?? String(sent.status));
  return client.get(await atProvider(login, sent.location ?? ''));
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
  assert.equal((await throughProvider(client, 'neu', '/anmelden/extern?weiter=/konto')).text, 'Konto von Max neu');
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
  const asked = await throughProvider(client, 'anders', '/anmelden/extern?verbinden=1');
  assert.match(asked.text, /ausgewiesen als Max anders/);
  assert.equal((await client.post('/konto/sicherheit/verbinden', { current: 'falsch falsch falsch' })).status, 422);
  const page = await client.post('/konto/sicherheit/verbinden', { current: password });
  assert.match(page.text, /Verbindung lösen/);
  assert.equal((await throughProvider(t.client(), 'anders')).text, 'Konto von Otto Blum');
  const gone = await client.post('/konto/sicherheit/trennen', { issuer, current: password });
  assert.match(gone.text, /Mit Bürgerkonto verbinden/);
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
  const back = await atProvider('fremd', sent.location ?? '');
  assert.match((await t.client().get(back)).text, /wurde abgebrochen/);
  await client.get(back);
  assert.equal(seen?.name, 'Max fremd');
  const replay = t.client();
  for (const [name, value] of client.cookies) if (name !== 'stadtkern_session') replay.cookies.set(name, value);
  assert.match((await replay.get(back)).text, /wurde abgebrochen/);
  const cancelled = t.client();
  const again = await cancelled.get('/anmelden/extern', { follow: false });
  assert.match((await cancelled.get(await atProvider('x', again.location ?? '', 'abort'))).text, /wurde abgebrochen/);
});

test('a provider that dies between there and back is told as an outage', async () => {
  const client = t.client();
  const sent = await client.get('/anmelden/extern', { follow: false });
  const back = await atProvider('mitten', sent.location ?? '');
  await stopProvider();
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
