import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { publishService, bundleOf } from '#core/catalogue';
import { SYSTEM } from '#platform/module';
import { hiddenFields, workshopApp, type WorkshopApp } from '../testing/workshop-app.ts';
import { compareTexts } from './compare-texts.ts';
import { openBundle } from './signed-bundle.ts';

let w: WorkshopApp;
let id: string;
before(async () => {
  w = await workshopApp();
  id = await w.begin('permit');
});
after(() => w.close());
const url = () => `/office/werkstatt/${id}`;

test('the lines that differ are found, and only they', () => {
  const kinds = compareTexts('a\nb\nc\nd', 'a\nx\nc\nd\ne').map(({ kind, text }) => `${kind[0]}${text}`);
  assert.deepEqual(kinds, ['sa', 'rb', 'ax', 'sc', 'sd', 'ae']);
  assert.deepEqual(compareTexts('a', 'a').map(({ kind }) => kind), ['same']);
  for (let round = 0; round < 200; round++) {
    const make = () => Array.from({ length: 1 + Math.floor(Math.random() * 12) }, () => 'abc'[Math.floor(Math.random() * 3)]).join('\n');
    const [a, b] = [make(), make()];
    const lines = compareTexts(a, b);
    assert.equal(lines.filter(({ kind }) => kind !== 'added').map(({ text }) => text).join('\n'), a);
    assert.equal(lines.filter(({ kind }) => kind !== 'removed').map(({ text }) => text).join('\n'), b);
  }
});

test('the comparison tells changes of form and process in words', async () => {
  const svenja = w.as('svenja');
  const draft = await w.draft(id);
  await w.t.transact(SYSTEM, (ctx) => publishService(ctx, bundleOf(draft)));
  await svenja.post(`${url()}/formular`, { was: 'add', _stelle: '1.0', label: 'Holzart', kind: 'text', required: 'ja' });
  const flow = /sequenceFlow id="([^"]+)" sourceRef="Start"/.exec(draft.files['process.bpmn']?.content ?? '')?.[1] ?? '';
  await svenja.post(`${url()}/prozess/schritt?id=Start`, { was: 'insert', flow, kind: 'task', name: 'Förster fragen' });
  const { text } = await svenja.get(`${url()}/fassungen`);
  assert.match(text, /neu: Text, eine Zeile „Holzart“/);
  assert.match(text, /neu: Aufgabe „Förster fragen“/);
  assert.match(text, /Fassung 1/);
});

test('an older state comes back, and that can be undone as well', async () => {
  const svenja = w.as('svenja');
  await svenja.post(`${url()}/fassungen/stand`, { revision: '1' });
  assert.doesNotMatch((await w.draft(id)).files['form.json']?.content ?? '', /Holzart/);
  await svenja.post(`${url()}/rueckgaengig`, { datei: 'form.json', was: 'undo' });
  assert.match((await w.draft(id)).files['form.json']?.content ?? '', /Holzart/);
});

test('a package is signed: any byte changed and it is refused; unchanged it shows what would change and is read into a draft', async () => {
  const svenja = w.as('svenja');
  const { bytes } = await svenja.get(`${url()}/paket`);
  assert.equal(openBundle(bytes).ok, true);
  for (let at = 0; at < bytes.length; at += Math.max(1, Math.floor(bytes.length / 150))) {
    const changed = Uint8Array.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    assert.equal(openBundle(changed).ok, false, `byte ${at}`);
  }
  const broken = Uint8Array.from(bytes);
  broken[bytes.length - 20] = (broken[bytes.length - 20] ?? 0) ^ 1;
  const refused = await svenja.post('/office/werkstatt/einlesen', { file: new File([broken], 'x.stadtkern') });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /verändert/);
  await svenja.post(`${url()}/fassungen/stand`, { revision: '1' });
  const dry = await svenja.post('/office/werkstatt/einlesen', { file: new File([Uint8Array.from(bytes)], 'x.stadtkern') });
  assert.match(dry.text, /neu: Text, eine Zeile „Holzart“/);
  assert.doesNotMatch((await w.draft(id)).files['form.json']?.content ?? '', /Holzart/, 'a dry run changes nothing');
  const done = await svenja.post('/office/werkstatt/einlesen/uebernehmen', hiddenFields(dry, /uebernehmen/));
  assert.equal(done.status, 200);
  assert.match((await w.draft(id)).files['form.json']?.content ?? '', /Holzart/);
});
