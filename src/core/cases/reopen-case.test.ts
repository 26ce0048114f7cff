import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeCaseFile, fileDocument, getCaseFile, noteCaseEnded } from '#core/records';
import { Problem, SYSTEM } from '#platform/module';
import { openSample, sampleCity, type SampleCity } from './sample/sample-city.ts';
import { addNote, closeCase, correlateToCase, getCase, reopenCase } from './index.ts';

let city: SampleCity;
before(async () => void (city = await sampleCity()));
after(() => city.t.close());

const refusal = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;
/** Granted by the machine, its file written to the files. */
const ended = async (): Promise<string> => {
  const { caseId } = await openSample(city, { purpose: 'Ende', amount: 50 });
  await city.work();
  await city.t.transact(SYSTEM, async (ctx) => {
    await noteCaseEnded(ctx, caseId);
    await closeCaseFile(ctx, caseId);
  });
  return caseId;
};
const reopen = (caseId: string, reason = 'Widerspruch eingegangen', actor = city.clerks.lead) => city.t.transact(actor, (ctx) => reopenCase(ctx, { caseId, reason }));

test('an ended case is opened again with its file, worked on by hand, and closed again', async () => {
  const caseId = await ended();
  await reopen(caseId);
  const found = await city.t.read(SYSTEM, (ctx) => getCase(ctx, caseId));
  assert.deepEqual([found.status, found.outcome, found.closedAt], ['decided', 'granted', undefined]);
  assert.equal((await city.t.read(SYSTEM, (ctx) => getCaseFile(ctx, caseId))).closedAt, undefined);
  await city.t.transact(city.clerks.carla, async (ctx) => {
    await addNote(ctx, { caseId, text: 'Widerspruch geprüft' });
    const blob = await ctx.platform.storage.put(new TextEncoder().encode('Widerspruch'));
    await fileDocument(ctx, { caseId, kind: 'attachment', title: 'Widerspruch', blob, mime: 'text/plain', name: 'w.txt', visibleToApplicant: false });
  });
  const page = await city.browser(city.clerks.lead).get(`/office/vorgaenge/${caseId}`);
  for (const words of ['wieder geöffnet', 'Grund: Widerspruch eingegangen', 'Vorgang von Hand beenden']) assert.ok(page.text.includes(words), words);
  await city.t.transact(city.clerks.lead, (ctx) => closeCase(ctx, { caseId, reason: 'Abgeholfen' }));
  assert.equal((await city.t.read(SYSTEM, (ctx) => getCase(ctx, caseId))).status, 'closed');
  const types = await city.t.eventTypes();
  for (const type of ['cases/reopened', 'records/file-reopened']) assert.ok(types.includes(type), type);
});

test('only the head reopens, with a reason, and only what has ended and was not withdrawn', async () => {
  const caseId = await ended();
  await assert.rejects(reopen(caseId, 'x', city.clerks.carla), refusal('platform/not-allowed'));
  await assert.rejects(reopen(caseId, '  '), refusal('cases/reason-needed'));
  await reopen(caseId);
  await assert.rejects(reopen(caseId), refusal('cases/not-reopenable'));
  const { caseId: withdrawn } = await openSample(city, { purpose: 'Zurück', amount: 500 });
  await city.t.transact(SYSTEM, (ctx) => correlateToCase(ctx, withdrawn, 'application-withdrawn'));
  await assert.rejects(reopen(withdrawn), refusal('cases/not-reopenable'));
});

test('the head reopens it on the page of the case', async () => {
  const caseId = await ended();
  const lead = city.browser(city.clerks.lead);
  assert.match((await lead.get(`/office/vorgaenge/${caseId}`)).text, /Vorgang wieder öffnen/);
  assert.match((await lead.post(`/office/vorgaenge/${caseId}/wieder-oeffnen`, { grund: 'Nachtrag' })).text, /Sein Ablauf ist beendet/);
  assert.doesNotMatch((await city.browser(city.clerks.carla).get(`/office/vorgaenge/${caseId}`)).text, /wieder-oeffnen/);
});
