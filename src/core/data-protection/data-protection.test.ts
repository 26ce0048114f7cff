import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listCasesOfAccount } from '#core/cases';
import { closePress } from '#core/inbox';
import { listOffices } from '#core/organisation';
import { addPlanPositions, closePages, fileInto, listCaseDocuments, openFreeCaseFile, samplePlan } from '#core/records';
import { findAccount, findAccountByEmail } from '#platform/auth';
import { listRecentEvents } from '#platform/audit';
import { Problem, SYSTEM, type Actor } from '#platform/module';
import { htmlMistakes, type TestClient } from '#platform/testing';
import { fillDraft, startDraft } from '../../../test/fill-form.ts';
import { openTown, type Town } from '../../../test/town.ts';
import { walkthroughData } from '../../../test/walkthrough.ts';
import { rowsOf } from './access-document.ts';
import { answerAccess, approveErasure, endRequest, getRequest, listRequests, monthAfter, openRequest, previewErasure, requestForOwnAccount } from './requests.ts';
import { findPerson } from './find-person.ts';
import { forgetRequests } from './forget-requests.ts';

const ANNA = 'anna.schmidt@post.example';
let town: Town;
let officer: Actor;
let second: Actor;
let browser: TestClient;
let accountId = '';
before(async () => {
  town = await openTown();
  officer = await town.actor('ulrich.pfaff@musterstadt.example');
  second = await town.actor('norbert.fink@musterstadt.example');
  browser = await town.clerk('ulrich.pfaff@musterstadt.example');
  accountId = await town.accountId(ANNA);
  const citizen = await town.citizen(ANNA);
  const { service } = await town.service('dog-registration');
  const draft = await startDraft(citizen, 'dog-registration');
  await fillDraft(citizen, draft, { form: service.form, data: await walkthroughData('dog-registration', 'Ein Hund, klarer Fall') });
  await citizen.post(`${draft}/absenden`, { richtig: 'ja', zustellung: 'elektronisch' });
  await startDraft(citizen, 'resident-parking-permit');
  await town.work();
});
after(async () => {
  await closePress(town.t.platform);
  await closePages(town.t.platform);
  await town.close();
});
const refused = (code: string) => (error: unknown) => error instanceof Problem && (error.code === code || assert.fail(String(error)));

test('the officer finds the person by name and by address; nobody else may search', async () => {
  const found = await town.t.read(officer, (ctx) => findPerson(ctx, ANNA));
  assert.deepEqual(found.accounts.map((one) => one.id), [accountId]);
  const [opened] = await town.t.read(SYSTEM, (ctx) => listCasesOfAccount(ctx, accountId));
  const named = await town.t.read(officer, (ctx) => findPerson(ctx, opened?.applicant.name ?? ''));
  assert.ok(named.cases.some((one) => one.id === opened?.id));
  const clerk = await town.actor('renate.lindner@musterstadt.example');
  await assert.rejects(town.t.read(clerk, (ctx) => findPerson(ctx, ANNA)), refused('platform/not-allowed'));
  assert.equal((await (await town.clerk('renate.lindner@musterstadt.example')).get('/office/datenschutz')).status, 403);
});

test('an access request brings everything over all modules, to read and for machines, and the log knows', async () => {
  await town.t.transact(SYSTEM, async (ctx) => {
    await addPlanPositions(ctx, samplePlan);
    const other = await openFreeCaseFile(ctx, { position: '02.3.1', title: 'Nachbarstreit', officeId: (await listOffices(ctx))[0]?.id ?? '' });
    await fileInto(ctx, other.id, [{ kind: 'incoming', title: 'Beschwerde', blob: await town.t.platform.storage.put(Buffer.from('Meine Nachbarin Anna Schmidt war dabei.')), mime: 'text/plain', name: 'a.txt', visibleToApplicant: false }]);
  });
  await town.t.settle();
  const page = await browser.get('/office/datenschutz?q=Anna+Schmidt');
  assert.deepEqual(await htmlMistakes(page.text), []);
  const again = await browser.post('/office/datenschutz', { q: 'Anna Schmidt', art: 'access', konto: accountId, kennung: '' });
  assert.deepEqual([again.status, /Woran|woran/.test(again.text)], [422, true]);
  const shown = await browser.post('/office/datenschutz', { q: 'Anna Schmidt', art: 'access', konto: accountId, kennung: 'Ausweis gesehen' });
  const here = new URL(shown.url).pathname;
  assert.deepEqual(await htmlMistakes(shown.text), []);
  const data = JSON.parse((await browser.get(`${here}/auskunft.json`)).text) as Record<string, unknown[]>;
  for (const key of ['accounts', 'cases', 'documents', 'correspondence', 'applications']) assert.ok(JSON.stringify(data[key] ?? '').length > 4, key);
  assert.match(shown.text, /Beschwerde/);
  assert.deepEqual(Object.entries(data['mentions'] ?? {})[0], ['documents', 1]);
  assert.ok(!JSON.stringify(data).includes('Beschwerde'));
  const pdf = await browser.get(`${here}/auskunft.pdf`);
  assert.match(pdf.text.slice(0, 8), /^%PDF-1\.7/);
  await browser.post(`${here}/erteilt`, {});
  const id = here.split('/').at(-1) ?? '';
  assert.equal((await town.t.read(officer, (ctx) => getRequest(ctx, id))).state, 'done');
  const events = await town.t.read(SYSTEM, (ctx) => listRecentEvents(ctx, { subject: `request:${id}` }));
  assert.deepEqual(new Set(events.map((event) => event.type)), new Set(['data-protection/requested', 'data-protection/data-read', 'data-protection/answered']));
});

