import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { page, routes, text } from '#platform/http';
import { listMails } from '#platform/mail';
import { SYSTEM, defineModule, type Actor } from '#platform/module';
import { isSealed, resealAll } from '#platform/secrets';
import { testApp, type TestApp, type TestClient, type TestResponse } from '#platform/testing';
import { authModule, createAccount, resetSecondFactors } from './index.ts';
import { totpCodeAt } from './totp.ts';

const password = 'Kutsche Regen Sieben';
let seen: Actor | undefined;
const probe = defineModule({
  name: 'probe',
  contributes: [
    routes.of(page({ method: 'GET', path: '/konto', site: 'portal', access: 'citizen', handle: async (rq) => ((seen = rq.actor), text('Konto', 'text/plain')) })),
    routes.of(page({ method: 'GET', path: '/office', site: 'office', access: 'staff', handle: async (rq) => ((seen = rq.actor), text('Schreibtisch', 'text/plain')) })),
  ],
});
let t: TestApp;
let production: TestApp;

before(async () => {
  t = await testApp({ modules: [authModule, probe] });
  production = await testApp({ modules: [authModule, probe], env: { STADTKERN_MODE: 'production', SMTP_URL: '', SECRET_KEY: randomBytes(32).toString('base64') } });
});
after(() => Promise.all([t.close(), production.close()]));
beforeEach(() => t.time.advance(16 * 60_000));

let number = 0;
async function newAccount(kind: 'citizen' | 'staff', app = t): Promise<{ id: string; email: string }> {
  const email = `person${++number}@post.example`;
  const id = await app.transact(SYSTEM, (ctx) => createAccount(ctx, { kind, email, name: 'Anna Schmidt', password }));
  return { id, email };
}
const secretOf = (answer: TestResponse): string => (/<code>([A-Z2-7 ]+)<\/code>/.exec(answer.text)?.[1] ?? '').replaceAll(' ', '');
const codesOf = (answer: TestResponse): string[] => [...answer.text.matchAll(/<code>([0-9a-z-]{19})<\/code>/g)].map(([, code = '']) => code);

/** Signs in and sets up the app, as a person would. */
async function withApp(client: TestClient, email: string): Promise<{ secret: string; codes: string[] }> {
  await client.post('/anmelden', { email, password });
  const setup = await client.post('/konto/sicherheit/app', { current: password });
  const secret = secretOf(setup);
  const done = await client.post('/konto/sicherheit/app/bestaetigen', { code: totpCodeAt(secret, t.time.now) });
  t.time.advance(31_000);
  return { secret, codes: codesOf(done) };
}

test('an authenticator app is set up with a first code, and the person is told by mail', async () => {
  const { email } = await newAccount('citizen');
  const client = t.client();
  await client.post('/anmelden', { email, password });
  const setup = await client.post('/konto/sicherheit/app', { current: password });
  assert.match(setup.text, /<svg viewBox/);
  const wrong = await client.post('/konto/sicherheit/app/bestaetigen', { code: '000000' });
  assert.equal(wrong.status, 422);
  const done = await client.post('/konto/sicherheit/app/bestaetigen', { code: totpCodeAt(secretOf(setup), t.time.now) });
  assert.equal(codesOf(done).length, 10);
  assert.ok((await t.eventTypes()).includes('auth/totp-enabled'));
  const [mail] = await t.read(SYSTEM, (ctx) => listMails(ctx, { to: email }));
  assert.match(mail?.text ?? '', /Authenticator-App wurde als zweiter Faktor eingerichtet/);
});

test('with an app the password alone opens nothing', async () => {
  const { email } = await newAccount('citizen');
  const { secret } = await withApp(t.client(), email);
  const client = t.client();
  const step = await client.post('/anmelden', { email, password });
  assert.match(step.text, /zweite Schritt/);
  assert.equal((await client.get('/konto', { follow: false })).status, 303);
  const wrong = await client.post('/anmelden/bestaetigen', { code: '123456' });
  assert.equal(wrong.status, 422);
  assert.equal((await client.post('/anmelden/bestaetigen', { code: totpCodeAt(secret, t.time.now) })).text, 'Konto');
  assert.ok((await t.eventTypes()).includes('auth/second-factor-failed'));
});

test('nobody who reads the tables can make codes; a secret from before is sealed at the next start and goes on working', async () => {
  const { id, email } = await newAccount('citizen');
  const { secret } = await withApp(t.client(), email);
  const stored = async (): Promise<string> => (await t.transact(SYSTEM, (ctx) => sql<{ secret: string }>`select totp_secret as secret from auth.account where tenant_id = 1 and id = ${id}`.execute(ctx.db()))).rows[0]?.secret ?? '';
  const tickets = await t.transact(SYSTEM, (ctx) => sql<{ data: string }>`select data::text from auth.ticket where tenant_id = 1`.execute(ctx.db()));
  assert.ok(isSealed(await stored()) && !tickets.rows.some(({ data }) => data.includes(secret)));
  await t.transact(SYSTEM, (ctx) => sql`update auth.account set totp_secret = ${secret} where tenant_id = 1 and id = ${id}`.execute(ctx.db()));
  const before = t.client();
  await before.post('/anmelden', { email, password });
  assert.equal((await before.post('/anmelden/bestaetigen', { code: totpCodeAt(secret, t.time.now) })).text, 'Konto');
  assert.equal((await resealAll(t.platform, 1))['auth'], 1);
  assert.ok(isSealed(await stored()));
  t.time.advance(31_000);
  const after = t.client();
  await after.post('/anmelden', { email, password });
  assert.equal((await after.post('/anmelden/bestaetigen', { code: totpCodeAt(secret, t.time.now) })).text, 'Konto');
});

