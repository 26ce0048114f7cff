import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { listCaseEvents } from '#platform/audit';
import { SYSTEM } from '#platform/module';
import { apply, caseOf } from '../../../test/apply.ts';
import { messagesOf } from '../../../test/fill-form.ts';
import { openTown, type Town } from '../../../test/town.ts';
import { listMails } from '#platform/mail';
import { sendDigests } from './notices/digest.ts';
import { publicKeyOf } from './notices/web-push.ts';
import { countUnread, writeToApplicant } from './index.ts';

let town: Town;
let id = '';
let caseId = '';
before(async () => {
  town = await openTown();
  id = await apply(town, await town.citizen(), { slug: 'dog-registration', example: 'Rettungshund' });
  caseId = (await caseOf(town, id)).id;
});
after(() => town.close());

const PETRA = 'petra.sommer@musterstadt.example';

test('a clerk of the office writes to the applicant; it lies in the inbox at once and in the audit log', async () => {
  const petra = await town.clerk(PETRA);
  const sent = await petra.post(`/office/vorgaenge/${caseId}/nachricht`, { betreff: 'Rückfrage', text: 'Wie heißt die Rettungsstaffel?\n\nViele Grüße' }, { follow: false });
  assert.equal(sent.location, `/office/vorgaenge/${caseId}`);
  const anna = await town.citizen();
  assert.match((await anna.get('/konto/nachrichten')).text, /Rückfrage/);
  assert.equal(await town.t.read(SYSTEM, async (ctx) => countUnread(ctx, await town.accountId('anna.schmidt@post.example'))), 1);
  const events = await town.t.read(SYSTEM, (ctx) => listCaseEvents(ctx, caseId));
  assert.ok(events.some((event) => event.type === 'inbox/message-provided'));
});

test('the answer of the applicant is part of the same conversation', async () => {
  const anna = await town.citizen();
  await anna.post(`/konto/antraege/${id}/nachricht`, { text: 'Rettungshundestaffel Musterstadt' });
  const page = (await anna.get(`/konto/antraege/${id}`)).text;
  assert.ok(page.indexOf('Wie heißt die Rettungsstaffel') < page.indexOf('Rettungshundestaffel Musterstadt'));
});

test('an empty message is sent back with what was typed', async () => {
  const petra = await town.clerk(PETRA);
  const refused = await petra.post(`/office/vorgaenge/${caseId}/nachricht`, { betreff: 'Nur ein Betreff', text: '   ' });
  assert.equal(refused.status, 422);
  assert.match(messagesOf(refused.text), /Bitte schreiben Sie einen Text/);
  assert.match(refused.text, /value="Nur ein Betreff"/);
});

test('who does not work on cases of this office writes nothing in its name', async () => {
  const stefan = await town.clerk('stefan.bauer@musterstadt.example');
  assert.equal((await stefan.post(`/office/vorgaenge/${caseId}/nachricht`, { betreff: 'x', text: 'x' })).status, 403);
  const actor = await town.actor('stefan.bauer@musterstadt.example');
  await assert.rejects(town.t.transact(actor, (ctx) => writeToApplicant(ctx, { caseId, subject: 'x', body: 'x' })), { status: 403 });
});

test('what looks like HTML stays text', async () => {
  const petra = await town.clerk(PETRA);
  await petra.post(`/office/vorgaenge/${caseId}/nachricht`, { betreff: '<b>fett</b>', text: '<script>alert(1)</script>' });
  const page = (await (await town.citizen()).get(`/konto/antraege/${id}`)).text;
  assert.doesNotMatch(page, /<script>alert|<b>fett/);
  assert.match(page, /&lt;script>|&lt;script&gt;/);
});

test('the inbox is turned page by page', async () => {
  const actor = await town.actor(PETRA);
  for (let n = 1; n <= 22; n++) await town.t.transact(actor, (ctx) => writeToApplicant(ctx, { caseId, subject: `Nachricht ${n}`, body: 'x' }));
  const anna = await town.citizen();
  const first = (await anna.get('/konto/nachrichten')).text;
  assert.match(first, /Nachricht 22/);
  assert.doesNotMatch(first, /Nachricht 1</);
  const next = /\/konto\/nachrichten\?vor=[0-9a-f-]+/.exec(first)?.[0] ?? '';
  assert.match((await anna.get(next)).text, /Nachricht 1</);
});

const SETTINGS = '/konto/benachrichtigungen';
const write = async (subject: string): Promise<void> => {
  const actor = await town.actor(PETRA);
  await town.t.transact(actor, (ctx) => writeToApplicant(ctx, { caseId, subject, body: 'x' }));
};
const newestMail = () => town.t.read(SYSTEM, async (ctx) => (await listMails(ctx, { limit: 1 }))[0]);

