import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { parse } from 'yaml';
import { SYSTEM } from '#platform/module';
import { patterns } from '../patterns/pattern-library.ts';
import { hiddenFields, workshopApp, type WorkshopApp } from '../testing/workshop-app.ts';

let w: WorkshopApp;
let id: string;
before(async () => {
  w = await workshopApp();
  id = await w.begin('permit');
});
after(() => w.close());
const base = () => `/office/werkstatt/${id}`;
const form = async () => JSON.parse((await w.draft(id)).files['form.json']?.content ?? '{}') as { pages: { title: unknown; elements: { key?: string; type: string; label?: unknown; hint?: unknown; required?: unknown; options?: unknown }[] }[] };
const keys = async () => (await form()).pages.map((page) => page.elements.map((element) => element.key ?? element.type));

test('a new service is made from a pattern; missing words are asked for and nothing typed is lost', async () => {
  const svenja = w.as('svenja');
  const wrong = await svenja.post('/office/werkstatt/neu', { name: 'Marktstand', muster: '', office: '' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /value="Marktstand"/);
  const made = await svenja.post('/office/werkstatt/neu', { name: 'Marktstand für Vereine', muster: 'reservation', office: 'umweltamt' });
  assert.equal(made.status, 200);
  assert.match(made.text, /Marktstand für Vereine/);
  const again = await svenja.post('/office/werkstatt/neu', { name: 'Marktstand für Vereine', muster: 'reservation', office: 'umweltamt' });
  assert.equal(again.status, 422);
  assert.match(again.text, /marktstand-fuer-vereine/);
});

test('every pattern says what is in it, plays a trial at once, and goes online unchanged', async () => {
  const [svenja, aylin] = [w.as('svenja'), w.as('aylin')];
  const choice = (await svenja.get('/office/werkstatt/neu')).text;
  for (const { key, title } of patterns) {
    assert.match(choice, new RegExp(`Was im Muster „${title}“ steckt[\\s\\S]*?Ablauf[\\s\\S]*?→`), key);
    const made = await svenja.post('/office/werkstatt/neu', { name: `Probe ${title}`, muster: key, office: 'umweltamt' });
    assert.match(made.text, /Beispiele laufen wie aufgeschrieben und erreichen jede Seite/, key);
    const draft = /data-workshop="([^"]+)"/.exec(made.text)?.[1] ?? '';
    assert.match((await svenja.post(`${draft}/probe`, { was: 'replay', beispiel: '0' })).text, /Der Vorgang ist zu Ende/, key);
    await svenja.post(`${draft}/abgeben`, {});
    const { revision } = await w.draft(draft.split('/').at(-1) ?? '');
    await aylin.post(`${draft}/freigeben`, { revision: String(revision) });
    assert.match((await aylin.post(`${draft}/veroeffentlichen`, {})).text, /Neue Anträge nutzen/, key);
  }
});

test('who has no duty for services sees none of it', async () => {
  for (const path of ['/office/werkstatt', base(), `${base()}/formular`]) assert.equal((await w.as('clerk').get(path)).status, 403, path);
  assert.equal((await w.as('clerk').post(`${base()}/formular`, { was: 'addPage', label: 'x' })).status, 403);
});

