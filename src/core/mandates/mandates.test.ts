import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listRecentEvents } from '#platform/audit';
import { SYSTEM } from '#platform/module';
import type { TestClient } from '#platform/testing';
import { sql } from 'kysely';
import { apply, caseOf } from '../../../test/apply.ts';
import { messagesOf, startDraft } from '../../../test/fill-form.ts';
import { openTown, type Town } from '../../../test/town.ts';

const [ANNA, KEMAL, LENA, WERNER, JONAS] = ['anna.schmidt@post.example', 'kemal.oeztuerk@post.example', 'lena.wagner@post.example', 'werner.ackermann@post.example', 'jonas.fuchs@post.example'];
let town: Town;
let anna: TestClient;
let org = '';
let business = '';
let dog = '';

before(async () => {
  town = await openTown();
  anna = await town.citizen(ANNA);
});
after(() => town.close());

const main = (html: string): string => (/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? html).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
const head = (html: string): string => (/<header[\s\S]*<\/header>/.exec(html)?.[0] ?? '').replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
const day = (name: string, [d, m, y]: [string, string, string]): Record<string, string> => ({ [`${name}-day`]: d, [`${name}-month`]: m, [`${name}-year`]: y });
const invite = (client: TestClient, email: string, terms: Record<string, string> = {}) => client.post(`/konto/organisationen/${org}/einladen`, { email, role: 'applicant', ...day('from', ['14', '9', '2026']), ...terms });
const lastMail = async (to: string): Promise<{ subject: string; text: string } | undefined> =>
  town.t.read(SYSTEM, async (ctx) => (await sql<{ subject: string; text: string }>`select subject, body_text as text from mail.message where recipient = ${to} order by id desc limit 1`.execute(ctx.db())).rows[0]);
const mailsTo = async (to: string): Promise<number> => town.t.read(SYSTEM, async (ctx) => Number((await sql<{ n: number }>`select count(*) as n from mail.message where recipient = ${to}`.execute(ctx.db())).rows[0]?.n));
const codeFor = async (email: string): Promise<string> => /code=([\w-]+)/.exec((await lastMail(email))?.text ?? '')?.[1] ?? '';
const join = async (email: string): Promise<TestClient> => {
  const client = await town.citizen(email);
  await client.post('/konto/organisationen/einladung', { code: await codeFor(email), antwort: 'ja' });
  await client.post('/konto/handeln', { fuer: org });
  return client;
};
const mandateOf = async (name: string): Promise<string> => new RegExp(`/personen/([0-9a-f-]{36})" [^>]*aria-label="Ändern: ${name}`).exec((await anna.get(`/konto/organisationen/${org}`)).text)?.[1] ?? '';

test('whoever founds an organisation administers it and acts for it; the head of every page says so', async () => {
  const wrong = await anna.post('/konto/organisationen/neu', { name: '', registerNumber: '12' });
  assert.equal(wrong.status, 422);
  const address = { 'address.street': 'Marktgasse', 'address.houseNumber': '3', 'address.postcode': '99999', 'address.city': 'Musterstadt' };
  const founded = await anna.post('/konto/organisationen/neu', { name: 'Bäckerei Krume GmbH', legalForm: 'gmbh', registerNumber: 'HRB 12345', registerCourt: 'Amtsgericht Musterstadt', ...address }, { follow: false });
  assert.equal(founded.status, 303, messagesOf(founded.text));
  org = founded.location?.split('/').at(-1) ?? '';
  assert.match(head((await anna.get('/')).text), /Anna Schmidt für Bäckerei Krume GmbH/);
  assert.match(main((await anna.get('/konto')).text), /Sie handeln für Bäckerei Krume GmbH/);
});

test('an invitation works for the invited address only, once, and tells nobody whether the address has an account', async () => {
  assert.equal((await invite(anna, 'kein-at')).status, 422);
  assert.equal((await invite(anna, WERNER ?? '', { services: 'gibt-es-nicht' })).status, 422, 'an unknown service never becomes a mandate for all');
  const answers = await Promise.all([invite(anna, 'niemand@post.example'), invite(anna, WERNER ?? '')]);
  assert.equal(new Set(answers.map((one) => /Die Einladung ist unterwegs/.test(one.text))).size, 1);
  const code = await codeFor(WERNER ?? '');
  const stranger = await town.citizen(JONAS);
  assert.equal((await stranger.post('/konto/organisationen/einladung', { code, antwort: 'ja' })).status, 403);
  const werner = await town.citizen(WERNER);
  assert.match(main((await werner.get(`/konto/organisationen/einladung?code=${code}`)).text), /Für Bäckerei Krume GmbH handeln\?.*Darf beantragen, alle Leistungen, ab 14\.09\.2026/);
  await werner.post('/konto/organisationen/einladung', { code, antwort: 'nein' });
  assert.equal((await werner.post('/konto/organisationen/einladung', { code, antwort: 'ja' })).status, 404);
  assert.equal((await werner.get(`/konto/organisationen/${org}`)).status, 404);
});