test('people choose how they hear of news: at once, once a day, or not at all; the link in a mail ends one kind, and only for its owner', async () => {
  const anna = await town.citizen();
  await write('Sofort');
  const mail = await newestMail();
  assert.match(mail?.text ?? '', /liegt etwas Neues für Sie bereit/);
  assert.doesNotMatch(mail?.text ?? '', /Sofort/, 'a mail never says what');
  await anna.post(SETTINGS, { message: 'daily' });
  const before = (await newestMail())?.id;
  for (const subject of ['Eins', 'Zwei']) await write(subject);
  assert.equal((await newestMail())?.id, before);
  while ((await town.t.transact(SYSTEM, sendDigests)) > 0);
  const digest = await newestMail();
  assert.equal([...(digest?.text ?? '').matchAll(/konto\/nachrichten\/[0-9a-f-]{36}/g)].length, 2);
  assert.equal(await town.t.transact(SYSTEM, sendDigests), 0);

  const link = new URL(/Keine Mails dieser Art mehr: (\S+)/.exec(mail?.text ?? '')?.[1] ?? '');
  const visitor = town.t.client();
  const asked = await visitor.get(link.pathname + link.search);
  assert.match(asked.text, /Nachrichten zu Ihrem Antrag/);
  assert.match((await anna.get(SETTINGS)).text, /name="message"[^]*?<option value="daily" selected/, 'opening the link changes nothing');
  const fields = Object.fromEntries(link.searchParams);
  assert.equal((await visitor.post(link.pathname, { ...fields, art: 'request' })).status, 404, 'signed for one kind');
  assert.match((await visitor.post(link.pathname, fields)).text, /Abbestellt/);
  await write('Still');
  assert.equal((await newestMail())?.id, digest?.id);
  assert.equal(mail?.stopLink, link.href, 'the button of a mail program leads to the same place');
  await anna.post(SETTINGS, { message: 'daily', request: 'daily' });
  const daily = new URL(digest?.stopLink ?? '');
  assert.equal((await visitor.post(daily.pathname + daily.search, { 'List-Unsubscribe': 'One-Click' })).status, 200, 'which posts without asking (RFC 8058)');
  assert.match((await anna.get(SETTINGS)).text, /name="request"[^]*?<option value="never" selected[^]*name="message"[^]*?<option value="never" selected[^]*name="paper"[^]*?<option value="now" selected/);
  assert.match((await anna.get('/konto/daten/export')).text, /"message": ?"never"/);
});

test('a browser is told through the push service that the operator names, and forgotten when it is gone there', async () => {
  const anna = await town.citizen();
  const { config } = town.t.platform;
  assert.doesNotMatch((await anna.get(SETTINGS)).text, /Mitteilungen auf diesem Gerät/, 'without the operator’s keys nothing is offered');
  const seen: { path: string | undefined; authorization: string | undefined; encoding: string | undefined }[] = [];
  const service = createServer((request, response) => {
    seen.push({ path: request.url, authorization: request.headers.authorization, encoding: request.headers['content-encoding'] });
    request.resume().on('end', () => response.writeHead(seen.length > 1 ? 410 : 201).end());
  });
  await new Promise<void>((ready) => void service.listen(0, '127.0.0.1', ready));
  const host = `127.0.0.1:${(service.address() as AddressInfo).port}`;
  const key = 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw';
  config.push = { privateKey: key, hosts: [host] };
  config.outbound.privateHosts.push(host);
  try {
    const device = { publicKey: publicKeyOf(key), authSecret: 'BTBZMqHH6r4Tts7J_aSIgg' };
    assert.equal((await anna.post(`${SETTINGS}/geraete`, { ...device, endpoint: 'https://anderswo.example/push' })).status, 422);
    assert.match((await anna.post(`${SETTINGS}/geraete`, { ...device, endpoint: `http://${host}/p/1` })).text, /bekommt jetzt Mitteilungen/);
    const [own = ''] = /geraete\/[0-9a-f-]{36}/.exec((await anna.get(SETTINGS)).text) ?? [];
    assert.equal((await (await town.citizen('emily.carter@post.example')).post(`/konto/benachrichtigungen/${own}/probe`, {})).status, 404, 'nobody tries out the device of somebody else');
    await anna.post(SETTINGS, { message: 'push' });
    await town.work();
    const before = (await newestMail())?.id;
    await write('Da');
    await town.work();
    assert.equal((await newestMail())?.id, before, 'who wants it on the device only gets no mail');
    await write('Weg');
    await town.work();
    assert.match((await newestMail())?.text ?? '', /nimmt unsere Mitteilungen nicht mehr an[^]*konto\/nachrichten\/[0-9a-f-]{36}/, 'what the last device did not take comes by mail');
    assert.deepEqual(seen.map(({ path, encoding }) => [path, encoding]), [['/p/1', 'aes128gcm'], ['/p/1', 'aes128gcm']]);
    assert.match(seen[0]?.authorization ?? '', /^vapid t=/);
    assert.doesNotMatch((await anna.get(SETTINGS)).text, /geraete\/[0-9a-f-]{36}\/entfernen/);
    await write('Ohne Gerät');
    assert.match((await newestMail())?.text ?? '', /liegt etwas Neues/, 'without a device a mail comes after all');
  } finally {
    delete (config as { push?: unknown }).push;
    config.outbound.privateHosts.pop();
    service.close();
  }
});
