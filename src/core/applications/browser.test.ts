import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { findingsOn, htmlMistakes, openBrowser, type TestClient } from '#platform/testing';
import { apply } from '../../../test/apply.ts';
import { fillPage, startDraft } from '../../../test/fill-form.ts';
import { openTown, type Town } from '../../../test/town.ts';
import { walkthroughData } from '../../../test/walkthrough.ts';

let town: Town;
let browser: Browser;
before(async () => {
  [town, browser] = await Promise.all([openTown(), openBrowser()]);
});
after(async () => {
  await browser.close();
  await town.close();
});

type Look = { width: number; dark: boolean };
const phone: Look = { width: 390, dark: true };
const desk: Look = { width: 1366, dark: false };

/** A browser window that carries the cookies of a client. */
async function windowOf(client: TestClient, { width, dark }: Look, javaScriptEnabled = true): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme: dark ? 'dark' : 'light', locale: 'de-DE', javaScriptEnabled });
  await context.addCookies([...client.cookies].map(([name, value]) => ({ name, value, url: town.t.url })));
  return context;
}

/** No barriers in any look, and valid HTML. */
async function assertGood(client: TestClient, paths: string[]): Promise<void> {
  const context = await windowOf(client, desk);
  const page = await context.newPage();
  for (const path of paths) {
    const response = await page.goto(town.t.url + path);
    assert.equal(response?.status(), path.startsWith('/ausweis/') ? 404 : 200, path);
    assert.deepEqual(await htmlMistakes((await response?.text()) ?? ''), [], path);
    for (const { width, dark } of [desk, phone]) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
      assert.deepEqual(await findingsOn(page), [], `${path} at ${width}`);
    }
  }
  await context.close();
}

async function draftWithFile(client: TestClient): Promise<string> {
  const { service } = await town.service('dog-registration');
  const draft = await startDraft(client, 'dog-registration');
  await fillPage(client, { path: `${draft}/seite/keeper`, form: service.form, data: await walkthroughData('dog-registration', 'Ein Hund') });
  return draft;
}

test('the pages of a draft have no barriers on phone and desk, in light and dark', async () => {
  const client = await town.citizen();
  const draft = await draftWithFile(client);
  await assertGood(client, ['/antrag/dog-registration', `${draft}/seite/keeper`, `${draft}/seite/dogs`, `${draft}/seite/payment`, `${draft}/spaeter`, `${draft}/loeschen`]);
  await assertGood(town.t.client(), ['/antrag/resident-parking-permit', '/status', '/ausweis', '/ausweis/GibtEsNicht']);
});

test('the pages of the account have no barriers on phone and desk, in light and dark', async () => {
  const client = await town.citizen('kemal.oeztuerk@post.example');
  const business = await apply(town, client, { slug: 'business-registration', example: 'GmbH mit' });
  const parking = await apply(town, client, { slug: 'resident-parking-permit', example: 'Eigenes Auto' });
  const dog = await apply(town, client, { slug: 'dog-registration', example: 'Ein Hund' });
  await town.work();
  const message = /\/konto\/nachrichten\/[0-9a-f-]{36}/.exec((await client.get('/konto/nachrichten')).text)?.[0] ?? '';
  const claim = /\/konto\/zahlungen\/[0-9a-f-]{36}/.exec((await client.get('/konto/zahlungen')).text)?.[0] ?? '';
  const here = `/konto/antraege/${business}`;
  await assertGood(client, ['/konto', here, `${here}/zurueckziehen`, `/konto/antraege/${parking}`, `/konto/antraege/${dog}`, `/antrag/eingang/${dog}`]);
  await assertGood(client, ['/konto/antraege', '/konto/dokumente', '/konto/nachrichten', message, '/konto/zahlungen', claim, '/konto/ausweise', '/konto/daten', '/demo/postfach']);
});

/** At the question for the certificate, as a person gets there. */
async function atTheFile(page: Page, draft: string): Promise<void> {
  await page.goto(`${town.t.url}${draft}/seite/dogs`);
  await page.getByLabel('Name des Hundes').fill('Kira');
  await page.getByLabel('Rasse', { exact: true }).selectOption('listed-bullterrier');
  await page.getByRole('button', { name: 'Speichern und weiter' }).click();
  await page.getByRole('radiogroup', { name: /Negativzeugnis/ }).getByLabel('Ja').check();
}

