import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { listCaseEvents, type AuditEvent } from '#platform/audit';
import { listMails } from '#platform/mail';
import { SYSTEM, type JsonObject } from '#platform/module';
import { verifySeal } from '#engines/documents';
import { listCaseDocuments, type CaseDocument } from '#core/records';
import { getCase } from '#core/cases';
import { apply, caseOf } from '../../../test/apply.ts';
import { openTown, type Town } from '../../../test/town.ts';
import { deemedOnPost, deemedOnRetrieval, listCaseMessages, noteDeemed, type Message } from './index.ts';
import { sendLetter } from './send-letter.ts';

let town: Town;
before(async () => void (town = await openTown()));
after(() => town.close());

const dog = { slug: 'dog-registration', example: 'Ein Hund' };
const DAY = 86_400_000;
const NORBERT = 'norbert.fink@musterstadt.example';

async function letterOf(applicationId: string): Promise<{ caseId: string; document: CaseDocument; message: Message; events: AuditEvent[] }> {
  const { id: caseId } = await caseOf(town, applicationId);
  return town.t.read(SYSTEM, async (ctx) => {
    const document = (await listCaseDocuments(ctx, caseId)).find((one) => one.kind === 'decision');
    const message = (await listCaseMessages(ctx, caseId)).find((one) => one.kind === 'letter');
    if (!document || !message) throw new Error('There is no letter');
    return { caseId, document, message, events: await listCaseEvents(ctx, caseId) };
  });
}

test('a notice is sealed, unbroken, filed in the record and provided in the inbox, with proof', async () => {
  const client = await town.citizen();
  const id = await apply(town, client, dog);
  await town.work();
  const { document, message, events } = await letterOf(id);
  const city = new X509Certificate(await readFile(town.t.platform.config.sealKeyFile ?? ''));
  const seal = verifySeal(await town.t.platform.storage.bytes(document.hash), { trusted: [city] });
  assert.deepEqual([seal.sealed, seal.intact, seal.coversWholeFile, seal.trust, seal.problems], [true, true, true, 'trusted', []]);
  assert.match(seal.signer?.name ?? '', /Musterstadt/);
  assert.deepEqual([document.sealed, document.visibleToApplicant, document.mime], [true, true, 'application/pdf']);
  assert.deepEqual([message.delivery, message.document_id, message.provided_at?.toISOString()], ['inbox', document.id, town.t.time.now.toISOString()]);
  const provided = events.find((event) => event.type === 'inbox/letter-provided');
  assert.deepEqual(provided?.data, { documentId: document.id, deemedOn: '2026-09-17' });
  assert.match((await client.get(`/konto/nachrichten/${message.id}`)).text, /Das Schreiben gilt am 17\.09\.2026 als bekannt gegeben/);
});

test('the deemed day is the third after provision and the fourth after posting; the day itself does not count', () => {
  assert.equal(deemedOnRetrieval(new Date('2026-09-14T08:30:00Z')), '2026-09-17');
  assert.equal(deemedOnRetrieval(new Date('2026-09-14T22:30:00Z')), '2026-09-18', 'half past midnight in Germany is the next day');
  assert.equal(deemedOnRetrieval(new Date('2026-12-29T12:00:00Z')), '2027-01-01');
  assert.equal(deemedOnPost(new Date('2026-09-14T08:30:00Z')), '2026-09-18');
});

test('that a letter counts as notified is noted on that day, once', async () => {
  const id = await apply(town, await town.citizen('emily.carter@post.example'), dog);
  await town.work();
  const noted = async (): Promise<unknown[]> => (await letterOf(id)).events.filter((event) => event.type === 'inbox/deemed-notified').map((event) => event.data);
  town.t.time.advance(2 * DAY);
  await town.t.transact(SYSTEM, noteDeemed);
  assert.deepEqual(await noted(), []);
  town.t.time.advance(DAY);
  assert.ok((await town.t.transact(SYSTEM, noteDeemed)) > 0);
  assert.equal(await town.t.transact(SYSTEM, noteDeemed), 0);
  assert.deepEqual(await noted(), [{ deemedOn: (await letterOf(id)).message.deemed_on, delivery: 'inbox' }]);
});

