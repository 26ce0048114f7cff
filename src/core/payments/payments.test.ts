import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listCaseEvents } from '#platform/audit';
import { SYSTEM } from '#platform/module';
import type { TestClient, TestResponse } from '#platform/testing';
import { apply, caseOf } from '../../../test/apply.ts';
import { bankStatement } from '../../../test/bank-statement.ts';
import { messagesOf, postFields } from '../../../test/fill-form.ts';
import { openTown, type Town } from '../../../test/town.ts';
import { checkDigits } from './charge-fee.ts';
import { bookingCodesIn, importStatement, listCaseClaims, notePayment, readBankStatement, type Claim } from './index.ts';

let town: Town;
before(async () => void (town = await openTown()));
after(() => town.close());

const IGOR = 'igor.petrenko@musterstadt.example';
const DAY = 86_400_000;
const parking = { slug: 'resident-parking-permit', example: 'Eigenes Auto' };

async function claimOf(applicationId: string): Promise<Claim> {
  const { id } = await caseOf(town, applicationId);
  const [claim] = await town.t.read(SYSTEM, (ctx) => listCaseClaims(ctx, id));
  if (!claim) throw new Error('Nothing is to be paid');
  return claim;
}
const upload = (client: TestClient, xml: string | Uint8Array): Promise<TestResponse> => postFields(client, '/office/kasse/kontoauszug', [['datei', new File([xml as string], 'auszug.xml', { type: 'application/xml' })]]);
const main = (html: string): string => (/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? html).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
const bytes = (xml: string): Uint8Array => new TextEncoder().encode(xml);

test('a fee is due with a booking code whose check digits are right; the page and the invoice say how to pay', async () => {
  const client = await town.citizen();
  const id = await apply(town, client, parking);
  const claim = await claimOf(id);
  assert.deepEqual([claim.amount_cents, claim.status, claim.due_on], [3000, 'open', '2026-09-28']);
  assert.deepEqual(bookingCodesIn(claim.booking_code), [claim.booking_code]);
  assert.match(main((await client.get(`/konto/antraege/${id}`)).text), /Wir warten bis zum 28\.09\.2026 auf Ihre Zahlung/);
  assert.match(main((await client.get(`/konto/zahlungen/${claim.id}`)).text), new RegExp(claim.booking_code));
  const invoice = await client.get(`/konto/zahlungen/${claim.id}/rechnung.pdf`);
  assert.equal(invoice.headers.get('content-type'), 'application/pdf');
  const again = await client.get(`/konto/zahlungen/${claim.id}/rechnung.pdf`);
  assert.ok(Buffer.from(invoice.bytes).equals(Buffer.from(again.bytes)), 'the same claim gives the same bytes');
  for (const stranger of [await town.citizen('bernd.huber@post.example'), town.t.client()]) assert.notEqual((await stranger.get(`/konto/zahlungen/${claim.id}/rechnung.pdf`, { follow: false })).status, 200);
});

test('a booking code is found however people type it, and never with a wrong digit', () => {
  const code = `2026-0000001-${checkDigits('20260000001')}`;
  const check = code.slice(-2);
  assert.deepEqual(bookingCodesIn(`Parken ${code} danke`), [code]);
  assert.deepEqual(bookingCodesIn(`20260000001 ${check}`), [code]);
  assert.deepEqual(bookingCodesIn(`2026/0000001/${check}`), [code]);
  assert.deepEqual(bookingCodesIn(`2026-0000010-${check}`), [], 'two digits swapped');
  assert.deepEqual(bookingCodesIn(`2026-0000002-${check}`), [], 'one digit wrong');
  assert.deepEqual(bookingCodesIn(`9920260000001${check}9`), [], 'part of a longer number');
});

