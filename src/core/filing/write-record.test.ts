import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addNote, getCase, openCase } from '#core/cases';
import { deliver } from '#core/inbox';
import { listCaseClaims, settleClaim } from '#core/payments';
import { closeCaseFile, closePages, listCaseDocuments, listVersions } from '#core/records';
import { SYSTEM } from '#platform/module';
import { openTown, type Town } from '../../../test/town.ts';
import { walkthroughData } from '../../../test/walkthrough.ts';

let town: Town;
let caseId = '';
before(async () => {
  town = await openTown();
  const { versionId } = await town.service('dog-registration');
  const data = await walkthroughData('dog-registration', 'Ein Hund, klarer Fall');
  const opened = await town.t.transact(SYSTEM, (ctx) => openCase(ctx, { versionId, data, applicant: { givenName: 'Anna', familyName: 'Schmidt' }, submittedAt: ctx.now }));
  caseId = opened.caseId;
  await town.work();
});
after(async () => {
  await closePages(town.t.platform);
  await town.close();
});
const titles = async (): Promise<string[]> => (await town.t.read(SYSTEM, (ctx) => listCaseDocuments(ctx, caseId))).map((document) => document.title);
const textOf = async (title: RegExp): Promise<string> => {
  const document = (await town.t.read(SYSTEM, (ctx) => listCaseDocuments(ctx, caseId))).find((one) => title.test(one.title));
  assert.ok(document, String(title));
  return Buffer.from(await town.t.platform.storage.bytes(document.hash)).toString();
};

/** Events wait for older transactions, also those of other tests on the same server. */
async function titlesWith(wanted: RegExp[]): Promise<string[]> {
  for (let tries = 0; ; tries++) {
    const found = await titles();
    if (wanted.every((one) => found.some((title) => one.test(title))) || tries > 40) return found;
    await town.work();
    await new Promise((wait) => setTimeout(wait, 250));
  }
}

test('a case that ran by itself has its letter, the reasons, the proof of provision and its history in the record', async () => {
  const found = await titlesWith([/^Entscheidungsgründe/, /^Zustellnachweis/]);
  for (const title of [/Hundesteuer|Bescheid/i, /^Entscheidungsgründe/, /^Zustellnachweis/]) assert.ok(found.some((one) => title.test(one)), `${title} in ${found.join(' | ')}`);
  assert.match(await textOf(/^Entscheidungsgründe/), /Regel \d/);
  assert.match(await textOf(/^Zustellnachweis/), /Weg: /);
});

test('notes, messages and payments are put on paper once, and a change makes a newer version', async () => {
  await town.t.transact(SYSTEM, async (ctx) => {
    await addNote(ctx, { caseId, text: 'Halter rief an, Hund ist gechippt.' });
    await deliver(ctx, await getCase(ctx, caseId), { kind: 'message', subject: 'Rückfrage', body: 'Bitte nennen Sie die Rasse.' });
  });
  await titlesWith([/^Vermerk von/, /^Nachricht an/]);
  assert.match(await textOf(/^Vermerk von/), /Hund ist gechippt/);
  assert.match(await textOf(/^Nachricht an/), /Rasse/);
  assert.equal((await titles()).filter((title) => title.startsWith('Vermerk von')).length, 1);
  const [claim] = await town.t.read(SYSTEM, (ctx) => listCaseClaims(ctx, caseId));
  if (!claim) return;
  await town.t.transact(SYSTEM, (ctx) => settleClaim(ctx, claim.id, { entryKey: 'f', amountCents: claim.amount_cents, bookedOn: '2026-09-14', payer: claim.debtor, reference: claim.booking_code, source: 'clerk' }));
  await town.work();
  const document = (await town.t.read(SYSTEM, (ctx) => listCaseDocuments(ctx, caseId))).find((one) => one.kind === 'payment');
  assert.equal((await town.t.read(SYSTEM, (ctx) => listVersions(ctx, document?.id ?? ''))).length, 2);
  assert.match(await textOf(/^Forderung/), /bezahlt/);
});

test('what comes after the file was closed still gets into it', async () => {
  await town.t.transact(SYSTEM, (ctx) => closeCaseFile(ctx, caseId));
  await town.t.transact(SYSTEM, (ctx) => addNote(ctx, { caseId, text: 'Nachträglich: Hund verstorben.' }));
  await town.work();
  assert.equal((await titles()).filter((title) => title.startsWith('Vermerk von')).length, 2);
});

