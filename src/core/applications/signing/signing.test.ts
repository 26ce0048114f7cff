import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { makeBundle, publishService, readServiceFolder } from '#core/catalogue';
import type { CompiledForm, FormData } from '#engines/forms';
import { listRecentEvents } from '#platform/audit';
import { listMails, type StoredMail } from '#platform/mail';
import { SYSTEM } from '#platform/module';
import { staffActor, type TestClient } from '#platform/testing';
import { openTown, type Town } from '../../../../test/town.ts';
import { fillDraft, fillPage, startDraft } from '../../../../test/fill-form.ts';
import { walkthroughData } from '../../../../test/walkthrough.ts';
import { findApplicationByCase } from '../applications.queries.ts';
import { deleteExpiredDrafts } from '../drafts.ts';
import { remindSigners } from './remind-signers.ts';
import { findSigning, listSignatures, listSignaturesOfApplication } from './signing.queries.ts';

const slug = 'business-registration';
const CLERK = 'stefan.bauer@musterstadt.example';
const SERVICES = resolve(import.meta.dirname, '../../../../services');
let town: Town;
let form: CompiledForm;
let partnership: FormData;
before(async () => {
  town = await openTown();
  form = (await town.service(slug)).service.form;
  partnership = await walkthroughData(slug, 'Gaststätte ohne Erlaubnis');
});
after(() => town.close());

const idOf = (draft: string): string => draft.split('/').at(-1) ?? '';
const mailsTo = (to: string): Promise<StoredMail[]> => town.t.read(SYSTEM, (ctx) => listMails(ctx, { to }));
const eventTypes = async (): Promise<string[]> => (await town.t.eventTypes()).filter((type) => /sign|invit/.test(type) && type.startsWith('applications/'));
const statesOf = (draft: string) =>
  town.t.read(SYSTEM, async (ctx) => {
    const signing = await findSigning(ctx, idOf(draft));
    return { round: signing?.round, state: signing?.state, signatures: signing ? (await listSignatures(ctx, signing)).map(({ name, state }) => `${name}: ${state}`) : [] };
  });

/** Each test has partners of its own, so that mails are told apart. */
let count = 0;
function freshData(): { data: FormData; ole: string; ida: string } {
  count += 1;
  const [ole, ida] = [`ole${count}@example.org`, `ida${count}@example.org`];
  return { data: { ...partnership, partners: [{ name: 'Ole Brandt', email: ole }, { name: 'Ida Sommer', email: ida }] }, ole, ida };
}

async function filled(client: TestClient, data: FormData): Promise<string> {
  const draft = await startDraft(client, slug);
  await fillDraft(client, draft, { form, data });
  return draft;
}
const signature = (name: string): Record<string, string> => ({ name, erklaerung: 'ja' });
const startSigning = (client: TestClient, draft: string) => client.post(`${draft}/unterschreiben`, signature('Mira Krüger'));

