import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listMails } from '#platform/mail';
import { SYSTEM } from '#platform/module';
import { listCaseDocuments } from '#core/records';
import { apply, caseOf, doTask } from '../../../test/apply.ts';
import { messagesOf, postAndFollow, postFields, samplePdf } from '../../../test/fill-form.ts';
import { openTown, type Town } from '../../../test/town.ts';
import { findApplicationByCase } from './applications.queries.ts';

let town: Town;
before(async () => void (town = await openTown()));
after(() => town.close());

const dog = { slug: 'dog-registration', example: 'Ein Hund' };
const rescueDog = { slug: 'dog-registration', example: 'Rettungshund' };
const bakery = { slug: 'business-registration', example: 'GmbH mit' };
const newEvents = async (run: () => Promise<unknown>): Promise<string[]> => {
  const before = (await town.t.eventTypes()).length;
  await run();
  return (await town.t.eventTypes()).slice(before);
};
const main = (html: string): string => (/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? html).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

test('number and code open the state of an application without account, however they are typed', async () => {
  const applicant = town.t.client();
  const id = await apply(town, applicant, rescueDog);
  const found = await town.t.read(SYSTEM, async (ctx) => findApplicationByCase(ctx, (await caseOf(town, id)).id));
  const helper = town.t.client();
  const opened = await helper.post('/status', { nummer: ` ${found?.number.toLowerCase()} `, code: (found?.access_code ?? '').replaceAll('-', ' ').toLowerCase() });
  assert.equal(opened.status, 200);
  assert.match(main(opened.text), /Wir bearbeiten Ihren Antrag\. Sie müssen nichts tun/);
  assert.match(main(opened.text), /Wir prüfen Ihre Angaben \(jetzt\)/);
  assert.match(main(opened.text), /Voraussichtlich fertig bis/);
  assert.match(main(opened.text), /Steueramt/, 'whom to ask');
});

test('wrong codes are counted: after ten tries it pauses for this number and this address', async () => {
  const id = await apply(town, town.t.client(), rescueDog);
  const { number } = await caseOf(town, id);
  const found = await town.t.read(SYSTEM, async (ctx) => findApplicationByCase(ctx, (await caseOf(town, id)).id));
  const attacker = town.t.client();
  for (let n = 0; n < 10; n++) assert.equal((await attacker.post('/status', { nummer: number, code: `AAAA-BBBB-CC${n}D` })).status, 422);
  const closed = await attacker.post('/status', { nummer: number, code: found?.access_code ?? '' });
  assert.equal(closed.status, 429);
  assert.match(messagesOf(closed.text), /Bitte warten Sie 15 Minuten/);
  town.t.time.advance(16 * 60_000);
  assert.equal((await attacker.post('/status', { nummer: number, code: found?.access_code ?? '' })).status, 200);
});

test('a wrong number and a wrong code get the same answer', async () => {
  const id = await apply(town, town.t.client(), rescueDog);
  const { number } = await caseOf(town, id);
  const client = town.t.client();
  const one = await client.post('/status', { nummer: number, code: 'AAAA-AAAA-AAAA' });
  const other = await client.post('/status', { nummer: '2026-HUND-999999', code: 'AAAA-AAAA-AAAA' });
  assert.equal(messagesOf(one.text), messagesOf(other.text));
});

test('the page of an application shows nothing to others: no account, another account, a guessed address', async () => {
  const id = await apply(town, await town.citizen(), dog);
  const { id: caseId } = await caseOf(town, id);
  await town.work();
  const [letter] = (await town.t.read(SYSTEM, (ctx) => listCaseDocuments(ctx, caseId))).filter((one) => one.kind === 'decision');
  const other = await town.citizen('bernd.huber@post.example');
  assert.equal((await other.get(`/konto/antraege/${id}`)).status, 404);
  assert.equal((await other.get(`/konto/dokumente/${letter?.id}`)).status, 404);
  assert.equal((await other.get(`/konto/antraege/${id}/fristen.ics`)).status, 404);
  assert.equal((await town.t.client().get(`/status/${id}`, { follow: false })).location, '/status', 'asked for number and code');
  assert.equal((await town.t.client().get(`/status/${id}/dokumente/${letter?.id}`)).status, 404);
  assert.match((await town.t.client().get(`/konto/antraege/${id}`, { follow: false })).location ?? '', /^\/anmelden/);
  assert.equal((await (await town.citizen()).get(`/konto/dokumente/${letter?.id}`)).headers.get('content-type'), 'application/pdf');
});

test('an application is withdrawn until it is decided; the process hears it, and it is in the audit log', async () => {
  const client = await town.citizen('lena.wagner@post.example');
  const id = await apply(town, client, rescueDog);
  assert.match((await client.get(`/konto/antraege/${id}/zurueckziehen`)).text, /Das lässt sich nicht rückgängig machen/);
  const events = await newEvents(() => client.post(`/konto/antraege/${id}/zurueckziehen`, {}));
  assert.deepEqual(events.filter((type) => ['applications/withdrawn', 'cases/message-received'].includes(type)), ['applications/withdrawn', 'cases/message-received']);
  await town.work();
  assert.equal((await caseOf(town, id)).status, 'withdrawn');
  assert.match(main((await client.get(`/konto/antraege/${id}`)).text), /Sie haben diesen Antrag zurückgezogen/);
  assert.match((await client.get('/konto/nachrichten')).text, /Ihre Anmeldung ist zurückgenommen/);
  assert.deepEqual(await newEvents(() => client.post(`/konto/antraege/${id}/zurueckziehen`, {})), [], 'a second click changes nothing');
});

