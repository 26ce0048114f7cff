import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { organisationModule } from '#core/organisation';
import { writeImagePdf } from '#engines/pages';
import { authModule } from '#platform/auth';
import { newId } from '#platform/db';
import { sessionResolver } from '#platform/http';
import { Problem, SYSTEM, defineModule, type Actor } from '#platform/module';
import { citizenActor, staffActor, testApp, type TestApp } from '#platform/testing';
import { addPlanPositions, addVersion, closeCaseFile, documentAccess, fileDocument, getCaseFile, listCaseDocuments, listFilePlan, listVersions, openCaseFile, readDocument, recordsModule, samplePlan, type NewDocument } from './index.ts';
import { CONVERT_LIMITS, convertOffice } from './content/convert-office.ts';
import { closePages } from './content/page-desk.ts';

const clerk = staffActor(['cases/read'], { name: 'Carla Sommer' });
const citizen = citizenActor();
const worker = staffActor(['cases/read', 'cases/work'], { name: 'Carla Sommer' });
const signedIn: Record<string, Actor> = { clerk, worker, citizen };
const access = defineModule({
  name: 'records-test',
  contributes: [
    documentAccess.of((ctx) => ctx.actor.id === clerk.id || ctx.actor.id === citizen.id),
    sessionResolver.of(async ({ token }) => {
      const actor = signedIn[token];
      return actor && { actor, session: { id: token, accountId: actor.id ?? '', kind: actor.kind as 'staff' | 'citizen', data: {} } };
    }),
  ],
});
let t: TestApp;
before(async () => void (t = await testApp({ modules: [{ ...authModule, contributes: [] }, { ...organisationModule, contributes: [] }, recordsModule, access] })));
after(async () => {
  await closePages(t.platform);
  await t.close();
});

const pdf = async (text = '%PDF-1.7 Beispiel'): Promise<NewDocument> => ({ kind: 'attachment', title: 'Nachweis', blob: await t.platform.storage.put(Buffer.from(text)), mime: 'application/pdf', name: 'nachweis.pdf', visibleToApplicant: true });
const opened = async (documents: NewDocument[] = []): Promise<string> => {
  const caseId = newId();
  await t.transact(SYSTEM, async (ctx) => openCaseFile(ctx, { caseId, filePlanPosition: '02.3.1', title: 'Hund Bello', number: '2026-HUND-000001', documents }));
  return caseId;
};
const as = (name: string) => {
  const client = t.client();
  client.cookies.set('stadtkern_session', name);
  return client;
};

test('a case file is opened with its first documents and is found by its case', async () => {
  const caseId = await opened([await pdf(), { ...(await pdf('anderes')), title: 'Foto' }]);
  const [file, documents] = await t.read(SYSTEM, async (ctx) => [await getCaseFile(ctx, caseId), await listCaseDocuments(ctx, caseId)] as const);
  assert.equal(file.number, '2026-HUND-000001');
  assert.deepEqual(documents.map((d) => [d.title, d.version, d.createdBy]), [['Nachweis', 1, 'Stadtkern'], ['Foto', 1, 'Stadtkern']]);
  assert.ok((await t.eventTypes()).includes('records/document-filed'));
});

test('a newer version keeps the older one', async () => {
  const caseId = await opened();
  const id = await t.transact(clerk, async (ctx) => fileDocument(ctx, { caseId, ...(await pdf()) }));
  const blob = await t.platform.storage.put(Buffer.from('%PDF-1.7 neu'));
  await t.transact(clerk, (ctx) => addVersion(ctx, id, { blob, mime: 'application/pdf', name: 'neu.pdf' }));
  const versions = await t.read(SYSTEM, (ctx) => listVersions(ctx, id));
  assert.deepEqual(versions.map((v) => [v.number, v.name]), [[2, 'neu.pdf'], [1, 'nachweis.pdf']]);
});

test('nothing more is filed once the file is written to the files', async () => {
  const caseId = await opened();
  await t.transact(SYSTEM, (ctx) => closeCaseFile(ctx, caseId));
  await assert.rejects(
    t.transact(clerk, async (ctx) => fileDocument(ctx, { caseId, ...(await pdf()) })),
    (error) => error instanceof Problem && error.code === 'records/file-closed',
  );
  await assert.rejects(
    t.transact(clerk, async (ctx) => fileDocument(ctx, { caseId: newId(), ...(await pdf()) })),
    (error) => error instanceof Problem && error.code === 'records/no-such-file',
  );
});

