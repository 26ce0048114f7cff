import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { after, before, test } from 'node:test';
import { listCaseClaims, notePayment } from '#core/payments';
import { SYSTEM } from '#platform/module';
import type { TestClient } from '#platform/testing';
import { apply, caseOf, doTask } from '../../../test/apply.ts';
import { messagesOf } from '../../../test/fill-form.ts';
import { openTown, type Town } from '../../../test/town.ts';
import { listCasePermits } from './permits.queries.ts';
import { plateCheck, readPermitToken, signPermit } from './permit-token.ts';
import type { Permit } from './tables.ts';

let town: Town;
before(async () => void (town = await openTown()));
after(() => town.close());

const DAY = 86_400_000;
const parking = (example = 'Eigenes Auto'): { slug: string; example: string } => ({ slug: 'resident-parking-permit', example });
const main = (html: string): string => (/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? html).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

/** Applies for a permit and pays. */
async function paidPermit(client: TestClient, example?: string): Promise<{ caseId: string; permits: Permit[] }> {
  const { id: caseId } = await caseOf(town, await apply(town, client, parking(example)));
  const igor = await town.actor('igor.petrenko@musterstadt.example');
  const [claim] = await town.t.read(SYSTEM, (ctx) => listCaseClaims(ctx, caseId));
  await town.t.transact(igor, (ctx) => notePayment(ctx, claim?.id ?? '', { bookedOn: town.t.time.now.toISOString().slice(0, 10) }));
  await town.work();
  return { caseId, permits: await permitsOf(caseId) };
}
const permitsOf = (caseId: string): Promise<Permit[]> => town.t.read(SYSTEM, (ctx) => listCasePermits(ctx, caseId));

let anna: TestClient;
let first: Permit;
let firstCase: string;

