import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listRecentEvents } from '#platform/audit';
import { SYSTEM } from '#platform/module';
import { apply } from '../../../test/apply.ts';
import { messagesOf, startDraft } from '../../../test/fill-form.ts';
import { openTown, type Town } from '../../../test/town.ts';

let town: Town;
before(async () => void (town = await openTown()));
after(() => town.close());

const main = (html: string): string => (/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? html).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
const KEMAL = 'kemal.oeztuerk@post.example';

test('an empty account says that nothing is to do, and where to begin', async () => {
  const page = main((await (await town.citizen('werner.ackermann@post.example')).get('/konto')).text);
  assert.match(page, /Guten Tag, Werner Ackermann/);
  assert.match(page, /Zurzeit ist nichts zu tun/);
  assert.match(page, /Leistungen von A bis Z/);
});

test('what the person must do comes first, then what is new, then what is under way, then the rest', async () => {
  const client = await town.citizen(KEMAL);
  await apply(town, client, { slug: 'business-registration', example: 'GmbH mit' });
  await apply(town, client, { slug: 'resident-parking-permit', example: 'Eigenes Auto' });
  await apply(town, client, { slug: 'dog-registration', example: 'Ein Hund' });
  await startDraft(client, 'dog-registration');
  await town.work();
  const page = main((await client.get('/konto')).text);
  const order = ['Unterlagen schicken: Gewerbe anmelden', '30,00 € bezahlen: Bewohnerparkausweis', 'Zu Ende ausfüllen: Hund anmelden', 'Neue Nachrichten', 'Das läuft gerade', 'wartet auf Zahlung', 'Erledigt', 'Alles in Ihrem Konto', 'Ausweise', 'Meine Daten'];
  const places = order.map((words) => page.replaceAll('\u00a0', ' ').indexOf(words));
  assert.ok(!places.includes(-1), order.filter((_, n) => places[n] === -1).join());
  assert.deepEqual(places, places.toSorted((a, b) => a - b));
});

test('a fee that the city collects is no task', async () => {
  const client = await town.citizen('lena.wagner@post.example');
  await apply(town, client, { slug: 'dog-registration', example: 'Zweiter und dritter Hund' });
  await town.work();
  assert.match(main((await client.get('/konto')).text), /Zurzeit ist nichts zu tun/);
  const claim = /\/konto\/zahlungen\/[0-9a-f-]{36}/.exec((await client.get('/konto/zahlungen')).text)?.[0] ?? '';
  assert.match(main((await client.get(claim)).text), /Sie müssen nichts überweisen/);
});

test('all documents are on one page, by application', async () => {
  const page = main((await (await town.citizen(KEMAL)).get('/konto/dokumente')).text);
  assert.match(page, /Hund anmelden \(Hundesteuer\) \(2026-HUND-\d{6}\).*Hundesteuerbescheid von der Stadt/);
  assert.match(page, /unterlage\.pdf von Ihnen/);
});

test('one’s own data can be changed; forms are then filled in with it, old applications stay as they are', async () => {
  const client = await town.citizen('jonas.fuchs@post.example');
  assert.match((await client.get('/konto/daten')).text, /value="Universitätsstraße"/);
  const fields = { givenName: 'Jonas', familyName: 'Fuchs-Adler', 'birthDate-day': '19', 'birthDate-month': '5', 'birthDate-year': '2003', 'address.street': 'Lindenallee', 'address.houseNumber': '7', 'address.postcode': '99999', 'address.city': 'Musterstadt', phone: '' };
  assert.match(main((await client.post('/konto/daten', fields)).text), /Ihre Daten sind gespeichert/);
  const draft = await startDraft(client, 'dog-registration');
  const form = (await client.get(`${draft}/seite/keeper`)).text;
  assert.match(form, /value="Fuchs-Adler"/);
  assert.match(form, /value="Lindenallee"/);
  assert.doesNotMatch(form, /3920017/, 'the telephone number was taken out');
  const [event] = await town.t.read(SYSTEM, (ctx) => listRecentEvents(ctx, { type: 'auth/account-changed' }));
  assert.deepEqual(event?.data, { fields: ['name', 'profile'] }, 'which fields, not what they say');
});

test('wrong data is sent back with what was typed, and nothing is changed', async () => {
  const client = await town.citizen('thomas.gruber@post.example');
  const refused = await client.post('/konto/daten', { givenName: '', familyName: 'Gruber', 'birthDate-day': '31', 'birthDate-month': '2', 'birthDate-year': '1968' });
  assert.equal(refused.status, 422);
  assert.match(messagesOf(refused.text), /Vornamen/);
  assert.match(refused.text, /value="31"/);
  assert.match((await client.get('/konto/daten')).text, /value="Thomas"/);
});

test('everything stored about a person can be downloaded, by that person alone, and it is noted', async () => {
  const client = await town.citizen(KEMAL);
  const answer = await client.get('/konto/daten/export');
  assert.match(answer.headers.get('content-disposition') ?? '', /attachment; filename="meine-daten-2026-09-14\.json"/);
  const data = JSON.parse(answer.text) as Record<string, { length: number } & Record<string, unknown>>;
  assert.deepEqual(Object.keys(data).sort(), ['account', 'applications', 'drafts', 'exportedAt', 'mandates', 'messages', 'payments', 'permits', 'signatures']);
  assert.deepEqual([data['applications']?.length, data['drafts']?.length, data['payments']?.length], [3, 1, 2]);
  assert.equal(data['account']?.['email'], KEMAL);
  assert.doesNotMatch(answer.text, /password|passwort|hash|Schmidt/i);
  assert.ok((await town.t.eventTypes()).includes('portal/data-exported'));
  assert.match((await town.t.client().get('/konto/daten/export', { follow: false })).location ?? '', /^\/anmelden/);
});

test('in English the account speaks English', async () => {
  const client = await town.citizen('emily.carter@post.example');
  client.cookies.set('sprache', 'en');
  const page = main((await client.get('/konto')).text);
  assert.match(page, /My account.*There is nothing to do at the moment.*Everything in your account/);
});