test('fields are added, moved, copied and deleted with buttons only', async () => {
  const svenja = w.as('svenja');
  const act = (fields: Record<string, string>) => svenja.post(`${base()}/formular`, fields);
  await act({ was: 'add', _stelle: '1.0', label: 'Wie viele Festmeter?', kind: 'decimal', required: 'ja' });
  await act({ was: 'add', _stelle: '1.1', label: 'Holzart', kind: 'choice', required: 'ja' });
  assert.deepEqual((await keys())[1], ['wish', 'wieVieleFestmeter', 'holzart']);
  await act({ was: 'up', _stelle: '1.2', _name: 'holzart' });
  await act({ was: 'copy', _stelle: '1.1', _name: 'holzart' });
  assert.deepEqual((await keys())[1], ['wish', 'holzart', 'holzart2', 'wieVieleFestmeter']);
  await act({ was: 'remove', _stelle: '1.2', _name: 'holzart2' });
  await act({ was: 'addPage', label: 'Abholung' });
  await act({ was: 'down', _stelle: '1.2', _name: 'wieVieleFestmeter' });
  assert.deepEqual((await keys()).slice(1), [['wish', 'holzart'], ['wieVieleFestmeter']]);
  await svenja.post(`${base()}/rueckgaengig`, { datei: 'form.json', was: 'undo' });
  assert.deepEqual((await keys()).slice(1), [['wish', 'holzart', 'wieVieleFestmeter'], []]);
});

test('the properties of a field are saved as the form engine reads them', async () => {
  const svenja = w.as('svenja');
  const page = await svenja.get(`${base()}/formular?stelle=1.1`);
  const answer = await svenja.post(`${base()}/formular?stelle=1.1`, { ...hiddenFields(page, /name="label\.de"/), was: 'save', 'label.de': 'Welches Holz?', 'label.en': 'Which wood?', type: 'choice', required: 'wenn', requiredWhen: 'wish != null', 'options.de': 'hart = Hartholz\nWeiches Holz', 'options.en': 'hart = hardwood' });
  assert.equal(answer.status, 200);
  const field = (await form()).pages[1]?.elements[1];
  assert.deepEqual([field?.label, field?.required, field?.options], [{ de: 'Welches Holz?', en: 'Which wood?' }, 'wish != null', [{ value: 'hart', label: { de: 'Hartholz', en: 'hardwood' } }, { value: 'weiches-holz', label: 'Weiches Holz' }]]);
  assert.match(answer.text, /Weiches Holz/);
});

test('two people change two properties of one field: both stay; the same property: both are shown', async () => {
  const [svenja, nadine] = [w.as('svenja'), w.as('nadine')];
  const seen = hiddenFields(await svenja.get(`${base()}/formular?stelle=1.0`), /name="label\.de"/);
  const action = `${base()}/formular?stelle=1.0`;
  await nadine.post(action, { ...seen, was: 'save', 'hint.de': 'Hinweis von Nadine' });
  await svenja.post(action, { ...seen, was: 'save', 'label.de': 'Frage von Svenja' });
  const field = (await form()).pages[1]?.elements[0];
  assert.deepEqual([field?.label, field?.hint], [{ de: 'Frage von Svenja', en: 'What do you apply for?' }, 'Hinweis von Nadine']);
  const clash = await svenja.post(action, { ...seen, was: 'save', 'hint.de': 'Hinweis von Svenja' });
  assert.equal(clash.status, 409);
  assert.match(clash.text, /Hinweis von Nadine[\s\S]*Hinweis von Svenja/);
  assert.equal((await form()).pages[1]?.elements[0]?.hint, 'Hinweis von Nadine');
  const second = await svenja.post(action, { ...hiddenFields(clash, /name="label\.de"/), was: 'save', 'hint.de': 'Hinweis von Svenja' });
  assert.equal(second.status, 200);
  assert.equal((await form()).pages[1]?.elements[0]?.hint, 'Hinweis von Svenja');
});

test('a field that a colleague has moved is found, one that is gone is said', async () => {
  const svenja = w.as('svenja');
  await w.as('nadine').post(`${base()}/formular`, { was: 'down', _stelle: '1.0', _name: 'wish' });
  const ok = await svenja.post(`${base()}/formular`, { was: 'up', _stelle: '1.0', _name: 'wish' });
  assert.equal(ok.status, 200);
  const gone = await svenja.post(`${base()}/formular`, { was: 'up', _stelle: '1.0', _name: 'nothing' });
  assert.equal(gone.status, 409);
});

