import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { listMails } from '#platform/mail';
import { SYSTEM } from '#platform/module';
import { createSession, findAccountByEmail } from '#platform/auth';
import type { TestClient, TestResponse } from '#platform/testing';
import { openTown, type Town } from '../../../test/town.ts';
import { fillDraft, hiddenFields, postAndFollow, postFields, postedAnswers, startDraft } from '../../../test/fill-form.ts';
import { atProvider, browserAt, clientOfTests, freeIssuer, startProvider, stopProvider } from '../../../test/sign-in-provider.ts';
import { walkthroughData } from '../../../test/walkthrough.ts';
import { deleteExpiredDrafts, listDrafts, type Draft } from './drafts.ts';
import { VISITOR_COOKIE, hashToken } from './visitor.ts';

let town: Town;
before(async () => void (town = await openTown()));
after(() => town.close());

const DAY = 86_400_000;
const draftsOf = (client: TestClient): Promise<Draft[]> => town.t.read(SYSTEM, (ctx) => listDrafts(ctx, { accountId: null, tokenHash: hashToken(client.cookies.get(VISITOR_COOKIE) ?? '') }));
const idOf = (address: string): string => address.split('/').at(-1) ?? '';
const newEvents = async (run: () => Promise<unknown>): Promise<string[]> => {
  const before = (await town.t.eventTypes()).length;
  await run();
  return (await town.t.eventTypes()).slice(before);
};

test('whoever starts again finds the draft begun before; a double click begins one', async () => {
  const client = town.t.client();
  const first = await startDraft(client, 'dog-registration');
  const again = await Promise.all([startDraft(client, 'dog-registration'), startDraft(client, 'dog-registration')]);
  assert.deepEqual([...new Set([first, ...again])], [first]);
  assert.match((await client.get('/antrag/dog-registration')).text, /Sie haben schon angefangen/);
});

test('a further draft is begun on purpose, up to five of the same', async () => {
  const client = await town.citizen();
  for (let n = 0; n < 5; n++) assert.equal((await client.post('/antrag/dog-registration', { anew: '1' }, { follow: false })).status, 303);
  const sixth = await client.post('/antrag/dog-registration', { anew: '1' });
  assert.equal(sixth.status, 409);
  assert.match(sixth.text, /schon 5 Entwürfe/);
  assert.match((await client.get('/antrag/dog-registration')).text, /Füllen Sie einen davon aus oder löschen Sie einen/);
});

test('a draft is in the audit log from its first to its last moment, without what was typed', async () => {
  const client = town.t.client();
  let draft = '';
  assert.deepEqual(await newEvents(async () => void (draft = await startDraft(client, 'dog-registration'))), ['applications/started']);
  assert.match((await client.get(`${draft}/loeschen`)).text, /Entwurf löschen\?/);
  assert.deepEqual(await newEvents(() => client.post(`${draft}/loeschen`, {}, { follow: false })), ['applications/draft-deleted']);
  assert.equal((await client.get(draft)).status, 404);
});

test('a draft of somebody else does not exist, with or without account', async () => {
  const draft = await startDraft(await town.citizen('bernd.huber@post.example'), 'dog-registration');
  const anonymousDraft = await startDraft(town.t.client(), 'dog-registration');
  for (const stranger of [await town.citizen('lena.wagner@post.example'), town.t.client()]) {
    for (const path of [draft, `${draft}/seite/keeper`, `${draft}/pruefen`, `${draft}/spaeter`, `${draft}/loeschen`, anonymousDraft]) assert.equal((await stranger.get(path)).status, 404, path);
    assert.equal((await stranger.post(`${draft}/seite/keeper`, { 'keeper.givenNames': 'Eva' })).status, 404);
    assert.equal((await stranger.post(`${draft}/loeschen`, {})).status, 404);
  }
  assert.equal((await town.t.client().get('/antrag/entwurf/keine-kennung')).status, 404);
});

test('a mailed link opens the draft on another device, with a button so that mail scanners take nothing away', async () => {
  const phone = town.t.client();
  const draft = await startDraft(phone, 'dog-registration');
  await postFields(phone, `${draft}/seite/keeper`, [['keeper.givenNames', 'Paula'], ['_later', '1']]);
  assert.match((await phone.post(`${draft}/spaeter`, { email: 'keine adresse' })).text, /zum Beispiel name@beispiel\.de/);
  assert.deepEqual(await newEvents(() => phone.post(`${draft}/spaeter`, { email: 'paula@example.org' })), ['applications/link-sent']);
  const [mail] = await town.t.read(SYSTEM, (ctx) => listMails(ctx, { to: 'paula@example.org' }));
  assert.doesNotMatch(mail?.text ?? '', /Paula/);
  const link = /http\S+\/link\/\S+/.exec(mail?.text ?? '')?.[0] ?? '';

  const computer = town.t.client();
  assert.match((await computer.get(link)).text, /Hier weitermachen/);
  assert.equal((await computer.get(draft)).status, 404, 'looking at the link opens nothing');
  assert.match((await computer.post(new URL(link).pathname, {})).text, /value="Paula"/);
  assert.equal((await phone.get(draft)).status, 404, 'the draft has moved');
  assert.equal((await computer.post(`${draft}/link/${'x'.repeat(32)}`, {})).status, 404);
});

