import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { SYSTEM } from '#platform/module';
import { staffActor, testApp, type TestApp } from '#platform/testing';
import {
  approveDraft, bundleOf, catalogueModule, changeDraft, createDraft, draftOfService, findCurrentVersion, getDraft, handInDraft, listConflicts, listDraftChanges, listServiceVersions, meetInDraft,
  publishChangedServices, publishDraft, readServiceFolder, restoreDraft, saveDraftFile, sendDraftBack, settleConflict, undoDraftChange, undoState,
} from '../index.ts';

const SERVICES = resolve(import.meta.dirname, '../../../../services');
const slug = 'dog-registration';
const person = (last: string, name: string, permissions: string[]) => staffActor(permissions, { id: `00000000-0000-7000-8000-0000000000${last}`, name });
const svenja = person('a1', 'Svenja Ohlsen', ['catalogue/edit', 'catalogue/approve', 'catalogue/publish']);
const nadine = person('a2', 'Nadine Kühn', ['catalogue/edit', 'catalogue/approve']);
const aylin = person('a3', 'Aylin Demir', ['catalogue/edit', 'catalogue/approve', 'catalogue/publish']);
let t: TestApp;
let dir: string;
before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'stadtkern-drafts-'));
  await cp(join(SERVICES, slug), join(dir, slug), { recursive: true });
  t = await testApp({ modules: [catalogueModule], env: { SERVICES_DIR: dir } });
  await publishChangedServices(t.platform, t.tenantId);
});
after(async () => {
  await t.close();
  await rm(dir, { recursive: true, force: true });
});
const settings = async (id: string) => (await t.read(svenja, (ctx) => getDraft(ctx, id))).files['service.yaml']?.content ?? '';
const minutes = (text: string, number: number) => text.replace(/^minutes: \d+/m, `minutes: ${number}`);
const setMinutes = (id: string, number: number, who = svenja) =>
  t.transact(who, (ctx) => changeDraft(ctx, id, { note: `Dauer ${number}`, change: (draft) => ({ 'service.yaml': minutes(draft.files['service.yaml']?.content ?? '', number) }) }));

test('a draft of a service begins with the version that is online; asking again opens the same one', async () => {
  const id = await t.transact(svenja, (ctx) => draftOfService(ctx, slug));
  const draft = await t.read(svenja, (ctx) => getDraft(ctx, id));
  assert.deepEqual([draft.state, draft.name, draft.revision], ['draft', 'Hund anmelden (Hundesteuer)', 1]);
  assert.equal(bundleOf(draft).hash, (await readServiceFolder(join(dir, slug))).bundle.hash);
  assert.equal(await t.transact(nadine, (ctx) => draftOfService(ctx, slug)), id);
  await assert.rejects(t.transact(nadine, (ctx) => createDraft(ctx, { slug, files: {}, note: 'neu' })), /draft-exists/);
  await assert.rejects(t.transact(staffActor(['cases/work']), (ctx) => draftOfService(ctx, 'passport')), /unknown-service|not-allowed/);
});

test('changes can be undone and brought back, a new change forgets what was undone', async () => {
  const id = await t.transact(svenja, (ctx) => draftOfService(ctx, slug));
  await setMinutes(id, 5);
  await setMinutes(id, 6);
  const path = 'service.yaml';
  await t.transact(svenja, (ctx) => undoDraftChange(ctx, id, { path }));
  assert.match(await settings(id), /^minutes: 5$/m);
  await t.transact(svenja, (ctx) => undoDraftChange(ctx, id, { path }));
  assert.match(await settings(id), /^minutes: 4$/m);
  assert.deepEqual(await t.read(svenja, (ctx) => undoState(ctx, id, path)), { undo: false, redo: true });
  await assert.rejects(t.transact(svenja, (ctx) => undoDraftChange(ctx, id, { path })), /nothing-to-undo/);
  await t.transact(svenja, (ctx) => undoDraftChange(ctx, id, { path, redo: true }));
  await t.transact(svenja, (ctx) => undoDraftChange(ctx, id, { path, redo: true }));
  assert.match(await settings(id), /^minutes: 6$/m);
  await t.transact(svenja, (ctx) => undoDraftChange(ctx, id, { path }));
  await setMinutes(id, 7);
  assert.deepEqual(await t.read(svenja, (ctx) => undoState(ctx, id, path)), { undo: true, redo: false });
  await t.transact(svenja, (ctx) => restoreDraft(ctx, id, 1));
  assert.match(await settings(id), /^minutes: 4$/m);
  const [latest] = await t.read(svenja, (ctx) => listDraftChanges(ctx, id));
  assert.deepEqual([latest?.note, latest?.changedByName], ['Stand 1 wiederhergestellt', 'Svenja Ohlsen']);
});

