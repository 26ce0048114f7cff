import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addStaffMember, assignRole, findOfficeByKey, organisationModule } from '#core/organisation';
import { authModule } from '#platform/auth';
import { newId } from '#platform/db';
import { Problem, SYSTEM, seeds, type Actor } from '#platform/module';
import { staffActor, testApp, type TestApp } from '#platform/testing';
import {
  addPlanPositions, addReference, admit, caseReach, checkIn, listVersions, closeFile, closeFileById, closeEndedFiles, dismiss, fileInto, findCaseFileByNumber, findReadable, getCaseFileById, handOverCaseFile, holdCaseFile, importPlan, listCaseFiles, listFileDocuments,
  listFilePlan, listReferences, mergeCaseFiles, moveCaseFile, noteCaseEnded, openCaseFile, openFile, openFreeCaseFile, planToCsv, planToXml, previewPlan, protectCaseFile, readPlan, recordsModule, releaseCaseFile, removePlanPosition,
  reopenCaseFile, reopenFile, samplePlan, savePlanPosition, setNumberPattern, splitCaseFile, type NewDocument,
} from '../index.ts';
import { makeEditKey } from '../webdav/edit-key.ts';
import { davAddress } from '../webdav/webdav.ts';

let t: TestApp;
let office = '';
let otherOffice = '';
let keeper: Actor;
let clerk: Actor;
let stranger: Actor;
let boss: Actor;
let colleagueId = '';
const withCases: string[] = [];
before(async () => {
  t = await testApp({ modules: [{ ...authModule, contributes: [] }, organisationModule, recordsModule, { name: 'files-test', contributes: [caseReach.of(async (ctx) => (ctx.actor.name === 'Fremd' ? withCases : []))] }] });
  for (const seed of t.platform.contributions(seeds).filter((one) => one.name === 'organisation/offices')) await t.transact(SYSTEM, (ctx) => seed.run(ctx));
  await t.transact(SYSTEM, async (ctx) => {
    office = (await findOfficeByKey(ctx, 'steueramt'))?.id ?? '';
    otherOffice = (await findOfficeByKey(ctx, 'ordnungsamt'))?.id ?? '';
    colleagueId = await addStaffMember(ctx, { name: 'Ines Mai', email: 'ines@stadt.example', officeId: otherOffice });
    await assignRole(ctx, { accountId: colleagueId, roleKey: 'leitung', officeId: otherOffice });
    await addPlanPositions(ctx, samplePlan);
  });
  keeper = staffActor(['records/read', 'records/manage', 'records/read-protected'], { id: newId(), name: 'Norbert Fink' });
  clerk = staffActor(['records/read', 'cases/work'], { id: newId(), name: 'Carla Sommer', officeId: office });
  boss = staffActor(['records/read', 'records/read-protected', 'cases/work'], { id: newId(), name: 'Lea Leitner', officeId: office });
  stranger = staffActor(['records/read', 'cases/work'], { id: newId(), name: 'Fremd', officeId: otherOffice });
});
after(() => t.close());

const refused = (code: string) => (error: unknown) => error instanceof Problem && (error.code === code || assert.fail(String(error)));
const paper = async (text = 'Brief'): Promise<NewDocument> => ({ kind: 'incoming', title: text, blob: await t.platform.storage.put(Buffer.from(text)), mime: 'text/plain', name: `${text}.txt`, visibleToApplicant: false });
const opened = (title = 'Schriftwechsel'): Promise<{ id: string; number: string }> => t.transact(clerk, (ctx) => openFreeCaseFile(ctx, { position: '02.3.1', title, officeId: office, person: 'Anna Weber' }));
const sees = async (actor: Actor, id: string): Promise<boolean> => (await t.read(actor, (ctx) => listCaseFiles(ctx, { position: '02.3.1', limit: 500 }))).rows.some((row) => row.id === id);

