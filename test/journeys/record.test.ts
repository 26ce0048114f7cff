import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { arrangeSubstitution, findOfficeByKey } from '#core/organisation';
import { closeFileById, closePages, fileInto, openFreeCaseFile } from '#core/records';
import { SYSTEM } from '#platform/module';
import { takePicture } from '#platform/testing';
import { sql } from 'kysely';
import { seedSampleCases } from '../../src/app/sample-cases.ts';
import { scannedPage } from '../scanned-page.ts';
import { walkthroughData } from '../walkthrough.ts';
import { openCity, type City } from './city.ts';
import { decide, openCase, openFromWorkList } from './steps.ts';

// The registry of the sample city works with the record: everything in a real browser, in light and dark, wide and narrow.
let city: City;
before(async () => {
  city = await openCity({ now: '2026-11-20T09:30:00Z' });
  await seedSampleCases(city.t.platform, { count: 6, say: () => {} });
  await city.work();
});
after(async () => {
  await closePages(city.t.platform);
  await city.close();
});

test('paper that came by hand gets a file, is found by its words, is stamped, edited, compared, redacted and handed out as one PDF', async () => {
  const person = await city.signedIn('norbert.fink@musterstadt.example');
  const { page } = person;
  await person.open('/office/akten');
  await takePicture(page, 'akten');
  await person.follow(/02 Finanzen/);
  await person.follow(/02\.3 Steuern/);
  await person.follow(/02\.3\.1 Hundesteuer/);
  await takePicture(page, 'akten-stelle');
  await person.follow('Akte anlegen');
  await page.getByLabel('Titel').fill('Beschwerde über Hundelärm');
  await page.getByLabel('Betrifft').fill('Werner Ackermann');
  await person.press('Anlegen', { within: page.locator('main') });
  assert.match(await page.locator('body').innerText(), /ist angelegt/);
  const file = person.path;
  await page.locator('#dateien').setInputFiles([{ name: 'brief.txt', mimeType: 'text/plain', buffer: Buffer.from('Sehr geehrte Damen und Herren,\nder Zwinger nebenan bellt die ganze Nacht.\nMit freundlichen Grüßen\nWerner Ackermann') }]);
  await person.press('Ablegen', { within: page.locator('#ablegen') });
  assert.match(await page.locator('main').innerText(), /brief\.txt/);
  await city.work();
  await person.open('/office/akten/suche?q=zwinger+baellt');
  await takePicture(page, 'akten-suche');
  await person.follow('brief.txt', { within: page.locator('main') });
  assert.match(await page.locator('main').innerText(), /bellt die ganze Nacht/);
  await person.press('Zum Bearbeiten nehmen');
  await page.locator('#datei').setInputFiles([{ name: 'brief.txt', mimeType: 'text/plain', buffer: Buffer.from('Sehr geehrte Damen und Herren,\nder Zwinger nebenan ist jetzt leise.\nMit freundlichen Grüßen\nWerner Ackermann') }]);
  await page.getByLabel('Was ist neu').fill('zurückgenommen');
  await person.press('Zurückgeben');
  await city.work();
  await person.follow('mit Fassung 1');
  assert.match(await page.locator('main').innerText(), /ist jetzt leise/);
  await takePicture(page, 'vergleich');
  await person.open('/office/akten/suche?q=Hundesteuer&art=decision');
  await person.follow(/./, { within: page.locator('.hits') });
  await takePicture(page, 'dokument');
  await page.getByText('Notiz oder Stempel auf diese Seite').click();
  await page.locator('#was').selectOption('stamp:Geprüft');
  await person.press('Anbringen');
  await takePicture(page, 'dokument-stempel');
  await page.setViewportSize({ width: 320, height: 700 });
  await takePicture(page, 'dokument-schmal');
  await page.setViewportSize({ width: 1366, height: 768 });
  await person.follow('Für eine Akteneinsicht schwärzen');
  await page.getByLabel('Wörter, die überall').fill('Steuer');
  await person.press('Stellen zeigen');
  await takePicture(page, 'schwaerzen');
  await person.press('Geschwärzte Fassung anlegen');
  assert.match(await page.locator('body').innerText(), /geschwärzte Fassung/i);
  await takePicture(page, 'geschwaerzt');
  await person.open(file);
  await takePicture(page, 'vorgangsakte');
  const whole = await page.request.get(`${city.t.url}${file}/gesamt`);
  assert.equal(whole.headers()['content-type'], 'application/pdf');
  await person.press('Zu den Akten');
  assert.match(await page.locator('main').innerText(), /zdA/);
  await person.open('/office/aktenplan?stelle=02.3.1');
  await takePicture(page, 'aktenplan');
  city.requireCleanPages();
});

