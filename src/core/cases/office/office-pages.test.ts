import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#platform/db';
import { SYSTEM, type Actor } from '#platform/module';
import { htmlMistakes, staffActor, type TestClient } from '#platform/testing';
import { fileDocument, listCaseDocuments } from '#core/records';
import { openSample, sampleCity, type SampleCity } from '../sample/sample-city.ts';
import { getCase, listCaseIncidents, listCaseTasks, type Task } from '../index.ts';

let city: SampleCity;
let carla: TestClient;
let deniz: TestClient;
before(async () => {
  city = await sampleCity();
  carla = city.browser(city.clerks.carla);
  deniz = city.browser(city.clerks.deniz);
});
after(() => city.t.close());

const sound = async (text: string): Promise<void> => assert.deepEqual(await htmlMistakes(text), []);
const says = (page: { text: string }, ...words: string[]): void => assert.deepEqual(words.filter((word) => !page.text.includes(word)), []);
const openTask = async (caseId: string): Promise<Task> => {
  const task = (await city.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, caseId))).find((one) => one.state === 'open');
  assert.ok(task);
  return task;
};

test('a clerk finds a free task, opens the case, decides it; a colleague confirms; all without a script', async () => {
  const { caseId, number } = await openSample(city, { purpose: 'Hoffest', amount: 500 });
  const list = await carla.get('/office/arbeit?ansicht=gruppe');
  await sound(list.text);
  assert.match(list.text, new RegExp(number));
  assert.match(list.text, /Antrag prüfen/);
  const task = await openTask(caseId);
  const page = await carla.get(`/office/vorgaenge/${caseId}?aufgabe=${task.id}&liste=ansicht%3Dgruppe`);
  await sound(page.text);
  for (const words of ['Erlaubnis für Hoffest', 'Anna Weber', 'Nächster Schritt: Antrag prüfen', 'Wir prüfen Ihren Antrag', 'Erledigen und weiter', 'Ab 100 prüft ein Mensch', 'Vorgang eröffnet']) assert.ok(page.text.includes(words), words);
  const done = await carla.post(`/office/aufgaben/${task.id}/erledigen`, { result: 'grant', reason: 'passt', _liste: 'ansicht=gruppe' });
  assert.equal(done.status, 200);
  assert.match(done.text, /„Antrag prüfen“ erledigt/);
  const confirm = await openTask(caseId);
  assert.match((await carla.get(`/office/vorgaenge/${caseId}`)).text, /muss jemand anderes übernehmen/);
  await deniz.post(`/office/aufgaben/${confirm.id}/erledigen`, { confirmed: 'true' });
  await city.work();
  const closed = await deniz.get(`/office/vorgaenge/${caseId}`);
  await sound(closed.text);
  assert.match(closed.text, /abgeschlossen/);
});

test('what is wrong in the form is said at its field, and the typed text is still there', async () => {
  const { caseId } = await openSample(city, { purpose: 'Fehler', amount: 500 });
  const task = await openTask(caseId);
  const again = await carla.post(`/office/aufgaben/${task.id}/erledigen`, { reason: 'Schon getippter Text' });
  assert.equal(again.status, 422);
  await sound(again.text);
  assert.match(again.text, /Schon getippter Text/);
  assert.match(again.text, /error-summary/);
});

test('two clerks at once: the second gets 409 with the name of the first, and reads what was typed', async () => {
  const { caseId } = await openSample(city, { purpose: 'Wettlauf', amount: 500 });
  const task = await openTask(caseId);
  await carla.post(`/office/aufgaben/${task.id}/uebernehmen`, {});
  const second = await deniz.post(`/office/aufgaben/${task.id}/erledigen`, { result: 'refuse', reason: 'Meine lange Begründung' });
  assert.equal(second.status, 409);
  says(second, 'Carla Sommer hat diese Aufgabe schon übernommen', 'Meine lange Begründung');
  await sound(second.text);
  await carla.post(`/office/aufgaben/${task.id}/erledigen`, { result: 'grant' });
  const late = await deniz.post(`/office/aufgaben/${task.id}/erledigen`, { result: 'refuse', reason: 'Zu spät getippt' });
  assert.equal(late.status, 409);
  says(late, 'schon erledigt: von Carla Sommer', 'Zu spät getippt');
});

test('whoever has nothing to do with a case learns nothing of it', async () => {
  const { caseId } = await openSample(city, { purpose: 'Geheim', amount: 500 });
  const stranger = city.browser(staffActor([], { id: newId(), name: 'Fremd' }));
  assert.equal((await stranger.get(`/office/vorgaenge/${caseId}`)).status, 404);
  assert.equal((await stranger.post(`/office/vorgaenge/${caseId}/vermerke`, { text: 'x' })).status, 404);
  assert.equal((await stranger.post(`/office/aufgaben/${(await openTask(caseId)).id}/erledigen`, { result: 'grant' })).status, 404);
  assert.doesNotMatch((await stranger.get('/office/arbeit?ansicht=alle')).text, /Geheim/);
  assert.doesNotMatch((await stranger.get('/office/arbeit?ansicht=aufgaben')).text, /Geheim/);
  assert.equal((await city.t.client().get(`/office/vorgaenge/${caseId}`)).status, 401);
  assert.equal((await carla.get(`/office/vorgaenge/${newId()}`)).status, 404);
});

