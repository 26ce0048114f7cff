import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { escalateTasks, extendClock, listCaseTasks, listNotices } from '#core/cases';
import { answerRequest, listCaseMessages } from '#core/inbox';
import { listCaseClaims, settleClaim } from '#core/payments';
import { listCaseDocuments } from '#core/records';
import { SYSTEM } from '#platform/module';
import type { TestClient } from '#platform/testing';
import { apply, caseOf, doTask } from '../../../test/apply.ts';
import { openTown, type Town } from '../../../test/town.ts';

const FATIMA = 'fatima.haddad@musterstadt.example';
const MORNING = new Date('2026-09-14T08:30:00Z');
let town: Town;
let anna: TestClient;
before(async () => {
  town = await openTown();
  anna = await town.citizen();
});
after(() => town.close());

const send = async (slug: string, example: string): Promise<{ id: string; caseId: string }> => {
  town.t.time.now = MORNING;
  anna = await town.citizen();
  const id = await apply(town, anna, { slug, example });
  await town.work();
  return { id, caseId: (await caseOf(town, id)).id };
};
const companyCar = () => send('resident-parking-permit', 'Firmenwagen mit Bestätigung');
const on = async (instant: string): Promise<void> => {
  town.t.time.now = new Date(instant);
  await town.work();
  anna = await town.citizen(); // a session does not last for weeks
};
const main = async (id: string, locale = ''): Promise<string> => ((/<main[\s\S]*<\/main>/.exec((await anna.get(`/konto/antraege/${id}${locale}`)).text)?.[0] ?? '').replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' '));
const letters = async (caseId: string): Promise<{ subject: string; body: string }[]> => (await town.t.read(SYSTEM, (ctx) => listCaseMessages(ctx, caseId))).filter(({ kind }) => kind === 'letter').map(({ subject, body }) => ({ subject, body }));

test('nobody decides in time: the permit counts as granted, a sealed letter certifies it, and after payment it is issued', async () => {
  const { id, caseId } = await companyCar();
  assert.match(await main(id), /Wir müssen bis zum 14\.10\.2026 entscheiden\. Haben wir bis dahin nicht entschieden, gilt Ihr Antrag als genehmigt/);
  await on('2026-10-14T21:00:00Z');
  assert.deepEqual((await letters(caseId)).map(({ subject }) => subject), []);
  await on('2026-10-14T22:00:05Z');
  const [certificate] = await letters(caseId);
  assert.equal(certificate?.subject, 'Ihr Antrag gilt als genehmigt');
  assert.match(certificate?.body ?? '', /gilt deshalb seit dem Ablauf dieses Tages als genehmigt/);
  const documents = await town.t.read(SYSTEM, (ctx) => listCaseDocuments(ctx, caseId));
  assert.ok(documents.some(({ title, sealed }) => title === 'Ihr Antrag gilt als genehmigt' && sealed));
  assert.deepEqual((await town.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, caseId))).map(({ state }) => state), ['cancelled']);
  assert.match(await main(id), /Ihr Antrag gilt als genehmigt/);
  const [claim] = await town.t.read(SYSTEM, (ctx) => listCaseClaims(ctx, caseId));
  assert.match(await main(id), /ruht seit dem 15\.10\.2026, weil Ihre Zahlung noch fehlt/);
  await town.t.transact(SYSTEM, (ctx) => settleClaim(ctx, claim?.id ?? '', { entryKey: 'x', amountCents: claim?.amount_cents ?? 0, bookedOn: '2026-10-15', payer: 'A', reference: 'x', source: 'clerk' }));
  await town.work();
  assert.equal((await caseOf(town, id)).outcome, 'granted');
});

