import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { z } from 'zod';
import { page, routes, text } from '#platform/http';
import { SYSTEM, defineModule } from '#platform/module';
import { htmlRules } from '#platform/ui';
import { testApp, type TestApp, type TestClient, type TestResponse } from '#platform/testing';
import { authModule, createAccount, setAccountStatus } from './index.ts';

let t: TestApp;
const password = 'Kutsche Regen Sieben';
const posted: Record<string, unknown>[] = [];
const probe = defineModule({
  name: 'probe',
  contributes: [
    routes.of(page({ method: 'GET', path: '/konto', site: 'portal', access: 'citizen', handle: async (rq) => text(`Konto von ${rq.actor.name}`, 'text/plain') })),
    routes.of(page({ method: 'GET', path: '/office', site: 'office', access: 'staff', handle: async (rq) => text(`Schreibtisch von ${rq.actor.name}`, 'text/plain') })),
    routes.of(page({ method: 'POST', path: '/konto/hund', site: 'portal', access: 'citizen', body: z.looseObject({}), handle: async (rq) => (posted.push(rq.body), text('gespeichert', 'text/plain')) })),
  ],
});
let otto = '';

before(async () => {
  t = await testApp({ modules: [authModule, probe] });
  await t.transact(SYSTEM, async (ctx) => {
    await createAccount(ctx, { kind: 'citizen', email: 'anna@post.example', name: 'Anna Schmidt', password });
    otto = await createAccount(ctx, { kind: 'citizen', email: 'otto@post.example', name: 'Otto Blum', password });
    await createAccount(ctx, { kind: 'staff', email: 'petra@stadt.example', name: 'Petra Sommer', password });
  });
});
after(() => t.close());
beforeEach(() => t.time.advance(16 * 60_000));

const signIn = (client: TestClient, email: string, secret = password): Promise<TestResponse> => client.post('/anmelden', { email, password: secret });

test('a citizen signs in and lands in the account', async () => {
  const client = t.client();
  assert.match((await client.get('/anmelden')).text, /Passwort vergessen/);
  const answer = await signIn(client, ' Anna@Post.example ');
  assert.equal(answer.text, 'Konto von Anna Schmidt');
  assert.deepEqual((await t.eventTypes()).slice(-1), ['auth/signed-in']);
});

test('staff sign in at their own door; the citizens’ door knows nothing of them', async () => {
  const client = t.client();
  assert.match((await signIn(client, 'petra@stadt.example')).text, /stimmen nicht/);
  assert.equal((await client.post('/office/anmelden', { email: 'petra@stadt.example', password })).text, 'Schreibtisch von Petra Sommer');
  assert.match((await client.get('/konto')).text, /endet die andere Anmeldung/);
});

test('wrong password, unknown address and blocked account get one and the same answer', async () => {
  await t.transact(SYSTEM, (ctx) => setAccountStatus(ctx, otto, 'blocked'));
  const answers = [await signIn(t.client(), 'anna@post.example', 'falsch falsch falsch'), await signIn(t.client(), 'nobody@post.example'), await signIn(t.client(), 'otto@post.example')];
  await t.transact(SYSTEM, (ctx) => setAccountStatus(ctx, otto, 'active'));
  assert.deepEqual(answers.map((one) => one.status), [422, 422, 422]);
  const bare = answers.map((one) => one.text.replaceAll(/\w+@post\.example/g, '…'));
  assert.equal(new Set(bare).size, 1);
  assert.equal((await t.eventTypes()).filter((type) => type === 'auth/sign-in-failed').length >= 3, true);
});

