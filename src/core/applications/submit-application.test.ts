import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listCaseEvents } from '#platform/audit';
import { listMails } from '#platform/mail';
import { SYSTEM } from '#platform/module';
import { citizenActor, type TestClient, type TestResponse } from '#platform/testing';
import { findCaseByNumber } from '#core/cases';
import { openTown, type Town } from '../../../test/town.ts';
import { fillDraft, messagesOf, startDraft } from '../../../test/fill-form.ts';
import { walkthroughData } from '../../../test/walkthrough.ts';
import { findApplicationByCase, listApplications, submitApplication, type Application } from './index.ts';

let town: Town;
before(async () => void (town = await openTown()));
after(() => town.close());

/** A draft of the dog registration, filled in up to the review. */
async function ready(client: TestClient): Promise<string> {
  const { service } = await town.service('dog-registration');
  const draft = await startDraft(client, 'dog-registration');
  await fillDraft(client, draft, { form: service.form, data: await walkthroughData('dog-registration', 'Ein Hund') });
  return draft;
}

const idOf = (address: string): string => address.split('/').at(-1) ?? '';
const newestOf = (email: string): Promise<Application | undefined> => town.accountId(email).then((id) => town.t.read(SYSTEM, async (ctx) => (await listApplications(ctx, id))[0]));
const correct = { richtig: 'ja', zustellung: 'elektronisch' };

test('a citizen registers a dog: reviewed, sent, numbered, with a copy to keep and the notice in the inbox', async () => {
  const client = await town.citizen();
  const draft = await ready(client);
  const review = await client.get(`${draft}/pruefen`);
  assert.match(review.text, /Nehmen Sie sich Zeit/, 'a warning against haste (OZG § 9a)');
  assert.match(review.text, /Bello/);
  assert.match(review.text, new RegExp(`${draft}/seite/dogs`), 'everything can still be changed');

  const sent = await client.post(`${draft}/absenden`, correct);
  assert.equal(sent.status, 200);
  assert.match(sent.text, /Ihr Antrag ist angekommen/);
  assert.match(sent.text, /2026-HUND-000001/);
  // the person asks while the background makes it: there is one
  const [receipt] = await Promise.all([1, 2, 3].map(() => client.get(`/antrag/eingang/${idOf(draft)}/quittung.pdf`)).concat(town.work() as Promise<never>)) as [TestResponse];
  assert.equal(receipt.headers.get('content-type'), 'application/pdf');
  assert.equal(Buffer.from(receipt.bytes.subarray(0, 5)).toString(), '%PDF-');

  await town.work();
  const status = await client.get(`/konto/antraege/${idOf(draft)}`);
  assert.match(status.text, /entschieden|abgeschlossen/);
  assert.match((await client.get('/konto/nachrichten')).text, /Hundesteuerbescheid/);
});

test('the submission is one audit event, and a mail confirms it with the number but no content', async () => {
  const client = await town.citizen('bernd.huber@post.example');
  const draft = await ready(client);
  await client.post(`${draft}/absenden`, correct);
  await town.work();
  const application = await newestOf('bernd.huber@post.example');
  const events = await town.t.read(SYSTEM, (ctx) => listCaseEvents(ctx, application?.case_id ?? ''));
  const [submitted] = events.filter((event) => event.type === 'applications/submitted');
  assert.deepEqual(submitted?.data, { service: 'dog-registration', trustLevel: 'basic', electronicNotice: true });
  const mails = await town.t.read(SYSTEM, (ctx) => listMails(ctx, { to: 'anna.weber@example.org' }));
  const mail = mails.find((one) => one.subject.includes(application?.number ?? '?') && one.subject.startsWith('Eingegangen'));
  assert.ok(mail);
  assert.doesNotMatch(mail.text, /Bello|Labrador/);
});

