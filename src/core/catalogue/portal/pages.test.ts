import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { h } from 'preact';
import { sql } from 'kysely';
import { HtmlValidate } from 'html-validate';
import { organisationModule } from '#core/organisation';
import { authModule } from '#platform/auth';
import { frames, sessionResolver } from '#platform/http';
import { SYSTEM, defineModule, seeds, type Actor } from '#platform/module';
import { calendarDayOf } from '#platform/i18n';
import { staffActor, testApp, type TestApp } from '#platform/testing';
import { IslandsProvider, htmlRules, type AssetManifest } from '#platform/ui';
import { readabilityOf } from '../care/readability.ts';
import { findTextCare } from '../care/text-care.ts';
import { listEditors, remindOwners } from '../care/text-owners.ts';
import { catalogueModule, findCurrentVersion, listPopularServices, publishChangedServices, searchServices } from '../index.ts';

const SERVICES = resolve(import.meta.dirname, '../../../../services');
const staff: Record<string, Actor> = { editor: staffActor(['catalogue/edit']), publisher: staffActor(['catalogue/edit', 'catalogue/publish']), clerk: staffActor(['cases/work']) };
/** Signs in whoever the token names, so that the pages of the office can be opened without the sign-in module. */
const signIn = defineModule({
  name: 'catalogue-test',
  contributes: [sessionResolver.of(async ({ token }) => (staff[token] ? { actor: staff[token], session: { id: token, accountId: token, kind: 'staff' as const, data: {} } } : undefined))],
});

const assets = { islands: { 'suggest-services': { js: '/assets/suggest.js' } } } as unknown as AssetManifest;
/** Shows all parts of a page, as the frame of the portal does. */
const frame = defineModule({ name: 'catalogue-frame', contributes: [frames.of({ site: 'portal', render: (page) => h('html', { lang: 'de' }, h('head', null, h('title', null, page.title)), h('body', null, h('main', null, h(IslandsProvider, { islands: { assets, used: new Set<string>() }, children: [page.body, page.aside] })))) })] });

let t: TestApp;
let dir: string;
before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'stadtkern-services-'));
  await cp(SERVICES, dir, { recursive: true });
  t = await testApp({ modules: [signIn, frame, authModule, organisationModule, catalogueModule], env: { SERVICES_DIR: dir } });
  for (const seed of t.platform.contributions(seeds)) await t.transact(SYSTEM, (ctx) => seed.run(ctx));
  await publishChangedServices(t.platform, t.tenantId);
});
after(async () => {
  await t.close();
  await rm(dir, { recursive: true, force: true });
});
const get = (path: string, language = 'de') => t.client().get(path, { headers: { 'accept-language': language } });
const validator = new HtmlValidate(htmlRules);

for (const path of ['/leistungen', '/leistungen?buchstabe=H', '/leistungen?q=hund&online=1', '/leistungen?q=xyzzy&amt=bauamt', '/leistungen/dog-registration', '/leistungen/passport', '/leistungen/passport/fehler', '/wegweiser', '/wegweiser?was=zuzug&mit=hund', '/wegweiser?was=zuzug&mit=hund&mit=auto&noch=-', '/leistungen?q=was+kostet+ein+bewohnerparkausweis', '/lebenslagen/steuern-abgaben']) {
  test(`${path} is valid HTML in every language, without script`, async () => {
    for (const language of ['de', 'en', 'de-simple']) {
      const { status, text } = await get(path, language);
      assert.equal(status, 200);
      assert.ok(Buffer.byteLength(text) <= 40_000, `${Buffer.byteLength(text)} bytes`);
      const report = await validator.validateString(text);
      assert.deepEqual(report.results.flatMap((r) => r.messages.map((m) => `${m.ruleId}: ${m.message} (${m.selector})`)).filter((line) => !/^(doctype|meta|title|require)/.test(line)), []);
      assert.doesNotMatch(text, /<script(?! type="application\/ld\+json")|\sstyle="|\son\w+="/);
    }
  });
}