test('a scanned application is taken in, read, assigned to its service, typed in, runs the process of an online one and is decided', async () => {
  const slug = 'dog-registration';
  const [clerk, data, { service }] = [await city.signedIn('norbert.fink@musterstadt.example'), await walkthroughData(slug, 'Gelistete Rasse ohne'), await city.service(slug)];
  await clerk.open('/office/posteingang');
  await clerk.page.locator('#dateien').setInputFiles([{ name: 'hund.pdf', mimeType: 'application/pdf', buffer: Buffer.from(await scannedPage('Anmeldung eines Hundes: Tyson')) }]);
  await clerk.page.getByText('Angaben zum Scannen').click();
  await clerk.page.getByLabel('Gerät').fill('Poststelle 1');
  await clerk.press('Hochladen');
  await city.work();
  await clerk.follow('hund.pdf');
  await clerk.page.getByText('Es ist ein Antrag auf Papier').click();
  await clerk.page.locator('[name="leistung"]').selectOption(slug);
  await clerk.press('Antrag erfassen');
  // a question that hangs on an answer appears with the page that comes back
  for (let round = 0; round < 6 && clerk.path.endsWith('/antrag'); round++) {
    for (const { id } of service.form.pages) await clerk.answer(service.form, data, { pageId: id });
    for (const [name, on] of [['keeper.birthDate', '2010-02-03'], ['dogs.0.keptSince', '2024-05-01']] as const) await clerk.fill(`[name="${name}"]`, on);
    await clerk.tick(clerk.page.locator('[name="_sicht"]'));
    await clerk.press('Prüfen und Antrag anlegen');
  }
  await clerk.sees(/Der Antrag \d{4}-HUND-\d+ ist angelegt/);
  const number = /\d{4}-HUND-\d+/.exec(await clerk.page.locator('body').innerText())?.[0] ?? '';
  await clerk.sees('Antrag auf Papier (Scan)');
  await city.work();
  const { rows } = await city.t.read(SYSTEM, (ctx) => sql<{ text: string }>`select text from records.blob_text t join inbound_post.item i on i.tenant_id = t.tenant_id and i.hash = t.hash where i.name = 'hund.pdf'`.execute(ctx.db()));
  assert.match(rows[0]?.text ?? '', /Hundes/, 'the paper was read');
  const petra = await city.signedIn('petra.sommer@musterstadt.example');
  await openFromWorkList(petra, number);
  await petra.sees('Warum die Maschine nicht entscheidet');
  await decide(city, petra, { slug, form: 'check-registration', data: { decision: 'refused', reason: 'Der Hund wird nicht in Musterstadt gehalten.' } });
  await openCase(petra);
  await petra.sees('Es ist nichts mehr zu tun');
  city.requireCleanPages();
});

test('a clerk of another office finds and opens nothing of it', async () => {
  const person = await city.signedIn('fatima.haddad@musterstadt.example', { javaScriptEnabled: false });
  await person.open('/office/akten/suche?q=Zwinger');
  assert.match(await person.page.locator('main').innerText(), /Kein Dokument/);
});

test('a circulation goes over three desks, a deputy signs for one of them', async () => {
  const [petra, daniel] = await Promise.all(['petra.sommer', 'daniel.weigand'].map(async (name) => (await city.actor(`${name}@musterstadt.example`)).id));
  const { documentId } = await city.t.transact(SYSTEM, async (ctx) => {
    await arrangeSubstitution(ctx, { absentId: petra ?? '', substituteId: daniel ?? '', startsOn: '2026-11-20', endsOn: '2026-11-27' });
    const file = await openFreeCaseFile(ctx, { position: '02.3.1', title: 'Satzung', officeId: (await findOfficeByKey(ctx, 'steueramt'))?.id ?? '' });
    const blob = await city.t.platform.storage.put(Buffer.from('Entwurf der Hundesteuersatzung'));
    const [filed] = await fileInto(ctx, file.id, [{ kind: 'draft', title: 'Entwurf der Satzung', blob, mime: 'text/plain', name: 'satzung.txt', visibleToApplicant: false }]);
    return { documentId: filed?.id ?? '' };
  });
  const norbert = await city.signedIn('norbert.fink@musterstadt.example');
  await norbert.open(`/office/dokumente/${documentId}`);
  await norbert.page.getByText('Umlauf beginnen').click();
  for (const [at, who] of ['petra.sommer', 'fatima.haddad', 'renate.lindner'].entries()) await norbert.page.locator(`[name="wer-${at}"]`).fill(`${who}@musterstadt.example`);
  await norbert.page.locator('[name="was-2"]').selectOption('sign');
  await norbert.press('Auf den Weg bringen');
  const run = norbert.path;
  const deputy = await city.signedIn('daniel.weigand@musterstadt.example');
  await deputy.open('/office/vertretung');
  await deputy.press(/In Vertretung arbeiten für Petra Sommer/);
  for (const person of [deputy, await city.signedIn('fatima.haddad@musterstadt.example'), await city.signedIn('renate.lindner@musterstadt.example')]) {
    await person.open('/office/umlaeufe');
    await person.follow('Entwurf der Satzung', { within: person.page.locator('#umlaeufe') });
    await person.press(/^(Mitzeichnen|Schlusszeichnen)$/, { within: person.page.locator('main') });
  }
  await norbert.open(run);
  await norbert.sees(/Daniel Weigand für Petra Sommer/);
  await takePicture(norbert.page, 'umlauf');
});