test('an unknown address is as much work as a known one', async () => {
  // Computing time, not time of day: a busy machine changes the one little, the other a lot.
  const work = async (email: string): Promise<number> => {
    const before = process.cpuUsage();
    await signIn(t.client(), email, 'falsch falsch falsch');
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  const known: number[] = [];
  const unknown: number[] = [];
  for (let i = 0; i < 8; i++) {
    known.push(await work('anna@post.example'));
    unknown.push(await work(`nobody${i}@post.example`));
  }
  // Without the decoy password an unknown address would cost a tenth.
  assert.ok(Math.min(...unknown) > 0.5 * Math.min(...known), `known ${Math.min(...known)} µs, unknown ${Math.min(...unknown)} µs`);
});

test('after ten wrong tries the door is closed for a while, for known and unknown addresses alike', async () => {
  for (const email of ['anna@post.example', 'nobody@post.example']) {
    for (let i = 0; i < 10; i++) assert.equal((await signIn(t.client(), email, 'falsch falsch falsch')).status, 422);
    const closed = await signIn(t.client(), email);
    assert.equal(closed.status, 429);
    assert.match(closed.text, /zu viele Versuche/);
  }
  assert.ok((await t.eventTypes()).includes('auth/sign-in-closed'));
  t.time.advance(16 * 60_000);
  assert.equal((await signIn(t.client(), 'anna@post.example')).text, 'Konto von Anna Schmidt');
});

test('tries that come all at once are counted too', async () => {
  const answers = await Promise.all(Array.from({ length: 14 }, () => signIn(t.client(), 'anna@post.example', 'falsch falsch falsch')));
  assert.equal(answers.filter((one) => one.status === 422).length, 10);
});

test('empty and odd input is told at the field', async () => {
  const empty = await signIn(t.client(), '', '');
  assert.equal(empty.status, 422);
  assert.match(empty.text, /Geben Sie Ihre E-Mail-Adresse ein/);
  assert.match((await signIn(t.client(), 'anna')).text, /zum Beispiel name@/);
  assert.equal((await t.client().post('/anmelden', { email: ['a', 'b'], password })).status, 400);
  assert.equal((await t.client().post('/anmelden', { email: 'anna@post.example', password: 'x'.repeat(5000) })).status, 400);
});

test('signing in again gives a new token and ends the old session', async () => {
  const client = t.client();
  await signIn(client, 'anna@post.example');
  const old = client.cookies.get('stadtkern_session') ?? '';
  await signIn(client, 'anna@post.example');
  assert.notEqual(client.cookies.get('stadtkern_session'), old);
  const thief = t.client();
  thief.cookies.set('stadtkern_session', old);
  assert.equal((await thief.get('/konto', { follow: false })).status, 303);
});

test('after signing in one comes back to the page one wanted, but never to another site', async () => {
  const client = t.client();
  const asked = await client.get('/konto?teil=2', { follow: false });
  assert.equal(asked.location, '/anmelden?weiter=%2Fkonto%3Fteil%3D2');
  const next = await client.post('/anmelden', { email: 'anna@post.example', password, weiter: '/konto?teil=2' }, { follow: false });
  assert.equal(next.location, '/konto?teil=2');
  for (const evil of ['//evil.example', '/\\evil.example', 'https://evil.example', '/\t/evil.example', 'javascript:alert(1)']) {
    const answer = await t.client().post('/anmelden', { email: 'anna@post.example', password, weiter: evil }, { follow: false });
    assert.equal(answer.location, '/konto', evil);
  }
});

test('signing out ends the session and only happens by a button', async () => {
  const client = t.client();
  await signIn(client, 'anna@post.example');
  assert.match((await client.get('/abmelden')).text, /Möchten Sie sich abmelden/);
  assert.equal((await client.get('/konto')).text, 'Konto von Anna Schmidt');
  const token = client.cookies.get('stadtkern_session') ?? '';
  await client.post('/abmelden', {}, { follow: false });
  assert.equal(client.cookies.has('stadtkern_session'), false);
  client.cookies.set('stadtkern_session', token);
  assert.equal((await client.get('/konto', { follow: false })).status, 303);
  assert.ok((await t.eventTypes()).includes('auth/signed-out'));
});

test('a form that outlived its session is offered again after signing in, to the same person only', async () => {
  const client = t.client();
  await signIn(client, 'anna@post.example');
  t.time.advance(60 * 60_000);
  const lost = await client.post('/konto/hund', { name: 'Bello "der Große"', breed: ['Dackel', 'Pudel'], password: 'geheim' });
  assert.match(lost.text, /Anmelden/);
  const stranger = t.client();
  for (const [name, value] of client.cookies) stranger.cookies.set(name, value);
  assert.equal((await signIn(stranger, 'otto@post.example')).text, 'Konto von Otto Blum');
  const offered = await signIn(client, 'anna@post.example');
  assert.match(offered.text, /Sie sind wieder angemeldet – jetzt absenden/);
  const fields = [...offered.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value.replaceAll('&quot;', '"')] as const);
  assert.deepEqual(fields.filter(([name]) => name !== 'angaben'), [['name', 'Bello "der Große"'], ['breed', 'Dackel'], ['breed', 'Pudel']]);
  assert.match(offered.text, /action="\/konto\/hund"/);
  await client.post('/konto/hund', { name: 'Bello', breed: ['Dackel', 'Pudel'] });
  assert.deepEqual(posted, [{ name: 'Bello', breed: ['Dackel', 'Pudel'] }]);
});

test('what was kept can be thrown away', async () => {
  const client = t.client();
  await signIn(client, 'anna@post.example');
  t.time.advance(60 * 60_000);
  await client.post('/konto/hund', { name: 'Bello' });
  const offered = await signIn(client, 'anna@post.example');
  const angaben = /name="angaben" value="([^"]+)"/.exec(offered.text)?.[1] ?? '';
  await client.post('/anmelden/weiter', { angaben });
  assert.equal((await client.get(`/anmelden/weiter?angaben=${angaben}`)).text, 'Konto von Anna Schmidt');
});

test('a post of somebody who never was signed in is not stored', async () => {
  const client = t.client();
  client.cookies.set('stadtkern_session', 'x'.repeat(43));
  await client.post('/konto/hund', { name: 'y'.repeat(1000) });
  assert.equal(client.cookies.has('stadtkern_geparkt'), false);
});

test('a sign-in that comes from another site is refused', async () => {
  const answer = await fetch(`${t.url}/anmelden`, { method: 'POST', redirect: 'manual', headers: { origin: 'https://evil.example' }, body: new URLSearchParams({ email: 'anna@post.example', password }) });
  assert.equal(answer.status, 403);
});

test('the page speaks English to those who want it', async () => {
  const english = await t.client().get('/anmelden', { headers: { 'accept-language': 'en' } });
  assert.match(english.text, /Forgotten your password/);
});

test('every page on the way in is valid HTML, in German and English', async () => {
  const validator = new HtmlValidate(htmlRules);
  const signedIn = t.client();
  await signIn(signedIn, 'anna@post.example');
  const pages: [TestClient, string][] = [
    ...['/anmelden', '/anmelden?als=anna@post.example', '/registrieren', '/registrieren/gesendet', '/registrieren/bestaetigen?code=x', '/passwort', '/passwort/gesendet', '/passwort/neu?code=x', '/abmelden', '/office/anmelden', '/office/passwort'].map((path): [TestClient, string] => [t.client(), path]),
    [signedIn, '/konto/sicherheit'],
  ];
  for (const [client, path] of pages) {
    for (const language of ['de', 'en']) {
      const answer = await client.get(path, { headers: { 'accept-language': language } });
      const report = await validator.validateString(answer.text);
      assert.deepEqual(report.results.flatMap((result) => result.messages.map(({ ruleId, message }) => `${ruleId}: ${message}`)), [], `${path} ${language}`);
    }
  }
});
