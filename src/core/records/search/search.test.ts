import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { organisationModule } from '#core/organisation';
import { writeImagePdf } from '#engines/pages';
import { authModule } from '#platform/auth';
import { newId } from '#platform/db';
import { SYSTEM, type Actor } from '#platform/module';
import { staffActor, testApp, type TestApp } from '#platform/testing';
import { createCanvas } from '@napi-rs/canvas';
import { zipSync } from 'fflate';
import { sql } from 'kysely';
import { closePages, findText, fileDocument, forgetSearch, listCaseDocuments, listSavedSearches, moveCaseFile, addPlanPositions, openCaseFile, protectCaseFile, recordsModule, samplePlan, saveSearch, searchDocuments, type NewDocument } from '../index.ts';
import { searchWindows } from './search-windows.ts';
import { snippet } from './snippet.ts';

let t: TestApp;
const [office, other] = [newId(), newId()];
const clerk = staffActor(['records/read'], { id: newId(), name: 'Carla Sommer', officeId: office });
const elsewhere = staffActor(['records/read'], { id: newId(), name: 'Fremd', officeId: other });
const keeper = staffActor(['records/read', 'records/manage', 'records/read-protected'], { id: newId(), name: 'Norbert Fink' });
const files: Record<string, { caseId: string; fileId: string }> = {};
before(async () => {
  t = await testApp({ modules: [{ ...authModule, contributes: [] }, { ...organisationModule, contributes: [] }, recordsModule] });
  await t.transact(SYSTEM, (ctx) => addPlanPositions(ctx, samplePlan));
  files.dog = await open('Hund Bello', 'Jürgen Müller', '02.3.1', [await text('Hundesteuerbescheid', 'Die Hundesteuer beträgt 120 Euro. Zahlen Sie bis Ende Juli an die Stadtkasse.'), await text('Leinenpflicht', 'Der Hund ist an der Leine zu führen.')]);
  files.shop = await open('Bäckerei am Ring', 'Öztürk Feinkost GmbH', '03.1', [await text('Gewerbeanmeldung', 'Anmeldung einer Bäckerei mit Café in der Grünstraße.')]);
  await t.settle();
});
after(async () => {
  await closePages(t.platform);
  await t.close();
});

async function text(title: string, words: string): Promise<NewDocument> {
  return { kind: 'letter', title, blob: await t.platform.storage.put(Buffer.from(words)), mime: 'text/plain', name: `${title}.txt`, visibleToApplicant: true };
}
async function open(title: string, person: string, position: string, documents: NewDocument[]): Promise<{ caseId: string; fileId: string }> {
  const caseId = newId();
  const { fileId } = await t.transact(SYSTEM, async (ctx) => openCaseFile(ctx, { caseId, officeId: office, filePlanPosition: position, title, number: `2026-${position}-000${Object.keys(files).length + 1}`, person, documents }));
  return { caseId, fileId };
}
const titles = async (actor: Actor, words: string, more = {}): Promise<string[]> => (await t.read(actor, (ctx) => searchDocuments(ctx, { text: words, ...more }))).hits.map((hit) => hit.title).sort();

test('a document is found by what it says, by its title, by its file and by whom it is about', async () => {
  assert.deepEqual(await titles(clerk, 'Stadtkasse Juli'), ['Hundesteuerbescheid']);
  assert.deepEqual(await titles(clerk, 'Gewerbeanmeldung'), ['Gewerbeanmeldung']);
  assert.deepEqual(await titles(clerk, 'Bello'), ['Hundesteuerbescheid', 'Leinenpflicht']);
  assert.deepEqual(await titles(clerk, '2026-03.1-0002'), ['Gewerbeanmeldung']);
});

test('umlauts, inflected words, parts of compounds and typing mistakes are no obstacle', async () => {
  for (const words of ['mueller', 'Müller', 'hunde leine']) assert.ok((await titles(clerk, words)).includes('Leinenpflicht'), words);
  assert.deepEqual(await titles(clerk, 'Bäckereien Gruenstrasse'), ['Gewerbeanmeldung']);
  assert.ok((await titles(clerk, 'bescheid')).includes('Hundesteuerbescheid'));
  const mistaken = await t.read(clerk, (ctx) => searchDocuments(ctx, { text: 'Gewerbeanmeldnug' }));
  assert.deepEqual(mistaken.hits.map((hit) => hit.title), ['Gewerbeanmeldung']);
  assert.equal(mistaken.guesses[0]?.typed, 'gewerbeanmeldnug');
});