test('the page of an online service names everything and leads to the application', async () => {
  const { text } = await get('/leistungen/dog-registration');
  for (const words of ['href="/antrag/dog-registration"', 'etwa 4 Minuten', '120 €', 'Negativzeugnis', 'zwei Wochen', 'Kommunalabgabengesetz', 'Steueramt', '+49 89 99998-210', 'Hundemarke ersetzen', 'mailto:?subject=', 'Zuletzt geprüft am 02.11.2026', 'href="sms:?body=', 'href="/leistungen/neu.atom?leistung=dog-registration"', 'Ohne Stufen über den Eingang', 'alt="Stadtplan: Lage von Rathausplatz 1.', 'href="/kontakt/steueramt"']) assert.ok(text.includes(words), words);
  const data = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/.exec(text)?.[1] ?? '') as Record<string, unknown>;
  assert.deepEqual(notOfSchema(data), []);
  const { serviceOperator } = data as { serviceOperator: Record<string, unknown> };
  assert.deepEqual([serviceOperator['name'], serviceOperator['telephone']], ['Steueramt', '+49 89 99998-210']);
});

/** The properties that schema.org (version 29) has for the types we use. */
const thing = ['name', 'description', 'url', 'identifier', 'subjectOf'];
const ofType: Record<string, string[]> = {
  GovernmentService: [...thing, 'areaServed', 'serviceOperator', 'availableChannel', 'offers'], GovernmentOffice: [...thing, 'parentOrganization', 'address', 'telephone', 'email', 'geo', 'hasMap', 'openingHoursSpecification'], GovernmentOrganization: thing, City: thing, WebPage: [...thing, 'inLanguage'],
  ServiceChannel: ['serviceUrl', 'availableLanguage', 'servicePhone'], ContactPoint: ['telephone'], PostalAddress: ['streetAddress', 'postalCode', 'addressLocality', 'addressCountry'], GeoCoordinates: ['latitude', 'longitude'], PropertyValue: ['propertyID', 'value'], Offer: ['price', 'priceCurrency'],
};

/** What stands in structured data and is no property of its type. */
function notOfSchema(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(notOfSchema);
  if (typeof node !== 'object' || node === null) return [];
  const type = String((node as Record<string, unknown>)['@type']);
  return Object.entries(node).flatMap(([key, value]) => [...(key.startsWith('@') || ofType[type]?.includes(key) ? [] : [`${type}.${key}`]), ...notOfSchema(value)]);
}

test('pages for reading ship no JavaScript; a search suggests names', async () => {
  for (const path of ['/leistungen', '/leistungen?buchstabe=B', '/leistungen/dog-registration', '/wegweiser']) assert.doesNotMatch((await get(path)).text, /x-island/, path);
  assert.match((await get('/leistungen?q=hund')).text, /<x-island name="suggest-services"/);
});

test('a clear question is answered above the hits, and the guide ends in a list that its address keeps', async () => {
  assert.match((await get('/leistungen?q=Was+kostet+ein+Bewohnerparkausweis%3F')).text, /30 € für ein Jahr/);
  assert.match((await get('/wegweiser?gefragt=was')).text, /Bitte wählen Sie eine Antwort/);
  const list = (await get('/wegweiser?was=zuzug&mit=hund&mit=auto&noch=-')).text;
  assert.match(list, /Hund anmelden.*Fahrzeug zulassen.*wegweiser\?was=zuzug&amp;mit=hund\.auto&amp;noch=-/s);
  assert.match((await get('/wegweiser?was=zuzug&mit=hund&noch=-', 'en')).text, /Register a dog/);
  assert.match((await t.client().get('/api/leistungen/vorschlaege?q=Bewohnerp')).text, /Bewohnerparkausweis/);
});