test('what is decided can no longer be withdrawn', async () => {
  const client = await town.citizen('lena.wagner@post.example');
  const id = await apply(town, client, dog);
  await town.work();
  const page = await client.get(`/konto/antraege/${id}`);
  assert.doesNotMatch(page.text, /zurueckziehen/);
  const late = await client.post(`/konto/antraege/${id}/zurueckziehen`, {});
  assert.equal(late.status, 409);
  assert.match(late.text, /Über diesen Antrag ist schon entschieden/);
});

test('nobody withdraws somebody else’s application', async () => {
  const id = await apply(town, await town.citizen('jonas.fuchs@post.example'), rescueDog);
  const stranger = await town.citizen('thomas.gruber@post.example');
  assert.equal((await stranger.post(`/konto/antraege/${id}/zurueckziehen`, {})).status, 404);
  assert.equal((await town.t.client().post(`/status/${id}/zurueckziehen`, {})).status, 404);
  assert.equal((await caseOf(town, id)).status, 'open');
});

test('missing papers are asked for, come first on the page, and are answered right there', async () => {
  const client = await town.citizen('kemal.oeztuerk@post.example');
  const id = await apply(town, client, bakery);
  await town.work();
  const here = `/konto/antraege/${id}`;
  const page = main((await client.get(here)).text);
  assert.match(page, /wartet auf Sie/);
  assert.ok(page.indexOf('Es fehlen noch Unterlagen') < page.indexOf('Stand der Bearbeitung'), 'what one must do comes first');
  assert.match(page, /Handwerkskarte/);
  assert.match(page, /Bitte schicken Sie alles bis zum/);
  const calendar = await client.get(`${here}/fristen.ics`);
  assert.match(calendar.headers.get('content-type') ?? '', /text\/calendar/);
  assert.match(calendar.text, /DTSTART;VALUE=DATE:20261012\r\nSUMMARY:Unterlagen schicken/);

  assert.match((await client.post(`${here}/unterlagen`, {})).text, /Bitte wählen Sie mindestens eine Datei aus/);
  const lying = new File(['#!/bin/sh'], 'karte.pdf', { type: 'application/pdf' });
  assert.match((await postAndFollow(client, `${here}/unterlagen`, [['unterlagen', lying]])).text, /„karte\.pdf“ ist zu groß oder weder PDF noch Foto/);
  assert.equal((await caseOf(town, id)).status, 'waiting-applicant');

  const events = await newEvents(() => postFields(client, `${here}/unterlagen`, [['unterlagen', samplePdf('handwerkskarte.pdf')], ['hinweis', 'Hier ist sie.']]));
  assert.ok(events.includes('inbox/papers-received') && events.includes('records/document-filed'), events.join());
  assert.equal((await caseOf(town, id)).status, 'open');
  assert.match(main((await client.get(here)).text), /handwerkskarte\.pdf von Ihnen/);
  assert.equal((await postFields(client, `${here}/unterlagen`, [['unterlagen', samplePdf()]])).status, 409, 'nothing is asked any more');
});

test('a mail says that papers are missing, never which', async () => {
  const mails = await town.t.read(SYSTEM, (ctx) => listMails(ctx, { to: 'mira.krueger@example.org' }));
  const news = mails.filter((mail) => mail.subject.startsWith('Neues zu Ihrem Vorgang'));
  assert.ok(news.length > 0);
  for (const mail of news) assert.doesNotMatch(`${mail.subject} ${mail.text}`, /Handwerkskarte|Bäckerei|Unterlagen/);
});

test('the same without account, by number and code', async () => {
  const client = town.t.client();
  const id = await apply(town, client, bakery);
  await town.work();
  const sent = await postAndFollow(client, `/status/${id}/unterlagen`, [['unterlagen', samplePdf('karte.pdf')]]);
  assert.match(sent.text, /Ihre Unterlagen sind angekommen/);
  const document = /\/status\/[^"]+\/dokumente\/[0-9a-f-]+/.exec(sent.text)?.[0] ?? '';
  assert.equal((await client.get(document)).headers.get('content-type'), 'application/pdf');
});

test('a question reaches the case; an empty one is sent back', async () => {
  const client = await town.citizen('emily.carter@post.example');
  const id = await apply(town, client, rescueDog);
  const events = await newEvents(() => client.post(`/konto/antraege/${id}/nachricht`, { text: 'Wie lange dauert es?' }));
  assert.ok(events.includes('inbox/message-received'));
  assert.match((await client.get(`/konto/antraege/${id}`)).text, /Wie lange dauert es\?/);
  assert.deepEqual(await newEvents(() => client.post(`/konto/antraege/${id}/nachricht`, { text: '  ' })), []);
});

test('a clerk decides, the applicant finds the result', async () => {
  const client = await town.citizen('sofia.marquez@post.example');
  const id = await apply(town, client, rescueDog);
  await doTask(town, (await caseOf(town, id)).id, { as: 'petra.sommer@musterstadt.example', data: { decision: 'granted' } });
  const page = main((await client.get(`/konto/antraege/${id}`)).text);
  assert.match(page, /Über Ihren Antrag ist entschieden/);
  assert.match(page, /Hundesteuerbescheid von der Stadt/);
});