test('the reason stands at the field, and a broken draft cannot be handed in', async () => {
  const svenja = w.as('svenja');
  const page = await svenja.get(`${base()}/formular?stelle=1.1`);
  const broken = await svenja.post(`${base()}/formular?stelle=1.1`, { ...hiddenFields(page, /name="label\.de"/), was: 'save', condition: 'hoelzchen > 3' });
  assert.match(broken.text, /role="alert"[\s\S]*hoelzchen/);
  assert.match(broken.text, /outline__wrong/);
  assert.equal((await svenja.post(`${base()}/abgeben`, {})).status, 409);
  await svenja.post(`${base()}/rueckgaengig`, { datei: 'form.json', was: 'undo' });
});

test('settings keep the comments of their file and what has no field', async () => {
  const svenja = w.as('svenja');
  const page = await svenja.get(`${base()}/gebuehr`);
  await svenja.post(`${base()}/gebuehr`, { ...hiddenFields(page, /fee\.cents/), 'fee.cents': '12,50', 'fee.text.de': '12,50 € je Festmeter', 'fee.text.en': '€12.50' });
  const text = (await w.draft(id)).files['service.yaml']?.content ?? '';
  assert.match(text, /cents: 1250/);
  assert.match(text, /caseNumberPrefix: HOLZ/);
  const wrong = await svenja.post(`${base()}/gebuehr`, { ...hiddenFields(await svenja.get(`${base()}/gebuehr`), /fee\.cents/), 'fee.cents': 'zehn Euro' });
  assert.match(wrong.text, /fee\.cents/);
  await svenja.post(`${base()}/rueckgaengig`, { datei: 'service.yaml', was: 'undo' });
});

test('all texts of a form are translated beside each other', async () => {
  const svenja = w.as('svenja');
  const page = await svenja.get(`${base()}/formular/uebersetzen`);
  const fields = hiddenFields(page, /form\.pages/);
  await svenja.post(`${base()}/formular/uebersetzen`, { ...fields, 'form.pages.1.title@en': 'Your wood' });
  assert.deepEqual((await form()).pages[1]?.title, { de: 'Ihr Anliegen', en: 'Your wood', 'de-leicht': 'Was wollen Sie?' });
});

test('the process is changed in its table, by plain forms: add, move, branch, lead elsewhere, delete', async () => {
  const svenja = w.as('svenja');
  const step = (one: string) => `${base()}/prozess/schritt?id=${one}`;
  const act = async (one: string, fields: Record<string, string>) => {
    const answer = await svenja.post(step(one), fields);
    assert.equal(answer.status, 200, answer.text.slice(answer.text.indexOf('<main'), answer.text.indexOf('<main') + 900));
    return answer;
  };
  const table = async (): Promise<string> => (await svenja.get(`${base()}/prozess/tabelle`)).text.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
  const flow = /name="flow" value="([^"]+)"/.exec((await svenja.get(step('Task_decide'))).text)?.[1] ?? '';
  const made = await act('Task_decide', { was: 'insert', name: 'Förster fragen', kind: 'task', flow });
  const id1 = /schritt\?id=(UserTask_\d+)/.exec(made.text)?.[1] ?? '';
  await act(id1, { ...hiddenFields(made, /_base/), was: 'save', name: 'Förster fragen', 'group.0': 'umweltamt', dueDate: 'P3D' });
  assert.match(await table(), /Antrag prüfen .*Umweltamt Förster fragen .*Förster fragen Aufgabe .*Umweltamt/);
  await act(id1, { was: 'up' });
  assert.match(await table(), /Antrag eingegangen Beginn Förster fragen Förster fragen Aufgabe/);
  const branch = await act(id1, { was: 'insert', name: 'Wald der Stadt?', kind: 'branch', flow: /name="flow" value="([^"]+)"/.exec((await svenja.get(step(id1))).text)?.[1] ?? '' });
  const gate = /schritt\?id=(ExclusiveGateway_\d+)/.exec(branch.text)?.[1] ?? '';
  const ways = [...branch.text.matchAll(/schritt\?id=(Flow_[\w]+)"[^>]*>(ja|nein)/g)].map(([, way = '']) => way);
  await act(ways[1] ?? '', { was: 'redirect', target: 'Task_refusal' });
  await act(ways[0] ?? '', { ...hiddenFields(await svenja.get(step(ways[0] ?? '')), /_base/), was: 'save', name: 'ja', condition: 'application.wish != null' });
  assert.match(await table(), /Wald der Stadt\? Verzweigung ja → Antrag prüfen nein → Ablehnung bereitstellen/);
  assert.equal((await svenja.post(step(gate), { was: 'remove' })).status, 422, 'first the ways');
  await act(ways[1] ?? '', { was: 'removeWay' });
  await act(gate, { was: 'remove' });
  await act(id1, { was: 'remove' });
  assert.doesNotMatch(await table(), /Förster|Wald der Stadt/);
  assert.match((await svenja.get(`${base()}/prozess`)).text, /Die Zeichnung braucht JavaScript[\s\S]*prozess\/tabelle/);
});