/** Opens the newest invitation in a browser of its own, as the mail says. @returns where reading and signing happens */
async function openInvitation(email: string, client: TestClient = town.t.client()): Promise<{ client: TestClient; path: string; link: string; code: string }> {
  const mail = (await mailsTo(email)).find(({ text }) => text.includes('/unterschrift/'));
  const link = /\/unterschrift\/[\w-]+\/[\w-]+/.exec(mail?.text ?? '')?.[0] ?? '';
  const code = /Code: (\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
  const answer = await client.post(link, { code }, { follow: false });
  return { client, path: answer.location ?? '', link, code };
}

test('several people sign in parallel; each sees everything and how it stands, and the last signature sends the application', async () => {
  const client = town.t.client();
  const { data, ole, ida } = freshData();
  const draft = await filled(client, data);
  const review = await client.get(`${draft}/pruefen`);
  assert.match(review.text, /Wer unterschreibt/);
  assert.match(review.text, new RegExp(`Ole Brandt, ${ole}`));
  const stand = await startSigning(client, draft);
  assert.match(stand.text, /1 von 3 Unterschriften sind da/);
  const first = await openInvitation(ole);
  const page = await first.client.get(first.path);
  for (const words of ['Krumme Straße|Marktgasse', 'Mira', 'unterschrieben am', 'Prüfsumme']) assert.match(page.text, new RegExp(words));
  assert.match((await first.client.post(first.path, signature('Ole Brandt'))).text, /Danke, Ihre Unterschrift ist da/);
  assert.deepEqual((await statesOf(draft)).signatures, ['Mira Krüger: signed', 'Ole Brandt: signed', 'Ida Sommer: invited']);
  const second = await openInvitation(ida);
  assert.match((await second.client.get(second.path)).text, /Ole Brandt[\s\S]*unterschrieben am/);
  const done = await second.client.post(second.path, signature('Ida Sommer'));
  assert.match(done.text, /Alle haben unterschrieben. Der Antrag ist abgeschickt; er hat die Nummer [\w-]+/);
  assert.equal((await statesOf(draft)).state, 'complete');
  assert.match((await mailsTo(ole))[0]?.subject ?? '', /Abgeschickt/);
  const receipt = await client.get(`${draft}/unterschriften`);
  assert.match(receipt.text, /Zugangscode/, 'whoever filled in gets number and code in their own browser');
});

test('the office and those who applied see who has signed, when and under which declaration', async () => {
  const client = town.t.client();
  const { data, ole, ida } = freshData();
  const draft = await filled(client, data);
  await startSigning(client, draft);
  for (const email of [ole, ida]) {
    const { client: partner, path } = await openInvitation(email);
    await partner.post(path, signature(email === ole ? 'Ole Brandt' : 'Ida Maria Sommer'));
  }
  const submitted = (await town.t.read(SYSTEM, (ctx) => listRecentEvents(ctx, { limit: 200 }))).find(({ type, subject }) => type === 'applications/submitted' && subject === `application:${idOf(draft)}`);
  assert.equal(submitted?.data['signatures'], 3);
  const signatures = await town.t.read(SYSTEM, (ctx) => listSignaturesOfApplication(ctx, idOf(draft)));
  assert.deepEqual(signatures.map(({ signed_name: name }) => name), ['Mira Krüger', 'Ole Brandt', 'Ida Maria Sommer']);
  assert.equal(new Set(signatures.map(({ content_hash: hash }) => hash)).size, 1);
  const page = await (await town.clerk(CLERK)).get(`/office/vorgaenge/${submitted?.caseId}`);
  for (const words of ['Unterschriften', 'Ida Sommer', 'als „Ida Maria Sommer“', 'an diesem Gewerbe beteiligt', signatures[0]?.content_hash ?? '?']) assert.ok(page.text.includes(words), words);
  const application = await town.t.read(SYSTEM, (ctx) => findApplicationByCase(ctx, submitted?.caseId ?? ''));
  const status = await town.t.client().post('/status', { nummer: application?.number ?? '', code: application?.access_code ?? '' });
  assert.match(status.text, /id="unterschriften"[\s\S]*Ole Brandt[\s\S]*unterschrieben am/, 'those who applied see it too');
});

test('nobody signs twice, and nobody signs for the others', async () => {
  const client = await town.citizen();
  const { data, ole } = freshData();
  const draft = await filled(client, data);
  await client.post(`${draft}/unterschreiben`, { ...signature('Mira Krüger'), zustellung: 'post' });
  const own = await openInvitation(ole, client);
  assert.match((await client.get(own.path)).text, /Diese Einladung gehört einer anderen Person/);
  await client.post(own.path, signature('Ole Brandt'));
  assert.equal((await statesOf(draft)).signatures[1], 'Ole Brandt: invited');
  const { client: partner, path } = await openInvitation(ole);
  await partner.post(path, signature('Ole Brandt'));
  const twice = await partner.post(path, signature('Ole Brandt'));
  assert.equal(twice.status, 409);
  assert.match(twice.text, /Diese Unterschrift gibt es schon/);
});

test('name and declaration are demanded; what was typed stays', async () => {
  const client = town.t.client();
  const { data, ole } = freshData();
  const draft = await filled(client, data);
  const wrong = await client.post(`${draft}/unterschreiben`, { name: 'Mira' });
  assert.equal(wrong.status, 422);
  for (const words of [/Vor- und Nachnamen/, /bestätigen Sie die Erklärung/, /value="Mira"/]) assert.match(wrong.text, words);
  await startSigning(client, draft);
  const { client: partner, path } = await openInvitation(ole);
  const answer = await partner.post(path, { name: 'Ole' });
  assert.equal(answer.status, 422);
  assert.match(answer.text, /value="Ole"/);
});

test('a wrong code opens nothing and pauses after ten tries; nothing of the application shows', async () => {
  const client = town.t.client();
  const { data, ole } = freshData();
  await startSigning(client, await filled(client, data));
  const { link } = await openInvitation(ole);
  const stranger = town.t.client();
  assert.doesNotMatch((await stranger.get(link)).text, /Krüger/);
  assert.equal((await stranger.post(link, { code: 'AAAA-BBBB-CCCC' })).status, 422);
  for (let i = 0; i < 9; i++) await stranger.post(link, { code: 'AAAA-BBBB-CCCC' });
  assert.equal((await stranger.post(link, { code: 'AAAA-BBBB-CCCC' })).status, 429);
  assert.equal((await stranger.get(`/unterschrift/${link.split('/')[2]}`)).status, 404);
  assert.equal((await stranger.get(`/unterschrift/${link.split('/')[2]}/falsch`)).status, 404);
  // the pause ends after a quarter of an hour
  town.t.time.now = new Date(town.t.time.now.getTime() + 16 * 60_000);
});

test('a change of the answers voids all signatures with a clear notice; saving a page unchanged does not', async () => {
  const client = town.t.client();
  const { data, ole } = freshData();
  const draft = await filled(client, data);
  await startSigning(client, draft);
  const partner = await openInvitation(ole);
  await partner.client.post(partner.path, signature('Ole Brandt'));
  assert.match((await client.get(`${draft}/seite/activity`)).text, /Der Antrag wird gerade unterschrieben/);
  await fillPage(client, { path: `${draft}/seite/activity`, form, data });
  assert.equal((await statesOf(draft)).state, 'open');
  await fillPage(client, { path: `${draft}/seite/activity`, form, data: { ...data, activity: 'Etwas ganz anderes' } });
  assert.deepEqual(await statesOf(draft), { round: 1, state: 'void', signatures: ['Mira Krüger: void', 'Ole Brandt: void', 'Ida Sommer: void'] });
  assert.match((await mailsTo(ole))[0]?.text ?? '', /Ihre Unterschrift gilt deshalb nicht mehr/);
  const late = await partner.client.post(partner.path, signature('Ole Brandt'));
  assert.equal(late.status, 404, 'the old invitation opens nothing');
  const review = await client.get(`${draft}/pruefen`);
  assert.match(review.text, /Die früheren Unterschriften gelten nicht mehr/);
  await startSigning(client, draft);
  assert.deepEqual((await statesOf(draft)).round, 2);
  assert.ok((await eventTypes()).includes('applications/signatures-void'));
});

test('an invitation can be taken back, sent again to another address, and declined with a reason', async () => {
  const client = town.t.client();
  const { data, ole, ida } = freshData();
  const draft = await filled(client, data);
  await startSigning(client, draft);
  const [, second] = await town.t.read(SYSTEM, async (ctx) => listSignatures(ctx, (await findSigning(ctx, idOf(draft))) ?? { draft_id: '', round: 0 }));
  const { client: partner, path } = await openInvitation(ole);
  assert.match((await client.post(`${draft}/unterschriften/${second?.id}/zurueckziehen`, {})).text, /Die Einladung ist zurückgezogen/);
  assert.equal((await partner.get(path)).status, 404);
  const wrong = await client.post(`${draft}/unterschriften/${second?.id}/erneut`, { email: 'keine' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /value="keine"/);
  await client.post(`${draft}/unterschriften/${second?.id}/erneut`, { email: `neu.${ole}` });
  const moved = await openInvitation(`neu.${ole}`);
  assert.equal((await moved.client.get(moved.path)).status, 200);
  const other = await openInvitation(ida);
  await other.client.post(`${other.path}/ablehnen`, { grund: 'Ich bin ausgestiegen.' });
  assert.match((await client.get(`${draft}/unterschriften`)).text, /abgelehnt am [\d.]+: Ich bin ausgestiegen\./);
  assert.match((await mailsTo('mira.krueger@example.org')).find(({ subject }) => subject.startsWith('Nicht unterschrieben'))?.text ?? '', /Ich bin ausgestiegen/);
  const stranger = town.t.client();
  assert.equal((await stranger.get(`${draft}/unterschriften`)).status, 404);
  assert.equal((await stranger.post(`${draft}/unterschriften/${second?.id}/zurueckziehen`, {})).status, 404);
});

test('whoever does not answer is reminded every three days, at most three times; the newest link is the one that works', async () => {
  const client = town.t.client();
  const { data, ole } = freshData();
  await startSigning(client, await filled(client, data));
  const old = await openInvitation(ole);
  const before = town.t.time.now;
  const count = async (): Promise<number> => (await mailsTo(ole)).filter(({ subject }) => subject.startsWith('Erinnerung')).length;
  for (const [days, reminders] of [[1, 0], [3, 1], [4, 1], [6, 2], [9, 3], [15, 3]] as const) {
    town.t.time.now = new Date(before.getTime() + days * 86_400_000);
    await town.t.transact(SYSTEM, (ctx) => remindSigners(ctx));
    assert.equal(await count(), reminders, `after ${days} days`);
  }
  town.t.time.now = before;
  assert.equal((await old.client.get(old.path)).status, 404);
  const fresh = await openInvitation(ole);
  assert.equal((await fresh.client.get(fresh.path)).status, 200);
});

test('an application that several must sign cannot be sent by one alone', async () => {
  const client = town.t.client();
  const draft = await filled(client, freshData().data);
  const answer = await client.post(`${draft}/absenden`, { richtig: 'ja' });
  assert.equal(answer.status, 409);
  assert.match(answer.text, /müssen mehrere Personen unterschreiben/);
});

test('in a sequence each is invited when those before have signed, and whoever has proved too little must sign in', async () => {
  const { bundle } = await readServiceFolder(join(SERVICES, slug));
  const changed = (bundle.files['form.json'] ?? '').replace('"order": "parallel"', '"order": "sequence", "trustLevel": "basic"');
  await town.t.transact(staffActor(['catalogue/publish']), (ctx) => publishService(ctx, makeBundle(slug, { ...bundle.files, 'form.json': changed })));
  const client = town.t.client();
  const { data, ole, ida } = freshData();
  const draft = await filled(client, data);
  await startSigning(client, draft);
  assert.deepEqual((await statesOf(draft)).signatures, ['Mira Krüger: signed', 'Ole Brandt: invited', 'Ida Sommer: waiting']);
  assert.equal((await mailsTo(ida)).length, 0);
  const anonymous = await openInvitation(ole);
  assert.match((await anonymous.client.get(anonymous.path)).text, /melden Sie sich/);
  assert.equal((await anonymous.client.post(anonymous.path, signature('Ole Brandt'))).status, 403);
  const signedIn = await openInvitation(ole, await town.citizen());
  await signedIn.client.post(signedIn.path, signature('Ole Brandt'));
  assert.deepEqual((await statesOf(draft)).signatures, ['Mira Krüger: signed', 'Ole Brandt: signed', 'Ida Sommer: invited']);
  const same = await openInvitation(ida, signedIn.client);
  const refused = await same.client.post(same.path, signature('Ida Sommer'));
  assert.equal(refused.status, 409);
  assert.match(refused.text, /Mit diesem Konto wurde schon für jemand anderen unterschrieben/);
});

test('what was never sent disappears with its draft; deleting tells those who have signed', async () => {
  const client = town.t.client();
  const { data, ole } = freshData();
  const draft = await filled(client, data);
  await startSigning(client, draft);
  await client.post(`${draft}/loeschen`, {});
  assert.match((await mailsTo(ole))[0]?.subject ?? '', /Nicht mehr nötig/);
  assert.deepEqual(await statesOf(draft), { round: undefined, state: undefined, signatures: [] });
  const other = await filled(client, freshData().data);
  await startSigning(client, other);
  const before = town.t.time.now;
  town.t.time.now = new Date(before.getTime() + 31 * 86_400_000);
  await town.t.transact(SYSTEM, (ctx) => deleteExpiredDrafts(ctx));
  town.t.time.now = before;
  assert.equal((await statesOf(other)).state, undefined);
});