test('an office numbers its files by its own pattern; without one by position, year and running number', async () => {
  const first = await opened();
  assert.match(first.number, /^02\.3\.1-2026\/\d{3}$/);
  await assert.rejects(t.transact(keeper, (ctx) => setNumberPattern(ctx, { officeId: office, pattern: 'ST {jahr}' })), refused('records/wrong-pattern'));
  await assert.rejects(t.transact(clerk, (ctx) => setNumberPattern(ctx, { officeId: office, pattern: '{nr}' })), refused('platform/not-allowed'));
  await t.transact(keeper, (ctx) => setNumberPattern(ctx, { officeId: office, pattern: '{amt}/{jahr}-{nr:4}' }));
  assert.equal((await opened()).number, 'steueramt/2026-0001');
  assert.equal((await opened()).number, 'steueramt/2026-0002');
});

test('a file holds case files; it closes only when all in it are closed, and opens again with a reason', async () => {
  const file = await t.transact(keeper, (ctx) => openFile(ctx, { position: '02.3.2', title: 'Grundsteuer Lindenstraße', officeId: office }));
  await assert.rejects(t.transact(clerk, (ctx) => openFile(ctx, { position: '02.3.2', title: 'x', officeId: office })), refused('platform/not-allowed'));
  await assert.rejects(t.transact(keeper, (ctx) => openFile(ctx, { position: '02.3.2', title: 'x', officeId: office, number: file.number })), refused('records/number-taken'));
  await assert.rejects(t.transact(keeper, (ctx) => openFile(ctx, { position: '99', title: 'x', officeId: office })), refused('records/no-such-position'));
  const inside = await t.transact(clerk, (ctx) => openFreeCaseFile(ctx, { position: '00', title: 'Nachfrage', officeId: office, parentId: file.id }));
  assert.equal((await t.read(SYSTEM, (ctx) => getCaseFileById(ctx, inside.id))).planPosition, '02.3.2');
  await assert.rejects(t.transact(keeper, (ctx) => closeFile(ctx, file.id)), refused('records/open-inside'));
  await t.transact(clerk, (ctx) => closeFileById(ctx, inside.id));
  await t.transact(keeper, (ctx) => closeFile(ctx, file.id));
  await assert.rejects(t.transact(clerk, (ctx) => openFreeCaseFile(ctx, { position: '00', title: 'Noch eine', officeId: office, parentId: file.id })), refused('records/file-closed'));
  await assert.rejects(t.transact(keeper, (ctx) => reopenFile(ctx, { id: file.id, reason: ' ' })), refused('records/reason-needed'));
  await t.transact(keeper, (ctx) => reopenFile(ctx, { id: file.id, reason: 'Widerspruch' }));
});

test('a closed case file takes nothing more until it is opened again with a reason', async () => {
  const { id } = await opened();
  await t.transact(clerk, async (ctx) => fileInto(ctx, id, [await paper()]));
  await t.transact(clerk, (ctx) => closeFileById(ctx, id));
  await assert.rejects(t.transact(clerk, async (ctx) => fileInto(ctx, id, [await paper()])), refused('records/file-closed'));
  await assert.rejects(t.transact(clerk, (ctx) => reopenCaseFile(ctx, { id, reason: 'Nachtrag' })), refused('platform/not-allowed'));
  await t.transact(keeper, (ctx) => reopenCaseFile(ctx, { id, reason: 'Nachtrag' }));
  await t.transact(clerk, async (ctx) => fileInto(ctx, id, [await paper('Nachtrag')]));
  assert.ok((await t.eventTypes()).includes('records/file-reopened'));
});

