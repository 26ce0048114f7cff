import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SESSION_COOKIE } from '#platform/http';
import { SYSTEM } from '#platform/module';
import type { TestClient } from '#platform/testing';
import { openTown, type Town } from '../../../test/town.ts';
import { fillPage, hiddenFields, messagesOf, postFields, postedAnswers, samplePdf, startDraft } from '../../../test/fill-form.ts';
import { walkthroughData } from '../../../test/walkthrough.ts';
import { getDraft } from './drafts.ts';
import { VISITOR_COOKIE, hashToken } from './visitor.ts';

let town: Town;
before(async () => void (town = await openTown()));
after(() => town.close());

const slug = 'dog-registration';
const idOf = (address: string): string => address.split('/').at(-1) ?? '';
const answersOf = async (client: TestClient, draft: string) => {
  const visitor = { accountId: null, tokenHash: hashToken(client.cookies.get(VISITOR_COOKIE) ?? '') };
  return (await town.t.read(SYSTEM, (ctx) => getDraft(ctx, idOf(draft), { visitor }))).data;
};

/** A draft with the page about the keeper filled in. */
async function begun(client: TestClient): Promise<string> {
  const { service } = await town.service(slug);
  const draft = await startDraft(client, slug);
  const data = await walkthroughData(slug, 'Ein Hund');
  await fillPage(client, { path: `${draft}/seite/keeper`, form: service.form, data });
  return draft;
}

/** What the page about the dogs posts for a good dog, with changes. */
async function dogFields(client: TestClient, draft: string, changes: Record<string, string> = {}): Promise<[string, string | File][]> {
  const { service } = await town.service(slug);
  const html = (await client.get(`${draft}/seite/dogs`)).text;
  const fields = [...hiddenFields(html, `${draft}/seite/dogs`), ...postedAnswers(service.form, 'dogs', await walkthroughData(slug, 'Ein Hund'))];
  return [...fields.filter(([name]) => !(name in changes)), ...Object.entries(changes)];
}

test('every page says where one is and when it was saved', async () => {
  const client = town.t.client();
  const draft = await begun(client);
  const page = await client.get(`${draft}/seite/dogs`);
  assert.match(page.text, /Schritt 2 von 5 – Ihr Hund/);
  assert.match(page.text, /gespeichert um 10:30 Uhr/);
});

test('a mistake is shown on top and at its field; everything readable is kept', async () => {
  const client = town.t.client();
  const draft = await begun(client);
  const answer = await postFields(client, `${draft}/seite/dogs`, await dogFields(client, draft, { 'dogs.0.chipNumber': '123', 'dogs.0.name': 'Rex' }));
  assert.equal(answer.status, 422);
  assert.match(answer.text, /href="#f-dogs-0-chipNumber"/);
  assert.match(answer.text, /Die Chipnummer hat genau 15 Ziffern/);
  assert.match(answer.text, /value="123"/, 'what was typed stands there again');
  assert.deepEqual(((await answersOf(client, draft)).dogs as { name: string }[])[0]?.name, 'Rex');
});

test('a text of ten megabytes is refused with a clear sentence, and nothing else is lost', async () => {
  const client = town.t.client();
  const draft = await begun(client);
  const answer = await postFields(client, `${draft}/seite/dogs`, await dogFields(client, draft, { 'dogs.0.name': 'x'.repeat(10_000_000) }));
  assert.equal(answer.status, 422);
  assert.match(messagesOf(answer.text), /10\.000\.000 Zeichen/);
  assert.ok(answer.text.length < 200_000, 'the page does not send it all back');
  const [dog] = (await answersOf(client, draft)).dogs as Record<string, unknown>[];
  assert.equal(dog?.breed, 'labrador');
  assert.equal(dog?.chipNumber, '276098100123456');
});

test('a body beyond every limit is refused as a whole; what was saved before stays', async () => {
  const client = town.t.client();
  const draft = await begun(client);
  const answer = await postFields(client, `${draft}/seite/dogs`, [['dogs.0.name', 'x'.repeat(25_000_000)]]);
  assert.equal(answer.status, 413);
  assert.match(answer.text, /Ihre gespeicherten Angaben sind nicht verloren/);
  assert.ok((await answersOf(client, draft)).keeper);
});

test('values of the wrong kind are mistakes, not crashes', async () => {
  const client = town.t.client();
  const draft = await begun(client);
  const wrong = { 'dogs.0.keptSince-day': 'Montag', 'dogs.0.keptSince-month': '13', 'dogs.0.keptSince-year': '-1', 'dogs.0.breed': 'dragon', 'dogs.0.birthDateKnown': 'vielleicht' };
  const answer = await postFields(client, `${draft}/seite/dogs`, await dogFields(client, draft, wrong));
  assert.equal(answer.status, 422);
  assert.equal((await postFields(client, `${draft}/seite/dogs`, [['dogs.0.name', 'A'], ['dogs.0.name', 'B'], ['__proto__', 'x'], ['dogs.999999.name', 'weit']])).status, 422);
});