test('a form takes over what the organisation knows, and its application belongs to the organisation', async () => {
  await invite(anna, KEMAL ?? '', { services: 'business-registration' });
  const kemal = await join(KEMAL ?? '');
  const draft = await startDraft(kemal, 'business-registration');
  assert.match((await kemal.get(`${draft}/seite/kind`)).text, /value="organisation"[^>]*checked/);
  business = await apply(town, kemal, { slug: 'business-registration', example: 'GmbH mit' });
  await town.work();
  const [event] = await town.t.read(SYSTEM, (ctx) => listRecentEvents(ctx, { type: 'applications/submitted' }));
  assert.deepEqual([event?.actor.id, event?.actor.for], [await town.accountId(KEMAL ?? ''), { id: org, name: 'Bäckerei Krume GmbH' }]);
  assert.match(main((await anna.get('/konto/antraege')).text), /Gewerbe anmelden/);
  await kemal.post('/konto/handeln', { fuer: 'selbst' });
  assert.doesNotMatch(main((await kemal.get('/konto/antraege')).text), /Gewerbe anmelden/);
  assert.equal((await kemal.get(`/konto/antraege/${business}`)).status, 404);
});

test('a mandate for one service hides every other: list, page, message, file, payment, mail', async () => {
  dog = await apply(town, anna, { slug: 'dog-registration', example: 'Ein Hund' });
  await town.work();
  const found = await caseOf(town, dog);
  const paths = await town.t.read(SYSTEM, async (ctx) => {
    const one = async (from: string): Promise<string> => (await sql<{ id: string }>`select id from ${sql.raw(from)} where case_id = ${found.id} limit 1`.execute(ctx.db())).rows[0]?.id ?? '';
    return [`/konto/antraege/${dog}`, `/konto/nachrichten/${await one('inbox.message')}`, `/konto/zahlungen/${await one('payments.claim')}`, `/konto/dokumente/${await one('records.document')}`];
  });
  const kemal = await town.citizen(KEMAL);
  await kemal.post('/konto/handeln', { fuer: org });
  for (const path of paths) assert.deepEqual([path, (await kemal.get(path)).status], [path, 404]);
  for (const path of paths.slice(0, 3)) assert.deepEqual([path, (await anna.get(path)).status], [path, 200]);
  for (const list of ['antraege', 'nachrichten', 'zahlungen', 'dokumente']) assert.doesNotMatch(main((await kemal.get(`/konto/${list}`)).text), /Hund/, list);
  assert.match((await kemal.get('/antrag/dog-registration')).text, /Vollmacht[^]*\/konto\/handeln/, 'told before anything is begun');
  assert.equal((await kemal.post('/antrag/dog-registration', {})).status, 403);
  assert.ok((await mailsTo(ANNA ?? '')) > 0);
  assert.doesNotMatch((await lastMail(KEMAL ?? ''))?.subject ?? '', new RegExp(found.number));
});

test('a reader sees what was sent and can send nothing', async () => {
  await invite(anna, LENA ?? '', { role: 'reader' });
  const lena = await join(LENA ?? '');
  assert.match(main((await lena.get(`/konto/antraege/${business}`)).text), /Gewerbe anmelden/);
  assert.equal((await lena.post('/antrag/dog-registration', {})).status, 403);
  const refused = await lena.post(`/konto/antraege/${business}/nachricht`, { text: 'Wie lange noch?' });
  assert.equal(refused.status, 403);
  assert.match(refused.text, /Für Bäckerei Krume GmbH dürfen Sie nur lesen/);
  assert.equal((await lena.post(`/konto/antraege/${business}/zurueckziehen`, {})).status, 403);
  const draft = await startDraft(anna, 'market-stall').catch(() => startDraft(anna, 'business-registration'));
  assert.equal((await lena.get(draft)).status, 403);
  assert.equal((await lena.get(`/konto/organisationen/${org}/einladen`)).status, 403);
  assert.equal((await lena.get(`/konto/organisationen/${org}/export`)).status, 403);
  const seen = main((await lena.get(`/konto/organisationen/${org}`)).text);
  assert.match(seen, /Anna Schmidt/);
  assert.doesNotMatch(seen, /Kemal/, 'colleagues are nobody’s business');
});