test('all words must fit, excluded ones must not, and signs of a query language do nothing', async () => {
  assert.deepEqual(await titles(clerk, 'Hund Bäckerei'), []);
  assert.deepEqual(await titles(clerk, 'Bello -Leine'), ['Hundesteuerbescheid']);
  for (const words of ["' | '", "a & !('", '%_%', '\\', ':*', '~k:letter', '']) assert.ok(Array.isArray(await titles(clerk, words)), words);
  assert.deepEqual(await titles(clerk, '~k:letter'), []);
});

test('facets narrow the search and say how many there are', async () => {
  const found = await t.read(clerk, (ctx) => searchDocuments(ctx, { text: 'Bello' }));
  assert.deepEqual(found.facets.position, [{ value: '02.3.1', count: 2 }]);
  assert.deepEqual(found.facets.person, [{ value: 'Jürgen Müller', count: 2 }]);
  assert.deepEqual(await titles(clerk, 'Bello', { kind: 'note' }), []);
  assert.deepEqual(await titles(clerk, 'Bello', { position: '02' }), ['Hundesteuerbescheid', 'Leinenpflicht']);
  assert.deepEqual(await titles(clerk, 'Bello', { person: 'Jürgen Müller', office, fileId: files.dog?.fileId }), ['Hundesteuerbescheid', 'Leinenpflicht']);
});

test('the newest quarters of one\'s own offices are asked first, by one lexeme for office and time', () => {
  const office = '00000000-0000-7000-8100-000000000003';
  const own = searchWindows({}, { offices: [office], files: ['f1'] }, '2026-02-03');
  assert.deepEqual(own, [
    "(('~oq:000000000003:2026-1' | '~oq:000000000003:2025-4') | (('~f:f1') & ('~q:2026-1' | '~q:2025-4')))",
    "(('~oy:000000000003:2026' | '~oy:000000000003:2025') | (('~f:f1') & ('~y:2026' | '~y:2025')))",
    `('~o:${office}' | '~f:f1')`,
  ]);
  assert.deepEqual(searchWindows({}, { offices: 'all', files: [] }, '2026-11-22'), ["('~q:2026-4')", "('~q:2026-3')", '']);
  assert.deepEqual(searchWindows({ fileId: 'f1' }, { offices: [], files: [] }, '2026-11-22'), ["('~nichts')"]);
  assert.deepEqual(searchWindows({ year: '2019' }, { offices: [], files: [] }, '2026-11-22'), ["(('~nichts'))"]);
});

test('the hit is marked in its sentence', async () => {
  const [hit] = (await t.read(clerk, (ctx) => searchDocuments(ctx, { text: 'Stadtkasse' }))).hits;
  assert.ok(hit?.snippet.some((part) => part.hit && part.text === 'Stadtkasse'));
  assert.deepEqual(snippet('Müllers Häuser', ['mull', 'haus']).filter((part) => part.hit).map((part) => part.text), ['Müllers', 'Häuser']);
});

test('nobody finds what they may not see: not another office, not a protected file, also before the index knows', async () => {
  assert.deepEqual(await titles(elsewhere, 'Bello'), []);
  await t.transact(keeper, (ctx) => protectCaseFile(ctx, { id: files.shop?.fileId ?? '', protection: 'protected' }));
  assert.deepEqual(await titles(clerk, 'Grünstraße'), []);
  assert.deepEqual(await titles(keeper, 'Grünstraße'), ['Gewerbeanmeldung']);
  await t.transact(keeper, (ctx) => protectCaseFile(ctx, { id: files.shop?.fileId ?? '', protection: 'normal' }));
  assert.deepEqual(await titles(clerk, 'Grünstraße'), ['Gewerbeanmeldung']);
});

test('the index follows a file that moves', async () => {
  await t.transact(keeper, (ctx) => moveCaseFile(ctx, { id: files.shop?.fileId ?? '', position: '03.2', reason: 'Gaststätte' }));
  await t.settle();
  assert.deepEqual(await titles(clerk, 'Bäckerei', { position: '03.2' }), ['Gewerbeanmeldung']);
});

