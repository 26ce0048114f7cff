import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listFigures, readFigure, yearOf, insightsModule } from '#core/insights';
import { findSimilar, projectsModule } from '#core/projects';
import { listAccounts } from '#platform/auth';
import { listMails } from '#platform/mail';
import { SYSTEM } from '#platform/module';
import { htmlMistakes, staffActor, untilEventsAreVisible, type TestClient } from '#platform/testing';
import { listEventsOfSubjects } from '#platform/audit';
import { sampleCity, type SampleCity } from '../../core/cases/sample/sample-city.ts';
import { previewImport, undoImport } from './imports/import-table.ts';
import { assetsModule } from './module.ts';
import { remindOfContracts } from './services/contracts.ts';
import { listItNames, listItServices, sumItServices } from './services/it-services.queries.ts';
import { seedItServices } from './services/seed-it-services.ts';
import { gapsOfPlace } from './workplaces/gaps.ts';
import { seedWorkplaces } from './workplaces/seed-workplaces.ts';
import { countPlaces, listPlaces, listSites } from './workplaces/workplaces.queries.ts';

let city: SampleCity;
let editor: TestClient;
let head: TestClient;
const everywhere = staffActor(['assets/read', 'assets/edit'], { id: '00000000-0000-7000-8000-0000000000e1', name: 'Edda Muster' });
const idOf = async (key: string): Promise<string> => (await city.t.read(everywhere, listItNames)).find((one) => one.key === key)?.id ?? '';

before(async () => {
  city = await sampleCity([insightsModule, projectsModule, assetsModule]);
  await city.t.transact(SYSTEM, seedItServices);
  await city.t.transact(SYSTEM, seedWorkplaces);
  editor = city.browser(everywhere);
  head = city.browser({ ...everywhere, id: '00000000-0000-7000-8000-0000000000e2', name: 'Renate Haupt', grants: [{ permission: 'assets/read', officeId: city.officeId }, { permission: 'assets/edit', officeId: city.officeId }] });
});
after(() => city.t.close());

const typed = { key: 'neuer-dienst', name: 'Neuer Dienst', office: 'steueramt', kind: 'application', operator: 'own', state: 'running', criticality: '3', confidentiality: '1', integrity: '1', availability: '2', personal: 'ja', users: '12', starts: '2025-01-01', ends: '2027-06-30', notice: '3', running: '1.200,00' };

test('a service is taken in, changed and assessed; what is wrong is refused at its field and nothing typed is lost', async () => {
  const wrong = await editor.post('/office/it-dienste/neu', { ...typed, ends: '2024-12-31', running: '-3', sovereignty: '9' });
  assert.equal(wrong.status, 422);
  for (const sentence of [/Der Vertrag endet vor seinem Beginn/, /Kosten sind nie negativ/, /ganze Zahl von 0 bis 5/, /value="Neuer Dienst"/]) assert.match(wrong.text, sentence);
  const made = await editor.post('/office/it-dienste/neu', typed);
  assert.match(made.text, /Neuer Dienst[\s\S]*1\.200,00/);
  assert.match((await editor.post('/office/it-dienste/neu', typed)).text, /hat schon ein anderer Eintrag/);
  const id = await idOf('neuer-dienst');
  const part = async (form: string, body: Record<string, string>) => (await editor.post(`/office/it-dienste/d/${id}/${form}`, body)).text;
  assert.match(await part('kosten', { year: '2026', running: '-1' }), /Kosten sind nie negativ/);
  assert.match(await part('note', { year: '2026', operation: '6', fit: '3', usability: '3', value: '3', outageHours: '1' }), /Noten gehen von 1/);
  assert.match(await part('note', { year: '2026', operation: '5', fit: '4', usability: '4', value: '4', outageHours: '2' }), /Note 4,3/);
  assert.match(await part('braucht', { needsId: id, effect: 'stops' }), /nicht von sich selbst/);
  assert.match(await part('leistung', { slug: 'gibt-es-nicht', effect: 'stops' }), /Leistung aus dem Katalog/);
  const [mail, shown] = [await idOf('mail-server'), await part('braucht', { needsId: await idOf('mail-server'), effect: 'stops', interface: 'SMTP' })];
  assert.match(shown, /E-Mail und Kalender/);
  assert.match((await editor.get(`/office/it-dienste/d/${mail}`)).text, /Neuer Dienst/, 'what stops without the mail server');
  await untilEventsAreVisible(city.t.platform);
  const wanted = ['assets/service-added', 'assets/cost-set', 'assets/assessed', 'assets/need-set'];
  const events = (await city.t.read(SYSTEM, (ctx) => listEventsOfSubjects(ctx, [`it-service:${id}`], wanted))).map(({ type }) => type);
  for (const type of wanted) assert.ok(events.includes(type), type);
});

