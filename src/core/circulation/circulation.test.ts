import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findOfficeByKey } from '#core/organisation';
import { addPlanPositions, addVersion, closePages, fileInto, findReadable, getCaseFileById, listFileDocuments, openFreeCaseFile, samplePlan } from '#core/records';
import { listMails } from '#platform/mail';
import { Problem, SYSTEM, type Actor } from '#platform/module';
import { htmlMistakes } from '#platform/testing';
import { openTown, type Town } from '../../../test/town.ts';
import { cancelRun, completeStep, listWaitingSteps, restartRun, startRun, type NewStep } from './index.ts';
import { getRun } from './runs.queries.ts';

let town: Town;
let renate: Actor;
let petra: Actor;
let fatima: Actor;
let fileId = '';
before(async () => {
  town = await openTown();
  renate = await town.actor('renate.lindner@musterstadt.example');
  petra = await town.actor('petra.sommer@musterstadt.example');
  fatima = await town.actor('fatima.haddad@musterstadt.example');
  await town.t.transact(SYSTEM, async (ctx) => {
    await addPlanPositions(ctx, samplePlan);
    fileId = (await openFreeCaseFile(ctx, { position: '02.3.1', title: 'Satzung', officeId: (await findOfficeByKey(ctx, 'steueramt'))?.id ?? '' })).id;
  });
});
after(async () => {
  await closePages(town.t.platform);
  await town.close();
});

const refused = (code: string) => (error: unknown) => error instanceof Problem && (error.code === code || assert.fail(String(error)));
const letter = async (title: string): Promise<string> => {
  const blob = await town.t.platform.storage.put(Buffer.from(title));
  const [document] = await town.t.transact(SYSTEM, (ctx) => fileInto(ctx, fileId, [{ kind: 'draft', title, blob, mime: 'text/plain', name: 'entwurf.txt', visibleToApplicant: false }]));
  return document?.id ?? '';
};
const begin = (documentId: string, steps: NewStep[]): Promise<string> => town.t.transact(renate, (ctx) => startRun(ctx, { documentId, steps }));
const waiting = async (actor: Actor, runId: string): Promise<string | undefined> => (await town.t.read(actor, (ctx) => listWaitingSteps(ctx))).find((step) => step.run_id === runId)?.id;
const done = async (actor: Actor, runId: string, more: { outcome?: 'returned'; comment?: string } = {}): Promise<void> => {
  const stepId = await waiting(actor, runId);
  assert.ok(stepId, `${actor.name} has nothing to do`);
  await town.t.transact(actor, (ctx) => completeStep(ctx, { runId, stepId, outcome: 'done', ...more }));
};

test('a draft goes over three desks in order; those on the way may see it, whatever office they are in; the protocol lies beside it', async () => {
  const document = await letter('Entwurf Satzung');
  await assert.rejects(town.t.read(fatima, (ctx) => findReadable(ctx, document)));
  const runId = await begin(document, [{ who: 'fatima.haddad@musterstadt.example', stage: 1, action: 'co-sign', dueOn: '2026-09-20' }, { who: 'petra.sommer@musterstadt.example', stage: 2, action: 'sign' }, { who: 'renate.lindner@musterstadt.example', stage: 3, action: 'close' }]);
  assert.equal((await town.t.read(fatima, (ctx) => findReadable(ctx, document))).title, 'Entwurf Satzung');
  assert.equal(await waiting(petra, runId), undefined);
  assert.ok((await town.t.read(SYSTEM, (ctx) => listMails(ctx, { to: 'fatima.haddad@musterstadt.example' }))).some((mail) => /Umlauf/.test(mail.subject)));
  const browser = await town.clerk('fatima.haddad@musterstadt.example');
  const page = await browser.get(`/office/umlaeufe/${runId}`);
  assert.deepEqual(await htmlMistakes(page.text), []);
  assert.match(page.text, /Mitzeichnen/);
  assert.deepEqual(await htmlMistakes((await browser.get('/office/umlaeufe')).text), []);
  await done(fatima, runId, { comment: 'einverstanden' });
  await done(petra, runId);
  await done(renate, runId);
  const found = await town.t.read(renate, (ctx) => getRun(ctx, runId));
  assert.equal(found.run.state, 'done');
  assert.ok((await town.t.read(SYSTEM, (ctx) => getCaseFileById(ctx, fileId))).closedAt, 'the order zdA closes the file');
  assert.ok((await town.t.read(SYSTEM, (ctx) => listFileDocuments(ctx, fileId))).some((one) => one.title === 'Umlaufprotokoll: Entwurf Satzung'));
  await town.t.transact(SYSTEM, async (ctx) => {
    const { reopenCaseFile } = await import('#core/records');
    await reopenCaseFile(ctx, { id: fileId, reason: 'weiter' });
  });
});