test('undo says whose change it takes back, and takes none back that the page did not show', async () => {
  const id = await t.transact(svenja, (ctx) => draftOfService(ctx, slug));
  const path = 'service.yaml';
  await setMinutes(id, 8);
  const seen = (await t.read(svenja, (ctx) => getDraft(ctx, id))).revision;
  await setMinutes(id, 9, nadine);
  assert.equal((await t.read(svenja, (ctx) => undoState(ctx, id, path))).undoOf, 'Nadine Kühn');
  await assert.rejects(t.transact(svenja, (ctx) => undoDraftChange(ctx, id, { path, seen })), /undo-unseen/);
  assert.match(await settings(id), /^minutes: 9$/m);
  await t.transact(svenja, async (ctx) => undoDraftChange(ctx, id, { path, seen: (await getDraft(ctx, id)).revision }));
  assert.match(await settings(id), /^minutes: 8$/m);
  await t.transact(svenja, (ctx) => restoreDraft(ctx, id, 1));
});

test('two people who type in the same part: nothing is overwritten, what the second one wrote waits for a choice', async () => {
  const id = await t.transact(svenja, (ctx) => draftOfService(ctx, slug));
  const path = 'letters/tax-notice.md';
  const before = (await t.read(svenja, (ctx) => getDraft(ctx, id))).files[path];
  assert.ok(before);
  const save = (who: typeof svenja, content: string, basedOn: number) => t.transact(who, (ctx) => saveDraftFile(ctx, id, { path, content, basedOn, note: 'Brief', byItself: true }));
  const first = await save(svenja, `${before.content}\nSatz von Svenja.\n`, before.revision);
  assert.equal(first.kind, 'saved');
  const second = await save(nadine, `${before.content}\nSatz von Nadine.\n`, before.revision);
  assert.equal(second.kind, 'conflict');
  assert.equal((await save(nadine, `${before.content}\nZwei Sätze von Nadine.\n`, before.revision)).kind, 'conflict');
  const open = await t.read(nadine, (ctx) => listConflicts(ctx, id));
  assert.deepEqual(open.map((one) => [one.writtenByName, one.content.includes('Zwei Sätze')]), [['Nadine Kühn', true]]);
  assert.match((await t.read(svenja, (ctx) => getDraft(ctx, id))).files[path]?.content ?? '', /Satz von Svenja/);
  const [conflict] = open;
  assert.ok(conflict);
  await t.transact(svenja, (ctx) => settleConflict(ctx, conflict, 'mine'));
  assert.match((await t.read(svenja, (ctx) => getDraft(ctx, id))).files[path]?.content ?? '', /Zwei Sätze von Nadine/);
  assert.deepEqual(await t.read(svenja, (ctx) => listConflicts(ctx, id)), []);
});

test('typing that saves itself is one change of the history within a minute, then the next', async () => {
  const id = await t.transact(svenja, (ctx) => draftOfService(ctx, slug));
  const path = 'letters/refusal.md';
  let { revision, content } = (await t.read(svenja, (ctx) => getDraft(ctx, id))).files[path] ?? { revision: 0, content: '' };
  const begin = content;
  const type = async (letter: string) => {
    content += letter;
    const saved = await t.transact(svenja, (ctx) => saveDraftFile(ctx, id, { path, content, basedOn: revision, note: 'Brief', byItself: true }));
    assert.equal(saved.kind, 'saved');
    if (saved.kind === 'saved') revision = saved.revision;
  };
  const count = async () => (await t.read(svenja, (ctx) => listDraftChanges(ctx, id))).filter((one) => one.path === path).length;
  const had = await count();
  await type('A');
  await type('B');
  assert.equal(await count(), had + 1);
  t.time.advance(61_000);
  await type('C');
  assert.equal(await count(), had + 2);
  await t.transact(svenja, (ctx) => undoDraftChange(ctx, id, { path }));
  await t.transact(svenja, (ctx) => undoDraftChange(ctx, id, { path }));
  assert.equal((await t.read(svenja, (ctx) => getDraft(ctx, id))).files[path]?.content, begin);
});