test('another tenant finds nothing, although the index is one', async () => {
  const found = await t.platform.read({ tenantId: 2, actor: SYSTEM }, (ctx) => searchDocuments(ctx, { text: 'Bello' }));
  assert.equal(found.total, 0);
  const { rows } = await t.platform.read({ tenantId: 2, actor: SYSTEM }, (ctx) => sql<{ word: string }>`select * from records.words_with('hund', 5) as word`.execute(ctx.db()));
  assert.deepEqual(rows, []);
});

test('of all tables only the two of the search leave their owner out of row-level security', async () => {
  const { rows } = await t.platform.read({ tenantId: 1, actor: SYSTEM }, (ctx) => sql<{ name: string }>`select c.oid::regclass::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' where c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity) and c.relnamespace <> 'pgboss'::regnamespace order by 1`.execute(ctx.db()));
  assert.deepEqual(rows.map((row) => row.name).filter((name) => !name.startsWith('platform.')), ['records.search_entry', 'records.search_word']);
});

test('mails and office files are read; a bomb and an encrypted file are named, nothing stops', async () => {
  const mail = Buffer.from('From: Anna <anna@post.example>\r\nTo: stadt@musterstadt.example\r\nSubject: Frage zur Zwingeranlage\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nDarf ich bauen?\r\n');
  const docx = zipSync({ 'word/document.xml': Buffer.from('<w:document><w:p><w:t>Antrag auf Sondernutzung</w:t></w:p></w:document>') });
  const bomb = zipSync({ 'word/document.xml': new Uint8Array(30_000_000) });
  const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  const add = async (bytes: Uint8Array, mime: string, title: string): Promise<void> => void (await t.transact(SYSTEM, async (ctx) => fileDocument(ctx, { caseId: files.dog?.caseId ?? '', kind: 'incoming', title, blob: await t.platform.storage.put(bytes), mime, name: title, visibleToApplicant: false })));
  await add(mail, 'message/rfc822', 'Mail');
  await add(docx, word, 'Word');
  await add(bomb, word, 'Bombe');
  await add(Buffer.from('%PDF-1.7 kaputt'), 'application/pdf', 'Kaputt');
  await t.settle();
  assert.deepEqual(await titles(clerk, 'Zwingeranlage'), ['Mail']);
  assert.deepEqual(await titles(clerk, 'Sondernutzung'), ['Word']);
  const documents = await t.read(SYSTEM, (ctx) => listCaseDocuments(ctx, files.dog?.caseId ?? ''));
  const stateOf = async (title: string): Promise<string | undefined> => (await t.read(SYSTEM, (ctx) => findText(ctx, documents.find((one) => one.title === title)?.hash ?? '')))?.state;
  assert.equal(await stateOf('Kaputt'), 'broken');
  assert.equal(await stateOf('Bombe'), 'read');
});

test('a scan is read in the background and found then', async () => {
  const canvas = createCanvas(1240, 600);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, 1240, 600);
  context.fillStyle = '#000';
  context.font = '44px sans-serif';
  context.fillText('Widerspruch gegen den Abgabenbescheid', 80, 200);
  const scan = writeImagePdf({ title: 'Scan', createdAt: new Date(0), pages: [{ image: { bytes: new Uint8Array(await canvas.encode('jpeg', 90)), width: 1240, height: 600, mime: 'image/jpeg' } }] });
  const blob = await t.platform.storage.put(scan);
  await t.transact(SYSTEM, (ctx) => fileDocument(ctx, { caseId: files.dog?.caseId ?? '', kind: 'incoming', title: 'Scan', blob, mime: 'application/pdf', name: 'scan.pdf', visibleToApplicant: false }));
  await t.settle();
  const text = await t.read(SYSTEM, (ctx) => findText(ctx, blob.hash));
  assert.equal(text?.state, 'recognised');
  assert.deepEqual(await titles(clerk, 'Widerspruch'), ['Scan']);
});

test('a search is kept for the person alone', async () => {
  await t.transact(clerk, (ctx) => saveSearch(ctx, { name: 'Hunde', query: 'q=hund' }));
  const [mine] = await t.read(clerk, listSavedSearches);
  assert.equal(mine?.query, 'q=hund');
  assert.deepEqual(await t.read(elsewhere, listSavedSearches), []);
  await t.transact(elsewhere, (ctx) => forgetSearch(ctx, mine?.id ?? ''));
  assert.equal((await t.read(clerk, listSavedSearches)).length, 1);
  await assert.rejects(t.transact(clerk, (ctx) => saveSearch(ctx, { name: ' ', query: '' })));
});