test('steps of one stage run beside each other, the next stage waits for all of them', async () => {
  const runId = await begin(await letter('Parallel'), [{ who: 'fatima.haddad@musterstadt.example', stage: 1, action: 'co-sign' }, { who: 'steueramt/leitung', stage: 1, action: 'co-sign' }, { who: 'petra.sommer@musterstadt.example', stage: 2, action: 'read' }]);
  await done(fatima, runId);
  assert.equal(await waiting(petra, runId), undefined);
  await done(renate, runId);
  assert.ok(await waiting(petra, runId));
});

test('sent back it lies with whoever began; begun anew all sign once more, and what was signed names its version', async () => {
  const document = await letter('Streitig');
  const runId = await begin(document, [{ who: 'fatima.haddad@musterstadt.example', stage: 1, action: 'co-sign' }]);
  const stepId = (await waiting(fatima, runId)) ?? '';
  await assert.rejects(town.t.transact(fatima, (ctx) => completeStep(ctx, { runId, stepId, outcome: 'returned' })), refused('circulation/comment-needed'));
  await assert.rejects(town.t.transact(petra, (ctx) => completeStep(ctx, { runId, stepId, outcome: 'done' })), refused('circulation/not-yours'));
  await done(fatima, runId, { outcome: 'returned', comment: 'Betrag fehlt' });
  assert.equal(await waiting(fatima, runId), undefined);
  await assert.rejects(town.t.transact(fatima, (ctx) => restartRun(ctx, { runId })), refused('circulation/not-starter'));
  const blob = await town.t.platform.storage.put(Buffer.from('mit Betrag'));
  await town.t.transact(renate, (ctx) => addVersion(ctx, document, { blob, mime: 'text/plain', name: 'entwurf.txt' }));
  await town.t.transact(renate, (ctx) => restartRun(ctx, { runId, comment: 'ergänzt' }));
  await done(fatima, runId);
  const { remarks, run } = await town.t.read(renate, (ctx) => getRun(ctx, runId));
  assert.deepEqual(remarks.map((one) => [one.outcome, one.round, one.version]), [['returned', 1, 1], ['restarted', 2, 2], ['done', 2, 2]]);
  assert.equal(run.state, 'done');
});

test('a deputy signs for the absent person, and the protocol says so', async () => {
  const runId = await begin(await letter('In Vertretung'), [{ who: 'petra.sommer@musterstadt.example', stage: 1, action: 'sign' }]);
  const deputy: Actor = { ...renate, actingFor: { id: petra.id ?? '', name: petra.name } };
  await done(deputy, runId);
  const { remarks } = await town.t.read(renate, (ctx) => getRun(ctx, runId));
  assert.equal(remarks[0]?.made_by_name, `${renate.name} für ${petra.name}`);
});

test('nobody can be named who is not there, nothing circulates twice, and whoever began may call it back', async () => {
  const document = await letter('Rückruf');
  await assert.rejects(begin(document, [{ who: 'niemand/nirgends', stage: 1, action: 'read' }]), refused('circulation/nobody'));
  await assert.rejects(begin(document, []), refused('circulation/steps-needed'));
  const runId = await begin(document, [{ who: 'petra.sommer@musterstadt.example', stage: 1, action: 'read' }]);
  await assert.rejects(begin(document, [{ who: 'petra.sommer@musterstadt.example', stage: 1, action: 'read' }]), refused('circulation/running'));
  await assert.rejects(town.t.transact(petra, (ctx) => cancelRun(ctx, runId)), refused('circulation/not-starter'));
  await town.t.transact(renate, (ctx) => cancelRun(ctx, runId));
  assert.equal(await waiting(petra, runId), undefined);
  await assert.rejects(town.t.transact(fatima, (ctx) => startRun(ctx, { documentId: document, steps: [{ who: 'petra.sommer@musterstadt.example', stage: 1, action: 'read' }] })), (error) => error instanceof Problem && [403, 404].includes(error.status));
});