test('a bank statement is shown before it is booked; then the process goes on by itself', async () => {
  const client = await town.citizen('lena.wagner@post.example');
  const id = await apply(town, client, parking);
  const claim = await claimOf(id);
  town.t.time.advance(3 * DAY);
  const igor = await town.clerk(IGOR);
  const shown = await upload(igor, bankStatement([{ amount: '30.00', reference: `Bewohnerparken ${claim.booking_code}` }, { amount: '12.34', reference: 'Spende' }]));
  assert.match(main(shown.text), /1 passende Zahlung buchen, 1 zur Klärung vormerken/);
  assert.match(main(shown.text), /keine Forderung gefunden/);
  assert.equal((await claimOf(id)).status, 'open', 'nothing is booked by looking');
  const blob = /name="blob" value="([0-9a-f]{64})"/.exec(shown.text)?.[1] ?? '';
  assert.match(main((await igor.post('/office/kasse/kontoauszug/buchen', { blob })).text), /1 Zahlung gebucht/);
  assert.deepEqual([(await claimOf(id)).status, (await claimOf(id)).paid_on], ['paid', '2026-09-16']);
  await town.work();
  const later = await town.citizen('lena.wagner@post.example');
  assert.match((await later.get('/konto/ausweise')).text, /Bewohnerparkausweis/, 'the permit is there');
  const events = await town.t.read(SYSTEM, async (ctx) => listCaseEvents(ctx, (await caseOf(town, id)).id));
  assert.deepEqual(events.find((event) => event.type === 'payments/paid')?.data, { amountCents: 3000, paidOn: '2026-09-16', source: 'bank-statement' });

  const again = await igor.post('/office/kasse/kontoauszug/buchen', { blob });
  assert.match(main(again.text), /0 Zahlungen gebucht/);
  assert.match(main(again.text), /schon gebucht/);
});

test('the same statement by two people at once books once', async () => {
  const id = await apply(town, await town.citizen('emily.carter@post.example'), parking);
  const claim = await claimOf(id);
  const actor = await town.actor(IGOR);
  const xml = bytes(bankStatement([{ amount: '30.00', reference: claim.booking_code, key: 'zwei' }]));
  const both = await Promise.all([1, 2].map(() => town.t.transact(actor, (ctx) => importStatement(ctx, xml))));
  assert.deepEqual(both.map(([one]) => one?.outcome).sort(), ['booked', 'known']);
});

test('a wrong amount, a second payment and an unknown code stay for a person, who can still assign them', async () => {
  const first = await claimOf(await apply(town, await town.citizen('sofia.marquez@post.example'), parking));
  const second = await claimOf(await apply(town, await town.citizen('irina.volkova@post.example'), parking));
  const actor = await town.actor(IGOR);
  const xml = bankStatement([
    { amount: '29.99', reference: first.booking_code, key: 'w' },
    { amount: '30.00', reference: 'Parkausweis Volkova', payer: 'Irina Volkova', key: 'u' },
    { amount: '30.00', reference: first.booking_code, key: 'a' },
    { amount: '30.00', reference: first.booking_code, key: 'b' },
  ]);
  const outcomes = (await town.t.transact(actor, (ctx) => importStatement(ctx, bytes(xml)))).map((one) => one.outcome);
  assert.deepEqual(outcomes, ['wrong-amount', 'no-claim', 'booked', 'already-paid']);

  const igor = await town.clerk(IGOR);
  const list = await igor.get('/office/kasse/ungeklaert');
  assert.match(main(list.text), /Parkausweis Volkova/);
  const rows = list.text.split('<tr').filter((row) => row.includes('Volkova'));
  const key = /name="eingang" value="([^"]+)"/.exec(rows.at(-1) ?? '')?.[1] ?? '';
  const wrong = await igor.post('/office/kasse/ungeklaert', { eingang: key, kassenzeichen: '2026-9999999-99' });
  assert.equal(wrong.status, 422);
  assert.match(messagesOf(wrong.text), /gibt es keine Forderung/);
  await igor.post('/office/kasse/ungeklaert', { eingang: key, kassenzeichen: second.booking_code });
  const [settled] = await town.t.read(SYSTEM, (ctx) => listCaseClaims(ctx, second.case_id));
  assert.equal(settled?.status, 'paid');
  assert.equal((await igor.post('/office/kasse/ungeklaert', { eingang: key, kassenzeichen: second.booking_code })).status, 404, 'assigned once');
});

test('only credits count: debits and reversals are passed over', () => {
  const entries = readBankStatement(bytes(bankStatement([{ amount: '5.00', reference: 'A' }, { amount: '6.00', reference: 'B', kind: 'DBIT' }, { amount: '7.00', reference: 'C', reversal: true }])));
  assert.deepEqual(entries.map((entry) => [entry.amountCents, entry.reference, entry.bookedOn]), [[500, 'A', '2026-09-16']]);
});

test('amounts are whole cents, exactly', () => {
  const cents = (amount: string): number | undefined => readBankStatement(bytes(bankStatement([{ amount, reference: 'x' }])))[0]?.amountCents;
  assert.deepEqual([cents('0.29'), cents('1.1'), cents('19.99'), cents('100'), cents('999999999.99')], [29, 110, 1999, 10_000, 99_999_999_999]);
  assert.throws(() => cents('1,50'), /nicht lesbar|not-a-statement/);
});

