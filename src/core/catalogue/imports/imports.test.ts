import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { organisationModule } from '#core/organisation';
import { authModule } from '#platform/auth';
import { sessionResolver } from '#platform/http';
import { SYSTEM, defineModule, seeds, type Actor } from '#platform/module';
import { secretsModule } from '#platform/secrets';
import { htmlMistakes, staffActor, testApp, type TestApp } from '#platform/testing';
import { catalogueModule, importFile, publishChangedServices, searchServices } from '../index.ts';

const SERVICES = resolve(import.meta.dirname, '../../../../services');
const IMPORTS = '/office/verwaltung/kataloge';
const staff: Record<string, Actor> = { editor: staffActor(['catalogue/edit']), publisher: staffActor(['catalogue/edit', 'catalogue/publish']) };
const signIn = defineModule({
  name: 'import-test',
  contributes: [sessionResolver.of(async ({ token }) => (staff[token] ? { actor: staff[token], session: { id: token, accountId: token, kind: 'staff' as const, data: {} } } : undefined))],
});

let t: TestApp;
let dir: string;
before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'stadtkern-imports-'));
  for (const name of ['dog-registration', 'blocks', 'code-lists']) await cp(join(SERVICES, name), join(dir, name), { recursive: true });
  t = await testApp({ modules: [signIn, secretsModule, authModule, organisationModule, catalogueModule], env: { SERVICES_DIR: dir } });
  for (const seed of t.platform.contributions(seeds)) await t.transact(SYSTEM, (ctx) => seed.run(ctx));
  await publishChangedServices(t.platform, t.tenantId);
});
after(async () => {
  await t.close();
  await rm(dir, { recursive: true, force: true });
});

const as = (who: string) => {
  const client = t.client();
  client.cookies.set('stadtkern_session', who);
  return client;
};
const names = async (query: string): Promise<string[]> => (await t.read(SYSTEM, (ctx) => searchServices(ctx, { query }))).hits.map(({ name }) => name);
const HEAD = 'leika_key;name;typ;ozg_id;ozg_leistung;rechtsgrundlage';
const FIRST = `${HEAD}\n99012001001000;Abbruchgenehmigung Erteilung;4;10513;Abbruchgenehmigung;\n99102013002000;Hundesteuer Festsetzung;4;10160;Hundehaltung;\n99102013000000;Hundesteuer;4;10160;Hundehaltung;\n99046029000000;Schuldnerverzeichnis Abdruck;4;10569;Schuldnerverzeichnis;\nkaputt;;;;;\n`;
const SECOND = `${HEAD}\n99012001001000;Abbruchgenehmigung Erteilung;4;10513;Abriss und Rückbau;\n99102013002000;Hundesteuer Festsetzung;4;10160;Hundehaltung;\n99102013000000;Hundesteuer;4;10160;Hundehaltung;\n99099099000000;Zauberprüfung;4;1;Zauberei;\n`;

async function upload(content: string, name = 'leika.csv'): Promise<string> {
  const { url, status, text } = await as('publisher').post(IMPORTS, { file: new File([content], name), art: '' });
  assert.equal(status, 200, text);
  await t.settle();
  return new URL(url).pathname;
}

test('a catalogue is uploaded, looked at, applied in the background and taken back', async () => {
  assert.equal((await as('editor').get(IMPORTS)).status, 403);
  const run = await upload(FIRST);
  const preview = await as('publisher').get(run);
  assert.match(preview.text, /Vorschau bereit.*2 Einträge entfernen|4 Einträge übernehmen/s);
  assert.match((await as('publisher').get(`${run}?art=refused`)).text, /Der Name fehlt/);
  assert.match((await as('publisher').get(`${run}?art=covered`)).text, /Hundesteuer Festsetzung.*bietet die Stadt schon selbst an/s);
  assert.deepEqual(await names('Abbruchgenehmigung'), [], 'nothing happens before somebody has agreed');
  await as('publisher').post(`${run}/uebernehmen`, {});
  await t.settle();
  assert.match((await as('publisher').get(run)).text, /übernommen/);
  assert.deepEqual(await names('Abbruchgenehmigung Erteilung'), ['Abbruchgenehmigung Erteilung']);
  const page = await t.client().get('/leistungen/leika-99012001001000');
  assert.match(page.text, /noch nicht online/);
  assert.doesNotMatch(page.text, /Unterlagen/, 'that the catalogue names none does not mean that none are needed');
  await as('publisher').post(`${run}/zuruecknehmen`, {});
  await t.settle();
  assert.deepEqual(await names('Abbruchgenehmigung'), []);
  assert.ok((await t.eventTypes()).includes('catalogue/import-undone'));
});

test('what the city offers itself is found by the names of the catalogue, bare objects too', async () => {
  const done = await importFile(t.platform, t.tenantId, { fileName: 'leika.csv', bytes: Buffer.from(FIRST) });
  assert.deepEqual([done.counts, done.applied], [{ same: 0, new: 2, covered: 2, refused: 1 }, true]);
  assert.deepEqual([(await names('Hundesteuer Festsetzung'))[0], (await names('Hundesteuer'))[0]], ['Hund anmelden (Hundesteuer)', 'Hund anmelden (Hundesteuer)']);
});