test('own details stay one’s own while acting for the organisation; its data is exported by administrators', async () => {
  assert.match((await anna.get('/konto/daten')).text, /value="Anna"/);
  const own = JSON.parse((await anna.get('/konto/daten/export')).text) as Record<string, { length: number }>;
  assert.equal(own['applications']?.length, 0);
  const all = JSON.parse((await anna.get(`/konto/organisationen/${org}/export`)).text) as Record<string, { length: number; name?: string }>;
  assert.deepEqual([all['applications']?.length, all['organisation']?.name], [2, 'Bäckerei Krume GmbH']);
  assert.ok((await town.t.eventTypes()).includes('mandates/data-exported'));
});

test('the last administrator can neither leave nor step down; with a second one it works', async () => {
  assert.equal((await anna.post(`/konto/organisationen/${org}/verlassen`, {})).status, 409);
  const own = await mandateOf('Anna Schmidt');
  assert.equal((await anna.post(`/konto/organisationen/${org}/personen/${own}`, { role: 'reader', ...day('from', ['14', '9', '2026']) })).status, 409);
  const kemal = await mandateOf('Kemal Öztürk');
  const temporary = { role: 'administrator', ...day('from', ['14', '9', '2026']), ...day('until', ['31', '12', '2026']) };
  assert.equal((await anna.post(`/konto/organisationen/${org}/personen/${kemal}`, temporary)).status, 200);
  assert.equal((await anna.post(`/konto/organisationen/${org}/verlassen`, {})).status, 409, 'an administrator until December does not keep the account');
  assert.equal((await anna.post(`/konto/organisationen/${org}/personen/${kemal}`, { role: 'administrator', ...day('from', ['14', '9', '2026']), ...day('until', ['1', '1', '2026']) })).status, 422);
  await anna.post(`/konto/organisationen/${org}/personen/${kemal}`, { role: 'administrator', ...day('from', ['14', '9', '2026']) });
  const left = await anna.post(`/konto/organisationen/${org}/verlassen`, {});
  assert.match(left.text, /Sie gehören nicht mehr zu Bäckerei Krume GmbH/);
  assert.match(left.text, /Ihre Vollmacht gilt nicht mehr|Sie gehören zu keiner/);
  assert.doesNotMatch(head((await anna.get('/konto')).text), /Krume/);
  assert.equal((await anna.get(`/konto/antraege/${dog}`)).status, 404, 'what was applied for stays with the organisation');
});

test('a mandate ends by itself on its day, or at once when it is taken back', async () => {
  const kemal = await town.citizen(KEMAL);
  await kemal.post('/konto/handeln', { fuer: org });
  anna = kemal;
  const lenas = await mandateOf('Lena Wagner');
  await kemal.post(`/konto/organisationen/${org}/personen/${lenas}`, { role: 'reader', ...day('from', ['14', '9', '2026']), ...day('until', ['14', '9', '2026']) });
  const lena = await town.citizen(LENA);
  await lena.post('/konto/handeln', { fuer: org });
  assert.match(head((await lena.get('/konto')).text), /für Bäckerei/);
  town.t.time.advance(10 * 60_000);
  await kemal.post(`/konto/organisationen/${org}/personen/${lenas}/beenden`, {});
  const after = await lena.get('/konto');
  assert.doesNotMatch(head(after.text), /Krume/);
  assert.match(after.text, /Ihre Vollmacht gilt nicht mehr/);
  assert.equal((await lena.post('/konto/handeln', { fuer: org })).status, 404);
});

test('whoever may act for others is asked for whom after signing in', async () => {
  const client = town.t.client();
  const asked = await client.post('/anmelden', { email: KEMAL ?? '', password: 'Musterstadt-2026', weiter: '/konto/antraege' });
  assert.match(main(asked.text), /Für wen handeln Sie\?.*für mich selbst.*für Bäckerei Krume GmbH/);
  assert.match(asked.text, /name="weiter" value="\/konto\/antraege"/);
  assert.equal((await client.post('/konto/handeln', { fuer: org, weiter: '//boese.example' }, { follow: false })).location, '/konto');
});

test('an account that nobody needs is closed by its administrator: nobody acts for it, drafts go, what was sent stays', async () => {
  const kemal = await town.citizen(KEMAL);
  await kemal.post('/konto/handeln', { fuer: org });
  const draft = await startDraft(kemal, 'business-registration');
  assert.equal((await (await town.citizen(JONAS)).post(`/konto/organisationen/${org}/aufloesen`, {})).status, 404);
  assert.match((await kemal.post(`/konto/organisationen/${org}/aufloesen`, {})).text, /Das Organisationskonto ist aufgelöst/);
  assert.equal((await kemal.post('/konto/handeln', { fuer: org })).status, 404);
  assert.equal((await kemal.get(draft)).status, 404);
  assert.ok((await caseOf(town, business)).number);
  assert.ok((await town.t.eventTypes()).includes('mandates/organisation-closed'));
});