test('what people choose after the same words comes first, once enough have; nothing is kept of words the catalogue does not know', async () => {
  const choose = (q: string) => t.client().get(`/leistungen/dog-tag-replacement?${new URLSearchParams({ suche: q })}`, { headers: { 'sec-fetch-site': 'same-origin', 'user-agent': 'Mozilla/5.0' } });
  const first = async () => (await t.read(SYSTEM, (ctx) => searchServices(ctx, { query: 'hund' }))).hits[0]?.slug;
  assert.equal(await first(), 'dog-registration');
  for (let n = 0; n < 4; n++) await choose('hund');
  await t.client().get('/leistungen/dog-tag-replacement?suche=hund', { headers: { 'user-agent': 'SomeBot' } });
  assert.equal(await first(), 'dog-registration', 'four tell nothing');
  for (let n = 0; n < 30; n++) await choose('hund');
  assert.equal(await first(), 'dog-tag-replacement');
  await choose('Erika Xyzzymann');
  assert.doesNotMatch(JSON.stringify((await t.read(SYSTEM, (ctx) => sql`select stems from catalogue.choice`.execute(ctx.db()))).rows), /xyzzy/i);
});

test('readers rate a page and report a mistake; the editor answers, the text is checked and due again in a year', async () => {
  const client = t.client();
  assert.equal((await client.post('/leistungen/passport/bewertung', { hilfreich: 'nein', worte: 'Wie lange?' }, { follow: false })).status, 303);
  const unsaid = await client.post('/leistungen/passport/bewertung', { worte: 'Ein langer Satz.' });
  assert.deepEqual([unsaid.status, /Ein langer Satz\./.test(unsaid.text)], [422, true], 'what was typed is kept');
  const wrong = await client.post('/leistungen/passport/fehler', { worte: 'Die Gebühr stimmt nicht.', email: 'kaputt' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /Die Gebühr stimmt nicht.*kaputt/s);
  assert.match((await client.post('/leistungen/passport/fehler', { worte: 'Die Gebühr stimmt nicht.', email: 'leserin@beispiel.example' })).text, /Danke für Ihren Hinweis/);
  const editor = office('editor');
  const list = (await editor.get('/office/verwaltung/texte')).text;
  assert.match(list, /War die Seite hilfreich\?.*Nein.*Wie lange\?.*Die Gebühr stimmt nicht/s);
  const ids = [...list.matchAll(/texte\/hinweise\/([0-9a-f-]{36})/g)].map(([, id]) => id ?? '');
  await editor.post(`/office/verwaltung/texte/hinweise/${ids[1] ?? ''}`, { antwort: 'Jetzt stimmt sie.' });
  const { rows } = await t.read(SYSTEM, (ctx) => sql<{ text: string }>`select body_text as text from mail.message where recipient = 'leserin@beispiel.example'`.execute(ctx.db()));
  assert.match(rows[0]?.text ?? '', /Die Gebühr stimmt nicht.*Jetzt stimmt sie/s);
  assert.equal((await office('clerk').get('/office/verwaltung/texte')).status, 403);
  assert.match((await editor.get('/office/verwaltung/texte/passport')).text, /Lesbarkeit.*Leichte Sprache/s);
  assert.equal((await editor.post('/office/verwaltung/texte/passport', { ownerName: 'Bürgerbüro', reviewOn: '2020-01-01' })).status, 422);
  await editor.post('/office/verwaltung/texte/passport', { ownerName: 'Redaktion Pass', reviewOn: '2099-01-01' });
  assert.deepEqual(await t.read(SYSTEM, (ctx) => findTextCare(ctx, 'passport')).then((care) => [care?.ownerName, care?.reviewOn]), ['Redaktion Pass', '2099-01-01']);
  const [aylin] = await t.read(SYSTEM, (ctx) => listEditors(ctx));
  assert.ok(aylin);
  await editor.post('/office/verwaltung/texte/passport/uebergeben', { ownerId: aylin.id });
  await editor.post('/office/verwaltung/texte/dog-registration', { ownerId: aylin.id, ownerName: 'Steueramt', reviewOn: calendarDayOf(new Date(t.time.now.getTime() + 9 * 86_400_000)) });
  await client.post('/leistungen/passport/fehler', { worte: 'Noch einer.' });
  for (let night = 0; night < 2; night++) await t.transact(SYSTEM, (ctx) => remindOwners(ctx));
  const told = await t.read(SYSTEM, (ctx) => sql<{ subject: string }>`select subject from mail.message where body_text like ${`Guten Tag ${aylin.name}%`} order by id`.execute(ctx.db()));
  assert.deepEqual(told.rows.map((mail) => mail.subject), ['Hinweis zu „Reisepass beantragen: Termin vorbereiten“', 'Ein Text ist zu prüfen'], 'about each date once');
  assert.match((await editor.get(`/office/verwaltung/texte?wer=${aylin.id}`)).text, new RegExp(`Hund anmelden.*${aylin.name}.*Reisepass`, 's'));
  assert.match((await get('/leistungen/passport')).text, /Zuletzt geprüft am [\d.]+, Redaktion Pass/);
  assert.match((await get('/leistungen/neu.atom')).text, /<feed.*<entry>/s);
  assert.equal([...(await get('/leistungen/neu.atom?leistung=dog-registration')).text.matchAll(/<entry>/g)].length, 1);
  assert.match((await get('/leistungen/neu.atom?amt=steueramt')).text, /<link rel="self" href="[^"]*amt=steueramt".*<entry>/s);
});

test('readability: long sentences, words of offices and the figure for German texts', () => {
  const hard = readabilityOf('Die Inanspruchnahme der Bewilligung erfolgt gemäß Satzung bzw. nach Vorlage der erforderlichen Unterlagen, sofern die antragstellende Person seitens der Behörde unverzüglich hierüber in Kenntnis gesetzt wurde und keine Einwände bestehen.', [{ avoid: 'Satzung', instead: 'Regeln der Stadt' }]);
  const easy = readabilityOf('Sie haben einen Hund? Dann melden Sie ihn an. Das geht hier. Es kostet nichts. Sie bekommen eine Marke. Die Marke kommt mit der Post. Das dauert z. B. am 3. Mai zwei Tage.');
  assert.ok((hard.ease ?? 100) < 20 && (easy.ease ?? 0) > 70, `${hard.ease} ${easy.ease}`);
  assert.deepEqual([hard.longSentences.length, easy.longSentences.length, easy.sentences], [1, 0, 7]);
  assert.ok(hard.avoid.some(({ word, instead }) => word === 'satzung' && instead === 'Regeln der Stadt') && hard.avoid.some(({ word }) => word === 'unverzüglich'));
});

test('a service that is not online says whom to ask instead of offering a form', async () => {
  const { text } = await get('/leistungen/provisional-passport');
  assert.ok(!text.includes('/antrag/'));
  assert.match(text, /noch nicht online.*Bürgerbüro/s);
});

test('an unknown service and an unknown life situation are not found', async () => {
  assert.equal((await get('/leistungen/no-such-service')).status, 404);
  assert.equal((await get('/lebenslagen/nirgends')).status, 404);
});

test('nothing found: the page helps on', async () => {
  const { text } = await get('/leistungen?q=xyzzy&online=1');
  assert.match(text, /haben wir nichts gefunden.*Alle Filter entfernen|Alle Filter entfernen.*nichts gefunden/s);
  assert.match(text, /kürzeren Wort.*\+49 89/s);
});

test('a story leads to the guide, the name of an office to all that it does', async () => {
  assert.match((await get('/leistungen?q=ich+ziehe+her+mit+hund+und+auto')).text, /href="\/wegweiser"[^>]*>.*Der Wegweiser stellt Ihnen ein paar Fragen/s);
  const office = (await get('/leistungen?q=standesamt')).text;
  assert.match(office, /href="\/leistungen\?amt=standesamt".*Leistungen hat das Amt: <strong>Standesamt/s);
  assert.doesNotMatch(office, /Nicht sicher, was Sie brauchen/);
});

test('the search of every page leads to the list, and filters stay in the address', async () => {
  const response = await t.client().get('/suche?q=parken', { follow: false });
  assert.equal(response.location, '/leistungen?q=parken');
  assert.match((await get('/leistungen?q=parken&online=1')).text, /href="\/leistungen\?q=parken&amp;online=1&amp;fuer=citizen"/);
});

test('odd parameters do no harm', async () => {
  assert.equal((await get('/leistungen?buchstabe=%F0%9F%92%A5&online=vielleicht&ab=kaputt&fuer=alle')).status, 200);
  assert.equal((await get(`/leistungen?q=${'%27%3B--'.repeat(30)}`)).status, 200);
});

const office = (who: string) => {
  const client = t.client();
  client.cookies.set('stadtkern_session', who);
  return client;
};

test('the office sees versions and state, fifty at a time; a clerk without the duty does not', async () => {
  const list = async (search = '') => (await office('editor').get(`/office/verwaltung/leistungen${search}`)).text;
  assert.match(await list('?q=hund'), /dog-registration.*veröffentlicht/s);
  const names = (html: string) => [...html.matchAll(/scope="row"[^>]*><a [^>]*>([^<]+)</g)].map(([, name]) => name);
  const all = await list();
  const next = /leistungen(\?ab=[^"]*)"/.exec(all)?.[1];
  assert.equal(names(all).length, 50);
  assert.equal(new Set([...names(all), ...names(await list(next))]).size, 100);
  assert.match(await list('?stand=offen'), /Keine Leistung passt/);
  assert.equal((await office('clerk').get('/office/verwaltung/leistungen')).status, 403);
  assert.match((await office('editor').get('/office/verwaltung/leistungen/dog-registration')).text, /Alles in Ordnung: 9 Durchläufe/);
});

test('a changed folder is published by the person with the duty, after one question; the editor may not', async () => {
  const file = join(dir, 'dog-registration', 'service.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('minutes: 4', 'minutes: 7'));
  const publisher = office('publisher');
  assert.match((await publisher.get('/office/verwaltung/leistungen')).text, /geändert, noch nicht veröffentlicht/);
  const question = await publisher.get('/office/verwaltung/leistungen/dog-registration/veroeffentlichen');
  const hash = /name="hash" value="([0-9a-f]{64})"/.exec(question.text)?.[1] ?? '';
  const path = '/office/verwaltung/leistungen/dog-registration/veroeffentlichen';
  assert.equal((await office('editor').post(path, { hash })).status, 403);
  assert.equal((await publisher.post(path, { hash: '0'.repeat(64) })).status, 409);
  assert.equal((await publisher.post(path, { hash }, { follow: false })).status, 303);
  const current = await t.read(SYSTEM, (ctx) => findCurrentVersion(ctx, 'dog-registration'));
  assert.deepEqual([current?.service.number, current?.service.settings.minutes], [2, 7]);
  assert.match((await get('/leistungen/dog-registration')).text, /etwa 7 Minuten/);
  const version = await publisher.get(`/office/verwaltung/leistungen/dog-registration/fassungen/${current?.versionId ?? ''}`);
  assert.match(version.text, /Anmeldung prüfen.*steueramt/s);
});

test('what people apply for most comes first', async () => {
  const popular = () => t.read(SYSTEM, (ctx) => listPopularServices(ctx, 6));
  assert.equal((await popular())[0]?.slug, 'dog-registration');
  await t.transact(SYSTEM, async (ctx) => ctx.emit({ type: 'applications/submitted', subject: 'application:1', data: { service: 'business-registration' } }));
  // Events wait for every older transaction of the whole server, those of other test files too.
  for (let tries = 0; tries < 100 && (await popular())[0]?.slug !== 'business-registration'; tries++) await t.settle().then(() => sleep(50));
  assert.equal((await popular())[0]?.slug, 'business-registration');
  assert.equal((await popular()).length, 6);
});