test('an erasure is refused to the one who proposed it, done by a second person, and says what stays and why', async () => {
  const id = await town.t.transact(officer, (ctx) => openRequest(ctx, { kind: 'erasure', name: 'Anna Schmidt', identified: 'Ausweis gesehen', accountIds: [accountId], caseIds: [] }));
  const request = await town.t.read(officer, (ctx) => getRequest(ctx, id));
  const preview = await town.t.read(officer, (ctx) => previewErasure(ctx, request));
  assert.ok(preview.every((item) => item.outcome === 'erased' || /DSGVO/.test(item.because ?? '')), JSON.stringify(preview));
  assert.deepEqual(preview.filter((item) => item.outcome === 'erased').map((item) => item.count), [1, 1]);
  assert.deepEqual(await htmlMistakes((await browser.get(`/office/datenschutz/${id}`)).text), []);
  await assert.rejects(town.t.transact(officer, (ctx) => approveErasure(ctx, id)), refused('data-protection/other-person'));
  assert.ok(await town.t.read(SYSTEM, (ctx) => findAccountByEmail(ctx, 'citizen', ANNA)));
  const documents = (await town.t.read(SYSTEM, (ctx) => listCaseDocuments(ctx, request.case_ids[0] ?? ''))).length;
  const done = await town.t.transact(second, (ctx) => approveErasure(ctx, id));
  assert.deepEqual(done.map((item) => [item.what, item.outcome]), preview.map((item) => [item.what, item.outcome]));
  const account = await town.t.read(SYSTEM, (ctx) => findAccount(ctx, accountId));
  assert.deepEqual([account?.name, account?.email, account?.status, account?.hasPassword, account?.profile], ['Gelöschtes Konto', null, 'blocked', false, {}]);
  assert.equal((await town.t.read(SYSTEM, (ctx) => listCaseDocuments(ctx, request.case_ids[0] ?? ''))).length, documents);
  const after = await town.t.read(officer, (ctx) => getRequest(ctx, id));
  assert.deepEqual([after.state, after.name, after.certificate?.length], ['done', '', done.length]);
  await assert.rejects(town.t.transact(second, (ctx) => approveErasure(ctx, id)), refused('data-protection/done'));
});

test('a person asks from their own account; a refusal needs its reason; three years later the request goes', async () => {
  const mine = await town.accountId('kemal.oeztuerk@post.example');
  const citizen: Actor = { kind: 'citizen', id: mine, name: 'Kemal Öztürk', grants: [], trustLevel: 'basic' };
  const id = await town.t.transact(citizen, (ctx) => requestForOwnAccount(ctx, 'erasure'));
  assert.ok((await town.t.read(officer, (ctx) => listRequests(ctx, 'open'))).some((row) => row.id === id));
  assert.equal(await town.t.transact(citizen, (ctx) => requestForOwnAccount(ctx, 'erasure')), id);
  await assert.rejects(town.t.read(citizen, (ctx) => answerAccess(ctx, id)), refused('platform/not-allowed'));
  await assert.rejects(town.t.transact(officer, (ctx) => endRequest(ctx, { id, state: 'refused', reason: '' })), refused('data-protection/reason-needed'));
  await town.t.transact(officer, (ctx) => endRequest(ctx, { id, state: 'refused', reason: 'Ein Verfahren läuft noch.' }));
  const { time } = town.t;
  const now = time.now;
  time.now = new Date('2029-09-13T08:00:00Z');
  assert.equal(await town.t.transact(SYSTEM, forgetRequests), 0);
  time.now = new Date('2029-09-15T08:00:00Z');
  assert.ok((await town.t.transact(SYSTEM, forgetRequests)) > 0);
  await assert.rejects(town.t.read(officer, (ctx) => getRequest(ctx, id)), refused('data-protection/no-request'));
  time.now = now;
});

test('a month ends on the last day of a shorter one; values are told with the way to them', () => {
  assert.deepEqual(['2026-11-22', '2026-12-31', '2027-01-31'].map(monthAfter), ['2026-12-22', '2027-01-31', '2027-02-28']);
  assert.deepEqual(rowsOf([{ notes: [{ text: 'Hund' }], dueOn: '2026-11-22' }]), [{ label: '1 – Vermerke – 1 – Text', value: 'Hund' }, { label: '1 – Frist', value: '22.11.2026' }]);
});