test('a clerk extends the period: the applicant gets a letter with the reason, the status page says both, the fiction waits', async () => {
  const { id, caseId } = await companyCar();
  await on('2026-10-01T09:00:00Z');
  const fatima = await town.actor(FATIMA);
  await town.t.transact(fatima, (ctx) => extendClock(ctx, { caseId, until: '2026-11-13', reason: 'Wir fragen bei der Zulassungsstelle nach.' }));
  await town.work();
  const [letter] = await letters(caseId);
  assert.equal(letter?.subject, 'Wir verlängern die Frist');
  for (const words of ['14.10.2026', '13.11.2026', 'Wir fragen bei der Zulassungsstelle nach.', '§ 42a']) assert.ok(letter?.body.includes(words), words);
  assert.match(await main(id), /bis zum 13\.11\.2026 entscheiden\. Am 01\.10\.2026 haben wir die Frist verlängert \(vorher: 14\.10\.2026\)\. Grund: Wir fragen bei der Zulassungsstelle nach\./);
  assert.match(await main(id, '?sprache=en'), /We must decide by|entscheiden/);
  await on('2026-10-15T09:00:00Z');
  assert.equal((await letters(caseId)).length, 1);
  await doTask(town, caseId, { as: FATIMA, data: { approved: true } });
  await on('2026-11-20T09:00:00Z');
  assert.ok((await letters(caseId)).every(({ subject }) => subject !== 'Ihr Antrag gilt als genehmigt'));
});

test('papers that come later start the clock of the business registration anew', async () => {
  const { id, caseId } = await send('business-registration', 'GmbH mit');
  assert.ok((await caseOf(town, id)).pausedAt);
  await on('2026-09-21T09:00:00Z');
  await town.t.transact(SYSTEM, async (ctx) => answerRequest(ctx, await caseOf(town, id), { files: [], note: '' }));
  const found = await caseOf(town, id);
  assert.deepEqual([found.dueOn, found.clock?.beganOn, found.pausedAt], ['2026-09-24', '2026-09-21', undefined]);
  assert.equal(found.id, caseId);
});

test('the head hears in time of the date of the task, and later of the clock', async () => {
  const { caseId } = await companyCar();
  const markus = await town.actor('markus.behrendt@musterstadt.example');
  const told = async (instant: string): Promise<string[]> => {
    await on(instant);
    await town.t.transact(SYSTEM, escalateTasks);
    return (await town.t.read(markus, (ctx) => listNotices(ctx))).filter((one) => one.caseId === caseId).map(({ text }) => text);
  };
  assert.match((await told('2026-09-18T06:00:00Z')).join(), /^Bald überfällig: [^,]+, „Nutzungsrecht prüfen“, zu erledigen bis 21\.09\.2026, noch von niemandem übernommen\.$/);
  assert.equal((await told('2026-10-04T06:00:00Z')).length, 1);
  const [latest, ...before] = await told('2026-10-05T06:00:00Z');
  assert.match(latest ?? '', /^Bald überfällig: [^,]+, „Nutzungsrecht prüfen“, Frist des Vorgangs 14\.10\.2026/);
  assert.equal(before.length, 1);
  assert.equal((await told('2026-10-12T06:00:00Z')).length, 2);
});

test('who decided and which rules applied is told in plain words, and in the letter of refusal', async () => {
  const refused = await send('resident-parking-permit', 'Straße ohne Bewohnerparken');
  const page = await main(refused.id);
  for (const words of ['Warum wir so entschieden haben', 'In Ihrer Straße gibt es kein Bewohnerparken.', 'Diese Entscheidung hat ein Computerprogramm getroffen, kein Mensch (§ 35a VwVfG)']) assert.ok(page.includes(words), words);
  const [letter] = await letters(refused.caseId);
  assert.match(letter?.body ?? '', /Für Wohnmobile und Fahrzeuge über 2,8 Tonnen gibt es keinen Bewohnerparkausweis\.[\s\S]*automatische Einrichtung vollständig erlassen \(§ 35a VwVfG\)/);
  const byHand = await send('dog-registration', 'Rettungshund');
  await doTask(town, byHand.caseId, { as: 'petra.sommer@musterstadt.example', data: { decision: 'granted' } });
  const told = await main(byHand.id);
  for (const words of ['Ihr Rettungshund ist steuerfrei.', 'Menschen haben Ihren Antrag geprüft und entschieden.']) assert.ok(told.includes(words), words);
  const clerk = await town.clerk('petra.sommer@musterstadt.example');
  const desk = (await clerk.get(`/office/vorgaenge/${byHand.caseId}`)).text;
  for (const words of ['Alle Regeln der Tabelle: dogRate', 'trifft zu', 'So liest es die antragstellende Person']) assert.ok(desk.includes(words), words);
});