test('a closed file is offered, appraised, handed over and destroyed only after the archive has it', async () => {
  const file = await city.t.transact(SYSTEM, async (ctx) => {
    const made = await openFreeCaseFile(ctx, { position: '03.1', title: 'Gewerbe am Markt', officeId: (await findOfficeByKey(ctx, 'steueramt'))?.id ?? '' });
    const blob = await city.t.platform.storage.put(Buffer.from('Anmeldung'));
    await fileInto(ctx, made.id, [{ kind: 'incoming', title: 'Anmeldung', blob, mime: 'text/plain', name: 'a.txt', visibleToApplicant: false }]);
    await closeFileById(ctx, made.id);
    return made;
  });
  city.t.time.now = new Date('2038-01-04T09:00:00Z');
  const keeper = await city.signedIn('norbert.fink@musterstadt.example');
  await keeper.open('/office/aussonderung?stelle=03.1');
  await keeper.press(/vorschlagen/);
  const round = keeper.path;
  if (round === '/office/aussonderung') await keeper.follow(/Aussonderung 1 Akten/);
  const here = keeper.path;
  const id = here.split('/').at(-1) ?? '';
  const offer = await keeper.page.request.post(`${city.t.url}${here}/anbieten`, { headers: { origin: city.t.url } });
  assert.match(await offer.text(), /0501/);
  const answer = (inside: string, type: string) => ({ name: `${type}.xml`, mimeType: 'application/xml', buffer: Buffer.from(`<x:Aussonderung.Antwort.${type} xmlns:x="urn:x"><x:Kopf><x:ProzessID>${id}</x:ProzessID></x:Kopf>${inside}</x:Aussonderung.Antwort.${type}>`) });
  const take = async (message: ReturnType<typeof answer>): Promise<void> => {
    await keeper.open(here);
    await keeper.page.getByText('Nachricht des Archivs einlesen').click();
    await keeper.page.locator('#datei').setInputFiles([message]);
    await keeper.press('Einlesen');
  };
  await take(answer(`<x:BewertetesObjekt><x:ID>${file.id}</x:ID><x:Aussonderungsart><x:Aussonderungsart><code>A</code></x:Aussonderungsart></x:Aussonderungsart></x:BewertetesObjekt>`, '0502'));
  const head = await city.signedIn('renate.lindner@musterstadt.example');
  await (await head.open(here)).press('Freigeben');
  const control = await city.signedIn('ulrich.pfaff@musterstadt.example');
  await (await control.open(here)).press('Kontrolle bestätigen');
  const handed = await keeper.page.request.post(`${city.t.url}${here}/uebergeben`, { headers: { origin: city.t.url } });
  assert.equal(handed.headers()['content-type'], 'application/zip');
  await take(answer(`<x:AusgesondertesSGO><x:IDSGO>${file.id}</x:IDSGO><x:Erfolgreich>true</x:Erfolgreich><x:Archivkennung>StA 2038/1</x:Archivkennung></x:AusgesondertesSGO>`, '0506'));
  await keeper.sees(/Archivzeichen StA 2038\/1/);
  await keeper.follow(/Vernichten/);
  await keeper.press('Endgültig vernichten');
  await keeper.sees('Vernichtungsnachweise');
  await takePicture(keeper.page, 'aussonderung');
});

test('the data protection officer finds a person, sees what is held and what an erasure would leave', async () => {
  const person = await city.signedIn('ulrich.pfaff@musterstadt.example');
  const { page } = person;
  await person.open('/office/datenschutz?q=schmidt');
  await takePicture(page, 'datenschutz-suche');
  await page.locator('input[name="konto"]').first().check();
  await page.getByLabel(/^Löschung/).check();
  await page.getByLabel(/Woran haben Sie/).fill('Ausweis gesehen');
  await person.press('Anliegen anlegen');
  await person.sees('Eine zweite Person muss löschen.');
  await person.sees('Anna Schmidt');
  await takePicture(page, 'datenschutz-loeschung');
  await page.setViewportSize({ width: 320, height: 800 });
  await takePicture(page, 'datenschutz-schmal');
  city.requireCleanPages();
});