const pdf = (size: number): Buffer => Buffer.concat([Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'), Buffer.alloc(size, 0x20)]);

test('a file leaves at once and over a broken connection; the form then only names it', async () => {
  const client = town.t.client();
  const draft = await draftWithFile(client);
  const context = await windowOf(client, desk);
  const page = await context.newPage();
  await atTheFile(page, draft);
  const sent: string[] = [];
  await page.route('**/api/uploads/*', async (route) => {
    const method = route.request().method();
    sent.push(method);
    // the first piece is cut off
    if (method === 'PATCH' && sent.filter((one) => one === 'PATCH').length === 1) await route.abort('connectionreset');
    else await route.continue();
  });
  const input = page.locator('input[type=file]').first();
  await input.setInputFiles({ name: 'negativzeugnis.pdf', mimeType: 'application/pdf', buffer: pdf(6_000_000) });
  // pressed while it is still on its way: the form waits and goes on by itself
  await page.getByRole('button', { name: 'Speichern und weiter' }).click();
  await page.getByRole('link', { name: 'negativzeugnis.pdf' }).waitFor({ timeout: 20_000 });
  assert.ok(sent.filter((method) => method === 'PATCH').length >= 3, `resumed: ${sent.join(' ')}`);
  assert.match((await page.textContent('main')) ?? '', /Bitte prüfen Sie Ihre Angaben/, 'the file is kept although other answers are missing');
  assert.deepEqual(await findingsOn(page), []);
  await context.close();
});

test('a file of the wrong kind is refused with its sentence beside it, and can be taken away', async () => {
  const client = town.t.client();
  const draft = await draftWithFile(client);
  const context = await windowOf(client, phone);
  const page = await context.newPage();
  await atTheFile(page, draft);
  await page.locator('input[type=file]').first().setInputFiles({ name: 'zeugnis.pdf', mimeType: 'application/pdf', buffer: Buffer.from('#!/bin/sh\necho') });
  const alert = page.getByRole('alert').filter({ hasText: 'zeugnis.pdf' });
  await alert.waitFor();
  assert.match((await alert.textContent()) ?? '', /nicht von der richtigen Art/);
  assert.deepEqual(await findingsOn(page), []);
  await page.getByRole('button', { name: 'entfernen zeugnis.pdf' }).click();
  assert.equal(await alert.count(), 0);
  await context.close();
});

test('without JavaScript the form sends the file itself', async () => {
  const client = town.t.client();
  const draft = await draftWithFile(client);
  const context = await windowOf(client, phone, false);
  const page = await context.newPage();
  await atTheFile(page, draft);
  await page.locator('input[type=file]').first().setInputFiles({ name: 'foto.pdf', mimeType: 'application/pdf', buffer: pdf(1000) });
  await page.getByRole('button', { name: 'Speichern und weiter' }).click();
  await page.getByRole('link', { name: 'foto.pdf' }).waitFor();
  await context.close();
});

test('a whole application by keyboard alone, without JavaScript', async () => {
  const client = town.t.client();
  const context = await windowOf(client, desk, false);
  const page = await context.newPage();
  await page.goto(`${town.t.url}/antrag/resident-parking-permit`);
  await page.getByRole('button', { name: 'Ohne Konto beginnen' }).focus();
  await page.keyboard.press('Enter');
  const fill = async (answers: Record<string, string>): Promise<void> => {
    for (const [name, value] of Object.entries(answers)) {
      await page.locator(`[name="${name}"]`).first().focus();
      await page.keyboard.type(value);
    }
  };
  const choose = async (name: string, value: string): Promise<void> => {
    await page.locator(`[name="${name}"][value="${value}"]`).focus();
    await page.keyboard.press('Space');
  };
  await fill({ 'person.givenNames': 'Eva', 'person.familyName': 'Neu', 'person.birthDate-day': '3', 'person.birthDate-month': '4', 'person.birthDate-year': '1990', 'person.email': 'eva@example.org', 'address.street': 'Lindenallee', 'address.houseNumber': '4', 'address.postcode': '99999', 'address.city': 'Musterstadt' });
  await choose('livesThere', 'true');
  await choose('hasPermit', 'false');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Ihr Fahrzeug' }).waitFor();
  await fill({ 'plate-district': 'MU', 'plate-letters': 'EN', 'plate-digits': '7' });
  await choose('use', 'own');
  await choose('large', 'false');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Zeitraum' }).waitFor();
  await fill({ 'validFrom-day': '1', 'validFrom-month': '10', 'validFrom-year': '2026' });
  await choose('years', '1');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Bestätigung' }).waitFor();
  await choose('truthful', 'true');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Prüfen und absenden' }).waitFor();
  await choose('richtig', 'ja');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Ihr Antrag ist angekommen' }).waitFor();
  assert.match((await page.textContent('main')) ?? '', /2026-PARK-\d{6}/);
  await context.close();
});