test('ten clicks at once open one case', async () => {
  const client = await town.citizen('lena.wagner@post.example');
  const draft = await ready(client);
  const answers = await Promise.all(Array.from({ length: 10 }, () => client.post(`${draft}/absenden`, correct, { follow: false })));
  assert.deepEqual([...new Set(answers.map((answer) => `${answer.status} ${answer.location}`))], [`303 /antrag/eingang/${idOf(draft)}`]);
  const id = await town.accountId('lena.wagner@post.example');
  assert.equal((await town.t.read(SYSTEM, (ctx) => listApplications(ctx, id))).length, 1);
});

test('in a rush everybody gets their receipt first, under their own name; the cases begin right after, and hear a withdrawal before', async () => {
  const people = await Promise.all(['zeynep.arslan@post.example', 'werner.ackermann@post.example', 'kemal.oeztuerk@post.example'].map(async (email) => ({ email, client: await town.citizen(email) })));
  const drafts = await Promise.all(people.map(({ client }) => ready(client)));
  const hasty = await town.citizen('matthias.kern@post.example');
  const half = await startDraft(hasty, 'dog-registration');
  const answers = await Promise.all([
    ...people.map(({ client }, i) => client.post(`${drafts[i]}/absenden`, correct, { follow: false })),
    people[0]?.client.post(`${drafts[0]}/absenden`, correct, { follow: false }),
    people[1]?.client.post(`${drafts[0]}/absenden`, correct, { follow: false }),
    hasty.post(`${half}/absenden`, correct, { follow: false }),
  ]);
  const receipts = drafts.map((draft) => `/antrag/eingang/${idOf(draft)}`);
  assert.deepEqual(answers.map((answer) => answer?.location ?? answer?.status), [...receipts, receipts[0], 404, `${half}/seite/keeper`]);
  const applications = await Promise.all(people.map(({ email }) => newestOf(email)));
  assert.equal(new Set(applications.map((one) => one?.number)).size, 3);
  const cases = await Promise.all(applications.map((one) => town.t.read(SYSTEM, (ctx) => findCaseByNumber(ctx, one?.number ?? ''))));
  assert.deepEqual(cases.map((one) => [one?.status, one?.outcome]), cases.map(() => ['open', undefined]), 'none has begun');
  assert.match((await people[2]?.client.get(receipts[2] ?? ''))?.text ?? '', /strip__step--now[^]*Ihre Anmeldung ist eingegangen[^]*strip__step--then/, 'the receipt says where it stands and what comes');
  const events = await town.t.read(SYSTEM, (ctx) => listCaseEvents(ctx, cases[1]?.id ?? ''));
  assert.deepEqual(events.map(({ type, actor }) => [type, actor.id]), ['cases/opened', 'applications/submitted'].map((type) => [type, applications[1]?.account_id]));
  await people[2]?.client.post(`/konto/antraege/${idOf(drafts[2] ?? '')}/zurueckziehen`, {});
  await town.work();
  const after = await Promise.all(cases.map((one) => town.t.read(SYSTEM, (ctx) => findCaseByNumber(ctx, one?.number ?? ''))));
  assert.deepEqual(after.map((one) => one?.outcome), ['granted', 'granted', 'withdrawn'], 'nothing was decided when it was taken back');
});

test('the back button after sending leads to the receipt, not to a second application', async () => {
  const client = await town.citizen('lena.wagner@post.example');
  const before = await newestOf('lena.wagner@post.example');
  const draft = `/antrag/entwurf/${before?.id}`;
  for (const path of [draft, `${draft}/pruefen`, `${draft}/seite/dogs`]) assert.equal((await client.get(path, { follow: false })).location, `/antrag/eingang/${before?.id}`);
  const again = await client.post(`${draft}/seite/dogs`, { 'dogs.0.name': 'Ein anderer' }, { follow: false });
  assert.equal(again.location, `/antrag/eingang/${before?.id}`);
  assert.deepEqual((await newestOf('lena.wagner@post.example'))?.data, before?.data, 'what was submitted never changes');
});