test('a field that is no part of the page is refused by name', async () => {
  const client = town.t.client();
  const draft = await begun(client);
  const answer = await postFields(client, `${draft}/seite/dogs`, await dogFields(client, draft, { steuerfrei: 'true' }));
  assert.equal(answer.status, 422);
  assert.match(answer.text, /steuerfrei/);
});

test('a page of another form, and a page that is not asked, are not found', async () => {
  const client = town.t.client();
  const draft = await begun(client);
  assert.equal((await client.get(`${draft}/seite/vehicle`)).status, 404);
  assert.equal((await client.post(`${draft}/seite/vehicle`, {})).status, 404);
});

/** A dog of a listed breed with its certificate: the question that takes a file. */
const listed = { 'dogs.0.breed': 'listed-bullterrier', 'dogs.0.hasCertificate': 'true' };

test('a file that lies about its kind is refused by its content', async () => {
  const client = town.t.client();
  const draft = await begun(client);
  await postFields(client, `${draft}/seite/dogs`, await dogFields(client, draft, listed));
  const program = new File([Buffer.from('4d5a90000300000004000000ffff0000', 'hex')], 'zeugnis.pdf', { type: 'application/pdf' });
  const answer = await postFields(client, `${draft}/seite/dogs`, [...(await dogFields(client, draft, listed)), ['dogs.0.certificate', program]]);
  assert.equal(answer.status, 422);
  assert.match(messagesOf(answer.text), /zeugnis\.pdf/);
  assert.equal(((await answersOf(client, draft)).dogs as Record<string, unknown>[])[0]?.certificate, undefined);
});