test("the city's own words survive the next edition; the preview says so, and what is gone goes only when asked", async () => {
  const editor = as('editor');
  const path = '/office/verwaltung/eintraege/leika-99012001001000';
  const fields = { revision: '0', name: 'Abbruchgenehmigung Erteilung', summary: 'Ein Haus abreißen.', office: 'bauamt', audience: ['citizen'], synonyms: 'Abriss', papers: 'Lageplan' };
  assert.match((await editor.post(path, { ...fields, summary: '' })).text, /Bitte schreiben Sie einen Satz/);
  assert.match((await editor.post(path, fields)).text, /Eigene Angaben: 4\./);
  const late = await editor.post(path, { ...fields, summary: 'Anders' });
  assert.equal(late.status, 409);
  assert.match(late.text, /Jemand anderes.*Anders/s);
  const run = await upload(SECOND);
  assert.match((await as('publisher').get(`${run}?art=conflict`)).text, /eigene Angabe der Stadt bleibt/);
  const dry = await importFile(t.platform, t.tenantId, { fileName: 'leika.csv', bytes: Buffer.from(SECOND), dryRun: true });
  assert.deepEqual(dry.counts, { same: 2, new: 1, conflict: 1, gone: 1 });
  await as('publisher').post(`${run}/uebernehmen`, { entfernen: 'ja' });
  await t.settle();
  assert.deepEqual([await names('Schuldnerverzeichnis'), (await names('Abriss'))[0]], [[], 'Abbruchgenehmigung Erteilung']);
  const page = (await t.client().get('/leistungen/leika-99012001001000')).text;
  for (const words of ['Ein Haus abreißen.', 'Bauamt', 'Lageplan']) assert.ok(page.includes(words), words);
  await editor.post(`${path}/zuruecksetzen`, { revision: '1' });
  assert.match((await t.client().get('/leistungen/leika-99012001001000')).text, /Abriss und Rückbau/);
});

test('missing English is asked of the service that the operator named; it counts as the machine’s until somebody has checked it', async () => {
  const [editor, path, slug] = [as('editor'), '/office/verwaltung/eintraege/leika-99012001001000', 'leika-99012001001000'];
  const english = async (): Promise<string> => (await t.client().get(`/leistungen/${slug}`, { headers: { 'accept-language': 'en' } })).text;
  assert.doesNotMatch((await editor.get(path)).text, /maschinell übersetzen/, 'without a service nothing is offered');
  const asked: string[] = [];
  const pretendService = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part))).on('end', () => {
      asked.push(body);
      response.writeHead(asked.length === 1 ? 500 : 200, { 'content-type': 'application/json' }).end(JSON.stringify({ translatedText: (JSON.parse(body) as { q: string[] }).q.map((text) => `EN ${text}`) }));
    });
  });
  await new Promise<void>((ready) => void pretendService.listen(0, '127.0.0.1', ready));
  const host = `127.0.0.1:${(pretendService.address() as AddressInfo).port}`;
  const { config } = t.platform;
  config.translateUrl = `http://${host}/translate`;
  try {
    assert.match((await editor.get(path)).text, /Englisch maschinell übersetzen/);
    await editor.post(`${path}/uebersetzen`, {});
    assert.equal(asked.length, 0, 'nobody is called whom the settings do not name');
    config.outbound.hosts.push(host);
    config.outbound.privateHosts.push(host);
    assert.match((await editor.post(`${path}/uebersetzen`, {})).text, /Englisch maschinell übersetzen/, 'a service that fails changes nothing');
    assert.match((await editor.post(`${path}/uebersetzen`, {})).text, /hat eine Maschine übersetzt; noch niemand hat es geprüft.*EN Abbruchgenehmigung/s);
    assert.deepEqual(Object.keys(JSON.parse(asked[0] ?? '{}') as object).sort(), ['format', 'q', 'source', 'target']);
    t.time.advance(10_000);
    assert.match(await english(), /EN Abbruchgenehmigung.*Translated by a machine/s);
    const revision = /name="revision" value="(\d+)"/.exec((await editor.get(path)).text)?.[1] ?? '';
    await editor.post(`${path}/uebersetzung-geprueft`, { revision });
    t.time.advance(10_000);
    assert.doesNotMatch(await english(), /Translated by a machine/);
    assert.match(await english(), /EN Abbruchgenehmigung/);
  } finally {
    config.translateUrl = undefined;
    pretendService.close();
  }
});

test('a spreadsheet asks for its columns; the export guards formulas', async () => {
  const run = await upload('Kennung;Bezeichnung;Preis\n1;"=HYPERLINK(""http://x"")";3 €\n', 'eigene.csv');
  assert.match((await as('publisher').get(run)).text, /Was steht in welcher Spalte/);
  assert.match((await as('publisher').post(`${run}/spalten`, { 'spalte-0': 'key' })).text, /Was steht in welcher Spalte/, 'without a name nothing is read');
  await as('publisher').post(`${run}/spalten`, { 'spalte-0': 'key', 'spalte-1': 'name', 'spalte-2': 'fee' });
  await t.settle();
  await as('publisher').post(`${run}/uebernehmen`, {});
  await t.settle();
  const csv = await as('editor').get(`${IMPORTS}/leistungen.csv`);
  assert.match(csv.text, /"'=HYPERLINK\(""http:\/\/x""\)"/);
  assert.match((await as('publisher').get(run)).text, /übernommen/);
});

test('a file that is none, and one that is empty, are refused with a sentence', async () => {
  const none = await as('publisher').post(IMPORTS, { art: '' });
  assert.deepEqual([none.status, /Wählen Sie eine Datei/.test(none.text)], [422, true]);
  const run = await upload('<!DOCTYPE x><x/>', 'böse.xml');
  assert.match((await as('publisher').get(run)).text, /DOCTYPE/);
  assert.equal((await as('publisher').post(`${run}/uebernehmen`, {})).status, 409);
});

test('the pages of imports and entries are valid HTML', async () => {
  const run = await upload(FIRST);
  for (const path of [IMPORTS, run, `${run}?art=refused`, '/office/verwaltung/eintraege?q=abbruch', '/office/verwaltung/eintraege/leika-99012001001000']) assert.deepEqual(await htmlMistakes((await as('publisher').get(path)).text), [], path);
});