test('the file of an ended case closes by itself after some weeks, not before', async () => {
  const caseId = newId();
  const { fileId } = await t.transact(SYSTEM, async (ctx) => openCaseFile(ctx, { caseId, officeId: office, filePlanPosition: '02.3.1', title: 'Hund', number: 'H-1' }));
  await t.transact(SYSTEM, (ctx) => noteCaseEnded(ctx, caseId));
  assert.equal(await t.transact(SYSTEM, (ctx) => closeEndedFiles(ctx, 30)), 0);
  t.time.advance(31 * 86_400_000);
  assert.equal(await t.transact(SYSTEM, (ctx) => closeEndedFiles(ctx, 30)), 1);
  assert.ok((await t.read(SYSTEM, (ctx) => getCaseFileById(ctx, fileId))).closedAt);
});

test('merging puts all documents into the other file and says where they went; a hold forbids it', async () => {
  const [from, into] = [await opened('Doppelt'), await opened('Richtig')];
  await t.transact(clerk, async (ctx) => fileInto(ctx, from.id, [await paper('eins'), await paper('zwei')]));
  await t.transact(keeper, (ctx) => holdCaseFile(ctx, { id: from.id, reason: 'Klage' }));
  await assert.rejects(t.transact(keeper, (ctx) => mergeCaseFiles(ctx, { id: from.id, intoId: into.id, reason: 'doppelt' })), refused('records/held'));
  await t.transact(keeper, (ctx) => releaseCaseFile(ctx, { id: from.id, reason: 'Klage erledigt' }));
  await assert.rejects(t.transact(clerk, (ctx) => mergeCaseFiles(ctx, { id: from.id, intoId: into.id, reason: 'doppelt' })), refused('platform/not-allowed'));
  await t.transact(keeper, (ctx) => mergeCaseFiles(ctx, { id: from.id, intoId: into.id, reason: 'doppelt' }));
  assert.deepEqual((await t.read(clerk, (ctx) => listFileDocuments(ctx, into.id))).map((document) => document.title), ['eins', 'zwei']);
  const merged = await t.read(SYSTEM, (ctx) => getCaseFileById(ctx, from.id));
  assert.deepEqual([merged.mergedInto, merged.closedAt !== undefined], [into.id, true]);
});

test('splitting puts chosen documents into a new file at the same place', async () => {
  const file = await opened('Zwei Sachen');
  const documents = await t.transact(clerk, async (ctx) => fileInto(ctx, file.id, [await paper('bleibt'), await paper('geht')]));
  await assert.rejects(t.transact(keeper, (ctx) => splitCaseFile(ctx, { id: file.id, title: 'Neu', documents: [newId()], reason: 'andere Sache' })), refused('records/nothing-chosen'));
  const made = await t.transact(keeper, (ctx) => splitCaseFile(ctx, { id: file.id, title: 'Neu', documents: [documents[1]?.id ?? ''], reason: 'andere Sache' }));
  assert.deepEqual((await t.read(clerk, (ctx) => listFileDocuments(ctx, made.id))).map((document) => document.title), ['geht']);
  assert.equal((await t.read(clerk, (ctx) => listFileDocuments(ctx, file.id))).length, 1);
});

test('a file moves to another place and another office; whoever had it there no longer sees it here', async () => {
  const file = await opened('Falsches Amt');
  assert.deepEqual([await sees(clerk, file.id), await sees(stranger, file.id)], [true, false]);
  await assert.rejects(t.transact(keeper, (ctx) => moveCaseFile(ctx, { id: file.id, officeId: otherOffice, reason: '' })), refused('records/reason-needed'));
  await t.transact(keeper, (ctx) => moveCaseFile(ctx, { id: file.id, officeId: otherOffice, reason: 'zuständig' }));
  assert.deepEqual([await sees(clerk, file.id), await sees(stranger, file.id)], [false, true]);
  await t.transact(keeper, (ctx) => moveCaseFile(ctx, { id: file.id, position: '03.1', reason: 'Gewerbe' }));
  assert.equal((await t.read(stranger, (ctx) => findCaseFileByNumber(ctx, file.number)))?.planPosition, '03.1');
});