test('who has the draft open is seen for half a minute', async () => {
  const id = await t.transact(svenja, (ctx) => draftOfService(ctx, slug));
  await t.transact(svenja, (ctx) => meetInDraft(ctx, id, 'formular'));
  assert.deepEqual((await t.transact(nadine, (ctx) => meetInDraft(ctx, id, 'prozess'))).map(({ name, part }) => [name, part]), [['Svenja Ohlsen', 'formular']]);
  t.time.advance(36_000);
  assert.deepEqual(await t.transact(nadine, (ctx) => meetInDraft(ctx, id, 'prozess')), []);
});

test('from draft to version: a broken draft goes nowhere, another person approves, a change takes the approval back', async () => {
  const id = await t.transact(svenja, (ctx) => draftOfService(ctx, slug));
  const good = (await t.read(svenja, (ctx) => getDraft(ctx, id))).files['form.json'];
  assert.ok(good);
  await t.transact(svenja, (ctx) => changeDraft(ctx, id, { note: 'kaputt', change: () => ({ 'form.json': good.content.replace('"type": "address"', '"type": "adress"') }) }));
  await assert.rejects(t.transact(svenja, (ctx) => handInDraft(ctx, id)), /broken-draft.*form\.json/s);
  await t.transact(svenja, (ctx) => undoDraftChange(ctx, id, { path: 'form.json' }));
  await setMinutes(id, 5);
  const revision = async () => (await t.read(svenja, (ctx) => getDraft(ctx, id))).revision;
  await assert.rejects(t.transact(aylin, async (ctx) => approveDraft(ctx, id, { revision: await revision() })), /wrong-state/);
  await t.transact(svenja, (ctx) => handInDraft(ctx, id));
  await assert.rejects(t.transact(svenja, async (ctx) => approveDraft(ctx, id, { revision: await revision() })), /own-work/);
  await assert.rejects(t.transact(nadine, async (ctx) => approveDraft(ctx, id, { revision: await revision() })), /own-work/, 'she wrote a letter in it');
  await assert.rejects(t.transact({ ...aylin, actingFor: { id: svenja.id ?? '', name: svenja.name } }, async (ctx) => approveDraft(ctx, id, { revision: await revision() })), /own-work/);
  await t.transact(aylin, (ctx) => sendDraftBack(ctx, id, { reason: 'Bitte die Dauer prüfen.' }));
  assert.equal((await t.read(svenja, (ctx) => getDraft(ctx, id))).decisionNote, 'Aylin Demir: Bitte die Dauer prüfen.');
  await t.transact(svenja, (ctx) => handInDraft(ctx, id));
  const looked = await revision();
  await setMinutes(id, 6);
  await t.transact(svenja, (ctx) => handInDraft(ctx, id));
  await assert.rejects(t.transact(aylin, (ctx) => approveDraft(ctx, id, { revision: looked })), /changed-since/);
  await t.transact(aylin, async (ctx) => approveDraft(ctx, id, { revision: await revision() }));
  await assert.rejects(t.transact(nadine, (ctx) => publishDraft(ctx, id)), /not-allowed/);
  const { number } = await t.transact(svenja, (ctx) => publishDraft(ctx, id));
  assert.equal(number, 2);
  await assert.rejects(setMinutes(id, 9), /draft-closed/);
});

test('what the workshop published survives the next start; a touched folder is published again', async () => {
  const report = await publishChangedServices(t.platform, t.tenantId);
  assert.deepEqual([report.published, report.unchanged], [[], [slug]]);
  const current = await t.read(SYSTEM, (ctx) => findCurrentVersion(ctx, slug));
  assert.deepEqual([current?.service.number, current?.service.settings.minutes], [2, 6]);
});

test('files that are no part of a service are refused', async () => {
  await assert.rejects(t.transact(svenja, (ctx) => createDraft(ctx, { slug: 'x', files: { '../passwd': 'x' }, note: 'neu' })), /bad-file/);
  await assert.rejects(t.transact(svenja, (ctx) => createDraft(ctx, { slug: 'X y', files: {}, note: 'neu' })), /bad-file/);
  assert.equal((await t.read(svenja, (ctx) => listServiceVersions(ctx, slug))).length, 2);
});