test('a good file is kept, shown with its name, given back to its owner only, and can be taken out', async () => {
  const client = town.t.client();
  const draft = await begun(client);
  await postFields(client, `${draft}/seite/dogs`, await dogFields(client, draft, listed));
  const sent = await postFields(client, `${draft}/seite/dogs`, [...(await dogFields(client, draft, { ...listed, 'dogs.0.chipNumber': '1' })), ['dogs.0.certificate', samplePdf('negativzeugnis.pdf')]]);
  assert.equal(sent.status, 422, 'the chip number is wrong');
  assert.match(sent.text, /negativzeugnis\.pdf/, 'the file is kept although something else is wrong');
  const href = /\/antrag\/entwurf\/[^"]+\/datei\/[0-9a-f]{64}/.exec(sent.text)?.[0] ?? '';
  assert.equal((await client.get(href)).headers.get('content-type'), 'application/pdf');
  assert.equal((await town.t.client().get(href)).status, 404);
  const [hash = ''] = href.split('/').slice(-1);
  const without = await postFields(client, `${draft}/seite/dogs`, [...(await dogFields(client, draft, listed)), ['_removeFile.dogs.0.certificate', hash]]);
  assert.equal(without.status, 200);
  assert.doesNotMatch(without.text, /negativzeugnis\.pdf/);
});

test('more files than a field takes, or too many at once, are said by name', async () => {
  const client = town.t.client();
  const draft = await begun(client);
  const { service } = await town.service(slug);
  const data = await walkthroughData(slug, 'Assistenzhund – das');
  await fillPage(client, { path: `${draft}/seite/dogs`, form: service.form, data });
  const path = `${draft}/seite/exemption`;
  const five: [string, File][] = Array.from({ length: 5 }, (_, n) => ['disability.card', samplePdf(`seite-${n}.pdf`, String(n))]);
  const answer = await postFields(client, path, [['disability.marks', 'B'], ...five]);
  assert.equal(answer.status, 422);
  assert.match(messagesOf(answer.text), /höchstens 4|4 Dateien/);
  const crowd: [string, File][] = Array.from({ length: 22 }, (_, n) => ['disability.card', samplePdf(`blatt-${n}.pdf`, String(n))]);
  assert.match(messagesOf((await postFields(client, path, [['disability.marks', 'B'], ...crowd])).text), /blatt-20\.pdf.*eine Datei zu viel/);
});

test('going back keeps what was typed, even when something is still wrong', async () => {
  const client = town.t.client();
  const draft = await begun(client);
  const back = await postFields(client, `${draft}/seite/dogs`, [...(await dogFields(client, draft, { 'dogs.0.name': 'Wuschel', 'dogs.0.chipNumber': 'halb' })), ['_back', 'keeper']]);
  assert.equal(back.location, `${draft}/seite/keeper`);
  assert.match((await client.get(`${draft}/seite/dogs`)).text, /value="Wuschel"/);
  const later = await postFields(client, `${draft}/seite/dogs`, [['dogs.0.name', 'Flocke'], ['_later', '1']]);
  assert.equal(later.location, `${draft}/spaeter`);
  assert.match((await client.get(`${draft}/seite/dogs`)).text, /value="Flocke"/);
});

test('one page changed from the review leads straight back to it', async () => {
  const client = town.t.client();
  const draft = await begun(client);
  const { service } = await town.service(slug);
  const data = await walkthroughData(slug, 'Ein Hund');
  for (const page of ['dogs', 'payment', 'declaration']) await fillPage(client, { path: `${draft}/seite/${page}`, form: service.form, data });
  const answer = await postFields(client, `${draft}/seite/dogs`, await dogFields(client, draft, { 'dogs.0.name': 'Bella' }));
  assert.equal(answer.location, `${draft}/pruefen`);
});

test('a session that ends in the middle of a form keeps what was typed until after signing in', async () => {
  const client = await town.citizen();
  const draft = await startDraft(client, slug);
  town.t.time.advance(50 * 60_000);
  const answer = await postFields(client, `${draft}/seite/keeper`, [['keeper.givenNames', 'Anna Maria'], ['keeper.familyName', 'Schmidt'], ['_shown', '']]);
  assert.equal(answer.status, 303);
  assert.match(answer.location ?? '', /^\/anmelden/);
  const back = await client.post('/anmelden', { email: 'anna.schmidt@post.example', password: 'Musterstadt-2026' });
  assert.match(back.text, /value="Anna Maria"/, 'kept, with one button to send it');
  assert.equal((await postFields(client, `${draft}/seite/keeper`, hiddenFields(back.text, `${draft}/seite/keeper`))).status, 422, 'the page goes on where it was');
  assert.match((await client.get(`${draft}/seite/keeper`)).text, /value="Anna Maria"/);
});

test('after the session has ended a draft asks to sign in, whether it exists or not', async () => {
  const client = await town.citizen();
  const draft = await startDraft(client, slug);
  town.t.time.advance(50 * 60_000);
  for (const path of [draft, '/antrag/entwurf/01a201d4-63e5-7000-8471-18633f191eaf']) assert.match((await client.get(path, { follow: false })).location ?? '', /^\/anmelden\?weiter=/);
  client.cookies.delete(SESSION_COOKIE);
  assert.equal((await client.get(draft)).status, 404);
});

test('whoever is signed in finds the data of the account filled in', async () => {
  const client = await town.citizen('bernd.huber@post.example');
  const draft = await startDraft(client, slug);
  const page = await client.get(`${draft}/seite/keeper`);
  for (const value of ['Bernd', 'Huber', 'Am Stadtgraben', '99999', 'bernd.huber@post.example']) assert.match(page.text, new RegExp(`value="${value}"`), value);
  assert.match(page.text, /name="keeper.birthDate-year"[^>]*value="1961"|value="1961"[^>]*name="keeper.birthDate-year"/);
});

test('the empty form is there to print: as a page, as a tagged PDF, and its answers as JSON Schema; a service that is not online has none', async () => {
  const client = town.t.client();
  const at = '/leistungen/business-registration/formular';
  assert.match((await client.get(at)).text, /Nur ausfüllen, wenn: „In welcher Form führen Sie das Gewerbe\?“ – Zu mehreren als GbR/);
  assert.match((await client.get(at)).text, /schicken Sie es mit den Unterlagen an: Gewerbeamt, /);
  await client.get(`${at}?sprache=en`);
  assert.match((await client.get(at)).text, /Only fill in if: “In which form do you run the business\?”/);
  const pdf = await client.get(`${at}.pdf`);
  const again = await town.t.client().get(`${at}.pdf`);
  const inside = Buffer.from(pdf.bytes).toString('latin1');
  assert.equal(pdf.headers.get('content-type'), 'application/pdf');
  assert.ok(inside.startsWith('%PDF-') && inside.includes('/StructTreeRoot') && again.bytes.length > 0);
  const schema = JSON.parse((await client.get(`${at}.schema.json`)).text) as { $id: string; properties: Record<string, unknown> };
  assert.match(schema.$id, /business-registration\/formular\.schema\.json$/);
  assert.ok('person' in schema.properties);
  for (const path of ['/leistungen/gibt-es-nicht/formular', '/leistungen/gibt-es-nicht/formular.pdf', '/leistungen/gibt-es-nicht/formular.schema.json']) assert.equal((await client.get(path)).status, 404);
});
