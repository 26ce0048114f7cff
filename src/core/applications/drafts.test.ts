import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listMails } from '#platform/mail';
import { SYSTEM } from '#platform/module';
import type { TestClient } from '#platform/testing';
import { openTown, type Town } from '../../../test/town.ts';
import { postFields, startDraft } from '../../../test/fill-form.ts';
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
  assert.deepEqual((await draftsOf(client)).map((one) => one.id).filter((id) => id === idOf(draft)), []);
});
