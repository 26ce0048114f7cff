import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { listRecentEvents } from '#platform/audit';
import { SYSTEM, type Actor } from '#platform/module';
import { listDrafts } from '#core/applications';
import { keepPaper, remindOfEnds } from '#core/papers';
import { deleteDueAccounts } from '#core/parties';
import { listMails } from '#platform/mail';
import { apply, caseOf } from '../../../test/apply.ts';
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
  assert.deepEqual(Object.keys(data).sort(), ['account', 'applications', 'drafts', 'exportedAt', 'mandates', 'messages', 'notices', 'papers', 'payments', 'permits', 'signatures']);
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

test('what the city knows can be looked at in words, with purpose and time', async () => {
  const client = await town.citizen(KEMAL);
  const page = main((await client.get('/konto/daten/uebersicht')).text);
  assert.match(page, /Anträge mit allen Angaben gespeichert 3 Einträge Wofür damit das Amt über Ihren Antrag entscheiden kann/);
  assert.match(page, /Entwürfe.*30 Tage nach der letzten Änderung/);
  assert.match(page, /Leistung: Gewerbe anmelden Abgeschickt: 14\.09\.2026/, 'names and days in words');
  assert.doesNotMatch(page.replaceAll(/\d{4}-[A-Z]+-\d+/g, ''), /\d{4}-\d{2}-\d{2}|business-registration|to-applicant|[0-9a-f]{32}/);
  assert.match(page, /Nichts gespeichert ist zu.*Aufbewahrte Unterlagen/);
  assert.ok((await town.t.eventTypes()).includes('portal/data-viewed'));
  assert.match((await client.post('/konto/daten/anliegen', { art: 'access' })).text, /Ihr Anliegen ist angekommen/);
  assert.ok((await town.t.eventTypes()).includes('data-protection/requested'));
  assert.match((await town.t.client().get('/konto/daten/uebersicht', { follow: false })).location ?? '', /^\/anmelden/);
});

test('a consent stands with purpose and day, and is withdrawn for the future; nobody withdraws another’s', async () => {
  const client = await town.citizen(KEMAL);
  const page = await client.get('/konto/einwilligungen');
  assert.match(main(page.text), /Bescheide elektronisch in Ihr Postfach: Gewerbe anmelden \(2026-GEW-\d+\) 14\.09\.2026 gilt/);
  const action = /action="(\/konto\/einwilligungen\/[^"]+)"/.exec(page.text)?.[1] ?? '';
  assert.equal((await (await town.citizen('werner.ackermann@post.example')).post(action, {})).status, 404);
  assert.match(main((await client.post(action, {})).text), /widerrufen am 14\.09\.2026/);
  assert.ok((await town.t.eventTypes()).includes('inbox/post-chosen'));
});

test('an account is deleted after fourteen days, unless its owner thinks better of it; what the law keeps stays', async () => {
  const client = await town.citizen('lena.wagner@post.example');
  const accountId = await town.accountId('lena.wagner@post.example');
  const draft = await startDraft(client, 'business-registration');
  const running = await apply(town, client, { slug: 'business-registration', example: 'GmbH mit' });
  const asked = main((await client.get('/konto/daten/loeschen')).text);
  assert.match(asked, /Das wird gelöscht.*Entwürfe.*Das bleibt, und warum.*Zahlungen\. Belege bewahrt die Stadtkasse zehn Jahre/);
  assert.equal((await client.post('/konto/daten/loeschen', { current: 'falsch falsch falsch' })).status, 422);
  assert.match((await client.post('/konto/daten/loeschen', { current: 'Musterstadt-2026' })).text, /wird am 28\.09\.2026 gelöscht/);
  await client.post('/konto/daten/loeschen/behalten', {});
  assert.doesNotMatch((await client.get('/konto')).text, /wird am 28\.09\.2026 gelöscht/);
  await client.post('/konto/daten/loeschen', { current: 'Musterstadt-2026' });
  town.t.time.advance(13 * 86_400_000);
  await deleteDueAccounts(town.t.platform, 1);
  const again = await town.citizen('lena.wagner@post.example');
  assert.match((await again.get('/konto')).text, /Konto behalten/);
  town.t.time.advance(86_400_000);
  await deleteDueAccounts(town.t.platform, 1);
  assert.match((await again.get('/konto', { follow: false })).location ?? '', /^\/anmelden/);
  await assert.rejects(town.citizen('lena.wagner@post.example'), /Nobody in the sample city/);
  assert.deepEqual(await town.t.read(SYSTEM, (ctx) => listDrafts(ctx, { accountId, tokenHash: null })), []);
  assert.ok(draft);
  const found = await caseOf(town, running);
  assert.ok(found.number, 'the case goes on');
  assert.ok((await town.t.eventTypes()).includes('auth/account-deleted'));
});