test('cross references are seen from both ends, but only by whoever may see the other file', async () => {
  const [one, two] = [await opened('Eins'), await opened('Zwei')];
  await t.transact(keeper, (ctx) => addReference(ctx, { fromId: one.id, toId: two.id, note: 'gleicher Hund' }));
  const [there, back] = await t.read(clerk, async (ctx) => [await listReferences(ctx, one.id), await listReferences(ctx, two.id)] as const);
  assert.deepEqual([there[0]?.direction, back[0]?.direction, back[0]?.note], ['to', 'from', 'gleicher Hund']);
  assert.deepEqual(await t.read(stranger, (ctx) => listReferences(ctx, one.id)), []);
});

test('a protected file is seen by whoever may read protected ones, is admitted by name or office, or takes part in the case; nobody else', async () => {
  const file = await opened('Kindeswohl');
  await t.transact(clerk, async (ctx) => fileInto(ctx, file.id, [await paper('vertraulich')]));
  await t.transact(keeper, (ctx) => protectCaseFile(ctx, { id: file.id, protection: 'protected' }));
  assert.deepEqual([await sees(clerk, file.id), await sees(boss, file.id), await sees(stranger, file.id)], [false, true, false]);
  await assert.rejects(t.transact(clerk, async (ctx) => fileInto(ctx, file.id, [await paper()])), refused('records/no-such-file'));
  const ines = staffActor([], { id: colleagueId, name: 'Ines Mai' });
  assert.equal(await sees(ines, file.id), false);
  const target = { type: 'case-file' as const, id: file.id };
  await t.transact(keeper, (ctx) => admit(ctx, { target, kind: 'account', holder: colleagueId }));
  assert.equal(await sees(ines, file.id), true);
  await t.transact(keeper, (ctx) => dismiss(ctx, { target, kind: 'account', holder: colleagueId }));
  await t.transact(keeper, (ctx) => admit(ctx, { target, kind: 'group', holder: 'ordnungsamt/leitung' }));
  assert.equal(await sees(ines, file.id), true);
  await assert.rejects(t.transact(keeper, (ctx) => admit(ctx, { target, kind: 'group', holder: 'nirgendwo' })), refused('records/no-such-person'));
  await assert.rejects(t.transact(boss, (ctx) => admit(ctx, { target, kind: 'group', holder: 'ordnungsamt' })), refused('platform/not-allowed'));
});

test('a single protected document in an open file hides from the list and from its address', async () => {
  const file = await opened('Offen mit Geheimnis');
  const [open] = await t.transact(clerk, async (ctx) => fileInto(ctx, file.id, [await paper('offen')]));
  const [secret] = await t.transact(boss, async (ctx) => fileInto(ctx, file.id, [{ ...(await paper('geheim')), protection: 'protected' }]));
  assert.deepEqual((await t.read(clerk, (ctx) => listFileDocuments(ctx, file.id))).map((document) => document.id), [open?.id]);
  assert.equal((await t.read(boss, (ctx) => listFileDocuments(ctx, file.id))).length, 2);
  await assert.rejects(t.read(clerk, (ctx) => findReadable(ctx, secret?.id ?? '')), refused('records/no-such-document'));
  await t.transact(keeper, (ctx) => admit(ctx, { target: { type: 'document', id: secret?.id ?? '' }, kind: 'account', holder: colleagueId }));
  const ines = staffActor([], { id: colleagueId, name: 'Ines Mai' });
  assert.equal((await t.read(ines, (ctx) => findReadable(ctx, secret?.id ?? ''))).title, 'geheim');
  await assert.rejects(t.read(ines, (ctx) => findReadable(ctx, open?.id ?? '')), refused('records/no-such-document'));
});

test('taking part in a case is enough to see its file; the file goes along when the case changes the office', async () => {
  const caseId = newId();
  const { fileId } = await t.transact(SYSTEM, async (ctx) => openCaseFile(ctx, { caseId, officeId: office, filePlanPosition: '02.3.1', title: 'Hund Rex', number: 'H-2' }));
  assert.equal(await sees(stranger, fileId), false);
  withCases.push(caseId);
  assert.equal(await sees(stranger, fileId), true);
  withCases.length = 0;
  await t.transact(SYSTEM, (ctx) => handOverCaseFile(ctx, { caseId, officeId: otherOffice }));
  assert.equal(await sees(stranger, fileId), true);
});

