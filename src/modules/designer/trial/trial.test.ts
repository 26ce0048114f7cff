import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parse } from 'yaml';
import { bundleOf, validateDraft } from '#core/catalogue';
import { hiddenFields, workshopApp, type WorkshopApp } from '../testing/workshop-app.ts';

let w: WorkshopApp;
let id: string;
before(async () => {
  w = await workshopApp();
  id = await w.begin('permit');
});
after(() => w.close());
const url = () => `/office/werkstatt/${id}/probe`;

test('a draft is played through all steps in the browser, without a case, and recorded as an example', async () => {
  const svenja = w.as('svenja');
  assert.match((await svenja.get(url())).text, /Ausprobieren/);
  let page = await svenja.post(url(), { was: 'begin', beispiel: 'leer' });
  assert.match(page.text, /Antrag, Seite 1 von 2/);
  page = await svenja.post(url(), { _was: 'page', _seite: 'applicant' });
  assert.equal(page.status, 422);
  page = await svenja.post(url(), { was: 'begin', beispiel: 'auto' });
  page = await svenja.post(url(), { _was: 'page', _seite: 'applicant', 'person.givenNames': 'Anna', 'person.familyName': 'Weber', 'person.address.street': 'Lindenallee', 'person.address.houseNumber': '12', 'person.address.postcode': '99999', 'person.address.city': 'Musterstadt', 'person.email': 'anna@example.org' });
  assert.match(page.text, /Antrag, Seite 2 von 2/, page.text.slice(page.text.indexOf('<main'), page.text.indexOf('<main') + 200));
  page = await svenja.post(url(), { _was: 'page', _seite: 'matter', wish: 'Drei Festmeter' });
  assert.match(page.text, /Aufgabe: Antrag prüfen/);
  page = await svenja.post(url(), { _was: 'task', _aufgabe: 'Task_decide', _wer: 'anna', granted: 'false' });
  assert.equal(page.status === 422 || /Begründung/.test(page.text), true, 'a refusal needs a reason');
  page = await svenja.post(url(), { _was: 'task', _aufgabe: 'Task_decide', _wer: 'anna', granted: 'true' });
  assert.match(page.text, /Der Vorgang ist zu Ende[\s\S]*granted[\s\S]*approval/);
  await svenja.post(url(), { was: 'record', name: 'Drei Festmeter, bewilligt' });
  const draft = await w.draft(id);
  assert.match(draft.files['walkthroughs.yaml']?.content ?? '', /Drei Festmeter, bewilligt/);
  const verdict = await validateDraft(w.t.platform, bundleOf(draft));
  assert.deepEqual([verdict.errors, verdict.walkthroughs], [[], 4]);
});

test('recorded runs are played again after a change, and what differs is said and can be made the rule', async () => {
  const svenja = w.as('svenja');
  await svenja.post(url(), { was: 'stop' });
  assert.doesNotMatch((await svenja.get(url())).text, /so soll es künftig sein/);
  const step = `/office/werkstatt/${id}/prozess/schritt?id=Task_approval`;
  await svenja.post(step, { ...hiddenFields(await svenja.get(step), /_base/), was: 'save', outputs: 'outcome = "refused"' });
  const changed = await svenja.get(url());
  assert.match(changed.text, /anders[\s\S]*refused[\s\S]*so soll es künftig sein/);
  const seen = await svenja.post(url(), { was: 'replay', beispiel: '0' });
  assert.match(seen.text, /Der Vorgang ist zu Ende[\s\S]*refused/);
  await svenja.post(url(), { was: 'stop' });
  await svenja.post(url(), { was: 'adopt', beispiel: '0' });
  const { walkthroughs } = parse((await w.draft(id)).files['walkthroughs.yaml']?.content ?? '') as { walkthroughs: { expect: { outcome: string }; steps: unknown[] }[] };
  assert.deepEqual([walkthroughs[0]?.expect.outcome, walkthroughs[0]?.steps.length], ['refused', 1]);
  await svenja.post(`/office/werkstatt/${id}/rueckgaengig`, { datei: 'process.bpmn', was: 'undo' });
  await svenja.post(`/office/werkstatt/${id}/rueckgaengig`, { datei: 'walkthroughs.yaml', was: 'undo' });
});

test('messages and time happen by a button', async () => {
  const svenja = w.as('svenja');
  await svenja.post(url(), { was: 'stop' });
  await svenja.post(url(), { was: 'begin', beispiel: '0' });
  const person = { 'person.givenNames': 'Anna', 'person.familyName': 'Weber', 'person.address.street': 'Lindenallee', 'person.address.houseNumber': '12', 'person.address.postcode': '99999', 'person.address.city': 'Musterstadt', 'person.email': 'anna@example.org' };
  await svenja.post(url(), { _was: 'page', _seite: 'applicant', ...person });
  await svenja.post(url(), { _was: 'page', _seite: 'matter', wish: 'Drei Festmeter' });
  const page = await svenja.post(url(), { was: 'message', id: 'application-withdrawn' });
  assert.match(page.text, /withdrawn/);
  assert.equal((await svenja.post(url(), { was: 'message', id: 'payment-received' })).status, 422);
});

test('nothing real came of it', async () => {
  const types = await w.t.eventTypes();
  assert.deepEqual(types.filter((type) => !type.startsWith('catalogue/draft')), types.filter((type) => type.startsWith('organisation/') || type.startsWith('auth/')));
});