test('a code works once, and not when it is old', async () => {
  const { email } = await newAccount('citizen');
  const { secret } = await withApp(t.client(), email);
  const code = totpCodeAt(secret, t.time.now);
  const [one, two] = [t.client(), t.client()];
  await one.post('/anmelden', { email, password });
  await two.post('/anmelden', { email, password });
  const answers = await Promise.all([one, two].map((client) => client.post('/anmelden/bestaetigen', { code })));
  assert.deepEqual(answers.map((answer) => answer.status).toSorted(), [200, 422]);
  const old = totpCodeAt(secret, new Date(t.time.now.getTime() - 120_000));
  const late = t.client();
  await late.post('/anmelden', { email, password });
  assert.equal((await late.post('/anmelden/bestaetigen', { code: old })).status, 422);
});

test('a recovery code opens the account once', async () => {
  const { email } = await newAccount('citizen');
  const { codes } = await withApp(t.client(), email);
  const code = (codes[0] ?? '').toUpperCase().replaceAll('-', ' ');
  const client = t.client();
  await client.post('/anmelden', { email, password });
  assert.equal((await client.post('/anmelden/bestaetigen', { code })).text, 'Konto');
  const again = t.client();
  await again.post('/anmelden', { email, password });
  assert.equal((await again.post('/anmelden/bestaetigen', { code })).status, 422);
  assert.ok((await t.eventTypes()).includes('auth/recovery-code-used'));
});

test('guessing codes is stopped after six tries, whatever the browser', async () => {
  const { email } = await newAccount('citizen');
  const { secret } = await withApp(t.client(), email);
  for (let i = 0; i < 6; i++) {
    const client = t.client();
    await client.post('/anmelden', { email, password });
    assert.equal((await client.post('/anmelden/bestaetigen', { code: `00000${i}` })).status, 422);
  }
  const client = t.client();
  await client.post('/anmelden', { email, password });
  assert.equal((await client.post('/anmelden/bestaetigen', { code: totpCodeAt(secret, t.time.now) })).status, 429);
  assert.ok((await t.eventTypes()).includes('auth/second-factor-closed'));
});

test('the step between password and code lasts ten minutes', async () => {
  const { email } = await newAccount('citizen');
  const { secret } = await withApp(t.client(), email);
  const client = t.client();
  await client.post('/anmelden', { email, password });
  t.time.advance(11 * 60_000);
  const late = await client.post('/anmelden/bestaetigen', { code: totpCodeAt(secret, t.time.now) });
  assert.match(late.text, /E-Mail-Adresse/);
  assert.equal(client.cookies.has('stadtkern_session'), false);
});

test('in the demo staff may go without a second factor', async () => {
  const { email } = await newAccount('staff');
  assert.equal((await t.client().post('/office/anmelden', { email, password })).text, 'Schreibtisch');
});

test('outside the demo staff set up a second factor before they come in', async () => {
  const { email } = await newAccount('staff', production);
  const client = production.client();
  const setup = await client.post('/office/anmelden', { email, password });
  assert.match(setup.text, /Zweiten Faktor einrichten/);
  assert.equal((await client.get('/office', { follow: false })).status, 303);
  const secret = secretOf(setup);
  assert.equal((await client.post('/office/anmelden/einrichten', { code: '000000' })).status, 422);
  const done = await client.post('/office/anmelden/einrichten', { code: totpCodeAt(secret, production.time.now) });
  assert.equal(codesOf(done).length, 10);
  assert.equal((await client.get('/office')).text, 'Schreibtisch');
  assert.equal(seen?.trustLevel, 'substantial');
  const refused = await client.post('/office/sicherheit/app/entfernen', { current: password });
  assert.equal(refused.status, 409);
  const citizen = await newAccount('citizen', production);
  assert.equal((await production.client().post('/anmelden', { email: citizen.email, password })).text, 'Konto');
});

test('the help desk can take lost factors away; all sessions end', async () => {
  const { id, email } = await newAccount('citizen');
  const client = t.client();
  await withApp(client, email);
  assert.equal((await client.get('/konto')).text, 'Konto');
  await t.transact(SYSTEM, (ctx) => resetSecondFactors(ctx, id));
  assert.equal((await client.get('/konto', { follow: false })).status, 303);
  assert.equal((await t.client().post('/anmelden', { email, password })).text, 'Konto');
  assert.ok((await t.eventTypes()).includes('auth/second-factor-reset'));
});