test('the portal can be put on the home screen; its worker keeps only its own files and the page for no connection', async () => {
  const client = town.t.client();
  const manifest = JSON.parse((await client.get('/app.webmanifest')).text) as { start_url: string; display: string; icons: { src: string; sizes: string; purpose: string }[] };
  assert.deepEqual([manifest.start_url, manifest.display], ['/konto', 'standalone']);
  assert.deepEqual(manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`), ['192x192 any', '512x512 any', '512x512 maskable']);
  for (const icon of manifest.icons) assert.equal((await client.get(icon.src)).headers.get('content-type'), 'image/png');
  const worker = await client.get('/sw.js');
  assert.match(worker.headers.get('content-type') ?? '', /javascript/);
  const kept = JSON.parse(/FILES = (\[[^\]]*\])/.exec(worker.text)?.[1] ?? '[]') as string[];
  assert.ok(kept.every((path) => path === '/offline' || path.startsWith('/assets/')), kept.join());
  assert.match(worker.text, /credentials: 'omit'/, 'the kept page names nobody');
  assert.match(main((await client.get('/offline')).text), /Sie sind gerade offline/);

  const heard: Record<string, (event: object) => void> = {};
  const done: unknown[] = [];
  const self = {
    location: { origin: 'https://stadt.example' }, addEventListener: (type: string, hear: (event: object) => void) => (heard[type] = hear),
    registration: { showNotification: (title: string, { body, data }: { body: string; data: { href: string } }) => done.push([title, body, data.href]) }, clients: { openWindow: (href: string) => done.push(href) },
  };
  runInNewContext(worker.text, { self, URL });
  const waitUntil = (): void => {};
  heard['push']?.({ data: { json: () => ({ title: 'Musterstadt', body: 'Neues', href: '/konto/nachrichten' }) }, waitUntil });
  heard['push']?.({ data: null, waitUntil });
  for (const href of ['/konto/nachrichten', '//anderswo.example/']) heard['notificationclick']?.({ notification: { close: waitUntil, data: { href } }, waitUntil });
  assert.deepEqual(done, [['Musterstadt', 'Neues', '/konto/nachrichten'], ['Musterstadt', 'Es gibt Neues in Ihrem Konto.', '/konto'], 'https://stadt.example/konto/nachrichten'], 'shows every message, opens nothing elsewhere');
});

test('a kept paper that ends soon is told once, thirty days before: by mail as chosen, and among what is to do', async () => {
  const id = await town.accountId('jonas.fuchs@post.example');
  const jonas: Actor = { kind: 'citizen', id, name: 'Jonas Fuchs', trustLevel: 'basic', grants: [] };
  const day = (days: number): string => new Date(town.t.time.now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const keep = (n: number, validUntil: string | null) => town.t.transact(jonas, (ctx) => keepPaper(ctx, { id: String(n).repeat(64), name: 'x.pdf', type: 'application/pdf', size: 1 }, { title: `Geheimnis ${n}`, kind: 'insurance', validUntil }));
  for (const [n, days] of [32, 33, 90].entries()) await keep(n, day(days));
  await keep(3, null);
  const mails = () => town.t.read(SYSTEM, async (ctx) => (await listMails(ctx, { to: 'jonas.fuchs@post.example' })).filter((mail) => mail.subject.includes('Unterlage')));
  const remind = async () => {
    while ((await town.t.transact(SYSTEM, remindOfEnds)) > 0);
    return (await mails()).length;
  };
  assert.equal(await remind(), 0);
  town.t.time.advance(3 * 86_400_000);
  assert.deepEqual([await remind(), await remind()], [1, 1], 'both in one mail, and never again');
  const [mail] = await mails();
  assert.match(mail?.text ?? '', /2 Ihrer aufbewahrten Unterlagen laufen bald ab/);
  assert.doesNotMatch(mail?.text ?? '', /Geheimnis/, 'a mail never says what');
  assert.ok(mail?.stopLink?.includes('art=paper'));
  await keep(4, day(20));
  assert.equal(await remind(), 1, 'who puts one in that ends soon knows it');
  town.t.time.advance(14 * 86_400_000);
  await (await town.citizen('jonas.fuchs@post.example')).post('/konto/benachrichtigungen', { paper: 'never' });
  assert.equal(await remind(), 1, 'who wants no reminder gets none');
  assert.match(main((await (await town.citizen('jonas.fuchs@post.example')).get('/konto')).text), /Unterlage läuft bald ab: Geheimnis 4 gültig bis/);
});