test('that a member of staff looked at a document is recorded', async () => {
  const caseId = await opened([await pdf()]);
  const [document] = await t.read(SYSTEM, (ctx) => listCaseDocuments(ctx, caseId));
  const before = (await t.eventTypes()).filter((type) => type === 'records/document-read').length;
  const response = await as('clerk').get(`/office/dokumente/${document?.id}/datei`);
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-disposition') ?? '', /^inline/);
  assert.equal(response.text, '%PDF-1.7 Beispiel');
  assert.equal((await t.eventTypes()).filter((type) => type === 'records/document-read').length, before + 1);
});

test('whoever takes no part in the case learns nothing, not even that the document exists', async () => {
  const caseId = await opened([await pdf()]);
  const [document] = await t.read(SYSTEM, (ctx) => listCaseDocuments(ctx, caseId));
  const stranger = staffActor([], { id: newId(), name: 'Fremd' });
  await assert.rejects(t.transact(stranger, (ctx) => readDocument(ctx, document?.id ?? '')), (error) => error instanceof Problem && error.status === 404);
  assert.equal((await as('nobody').get(`/office/dokumente/${document?.id}/datei`)).status, 401);
});

test('the applicant sees only what is meant for the applicant', async () => {
  const caseId = await opened([await pdf(), { ...(await pdf('intern')), kind: 'note', title: 'Vermerk', visibleToApplicant: false }]);
  const [shown, hidden] = await t.read(SYSTEM, (ctx) => listCaseDocuments(ctx, caseId));
  assert.equal((await as('citizen').get(`/konto/dokumente/${shown?.id}`)).status, 200);
  assert.equal((await as('citizen').get(`/konto/dokumente/${hidden?.id}`)).status, 404);
});

test('a web page in the record is saved, never shown', async () => {
  const blob = await t.platform.storage.put(Buffer.from('<script>alert(1)</script>'));
  const caseId = await opened([{ kind: 'attachment', title: 'Seite', blob, mime: 'text/html', name: 'seite.html', visibleToApplicant: true }]);
  const [document] = await t.read(SYSTEM, (ctx) => listCaseDocuments(ctx, caseId));
  const response = await as('clerk').get(`/office/dokumente/${document?.id}/datei`);
  assert.match(response.headers.get('content-disposition') ?? '', /^attachment/);
  assert.equal(response.headers.get('content-type'), 'application/octet-stream');
  const page = (await as('clerk').get(`/office/dokumente/${document?.id}`)).text;
  assert.doesNotMatch(page, /<script>alert/);
  assert.match(page, /class="paper"/);
});

test('the file plan of the sample city has its positions with retention and what then', async () => {
  await t.transact(SYSTEM, (ctx) => addPlanPositions(ctx, samplePlan));
  await t.transact(SYSTEM, (ctx) => addPlanPositions(ctx, samplePlan));
  const plan = await t.read(SYSTEM, listFilePlan);
  assert.ok(plan.length >= 40);
  assert.deepEqual(plan.find((p) => p.number === '02.3.1')?.disposition, 'destroy');
  assert.match((await as('clerk').get('/office/aktenplan')).text, /Hundesteuer/);
});

