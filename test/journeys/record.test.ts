import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closePages } from '#core/records';
import { takePicture } from '#platform/testing';
import { seedSampleCases } from '../../src/app/sample-cases.ts';
import { openCity, type City } from './city.ts';

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

test('a clerk of another office finds and opens nothing of it', async () => {
  const person = await city.signedIn('fatima.haddad@musterstadt.example', { javaScriptEnabled: false });
  await person.open('/office/akten/suche?q=Zwinger');
  assert.match(await person.page.locator('main').innerText(), /Kein Dokument/);
});