test('the file plan goes out and comes back as CSV and XML, and says what an import would change', async () => {
  const plan = await t.read(SYSTEM, listFilePlan);
  for (const text of [planToCsv(plan), planToXml(plan)]) assert.deepEqual(readPlan(Buffer.from(text)).map((one) => [one.number, one.title, one.retentionYears]), plan.map((one) => [one.number, one.title, one.retentionYears]));
  const csv = 'Stelle;Titel;Beschreibung;Jahre;Danach\n02.3.1;Hundesteuer;;12;V\n02.3.9;Zweitwohnungssteuer;neu;10;V\n';
  const preview = await t.read(keeper, (ctx) => previewPlan(ctx, Buffer.from(csv)));
  assert.deepEqual([preview.added.map((one) => one.number), preview.changed.map((one) => one.number)], [['02.3.9'], ['02.3.1']]);
  await t.transact(keeper, (ctx) => importPlan(ctx, Buffer.from(csv)));
  assert.equal((await t.read(SYSTEM, listFilePlan)).find((one) => one.number === '02.3.1')?.retentionYears, 12);
  await assert.rejects(t.transact(clerk, (ctx) => importPlan(ctx, Buffer.from(csv))), refused('platform/not-allowed'));
  for (const [wrong, says] of [['02.9.9.9;x', /liegt unter 02\.9\.9/], ['02.4;Gebühren;;zehn;V', /Zeile 1.*keine Zahl/], ['02.4;a\n02.4;b', /kommt zweimal vor/], ['<Aktenplan><Stelle', /kein gültiges XML/], ['<!DOCTYPE a><Aktenplan/>', /DOCTYPE/]] as const)
    await assert.rejects(t.transact(keeper, (ctx) => importPlan(ctx, Buffer.from(wrong))), (error) => error instanceof Problem && says.test(error.de));
});

test('a position is added, changed and removed; one in use stays', async () => {
  await t.transact(keeper, (ctx) => savePlanPosition(ctx, { number: '08.9', title: 'Kleingärten', retentionYears: 5, disposition: 'destroy' }));
  await assert.rejects(t.transact(keeper, (ctx) => savePlanPosition(ctx, { number: '08.9.1.1', title: 'x', disposition: 'destroy' })), refused('records/plan-unreadable'));
  await assert.rejects(t.transact(keeper, (ctx) => removePlanPosition(ctx, '02.3.1')), refused('records/plan-in-use'));
  await t.transact(keeper, (ctx) => removePlanPosition(ctx, '08.9'));
  const types = await t.eventTypes();
  for (const type of ['records/plan-position-added', 'records/plan-position-removed', 'records/plan-imported', 'records/files-merged', 'records/hold-set', 'records/admitted', 'records/protection-changed']) assert.ok(types.includes(type), type);
});