test('an office file is shown by a PDF made of it in the background; without the program, with one that hangs or fails, the page says so', async (context) => {
  const dir = join(t.dir, 'office');
  await mkdir(dir, { recursive: true });
  const program = async (name: string, script: string): Promise<string> => {
    await writeFile(join(dir, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return join(dir, name);
  };
  const file = { bytes: Buffer.from('PK office'), ending: 'docx' };
  assert.deepEqual(await convertOffice(join(dir, 'missing'), file), { kind: 'failed', reason: 'LibreOffice wurde unter LIBREOFFICE nicht gefunden.' });
  assert.deepEqual(await convertOffice(await program('hangs', 'sleep 30 & sleep 30'), file, { ...CONVERT_LIMITS, seconds: 0.3 }), { kind: 'failed', reason: 'Die Umwandlung dauerte länger als 0.3 Sekunden.' });
  assert.equal((await convertOffice(await program('silent', 'exit 0'), file)).kind, 'failed');
  assert.equal((await convertOffice(await program('never', 'exit 0'), file, { ...CONVERT_LIMITS, largestIn: 3 })).kind, 'failed');
  const { config } = t.platform;
  const mime = 'application/vnd.oasis.opendocument.text';
  const onePage = Buffer.from(writeImagePdf({ title: 'Seite', createdAt: new Date(0), pages: [{}] }));
  await writeFile(join(dir, 'page.pdf'), onePage);
  const caseId = await opened();
  const id = await t.transact(SYSTEM, async (ctx) => fileDocument(ctx, { caseId, kind: 'draft', title: 'Entwurf', blob: await t.platform.storage.put(Buffer.from('PK odt')), mime, name: 'entwurf.odt', visibleToApplicant: false }));
  const page = async (): Promise<string> => (await as('clerk').get(`/office/dokumente/${id}`)).text;
  assert.match(await page(), /keine Vorschau eingerichtet/);
  config.libreOffice = await program('copies', `while [ "$1" != --outdir ]; do shift; done; cp '${join(dir, 'page.pdf')}' "$2/document.pdf"`);
  assert.match(await page(), /wird gerade erzeugt/);
  await t.settle();
  assert.match(await page(), /von LibreOffice erzeugt/);
  assert.equal((await as('clerk').get(`/office/dokumente/${id}/seiten/1`)).headers.get('content-type'), 'image/jpeg');
  config.libreOffice = undefined;
  // whoever changes bytes of the store by hand breaks no page: it says what happened
  const blob = await t.platform.storage.put(Buffer.from('Vermerk'));
  const changed = await t.transact(SYSTEM, async (ctx) => fileDocument(ctx, { caseId, kind: 'note', title: 'Vermerk', blob, mime: 'text/plain', name: 'v.txt', visibleToApplicant: false }));
  await writeFile(join(t.dir, 'files', blob.hash.slice(0, 2), blob.hash.slice(2, 4), blob.hash), 'Vernerk');
  assert.match((await as('clerk').get(`/office/dokumente/${changed}`)).text, /verändert oder fehlt/);
  // whoever has the very same file puts it back, another one is refused
  const restore = (text: string) => as('worker').post(`/office/dokumente/${changed}/wiederherstellen`, { fassung: '1', datei: new File([text], 'v.txt', { type: 'text/plain' }) });
  assert.match((await as('worker').get(`/office/dokumente/${changed}`)).text, /Haben Sie die Datei noch/);
  const other = await restore('Vermark');
  assert.deepEqual([other.status, /nicht dieselbe Datei/.test(other.text)], [422, true]);
  assert.match((await restore('Vermerk')).text, /durch die richtigen ersetzt/);
  assert.match((await as('worker').get(`/office/dokumente/${changed}`)).text, new RegExp(`rel="prev"[^>]*href="/office/dokumente/${id}"|href="/office/dokumente/${id}"[^>]*rel="prev"`));
  // what failed once is tried again when somebody asks
  const broken = await t.transact(SYSTEM, async (ctx) => fileDocument(ctx, { caseId, kind: 'draft', title: 'Kaputt', blob: await t.platform.storage.put(Buffer.from('PK kaputt')), mime, name: 'kaputt.odt', visibleToApplicant: false }));
  config.libreOffice = await program('fails', 'exit 1');
  await as('worker').get(`/office/dokumente/${broken}`);
  await t.settle();
  assert.match((await as('worker').get(`/office/dokumente/${broken}`)).text, /konnte die Datei nicht umwandeln/);
  config.libreOffice = join(dir, 'copies');
  await as('worker').post(`/office/dokumente/${broken}/vorschau`, { fassung: '1' });
  await t.settle();
  assert.match((await as('worker').get(`/office/dokumente/${broken}`)).text, /von LibreOffice erzeugt/);
  config.libreOffice = undefined;
  const real = process.env.LIBREOFFICE ?? ['/usr/bin/soffice', '/usr/bin/libreoffice'].find((path) => existsSync(path));
  if (!real) return context.diagnostic('LibreOffice is not installed: the real conversion was not tried');
  assert.equal((await convertOffice(real, { bytes: Buffer.from('{\\rtf1 Hallo}'), ending: 'rtf' })).kind, 'pdf');
});