test('a letter is written as text, by a plain form; what is wrong with it is said with its line', async () => {
  const svenja = w.as('svenja');
  const letter = `${base()}/briefe?brief=approval`;
  const page = await svenja.get(letter);
  const body = 'Sehr geehrte Damen und Herren,\n\nSie dürfen **{{ application.wish }}** holen.';
  await svenja.post(letter, { ...hiddenFields(page, /_base/), body, seal: 'ja', 'title.de': 'Ihr Brennholzschein' });
  assert.match((await w.draft(id)).files['letters/approval.md']?.content ?? '', /title: Ihr Brennholzschein[\s\S]*seal: true[\s\S]*Sie dürfen \*\*\{\{ application\.wish \}\}\*\* holen/);
  const broken = await svenja.post(letter, { ...hiddenFields(await svenja.get(letter), /_base/), body: `${body}\n\n:::if granted`, seal: 'ja' });
  assert.match(broken.text, /Ein Fehler verhindert die Veröffentlichung/);
  await svenja.post(`${base()}/rueckgaengig`, { datei: 'letters/approval.md', was: 'undo' });
  assert.match((await svenja.get(letter)).text, /Vorschau mit einem Beispielfall/);
  const unreached = await svenja.post(`${base()}/briefe/neu`, { name: 'Zwischenbescheid' });
  assert.match(unreached.text, /Vorschau mit erfundenen Angaben[\s\S]*Kein Beispielfall erreicht dieses Schreiben[\s\S]*Beispielfall aufnehmen/);
  await svenja.post(`${base()}/rueckgaengig`, { datei: 'letters/zwischenbescheid.md', was: 'undo' });
});

test('undo on a page that does not show a change of a colleague is refused; on a fresh one it says whose change it is', async () => {
  const [svenja, nadine] = [w.as('svenja'), w.as('nadine')];
  const old = hiddenFields(await svenja.get(`${base()}/formular?stelle=1.0`), /rueckgaengig/);
  await nadine.post(`${base()}/formular`, { was: 'addPage', label: 'Seite von Nadine' });
  assert.equal((await svenja.post(`${base()}/rueckgaengig`, { ...old, was: 'undo' })).status, 409);
  const fresh = await svenja.get(`${base()}/formular?stelle=1.0`);
  assert.match(fresh.text, /Rückgängig \(von Nadine Kühn\)/);
  assert.equal((await svenja.post(`${base()}/rueckgaengig`, { ...hiddenFields(fresh, /rueckgaengig/), was: 'undo' })).status, 200);
  assert.equal((await form()).pages.length, 3);
});