test('lists page by cursor there and back, sort and filter by the address', async () => {
  for (let i = 0; i < 60; i++) await openSample(city, { purpose: `Reihe ${String(i).padStart(2, '0')}`, amount: 500 }, { givenName: 'Bo', familyName: `Reihe${i}` });
  const first = await carla.get('/office/arbeit?ansicht=gruppe&q=reihe&sortierung=nummer');
  await sound(first.text);
  const numbers = (text: string): string[] => [...text.matchAll(/>(\d{4}-BSP-\d{6})</g)].map((found) => found[1] ?? '');
  assert.equal(numbers(first.text).length, 50);
  const next = /href="([^"]*nach=[^"]*)"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const second = await carla.get(next);
  assert.equal(numbers(second.text).length, 10);
  const before = /href="([^"]*vor=[^"]*)"/.exec(second.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  assert.deepEqual(numbers((await carla.get(before)).text), numbers(first.text));
  const backwards = await carla.get('/office/arbeit?ansicht=gruppe&q=reihe&sortierung=-nummer');
  assert.equal(numbers(backwards.text)[0], numbers(second.text).at(-1));
  for (const query of ['nach=quatsch', 'ansicht=quatsch', 'frist=ueberfaellig', 'status=open&ansicht=alle', 'leistung=sample-permit', 'amt=steueramt&ansicht=alle', 'sortierung=-quatsch', "q=%27%22%25_\\"]) {
    const page = await carla.get(`/office/arbeit?${query}`);
    assert.equal(page.status, 200, query);
    await sound(page.text);
  }
});

test('everything that is filtered leaves as one file, safe for a spreadsheet', async () => {
  await openSample(city, { purpose: 'Export', amount: 500 }, { givenName: '=1+1', familyName: 'Formel' });
  const file = await carla.get('/office/arbeit/export.csv?ansicht=alle&q=reihe');
  assert.match(file.headers.get('content-disposition') ?? '', /attachment; filename="arbeitsvorrat-alle-/);
  assert.equal(file.text.trim().split('\r\n').length, 61);
  assert.match((await carla.get('/office/arbeit/export.csv?ansicht=alle&q=formel')).text, /;'=1\+1 Formel;/);
  assert.ok((await city.t.eventTypes()).includes('cases/list-exported'));
});

test('many tasks are taken at once; those that are gone are told with their reason', async () => {
  const cases = [];
  for (const purpose of ['Sammel 1', 'Sammel 2', 'Sammel 3']) cases.push(await openSample(city, { purpose, amount: 500 }));
  const tasks = [];
  for (const { caseId } of cases) tasks.push(await openTask(caseId));
  await deniz.post(`/office/aufgaben/${tasks[0]?.id}/uebernehmen`, {});
  const answer = await carla.post('/office/arbeit/sammel', { aktion: 'uebernehmen', aufgabe: tasks.map((task) => task.id), liste: '', zurueck: '/office/arbeit' }, { follow: false });
  assert.equal(answer.status, 303);
  const flash = Buffer.from(carla.cookies.get('stadtkern_flash') ?? '', 'base64url').toString();
  assert.match(flash, /2 Aufgaben erledigt\. 1 nicht: Deniz Yıldız hat diese Aufgabe schon übernommen/);
  const all = await carla.post('/office/arbeit/sammel', { aktion: 'zurueckgeben', umfang: 'alle', liste: 'ansicht=meine&q=sammel', zurueck: '/office/arbeit' }, { follow: false });
  assert.equal(all.status, 303);
  assert.equal((await openTask(cases[1]?.caseId ?? '')).assignee, undefined);
});

test('a list is kept under a name and stands above the work list', async () => {
  await carla.post('/office/arbeit/ansichten', { name: 'Meine Feste', liste: 'ansicht=gruppe&q=fest&boese=1' });
  const page = await carla.get('/office/arbeit');
  assert.match(page.text, /href="\/office\/arbeit\?ansicht=gruppe&amp;q=fest"/);
  assert.doesNotMatch((await deniz.get('/office/arbeit')).text, /Meine Feste/);
});

test('notes, resubmission, responsibility and documents of a case', async () => {
  const { caseId, number } = await openSample(city, { purpose: 'Akte', amount: 500 });
  const base = `/office/vorgaenge/${caseId}`;
  await carla.post(`${base}/vermerke`, { text: 'Habe <b>angerufen</b>.' });
  await carla.post(`${base}/wiedervorlagen`, { am: '2099-01-07', grund: 'nachfragen' });
  await carla.post(`${base}/verantwortung`, { wer: 'ich' });
  await carla.post(`${base}/dokumente`, { titel: 'Scan', datei: new File(['%PDF-1.7 x'], 'scan.pdf', { type: 'application/pdf' }) });
  const page = await carla.get(base);
  await sound(page.text);
  for (const words of ['Habe &lt;b>angerufen', 'nachfragen', 'verantwortlich: Carla Sommer', 'Scan']) assert.ok(page.text.includes(words), words);
  assert.equal((await carla.post(`${base}/wiedervorlagen`, { am: '2001-01-01' })).status, 422);
  assert.equal((await carla.post(`${base}/vermerke`, { text: '  ' })).status, 422);
  await sound((await carla.get(`${base}/druck`)).text);
  assert.match((await carla.get('/office/arbeit?ansicht=alle&q=akte')).text, new RegExp(number));
});

test('the head of the office hands a case over with its tasks, and ends one by hand', async () => {
  const lead = city.browser(city.clerks.lead);
  const { caseId } = await openSample(city, { purpose: 'Abgabe', amount: 500 });
  const target = await city.t.platform.db.transact({ tenantId: 1 }, ({ client }) => client.query<{ id: string }>("select id from organisation.office where key = 'gewerbeamt'"));
  assert.equal((await carla.post(`/office/vorgaenge/${caseId}/abgeben`, { amt: target.rows[0]?.id ?? '', grund: 'falsch' })).status, 403);
  await lead.post(`/office/vorgaenge/${caseId}/abgeben`, { amt: target.rows[0]?.id ?? '', grund: 'nicht zuständig' }, { follow: false });
  assert.deepEqual((await openTask(caseId)).groups, ['gewerbeamt']);
  assert.equal((await carla.get(`/office/vorgaenge/${caseId}`)).status, 404);
  const other = await openSample(city, { purpose: 'Ende', amount: 500 });
  await sound((await lead.get(`/office/vorgaenge/${other.caseId}/beenden`)).text);
  assert.equal((await lead.post(`/office/vorgaenge/${other.caseId}/beenden`, { grund: '' })).status, 422);
  await lead.post(`/office/vorgaenge/${other.caseId}/beenden`, { grund: 'doppelt eingereicht' });
  assert.equal((await city.t.read(SYSTEM, (ctx) => getCase(ctx, other.caseId))).status, 'closed');
});

test('a step that failed for good is an incident: tried again, or skipped with a reason', async () => {
  const lead = city.browser(city.clerks.lead);
  city.trouble.message = 'Drucker brennt';
  const [one, two] = [await openSample(city, { purpose: 'Stau 1', amount: 5 }), await openSample(city, { purpose: 'Stau 2', amount: 5 })];
  for (let i = 0; i < 4; i++) {
    await city.work();
    city.t.time.advance(600_000);
  }
  const page = await lead.get('/office/stoerungen');
  await sound(page.text);
  assert.match(page.text, /Drucker brennt/);
  assert.match((await carla.get(`/office/vorgaenge/${one.caseId}`)).text, /Störung: Bescheid senden/);
  city.trouble.message = undefined;
  const incidents = await city.t.read(city.clerks.lead, (ctx) => listCaseIncidents(ctx));
  const of = (caseId: string): string => incidents.find((incident) => incident.case.id === caseId)?.id ?? '';
  assert.equal((await carla.post(`/office/stoerungen/${of(one.caseId)}/wiederholen`, { vorgang: one.caseId })).status, 403);
  await lead.post(`/office/stoerungen/${of(one.caseId)}/wiederholen`, { vorgang: one.caseId });
  await city.work();
  assert.equal((await lead.post(`/office/stoerungen/${of(two.caseId)}/ueberspringen`, { vorgang: two.caseId, grund: '' })).status, 422);
  await lead.post(`/office/stoerungen/${of(two.caseId)}/ueberspringen`, { vorgang: two.caseId, grund: 'von Hand verschickt' });
  for (const { caseId } of [one, two]) assert.equal((await city.t.read(SYSTEM, (ctx) => getCase(ctx, caseId))).status, 'closed');
  assert.match((await lead.get(`/office/vorgaenge/${two.caseId}`)).text, /von Hand verschickt/);
});

test('the applicant may see the documents meant for the applicant of the own case only', async () => {
  const account = newId();
  const { caseId } = await openSample(city, { purpose: 'Eigenes', amount: 500 }, { accountId: account });
  const citizen: Actor = { kind: 'citizen', id: account, name: 'Anna Weber', grants: [], trustLevel: 'basic' };
  const blob = await city.t.platform.storage.put(Buffer.from('%PDF-1.7'));
  await city.t.transact(SYSTEM, (ctx) => fileDocument(ctx, { caseId, kind: 'letter', title: 'Brief', blob, mime: 'application/pdf', name: 'b.pdf', visibleToApplicant: true }));
  const [document] = await city.t.read(SYSTEM, (ctx) => listCaseDocuments(ctx, caseId));
  assert.equal((await city.browser(citizen).get(`/konto/dokumente/${document?.id}`)).status, 200);
  assert.equal((await city.browser({ ...citizen, id: newId() }).get(`/konto/dokumente/${document?.id}`)).status, 404);
});