test('what is no bank statement is refused with the reason, and nothing outside is read', async () => {
  const igor = await town.clerk(IGOR);
  const doctype = `<?xml version="1.0"?><!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]>${bankStatement([{ amount: '1.00', reference: '&x;' }]).slice(38)}`;
  const cases: [string, RegExp][] = [
    [doctype, /Dokumenttyp-Angabe/],
    ['<Document><nicht zu Ende', /kein Kontoauszug im Format CAMT\.053/],
    [bankStatement([], { namespace: 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09' }), /gehört nicht zu camt\.053/],
    ['Datum;Betrag\n1.1.2026;30', /kein Kontoauszug/],
  ];
  for (const [content, reason] of cases) {
    const refused = await upload(igor, content);
    assert.equal(refused.status, 422);
    assert.match(messagesOf(refused.text), reason);
  }
  const utf16 = Buffer.from(`\uFEFF${doctype.replace('UTF-8', 'UTF-16')}`, 'utf16le');
  assert.equal((await upload(igor, utf16)).status, 422, 'a DOCTYPE in another encoding does not slip through');
  assert.match(messagesOf((await igor.post('/office/kasse/kontoauszug', {})).text), /Bitte wählen Sie eine Datei/);
});

test('a clerk of the treasury notes a payment by hand, once, and not for tomorrow', async () => {
  const id = await apply(town, await town.citizen('thomas.gruber@post.example'), parking);
  const claim = await claimOf(id);
  const igor = await town.clerk(IGOR);
  const today = town.t.time.now.toISOString().slice(0, 10);
  assert.equal((await igor.post(`/office/kasse/${claim.id}/bezahlt`, { bookedOn: '2027-01-01' })).status, 422);
  assert.match((await igor.post(`/office/kasse/${claim.id}/bezahlt`, { bookedOn: today })).text, /Der Vorgang geht weiter/);
  assert.equal((await igor.post(`/office/kasse/${claim.id}/bezahlt`, { bookedOn: today })).status, 409);
  assert.equal((await claimOf(id)).status, 'paid');
});

test('a claim is dropped only with a reason, which is in the audit log', async () => {
  const id = await apply(town, await town.citizen('kemal.oeztuerk@post.example'), parking);
  const claim = await claimOf(id);
  const igor = await town.clerk(IGOR);
  assert.equal((await igor.post(`/office/kasse/${claim.id}/entfallen`, { reason: ' ' })).status, 422);
  await igor.post(`/office/kasse/${claim.id}/entfallen`, { reason: 'Doppelt erfasst' });
  assert.equal((await claimOf(id)).status, 'cancelled');
  const events = await town.t.read(SYSTEM, (ctx) => listCaseEvents(ctx, claim.case_id));
  assert.deepEqual(events.find((event) => event.type === 'payments/cancelled')?.data, { reason: 'Doppelt erfasst' });
});

test('what was to be paid for a withdrawn application falls away', async () => {
  const client = await town.citizen('jonas.fuchs@post.example');
  const id = await apply(town, client, parking);
  await client.post(`/konto/antraege/${id}/zurueckziehen`, {});
  await town.work();
  assert.deepEqual([(await claimOf(id)).status, (await claimOf(id)).cancel_reason], ['cancelled', 'Antrag zurückgezogen']);
  assert.match((await client.get('/konto/zahlungen')).text, /entfallen/);
});

test('only the treasury books: other staff and citizens do not get in', async () => {
  const claim = await claimOf(await apply(town, await town.citizen('werner.ackermann@post.example'), parking));
  const petra = await town.clerk('petra.sommer@musterstadt.example');
  for (const path of ['/office/kasse', '/office/kasse/kontoauszug', '/office/kasse/ungeklaert', `/office/kasse/${claim.id}`]) assert.equal((await petra.get(path)).status, 403, path);
  assert.equal((await petra.post(`/office/kasse/${claim.id}/bezahlt`, { bookedOn: '2026-09-16' })).status, 403);
  assert.equal((await upload(petra, bankStatement([]))).status, 403);
  const actor = await town.actor('petra.sommer@musterstadt.example');
  await assert.rejects(town.t.transact(actor, (ctx) => notePayment(ctx, claim.id, { bookedOn: '2026-09-16' })), { status: 403 });
  await assert.rejects(town.t.transact(actor, (ctx) => importStatement(ctx, bytes(bankStatement([])))), { status: 403 });
});
