import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { calendarDayOf } from '#platform/i18n';
import { walkthroughData } from '../walkthrough.ts';
import { openCity, type City } from './city.ts';
import type { Person } from './person.ts';
import { apply, bankStatement, decide, openCase, openFromWorkList } from './steps.ts';

const slug = 'resident-parking-permit';
const DAY = 86_400_000;
/** One permit per person: everybody here is somebody else. */
const emily = { givenNames: 'Emily', familyName: 'Carter', birthDate: '1994-01-22', email: 'emily.carter@post.example' };
const lena = { givenNames: 'Lena', familyName: 'Wagner', birthDate: '1985-12-03', email: 'lena.wagner@post.example' };
const kemalOeztuerk = { givenNames: 'Kemal', familyName: 'Öztürk', birthDate: '1979-11-05', email: 'kemal.oeztuerk@post.example' };
const wernerAckermann = { givenNames: 'Werner', familyName: 'Ackermann', birthDate: '1947-02-28', email: 'werner.ackermann@post.example' };
let city: City;
before(async () => void (city = await openCity()));
after(() => city.close());

/** The treasury reads in a statement with this payment. */
async function payByStatement(clerk: Person, payment: { reference: string; amount: string; payer: string }): Promise<void> {
  await clerk.open('/office/kasse');
  await clerk.follow(/Kontoauszug/, { within: clerk.page.locator('main') });
  const statement = bankStatement({ ...payment, on: calendarDayOf(city.t.time.now) });
  await clerk.page.locator('input[type=file]').setInputFiles({ name: 'auszug.xml', mimeType: 'application/xml', buffer: statement });
  await clerk.press('Prüfen');
  await clerk.sees('passt');
  await clerk.press(/passende Zahlung/);
  await clerk.sees('gebucht');
  await city.work();
}

async function bookingCode(person: Person): Promise<string> {
  const code = /\b\d{4}-\d{7}-\d{2}\b/.exec(await person.page.locator('main').innerText())?.[0];
  assert.ok(code, 'the page names what to write on the transfer');
  return code;
}

for (const script of [true, false]) {
  test(`from the application over the bank statement to the digital permit, ${script ? 'with' : 'without'} JavaScript`, async () => {
    const context = { javaScriptEnabled: script };
    const [email, start, person] = script ? ['emily.carter@post.example', 'Eigenes Auto', emily] as const : ['lena.wagner@post.example', 'Bezahlt erst', lena] as const;
    const citizen = await city.signedIn(email, { ...context, locale: 'de-DE' });
    await citizen.open('/');
    await citizen.search('parken');
    await citizen.follow(/Bewohnerparkausweis/);
    const { number } = await apply(city, citizen, { slug, data: { ...(await walkthroughData(slug, start)), person } });
    await city.work();
    await citizen.follow('Stand des Antrags ansehen');
    await citizen.sees(/Kassenzeichen/);
    const reference = await bookingCode(citizen);

    const birgit = await city.signedIn('birgit.thalmann@musterstadt.example', context);
    await payByStatement(birgit, { reference: `Parken ${reference} danke`, amount: script ? '30.00' : '60.00', payer: 'Familie Beispiel' });

    await citizen.open('/konto/ausweise');
    await citizen.follow(/Bewohnerparkausweis/, { within: citizen.page.locator('main') });
    await citizen.sees('noch nicht gültig');
    await citizen.open('/konto/nachrichten');
    await citizen.sees('Bewohnerparkausweis');

    const fatima = await city.signedIn('fatima.haddad@musterstadt.example', context);
    await fatima.open(`/office/arbeit?ansicht=alle&q=${number}`);
    await fatima.follow(number, { within: fatima.page.locator('table') });
    await fatima.sees('MU-ST 123');
    for (const person of [citizen, birgit, fatima]) await person.leave();
  });
}

test('whoever scans the code sees whether the permit is good and nothing about the person; a changed code is refused', async () => {
  const kemal = await city.signedIn('kemal.oeztuerk@post.example');
  const data = { ...(await walkthroughData(slug, 'Firmenwagen mit')), person: kemalOeztuerk };
  const { number } = await apply(city, kemal, { slug, data });
  await city.work();
  const fatima = await city.signedIn('fatima.haddad@musterstadt.example');
  await openFromWorkList(fatima, number);
  await decide(city, fatima, { slug, form: 'check-usage', data: { approved: true } });
  await kemal.open('/konto/zahlungen');
  await kemal.follow(/Parkausweis|2026-/, { within: kemal.page.locator('main') });
  const reference = await bookingCode(kemal);
  const birgit = await city.signedIn('birgit.thalmann@musterstadt.example');
  await payByStatement(birgit, { reference, amount: '30.00', payer: 'Öztürk' });
  await kemal.open('/konto/ausweise');
  await kemal.follow(/Bewohnerparkausweis/, { within: kemal.page.locator('main') });
  await kemal.sees('MU-FW 900');
  await openCase(fatima);
  const check = await fatima.page.getByRole('link', { name: 'prüfen' }).getAttribute('href');
  assert.match(check ?? '', /^\/ausweis\//);

  city.t.time.advance(30 * DAY);
  const warden = await city.visitor({ viewport: { width: 390, height: 844 } });
  await warden.open(check ?? '');
  await warden.sees(/gültig/);
  const shown = await warden.page.locator('main').innerText();
  for (const secret of ['Kemal', 'Öztürk', 'MU-FW', 'Schlossgasse', number]) assert.ok(!shown.includes(secret), `the check page shows ${secret}`);
  await warden.page.getByLabel('Kennzeichen').fill('MU-FW 900');
  await warden.press('Vergleichen');
  await warden.sees('Das Kennzeichen passt zum Ausweis.');
  await warden.page.getByLabel('Kennzeichen').fill('MU-FW 901');
  await warden.press('Vergleichen');
  await warden.sees('Das Kennzeichen passt nicht zum Ausweis.');
  await warden.open(`${check}x`);
  assert.equal(warden.status, 404);

  const again = await city.signedIn('kemal.oeztuerk@post.example');
  await again.open('/konto/ausweise');
  await again.follow(/Bewohnerparkausweis/, { within: again.page.locator('main') });
  await again.follow('Kennzeichen ändern');
  await again.page.getByLabel(/Kennzeichen/).first().fill('MU-FW 7E');
  await again.press('Kennzeichen ändern', { within: again.page.locator('main') });
  await city.work();
  await again.open('/konto/ausweise');
  await again.sees(/MU-FW 7E/);
  await warden.open(check ?? '');
  await warden.sees('ersetzt');
});

test('where nobody pays, the city reminds once and then closes the case', async () => {
  const werner = await city.signedIn('werner.ackermann@post.example');
  await apply(city, werner, { slug, data: { ...(await walkthroughData(slug, 'Neues Kennzeichen noch')), person: wernerAckermann, validFrom: calendarDayOf(new Date(city.t.time.now.getTime() + 20 * DAY)) } });
  await city.work();
  for (let fortnight = 0; fortnight < 2; fortnight++) {
    city.t.time.advance(15 * DAY);
    await city.work();
  }
  const again = await city.signedIn('werner.ackermann@post.example');
  await again.open('/konto/nachrichten');
  await again.sees(/Bitte zahlen Sie die Gebühr/);
  await again.sees(/Ihr Antrag auf einen Parkausweis ist geschlossen/);
});

test('every page of these journeys is valid, free of barriers and fits on a phone', () => city.requireCleanPages());