test('whoever has paid holds a permit with a code to show, and a sealed copy in the inbox', async () => {
  anna = await town.citizen();
  const { caseId, permits } = await paidPermit(anna);
  assert.equal(permits.length, 1);
  [first] = permits as [Permit];
  firstCase = caseId;
  assert.match(main((await anna.get('/konto/ausweise')).text), /Bewohnerparkausweis MU-ST 123 .*noch nicht gültig/);
  const page = await anna.get(`/konto/ausweise/${first.id}`);
  assert.match(page.text, /src="data:image\/svg\+xml;base64,/);
  assert.match((await anna.get('/konto/nachrichten')).text, /Ihr Bewohnerparkausweis/);
  assert.ok((await town.t.eventTypes()).includes('permits/issued'));
});

test('nobody else sees the permit of an account', async () => {
  const bernd = await town.citizen('bernd.huber@post.example');
  assert.equal((await bernd.get(`/konto/ausweise/${first.id}`)).status, 404);
  assert.equal((await bernd.post(`/konto/ausweise/${first.id}/kennzeichen`, { kennzeichen: 'MU-XX 1' })).status, 404);
  assert.match((await town.t.client().get(`/konto/ausweise/${first.id}`, { follow: false })).location ?? '', /^\/anmelden/);
});

test('one person gets one permit for the same time, with another account too: the fee goes back', async () => {
  const other = await town.citizen('lena.wagner@post.example');
  const { caseId, permits } = await paidPermit(other);
  assert.deepEqual(permits, [], 'same name and date of birth as the first');
  await doTask(town, caseId, { as: 'fatima.haddad@musterstadt.example', data: { refunded: true, note: 'Erstattung am Telefon besprochen.' } });
  assert.match((await other.get('/konto/nachrichten')).text, /Ihr Antrag auf einen Bewohnerparkausweis/);
});

test('the code is checked by anybody and shows no personal data, not even the plate', async () => {
  const token = signPermit(town.t.platform, first);
  const warden = town.t.client();
  const before = main((await warden.get(`/ausweis/${token}`)).text);
  assert.match(before, /Bewohnerparkausweis: noch nicht gültig/);
  town.t.time.advance(20 * DAY);
  const page = await warden.get(`/ausweis/${token}`);
  assert.equal(page.status, 200);
  assert.match(main(page.text), /Bewohnerparkausweis: gültig .*Bereich C/);
  assert.doesNotMatch(main(page.text), /Anna|Weber|Schmidt|MU-ST 12|Lindenallee|2026-[A-Z]/);
  assert.match(main((await warden.get(`/ausweis/${token}?kennzeichen=mu-st+123`)).text), /Das Kennzeichen passt zum Ausweis/);
  assert.match(main((await warden.get(`/ausweis/${token}?kennzeichen=MU-ST+124`)).text), /passt nicht/);
  assert.match(main((await warden.get(`/ausweis/${first.code}`)).text), /gültig/, 'the short number typed by hand');
  assert.equal((await warden.get('/ausweis?nummer=%20' + first.code, { follow: false })).location, `/ausweis/${encodeURIComponent(first.code)}`);
});

test('a device without connection checks the code with the public key', async () => {
  const pem = (await town.t.client().get('/ausweis/schluessel.pem')).text;
  const [payload = '', signature = ''] = signPermit(town.t.platform, first).split('.');
  assert.ok(verify(null, Buffer.from(payload), createPublicKey(pem), Buffer.from(signature, 'base64url')));
  assert.doesNotMatch(pem, /PRIVATE/);
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as string[];
  assert.deepEqual(claims, [first.code, 'resident-parking', 'C', '2026-10-01', '2027-09-30', plateCheck(first.code, 'MU-ST 123')]);
  assert.equal(claims[5]?.length, 2, 'twelve bits: too few to find the plate by trying');
});

test('a forged, a changed and a broken code are told apart from an unknown number', async () => {
  const [payload = '', signature = ''] = signPermit(town.t.platform, first).split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as string[];
  claims[4] = '2099-12-31';
  const longer = Buffer.from(JSON.stringify(claims)).toString('base64url');
  const client = town.t.client();
  for (const token of [`${longer}.${signature}`, `${payload}.${'A'.repeat(86)}`, `${payload}.x`, `${payload}.${signature}.x`, 'a.b']) {
    assert.equal(readPermitToken(town.t.platform, token), undefined, token);
    const page = await client.get(`/ausweis/${token}`);
    assert.equal(page.status, 404);
    assert.match(page.text, /Dieser Code stammt nicht von uns/);
  }
  assert.match((await client.get('/ausweis/GibtEsNicht')).text, /Diesen Ausweis gibt es nicht/);
});

test('another car: a new permit at once, the old one is replaced', async () => {
  anna = await town.citizen();
  const path = `/konto/ausweise/${first.id}/kennzeichen`;
  assert.match(messagesOf((await anna.post(path, { kennzeichen: 'kein kennzeichen' })).text), /zum Beispiel MU-AB 12/);
  assert.match(messagesOf((await anna.post(path, { kennzeichen: 'MU-ST 123' })).text), /schon eingetragen/);
  assert.match(main((await anna.post(path, { kennzeichen: 'mu ne 7e' })).text), /Der Ausweis gilt jetzt für das neue Kennzeichen/);
  await town.work();
  const permits = await permitsOf(firstCase);
  assert.deepEqual(permits.map((one) => [one.plate, one.status]).sort(), [['MU-NE 7E', 'valid'], ['MU-ST 123', 'replaced']]);
  assert.match(main((await town.t.client().get(`/ausweis/${signPermit(town.t.platform, first)}`)).text), /Bewohnerparkausweis: ersetzt/);
  assert.match(main((await anna.get(`/konto/ausweise/${first.id}`)).text), /Dieser Ausweis gilt nicht mehr.*Zum gültigen Ausweis/);
  assert.equal((await anna.post(path, { kennzeichen: 'MU-XY 1' })).status, 409, 'the old one changes no more');
  assert.match((await anna.get('/konto/nachrichten')).text, /Ihr geänderter Bewohnerparkausweis/);
});

test('a permit ends with its last day', async () => {
  town.t.time.now = new Date('2027-09-30T20:00:00Z');
  const [current] = (await permitsOf(firstCase)).filter((one) => one.status === 'valid');
  const client = town.t.client();
  assert.match(main((await client.get(`/ausweis/${current?.code}`)).text), /: gültig/);
  town.t.time.now = new Date('2027-09-30T22:30:00Z');
  assert.match(main((await client.get(`/ausweis/${current?.code}`)).text), /: abgelaufen/, 'midnight in Germany');
});
