import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { SYSTEM } from '#platform/module';
import { walkthroughData } from '../walkthrough.ts';
import { openCity, type City } from './city.ts';
import { apply, openFromWorkList, submit } from './steps.ts';

const HOUR = 3_600_000;
let city: City;
before(async () => void (city = await openCity()));
after(() => city.close());

test('whoever stops in the middle goes on by the mailed link on another device, with everything still there', async () => {
  const slug = 'dog-registration';
  const data = await walkthroughData(slug, 'Ein Hund, klarer Fall');
  const { service } = await city.service(slug);
  const phone = await city.visitor({ viewport: { width: 390, height: 844 } });
  await phone.open(`/antrag/${slug}`);
  await phone.press('Ohne Konto beginnen');
  await phone.answer(service.form, data);
  await phone.press('Speichern und weiter');
  await phone.page.getByLabel('Name des Hundes').fill('Bello');
  await phone.press('Später weitermachen');
  await phone.page.getByLabel('E-Mail-Adresse').fill('anna.weber@example.org');
  await phone.press('Link schicken');
  await phone.sees(/Link geschickt/);
  await city.t.settle();
  const link = /https?:\/\/\S+\/link\/\S+/.exec((await city.mailTo('anna.weber@example.org', /Entwurf/)).text)?.[0];
  assert.ok(link, 'the mail holds a link');

  const desk = await city.visitor();
  await desk.open(new URL(link).pathname);
  if (/\/link\//.test(desk.path)) await desk.press(/weiter/i, { within: desk.page.locator('main') });
  await desk.sees('Ihr Hund');
  assert.equal(await desk.page.getByLabel('Name des Hundes').inputValue(), 'Bello', 'also the half page is kept');
  await desk.fillApplication(service.form, data);
  await submit(desk);
});

test('somebody else does not get at a draft, not even with its address', async () => {
  const one = await city.visitor();
  await one.open('/antrag/resident-parking-permit');
  await one.press('Ohne Konto beginnen');
  const other = await city.visitor();
  await other.open(one.path);
  assert.equal(other.status, 404);
  await other.sees(/Entwurf gibt es nicht/);
});

test('a session that runs out in the middle of the form keeps what was typed', async () => {
  const slug = 'resident-parking-permit';
  const lena = await city.signedIn('lena.wagner@post.example');
  await lena.open(`/antrag/${slug}`);
  await lena.press('Jetzt beginnen');
  assert.equal(await lena.page.getByLabel('Familienname').inputValue(), 'Wagner', 'the account fills in what it knows');
  await lena.page.getByLabel('Hausnummer').fill('11b');
  city.t.time.advance(13 * HOUR);
  await lena.press('Speichern und weiter');
  await lena.sees(/abgemeldet|abgelaufen/);
  await lena.page.getByLabel('E-Mail-Adresse').fill('lena.wagner@post.example');
  await lena.page.getByLabel('Passwort', { exact: true }).fill('Musterstadt-2026');
  await lena.press('Anmelden', { within: lena.page.locator('main') });
  const kept = await lena.page.locator('main').innerText();
  if (!lena.path.includes('/seite/')) {
    assert.match(kept, /11b|Eingaben|weiter/);
    await lena.press(/absenden|weiter|senden|speichern/i, { within: lena.page.locator('main') });
  }
  assert.equal(await lena.page.getByLabel('Hausnummer').inputValue(), '11b');
});

test('of two clerks who decide at once one is told who was quicker, and keeps what was written', async () => {
  const slug = 'dog-registration';
  const visitor = await city.visitor();
  const { number } = await apply(city, visitor, { slug, data: await walkthroughData(slug, 'Rettungshund') });
  await city.work();
  const petra = await city.signedIn('petra.sommer@musterstadt.example');
  const daniel = await city.signedIn('daniel.weigand@musterstadt.example');
  await openFromWorkList(petra, number);
  await openFromWorkList(daniel, number);
  const form = (await city.service(slug)).service.taskForms['check-registration'];
  assert.ok(form);
  await petra.answer(form, { decision: 'granted' }, { pageId: 'check' });
  for (let round = 0; round < 2; round++) await daniel.answer(form, { decision: 'refused', reason: 'Der Nachweis ist nicht lesbar.' }, { pageId: 'check' });
  await Promise.all([petra.press('Erledigen und weiter'), daniel.press('Erledigen und weiter')]);
  const [first, second] = petra.status === 409 ? [daniel, petra] : [petra, daniel];
  assert.deepEqual([first.status, second.status], [200, 409]);
  await first.sees('ist erledigt');
  const name = first === petra ? 'Petra Sommer' : 'Daniel Weigand';
  await second.sees(new RegExp(`schon erledigt: von ${name}|${name} hat diese Aufgabe`));
  await second.sees(first === petra ? 'Der Nachweis ist nicht lesbar.' : 'Wie berechnet festsetzen');
});

test('a second click, the back button and a reload send an application only once', async () => {
  const slug = 'resident-parking-permit';
  const visitor = await city.visitor();
  const first = await apply(city, visitor, { slug, data: await walkthroughData(slug, 'Eigenes Auto') });
  await visitor.page.goBack();
  await visitor.page.reload();
  await visitor.sees(first.number);
  const { rows } = await city.t.read(SYSTEM, (ctx) => sql<{ n: number }>`select count(*)::int as n from applications.application where tenant_id = 1 and slug = ${slug}`.execute(ctx.db()));
  assert.equal(rows[0]?.n, 1);
});

test('every page of these journeys is valid, free of barriers and fits on a phone', () => city.requireCleanPages());