test('a word processor opens, locks and saves one checked-out document by its key; every save is a version, and with giving back the key ends', async () => {
  const ines = staffActor(['records/read', 'cases/work'], { id: colleagueId, name: 'Ines Mai', officeId: otherOffice });
  const fileId = (await t.transact(ines, (ctx) => openFreeCaseFile(ctx, { position: '02.3.1', title: 'Satzung', officeId: otherOffice }))).id;
  const [document] = await t.transact(ines, async (ctx) => fileInto(ctx, fileId, [await paper('Entwurf')]));
  const id = document?.id ?? '';
  const { key } = await t.transact(ines, (ctx) => makeEditKey(ctx, id));
  const url = davAddress(t.url, key, 'Entwurf.txt');
  const dav = async (method: string, headers: Record<string, string> = {}, body?: string): Promise<{ status: number; text: string; headers: Headers }> => {
    const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  assert.equal((await dav('OPTIONS')).headers.get('dav'), '1, 2');
  assert.match((await dav('PROPFIND', { depth: '0' })).text, /<D:getcontentlength>7<\/D:getcontentlength>/);
  const asked = (await dav('PROPFIND', { depth: '0' }, '<propfind xmlns="DAV:"><prop><getetag/><x:colour xmlns:x="urn:x"/></prop></propfind>')).text;
  assert.match(asked, /<D:getetag>[^<]+<\/D:getetag><\/D:prop><D:status>HTTP\/1\.1 200[\s\S]*<x:colour xmlns:x="urn:x"\/><\/D:prop><D:status>HTTP\/1\.1 404/);
  assert.doesNotMatch(asked, /getcontentlength/);
  assert.match((await dav('PROPPATCH', {}, '<d:propertyupdate xmlns:d="DAV:"><d:set><d:prop><x:colour xmlns:x="urn:x">rot</x:colour></d:prop></d:set></d:propertyupdate>')).text, /<D:prop><x:colour xmlns:x="urn:x"\/><\/D:prop><D:status>HTTP\/1\.1 403/);
  for (const [method, headers, body, status] of [['PROPFIND', {}, '<prop><b></prop>', 400], ['LOCK', {}, '<lockinfo xmlns="DAV:"><lockscope><shared/></lockscope></lockinfo>', 403], ['UNLOCK', {}, undefined, 400], ['PUT', { 'content-range': 'bytes 0-1/9' }, 'ab', 400], ['MOVE', { destination: `${url}x` }, undefined, 405], ['COPY', { destination: `${url}x` }, undefined, 405], ['MKCOL', {}, undefined, 405]] as const)
    assert.equal((await dav(method, { ...headers }, body)).status, status, method);
  assert.equal((await dav('GET')).text, 'Entwurf');
  const locked = await dav('LOCK', { timeout: 'Second-600' }, '<D:lockinfo xmlns:D="DAV:"/>');
  const token = locked.headers.get('lock-token') ?? '';
  assert.match(locked.text, /<D:owner>Ines Mai<\/D:owner><D:timeout>Second-600/);
  assert.equal((await dav('PUT', {}, 'ohne Sperre')).status, 423);
  assert.equal((await dav('LOCK')).status, 423);
  assert.equal((await dav('PUT', { if: `(${token})` }, 'Zweiter Entwurf')).status, 204);
  assert.equal((await dav('PUT', { if: `(${token})` }, 'Zweiter Entwurf')).status, 204);
  assert.equal((await dav('PUT', { if: `(${token})` }, '%PDF-1.7 etwas anderes')).status, 415);
  assert.equal((await dav('UNLOCK', { 'lock-token': token })).status, 204);
  assert.equal((await dav('DELETE')).status, 405);
  assert.equal((await fetch(url.replace('Entwurf.txt', 'Anderes.txt'))).status, 404);
  assert.equal((await fetch(`${t.url}/webdav/${'x'.repeat(43)}/Entwurf.txt`)).status, 404);
  const versions = await t.read(ines, (ctx) => listVersions(ctx, id));
  assert.deepEqual(versions.map((one) => [one.number, one.createdBy, one.note]), [[2, 'Ines Mai', 'aus dem Schreibprogramm gespeichert'], [1, 'Ines Mai', undefined]]);
  await assert.rejects(t.transact(keeper, (ctx) => makeEditKey(ctx, id)), refused('records/checked-out'));
  await t.transact(ines, (ctx) => checkIn(ctx, id));
  assert.equal((await dav('GET')).status, 404);
  const { key: next } = await t.transact(ines, (ctx) => makeEditKey(ctx, id));
  t.time.now = new Date(t.time.now.getTime() + 11 * 3_600_000);
  assert.equal((await fetch(davAddress(t.url, next, 'Entwurf.txt'))).status, 404);
});