test('heads change the services of their own office only; others see nothing', async () => {
  const id = await idOf('rechenzentrum');
  assert.equal((await head.get(`/office/it-dienste/d/${id}`)).status, 200);
  assert.equal((await head.post(`/office/it-dienste/d/${id}/kosten`, { year: '2026', running: '1' })).status, 403);
  assert.equal((await head.post('/office/it-dienste/neu', { ...typed, key: 'fremd', office: 'bauamt' })).status, 403);
  assert.match((await head.post('/office/it-dienste/neu', { ...typed, key: 'eigen' })).text, /Gespeichert|Neuer Dienst/);
  assert.equal((await city.browser(city.clerks.carla).get('/office/it-dienste')).status, 403);
  assert.equal((await head.post('/office/arbeitsplaetze/neu', { key: 'haus', name: 'Haus', down: '1', up: '1' })).status, 403, 'buildings belong to the city');
});

test('the list pages by cursor in every order, once each; list, key figure and report name the same numbers', async () => {
  for (const sort of ['name', 'kosten', 'kritikalitaet', 'nutzende', 'vertrag'] as const) {
    for (const descending of [false, true]) {
      const seen = await city.t.read(everywhere, async (ctx) => {
        const ids: string[] = [];
        for (let after: Parameters<typeof listItServices>[2]['after']; ; ) {
          const page = await listItServices(ctx, { year: 2026, sort, descending }, { after, limit: 7 });
          ids.push(...page.rows.map(({ id }) => id));
          if (!(after = page.next)) return ids;
        }
      });
      assert.deepEqual([seen.length, new Set(seen).size], [65, 65], `${sort} ${descending}`);
    }
  }
  const [sums, figure, count] = await city.t.read(everywhere, async (ctx) => [await sumItServices(ctx, { year: 2026, sort: 'name' }), await readFigure(ctx, 'assets/it-cost', yearOf(2026)), listFigures(ctx).filter(({ id }) => id.startsWith('assets/')).length] as const);
  assert.equal(figure, sums.onceCents + sums.runningCents);
  assert.equal(count, 5);
  const found = await city.t.read(everywhere, (ctx) => findSimilar(ctx, 'Wohngeld berechnen'));
  assert.ok(found.some(({ label, found: hits }) => label === 'Vorhandene IT-Dienste' && hits.some(({ title }) => title === 'Wohngeld')));
});

test('contracts: the owner is reminded once before the last day for notice; the calendar has it; every page is sound', async () => {
  const carla = (await city.t.read(SYSTEM, (ctx) => listAccounts(ctx, { kind: 'staff', limit: 10 }))).find(({ name }) => name === 'Carla Sommer');
  const soon = new Date(city.t.time.now.getTime() + 30 * 86_400_000).toISOString().slice(0, 10);
  await editor.post('/office/it-dienste/neu', { ...typed, key: 'bald', name: 'Bald zu kündigen', starts: '', ends: soon, notice: '0', owner: carla?.email ?? '' });
  assert.deepEqual([await city.t.transact(SYSTEM, remindOfContracts), await city.t.transact(SYSTEM, remindOfContracts)], [1, 0]);
  assert.match((await city.t.read(SYSTEM, (ctx) => listMails(ctx, { to: carla?.email ?? '' })))[0]?.subject ?? '', /Bald zu kündigen.*kündbar bis/);
  const calendar = (await editor.get('/office/it-dienste/vertraege.ics?in=alle')).text;
  assert.match(calendar, /BEGIN:VEVENT[\s\S]*Letzter Tag zum K/);
  assert.ok(calendar.split('\r\n').every((line) => Buffer.byteLength(line) <= 75));
  const site = (await city.t.read(everywhere, listSites))[0]?.id ?? '';
  for (const path of ['/office/it-dienste', '/office/it-dienste?nach=kosten&ab=ja&nur=schutz', '/office/it-dienste/vertraege', '/office/it-dienste/abhaengigkeiten', '/office/it-dienste/neu', `/office/it-dienste/d/${await idOf('verzeichnisdienst')}`, '/office/arbeitsplaetze', '/office/arbeitsplaetze/luecken', `/office/arbeitsplaetze/s/${site}`, '/office/arbeitsplaetze/p/neu', '/office/it-dienste/einlesen']) {
    const { status, text } = await editor.get(path);
    assert.deepEqual([path, status, await htmlMistakes(text)], [path, 200, []]);
  }
});