test('retrieving a message is noted the first time', async () => {
  const client = await town.citizen('lena.wagner@post.example');
  const id = await apply(town, client, dog);
  await town.work();
  const { message } = await letterOf(id);
  assert.match((await client.get('/konto/nachrichten')).text, /neu/);
  await client.get(`/konto/nachrichten/${message.id}`);
  await client.get(`/konto/nachrichten/${message.id}`);
  assert.equal((await letterOf(id)).events.filter((event) => event.type === 'inbox/read').length, 1);
  assert.equal((await (await town.citizen('bernd.huber@post.example')).get(`/konto/nachrichten/${message.id}`)).status, 404);
  assert.match((await town.t.client().get(`/konto/nachrichten/${message.id}`, { follow: false })).location ?? '', /^\/anmelden/);
});

test('the mail about it comes the same day and says nothing of its content', async () => {
  const mails = await town.t.read(SYSTEM, (ctx) => listMails(ctx, { to: 'anna.weber@example.org' }));
  const news = mails.filter((mail) => mail.subject.startsWith('Neues zu Ihrem Vorgang'));
  assert.ok(news.length > 0);
  for (const mail of news) assert.doesNotMatch(`${mail.subject}${mail.text}`, /Bescheid|Steuer|Hund(?!-)|€|Bello/);
});

test('without consent the notice goes by post: printed, handed over, deemed on the fourth day after', async () => {
  const client = await town.citizen('jonas.fuchs@post.example');
  const id = await apply(town, client, { ...dog, notice: 'post' });
  await town.work();
  const waiting = await letterOf(id);
  assert.deepEqual([waiting.message.delivery, waiting.message.provided_at, waiting.message.deemed_on], ['post', null, null]);
  assert.match((await client.get('/konto/nachrichten')).text, /kommt mit der Post/);

  const room = await town.clerk(NORBERT);
  assert.match((await room.get('/office/postausgang')).text, /Hundesteuerbescheid/);
  assert.equal((await room.get(`/office/dokumente/${waiting.document.id}`)).status, 200, 'the post room may print it');
  assert.match((await room.post('/office/postausgang', {})).text, /Bitte wählen Sie mindestens ein Schreiben aus/);
  await room.post('/office/postausgang', { schreiben: waiting.message.id });
  const posted = await letterOf(id);
  assert.equal(posted.message.deemed_on, deemedOnPost(town.t.time.now));
  assert.ok(posted.events.some((event) => event.type === 'inbox/posted'));
  assert.equal((await room.post('/office/postausgang', { schreiben: waiting.message.id })).status, 409, 'posted once');
});

test('without account the notice goes by post, although the service would rather use the inbox', async () => {
  const id = await apply(town, town.t.client(), dog);
  await town.work();
  assert.equal((await letterOf(id)).message.delivery, 'post');
});

test('who has no business in the post room does not get in', async () => {
  const petra = await town.clerk('petra.sommer@musterstadt.example');
  assert.equal((await petra.get('/office/postausgang')).status, 403);
  assert.equal((await petra.post('/office/postausgang', { schreiben: '01a201d4-63e5-7000-8471-18633f191eaf' })).status, 403);
  assert.match((await (await town.citizen()).get('/office/postausgang', { follow: false })).location ?? '', /office\/anmelden/);
});

test('the same step tried again makes no second letter and gives the same answer', async () => {
  const id = await apply(town, await town.citizen('thomas.gruber@post.example'), dog);
  await town.work();
  const { caseId, document, message } = await letterOf(id);
  const again = await town.t.transact(SYSTEM, async (ctx) => {
    const found = await getCase(ctx, caseId);
    const call = { case: found, input: { letter: 'tax-notice' }, taskId: 'Task_notice', idempotencyKey: document.sourceId ?? '', headers: {} };
    return sendLetter.run(ctx, call as never);
  });
  assert.deepEqual(again, { documentId: document.id, providedAt: message.provided_at?.toISOString(), deemedOn: message.deemed_on, delivery: 'inbox' } satisfies JsonObject);
  const documents = await town.t.read(SYSTEM, (ctx) => listCaseDocuments(ctx, caseId));
  assert.equal(documents.filter((one) => one.kind === 'decision').length, 1);
});

test('a letter that the service does not have becomes an incident, not a half-done step', async () => {
  const id = await apply(town, await town.citizen('kemal.oeztuerk@post.example'), { slug: 'dog-registration', example: 'Rettungshund' });
  const found = await caseOf(town, id);
  const call = { case: found, input: { letter: 'gibt-es-nicht' }, taskId: 'x', idempotencyKey: 'x', headers: {} };
  await assert.rejects(town.t.transact(SYSTEM, async (ctx) => sendLetter.run(ctx, call as never)), /inbox\/no-letter/);
});