test('from the draft to the version, with two people', async () => {
  const [svenja, aylin] = [w.as('svenja'), w.as('aylin')];
  assert.match((await svenja.post(`${base()}/abgeben`, {})).text, /wartet auf Freigabe/);
  const { revision } = await w.draft(id);
  assert.equal((await svenja.post(`${base()}/freigeben`, { revision: String(revision) })).status, 403);
  assert.match((await aylin.post(`${base()}/freigeben`, { revision: String(revision) })).text, /freigegeben/);
  assert.match((await aylin.post(`${base()}/veroeffentlichen`, {})).text, /Neue Anträge nutzen diese Fassung/);
  assert.equal((await svenja.post(`${base()}/formular`, { was: 'addPage', label: 'zu spät' })).status, 409);
});

test('translations: missing ones come from the machine, are marked, read and approved; a new German text makes them old; a failure costs no word', async () => {
  const svenja = w.as('svenja');
  const own = await w.begin('permit', { slug: 'wood-sale', name: 'Holzverkauf' });
  const texts = `/office/werkstatt/${own}/texte`;
  const url = `${texts}/sprachen?in=tr`;
  const asked: string[] = [];
  const pretendService = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part))).on('end', () => {
      asked.push(body);
      const full = asked.length === 1;
      response.writeHead(full ? 429 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(full ? { error: 'Slowdown' } : { translatedText: (JSON.parse(body) as { q: string[] }).q.map((text) => `TR ${text}`) }));
    });
  });
  await new Promise<void>((ready) => void pretendService.listen(0, '127.0.0.1', ready));
  const host = `127.0.0.1:${(pretendService.address() as AddressInfo).port}`;
  const { config } = w.t.platform;
  const settings = async () => parse((await w.draft(own)).files['service.yaml']?.content ?? '') as { name: Record<string, string>; summary: Record<string, string>; translations?: Record<string, { machine?: string[]; outdated?: string[] }> };
  const send = async (fields: Record<string, string>) => svenja.post(url, { ...hiddenFields(await svenja.get(url), /name="_base"/), ...fields });
  try {
    assert.match((await svenja.get(url)).text, /nicht eingerichtet/);
    config.translateUrl = `http://${host}/translate`;
    await send({ was: 'uebersetzen', name: 'Odun izni' });
    assert.equal(asked.length, 0, 'nobody is called whom the settings do not name');
    assert.equal((await settings()).name['tr'], 'Odun izni');
    config.outbound.hosts.push(host);
    config.outbound.privateHosts.push(host);
    await send({ was: 'uebersetzen' });
    assert.equal((await settings()).translations, undefined, 'a service whose quota is used up changes nothing');
    await send({ was: 'uebersetzen' });
    assert.deepEqual([(await settings()).name['tr'], (await settings()).summary['tr']?.slice(0, 3), (await settings()).translations?.['tr']?.machine?.includes('summary')], ['Odun izni', 'TR ', true]);
    await send({ was: 'geprueft:summary' });
    assert.equal((await settings()).translations?.['tr']?.machine?.includes('summary'), false);
    await send({ was: 'uebersetzen' });
    assert.match((await send({ was: 'geprueft' })).text, /alles da und geprüft/);
    await svenja.post(texts, { ...hiddenFields(await svenja.get(texts), /name="summary\.de"/), 'summary.de': 'Hier bekommen Sie Holz.' });
    assert.deepEqual((await settings()).translations, { tr: { outdated: ['summary'] } });
    await send({ summary: 'Burada odun alırsınız.' });
    assert.equal((await settings()).translations, undefined);
    assert.equal((await w.as('clerk').post(url, { was: 'geprueft' })).status, 403);
    const { rows } = await w.t.read(SYSTEM, (ctx) => sql<{ type: string }>`select type from audit.event where tenant_id = ${ctx.tenantId} and type like 'designer/%' order by 1`.execute(ctx.db()));
    assert.deepEqual([...new Set(rows.map(({ type }) => type))], ['designer/machine-translated', 'designer/translation-approved']);
  } finally {
    config.translateUrl = undefined;
    pretendService.close();
  }
});