test('nothing is sent before the person confirmed and chose how to get the notice', async () => {
  const client = await town.citizen('emily.carter@post.example');
  const draft = await ready(client);
  const refused = await client.post(`${draft}/absenden`, {});
  assert.equal(refused.status, 422);
  assert.match(messagesOf(refused.text), /Bitte wählen Sie, wie Sie den Bescheid bekommen möchten/);
  assert.match(messagesOf(refused.text), /Bitte bestätigen Sie, dass Ihre Angaben richtig sind/);
  const half = await client.post(`${draft}/absenden`, { zustellung: 'post' });
  assert.match(half.text, /value="post"[^>]*checked|checked[^>]*value="post"/, 'what was chosen stays chosen');
  assert.equal(await newestOf('emily.carter@post.example'), undefined);
});

test('an unfinished draft is led back to the page that is missing', async () => {
  const client = await town.citizen('jonas.fuchs@post.example');
  const draft = await startDraft(client, 'dog-registration');
  assert.equal((await client.get(`${draft}/pruefen`, { follow: false })).location, `${draft}/seite/keeper`);
  const refused = await client.post(`${draft}/absenden`, correct, { follow: false });
  assert.equal(refused.location, `${draft}/seite/keeper`);
  assert.equal(await newestOf('jonas.fuchs@post.example'), undefined);
});

test('somebody else can neither see nor send a draft: they learn nothing, not even that it exists', async () => {
  const owner = await town.citizen('sofia.marquez@post.example');
  const draft = await ready(owner);
  const stranger = await town.citizen('thomas.gruber@post.example');
  for (const answer of [await stranger.get(`${draft}/pruefen`), await stranger.post(`${draft}/absenden`, correct), await town.t.client().get(`${draft}/pruefen`)]) assert.equal(answer.status, 404);
  assert.equal((await stranger.get(`/antrag/eingang/${idOf(draft)}`)).status, 404);
});

test('without account: number and code on the page and the receipt, the notice by post', async () => {
  const client = town.t.client();
  const draft = await ready(client);
  const review = await client.get(`${draft}/pruefen`);
  assert.match(review.text, /Der Bescheid kommt mit der Post/);
  assert.doesNotMatch(review.text, /name="zustellung"/);
  const sent = await client.post(`${draft}/absenden`, { richtig: 'ja', zustellung: 'elektronisch' });
  assert.match(sent.text, /[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}/);
  const found = await town.t.read(SYSTEM, async (ctx) => findApplicationByCase(ctx, (await findCaseByNumber(ctx, /2026-HUND-\d{6}/.exec(sent.text)?.[0] ?? ''))?.id ?? ''));
  assert.equal(found?.electronic_notice, false, 'without an account nobody can retrieve it (OZG § 9)');
  assert.equal((await client.get(`/antrag/eingang/${found?.id}/quittung.pdf`)).headers.get('content-type'), 'application/pdf');
  assert.equal((await town.t.client().get(`/antrag/eingang/${found?.id}/quittung.pdf`)).status, 404);
});

test('two applications without account from one browser stay open both', async () => {
  const client = town.t.client();
  const first = await ready(client);
  await client.post(`${first}/absenden`, { richtig: 'ja' });
  const second = await ready(client);
  await client.post(`${second}/absenden`, { richtig: 'ja' });
  for (const draft of [first, second]) assert.equal((await client.get(`/status/${idOf(draft)}`)).status, 200);
});

test('a service that needs a proven identity is not sent with less, and says so before', async () => {
  const client = await town.citizen('irina.volkova@post.example');
  const draft = await ready(client);
  const { service } = await town.service('dog-registration');
  const before = service.settings.trustLevel;
  service.settings.trustLevel = 'substantial';
  try {
    assert.match((await client.get(`${draft}/pruefen`)).text, /Für diese Leistung müssen Sie sich ausweisen/);
    assert.equal((await client.post(`${draft}/absenden`, correct)).status, 403);
    const visitor = { accountId: await town.accountId('irina.volkova@post.example'), tokenHash: null };
    const proven = citizenActor(visitor.accountId, 'substantial');
    const sent = await town.t.transact(proven, (ctx) => submitApplication(ctx, { draftId: idOf(draft), visitor, electronicNotice: true }));
    assert.equal(sent.kind, 'submitted');
  } finally {
    service.settings.trustLevel = before;
  }
});
