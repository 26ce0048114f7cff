import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { page, routes, text } from '#platform/http';
import { listMails, type StoredMail } from '#platform/mail';
import { SYSTEM, defineModule } from '#platform/module';
import { testApp, type TestApp, type TestResponse } from '#platform/testing';
import { authModule, createAccount, findAccountByEmail } from './index.ts';

const password = 'Kutsche Regen Sieben';
const probe = defineModule({
  name: 'probe',
  contributes: [routes.of(page({ method: 'GET', path: '/konto', site: 'portal', access: 'citizen', handle: async (rq) => text(`Konto von ${rq.actor.name}`, 'text/plain') }))],
});
let t: TestApp;
before(async () => {
  t = await testApp({ modules: [authModule, probe] });
  await t.transact(SYSTEM, (ctx) => createAccount(ctx, { kind: 'citizen', email: 'anna@post.example', name: 'Anna Schmidt', password }));
});
after(() => t.close());
beforeEach(() => t.time.advance(2 * 3_600_000));

const person = { givenName: 'Max', familyName: 'Muster', email: 'max@post.example', password };
const register = (change: Record<string, string> = {}, client = t.client()): Promise<TestResponse> => client.post('/registrieren', { ...person, ...change });
const mailsTo = (to: string): Promise<StoredMail[]> => t.read(SYSTEM, (ctx) => listMails(ctx, { to }));
const codeIn = (mail: StoredMail | undefined): string => /code=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';

test('an account comes to life when the mailed link is opened and confirmed', async () => {
  const answer = await register();
  assert.match(answer.text, /sehen Sie in Ihr Postfach/);
  assert.equal(await t.read(SYSTEM, (ctx) => findAccountByEmail(ctx, 'citizen', person.email)), undefined);
  const code = codeIn((await mailsTo(person.email))[0]);
  const client = t.client();
  assert.match((await client.get(`/registrieren/bestaetigen?code=${code}`)).text, /Konto fertigstellen/);
  assert.equal((await client.post('/registrieren/bestaetigen', { code })).text, 'Konto von Max Muster');
  const account = await t.read(SYSTEM, (ctx) => findAccountByEmail(ctx, 'citizen', person.email));
  assert.deepEqual(account?.profile, { givenName: 'Max', familyName: 'Muster' });
  assert.equal((await t.client().post('/registrieren/bestaetigen', { code })).status, 410);
});

test('the page says the same for an address that has an account; its owner gets a mail', async () => {
  const [fresh, taken] = [await register({ email: 'neu@post.example' }), await register({ email: 'anna@post.example' })];
  assert.equal(fresh.text, taken.text);
  const [mail] = await mailsTo('anna@post.example');
  assert.match(mail?.subject ?? '', /schon ein Konto/);
  assert.doesNotMatch(mail?.text ?? '', /Max/);
});

test('nothing that a stranger typed is mailed', async () => {
  await register({ email: 'opfer@post.example', givenName: 'Gewinn: https://evil.example' });
  assert.doesNotMatch((await mailsTo('opfer@post.example'))[0]?.text ?? '', /evil/);
});

test('a link is valid for a day', async () => {
  await register({ email: 'spaet@post.example' });
  t.time.advance(25 * 3_600_000);
  assert.equal((await t.client().post('/registrieren/bestaetigen', { code: codeIn((await mailsTo('spaet@post.example'))[0]) })).status, 410);
});

test('one mailbox gets at most three mails an hour, and nobody sees that', async () => {
  for (let i = 0; i < 5; i++) assert.match((await register({ email: 'viel@post.example' })).text, /sehen Sie in Ihr Postfach/);
  assert.equal((await mailsTo('viel@post.example')).length, 3);
});

test('one network can’t send mails without end', async () => {
  for (let i = 0; i < 20; i++) await register({ email: `flut${i}@post.example` });
  assert.equal((await register({ email: 'flut21@post.example' })).status, 429);
});

test('missing and weak input is told at the field, and what was typed stays', async () => {
  const answer = await register({ familyName: '', email: 'max', password: 'kurz' });
  assert.equal(answer.status, 422);
  for (const sentence of [/Geben Sie Ihren Familiennamen ein/, /zum Beispiel name@/, /mindestens 12 Zeichen/, /value="Max"/]) assert.match(answer.text, sentence);
  assert.match((await register({ password: 'max.max.max1' })).text, /ohne Ihren Namen|zu leicht/);
  assert.match((await register({ password: 'passwort123456' })).text, /zu leicht zu erraten/);
  assert.match((await register({ password: '123456789012' })).text, /zu leicht zu erraten/);
});

test('a forgotten password is set anew by mail; other browsers are signed out and the person is told', async () => {
  const old = t.client();
  await old.post('/anmelden', { email: 'anna@post.example', password });
  assert.match((await t.client().post('/passwort', { email: 'anna@post.example' })).text, /Gibt es zu dieser Adresse ein Konto/);
  const code = codeIn((await mailsTo('anna@post.example'))[0]);
  const client = t.client();
  assert.match((await client.get(`/passwort/neu?code=${code}`)).text, /Neues Passwort/);
  assert.equal((await client.post('/passwort/neu', { code, password: 'kurz' })).status, 422);
  await client.post('/passwort/neu', { code, password: 'Lampe Wolke Neunzehn' });
  assert.equal((await old.get('/konto', { follow: false })).status, 303);
  assert.equal((await t.client().post('/anmelden', { email: 'anna@post.example', password })).status, 422);
  assert.equal((await t.client().post('/anmelden', { email: 'anna@post.example', password: 'Lampe Wolke Neunzehn' })).text, 'Konto von Anna Schmidt');
  assert.equal((await client.post('/passwort/neu', { code, password: 'Lampe Wolke Zwanzig' })).status, 410);
  assert.match((await mailsTo('anna@post.example'))[0]?.text ?? '', /Ihr Passwort wurde geändert/);
  assert.ok((await t.eventTypes()).includes('auth/password-changed'));
});

test('asking for a link tells nothing about who has an account', async () => {
  const [known, unknown] = [await t.client().post('/passwort', { email: 'anna@post.example' }), await t.client().post('/passwort', { email: 'niemand@post.example' })];
  assert.equal(known.text, unknown.text);
  assert.equal((await mailsTo('niemand@post.example')).length, 0);
});

test('a citizen’s link opens nothing at the door for staff', async () => {
  await t.client().post('/passwort', { email: 'anna@post.example' });
  const code = codeIn((await mailsTo('anna@post.example'))[0]);
  assert.equal((await t.client().post('/office/passwort/neu', { code, password: 'Lampe Wolke Zwanzig' })).status, 410);
});