test('links are not mailed without end', async () => {
  const client = town.t.client();
  const draft = await startDraft(client, 'dog-registration');
  let last = '';
  for (let n = 0; n < 12; n++) last = (await client.post(`${draft}/spaeter`, { email: 'opfer@example.org' })).text;
  assert.match(last, /Bitte warten Sie 15 Minuten/);
  assert.ok((await town.t.read(SYSTEM, (ctx) => listMails(ctx, { to: 'opfer@example.org' }))).length <= 10);
});

test('signing in takes the draft into the account; from then on the browser alone no longer opens it', async () => {
  const client = town.t.client();
  const draft = await startDraft(client, 'dog-registration');
  const signedIn = await town.citizen('kemal.oeztuerk@post.example');
  signedIn.cookies.set(VISITOR_COOKIE, client.cookies.get(VISITOR_COOKIE) ?? '');
  assert.deepEqual(await newEvents(() => postFields(signedIn, `${draft}/seite/keeper`, [['keeper.givenNames', 'Kemal'], ['_later', '1']])), ['applications/draft-adopted']);
  assert.match((await signedIn.get(`${draft}/spaeter`)).text, /Sie finden den Entwurf in Ihrem Konto/);
  assert.equal((await client.get(draft)).status, 404);
});

test('a draft lives thirty days after its last change (OZG § 8a)', async () => {
  const client = town.t.client();
  const draft = await startDraft(client, 'dog-registration');
  town.t.time.advance(29 * DAY);
  assert.equal((await postFields(client, `${draft}/seite/keeper`, [['keeper.givenNames', 'Ida'], ['_later', '1']])).status, 303);
  town.t.time.advance(29 * DAY);
  assert.equal((await client.get(`${draft}/seite/keeper`)).status, 200, 'every change begins the time anew');
  town.t.time.advance(2 * DAY);
  assert.equal((await client.get(`${draft}/seite/keeper`)).status, 404);
  assert.deepEqual(await newEvents(() => town.t.transact(SYSTEM, deleteExpiredDrafts)), ['applications/drafts-expired']);
  const [expired] = await town.t.read(SYSTEM, async (ctx) => (await sql<{ body: string }>`select body from audit.event where type = 'applications/drafts-expired' order by id desc limit 1`.execute(ctx.db())).rows);
  assert.match(expired?.body ?? '', /"dog-registration":\s*\{[^}]*"keeper\./, 'where they stopped, never whose they were');
  assert.deepEqual((await draftsOf(client)).map((one) => one.id).filter((id) => id === idOf(draft)), []);
});

test('a stronger proof in the middle of an application: the draft and what was typed survive the way to the provider and back', async () => {
  const issuer = await freeIssuer();
  const { config } = town.t.platform;
  config.oidc = { issuer, ...clientOfTests, name: 'Bürgerkonto' };
  const provider = await startProvider(issuer, town.t.url);
  const [browser, client] = [browserAt(issuer, town.t.url), town.t.client()];
  const through = async (address: string): Promise<TestResponse> => client.get(await atProvider(browser, (await client.get(address, { follow: false })).location ?? '', { login: 'stufe' }));
  try {
    await through('/anmelden/extern');
    const { service } = await town.service('conduct-certificate');
    const data = await walkthroughData('conduct-certificate', 'Der übliche Fall');
    const draft = await startDraft(client, 'conduct-certificate');
    const first = (await client.get(draft, { follow: false })).location ?? '';
    const answers = postedAnswers(service.form, first.split('/').at(-1) ?? '', data);
    const hidden = hiddenFields((await client.get(first)).text, first);
    town.t.time.advance(13 * 3_600_000);
    const asked = await postAndFollow(client, first, [...hidden, ...answers]);
    assert.match(asked.text, /Bürgerkonto/);
    const back = await through(/href="(\/anmelden\/extern[^"]*)"/.exec(asked.text)?.[1]?.replaceAll('&amp;', '&') ?? '');
    const parked = [...back.text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']): [string, string] => [name, value]);
    const action = /<form[^>]* action="(\/antrag\/[^"]+|\/anmelden\/weiter[^"]*)"/.exec(back.text)?.[1] ?? '';
    await postAndFollow(client, action, parked);
    assert.match((await client.get(first)).text, /value="Weber"/, 'sent again after signing in');
    await fillDraft(client, draft, { form: service.form, data });

    const accountId = (await town.t.read(SYSTEM, (ctx) => findAccountByEmail(ctx, 'citizen', 'stufe@post.example')))?.id ?? '';
    const { cookie } = await town.t.transact(SYSTEM, (ctx) => createSession(ctx, accountId, { trustLevel: 'basic', method: 'password' }));
    client.cookies.set(cookie.name, cookie.value);
    const review = (await client.get(`${draft}/pruefen`)).text;
    assert.match(review, /Familienname[\s\S]*Weber/, 'what was typed is still there');
    const weak = await client.post(`${draft}/absenden`, { richtig: 'ja', zustellung: 'elektronisch' });
    assert.equal(weak.status, 403, 'and it is not sent like this');
    const proven = await through(/href="(\/anmelden\/extern\?[^"]*niveau=substantial[^"]*)"/.exec(review)?.[1]?.replaceAll('&amp;', '&') ?? '');
    assert.match(proven.text, /Familienname[\s\S]*Weber[\s\S]*absenden/i);
    assert.match((await client.post(`${draft}/absenden`, { richtig: 'ja', zustellung: 'elektronisch' })).text, /FZ|20\d\d-[A-Z]+-\d+/);
  } finally {
    delete (config as { oidc?: unknown }).oidc;
    await stopProvider(provider);
  }
});
