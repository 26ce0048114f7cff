import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listCaseEvents } from '#platform/audit';
import { SYSTEM } from '#platform/module';
import { apply, caseOf } from '../../../test/apply.ts';
import { messagesOf } from '../../../test/fill-form.ts';
import { openTown, type Town } from '../../../test/town.ts';
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