test('a table: preview with the line of each mistake, applied, taken back; what was changed since stays', async () => {
  const csv = ['Kennung;Name;Amt;Kritikalität;Nutzende', 'tabelle-neu;Aus der Tabelle;steueramt;hoch;5', 'mail-server;E-Mail und Kalender;digitalisierung;kritisch;999', 'tabelle-neu;Doppelt;steueramt;hoch;5', 'schlecht;Schlecht;nirgends;riesig;-1'].join('\r\n');
  const preview = await editor.post('/office/it-dienste/einlesen', { file: new File([csv], 'dienste.csv') });
  assert.match(preview.text, /1 neu, 1 geändert, 0 gleich, 2 abgelehnt/);
  assert.match(preview.text, /steht schon in Zeile 2/);
  assert.match(preview.text, /Ein Amt „nirgends“ gibt es nicht/);
  const here = new URL(preview.url, 'http://x').pathname;
  assert.match((await editor.post(`${here}/uebernehmen`, {})).text, />übernommen</);
  assert.equal((await editor.post(`${here}/uebernehmen`, {})).status, 409);
  const users = async () => (await city.t.read(everywhere, (ctx) => listItServices(ctx, { year: 2026, sort: 'name', q: 'E-Mail' }, { limit: 5 }))).rows[0]?.users;
  assert.equal(await users(), 999);
  const again = await city.t.transact(everywhere, (ctx) => previewImport(ctx, { kind: 'it-services', fileName: 'b.csv', bytes: Buffer.from(csv.split('\r\n').slice(0, 3).join('\n')) }));
  assert.match((await editor.get(`/office/it-dienste/einlesen/${again}`)).text, /0 neu, 0 geändert, 2 gleich/);
  assert.match((await editor.post(`${here}/zuruecknehmen`, {})).text, />zurückgenommen</);
  assert.deepEqual([await users(), await idOf('tabelle-neu')], [860, '']);
  for (const [bad, said] of [['Name;Amt\nx;y', /fehlt die Spalte „Kennung“/], ['Kennung;Schuhgröße\na;b', /Spalte „Schuhgröße“/], ['', /ist leer/]] as const) assert.match((await editor.post('/office/it-dienste/einlesen', { file: new File([bad], 'x.csv') })).text, said);
  await assert.rejects(city.t.transact(everywhere, (ctx) => undoImport(ctx, again)), /import-over|verworfen/);
  const table = (await editor.get('/office/it-dienste/tabelle.csv')).text;
  const back = await city.t.transact(everywhere, (ctx) => previewImport(ctx, { kind: 'it-services', fileName: 'hin-und-her.csv', bytes: Buffer.from(table) }));
  assert.match((await editor.get(`/office/it-dienste/einlesen/${back}`)).text, /0 neu, 0 geändert, 66 gleich, 0 abgelehnt/, 'what goes out comes back unchanged');
  const places = (await editor.get('/office/arbeitsplaetze/tabelle.csv')).text;
  const placesBack = await city.t.transact(everywhere, (ctx) => previewImport(ctx, { kind: 'workplaces', fileName: 'plaetze.csv', bytes: Buffer.from(`${places}X-1;rathaus;1;steueramt;desk;notebook;2024;1;ja;ja;ja;ja;ja;hat Rückenschmerzen;\r\n`) }));
  const run = await editor.get(`/office/arbeitsplaetze/einlesen/${placesBack}?nach=900`);
  assert.match(run.text, /0 neu, 0 geändert, 929 gleich, 1 abgelehnt/);
  assert.match(run.text, /Angaben zu Personen gehören nicht hierher/);
});

test('workplaces: counts of the database and the rule of one place agree; a gap becomes a project', async () => {
  await city.t.read(everywhere, async (ctx) => {
    const counts = await countPlaces(ctx, 2026);
    for (const site of await listSites(ctx)) {
      const { rows } = await listPlaces(ctx, site.id, { limit: 1000 });
      const having = (key: string): number => rows.filter((row) => gapsOfPlace(row, 2026).some((gap) => gap.key === key)).length;
      const own = counts.get(site.id);
      assert.deepEqual([own?.places, own?.noComputer, own?.old, own?.notMobile, own?.headset, own?.camera, own?.unmet], [rows.length, having('computer'), having('old'), having('mobile'), having('headset'), having('camera'), rows.filter(({ needs, met }) => needs.some((need) => !met.includes(need))).length], site.name);
    }
  });
  const steering = city.browser({ ...everywhere, id: '00000000-0000-7000-8000-0000000000e3', grants: [...everywhere.grants, { permission: 'steering/edit', officeId: null }] });
  const page = (await steering.get('/office/arbeitsplaetze/luecken')).text;
  const [, key = '', site = ''] = /name="key" value="([^"]+)"\/?><input type="hidden" name="site" value="([^"]+)"/.exec(page) ?? [];
  const made = await steering.post('/office/arbeitsplaetze/luecken/projekt', { key, site }, { follow: false });
  assert.match(made.location ?? '', /\/office\/projekte\/[0-9a-f-]{36}/);
  assert.equal((await editor.post('/office/arbeitsplaetze/luecken/projekt', { key, site })).status, 403);
});
