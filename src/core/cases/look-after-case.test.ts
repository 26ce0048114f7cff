import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#platform/db';
import { Problem, SYSTEM, type Ctx } from '#platform/module';
import { staffActor } from '#platform/testing';
import { officeDirectory } from './office-directory.ts';
import { openSample, sampleCity, type SampleCity } from './sample/sample-city.ts';
import {
  addNote, claimTask, closeCase, endResubmission, getCase, listCaseIncidents, listCaseResubmissions, listCaseTasks, listDueResubmissions, listNotes,
  reassignOffice, retryIncident, setResponsible, setResubmission, skipIncident,
} from './index.ts';

let city: SampleCity;
before(async () => void (city = await sampleCity()));
after(() => city.t.close());
const stranger = staffActor(['cases/work'], { id: newId(), name: 'Fremd', officeId: newId() });
const refusal = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;
const by = <R>(actor: typeof stranger, fn: (ctx: Ctx) => Promise<R>): Promise<R> => city.t.transact(actor, fn);
const lastEvent = async (): Promise<string> => (await city.t.eventTypes()).at(-1) ?? '';
const newCase = async (): Promise<string> => (await openSample(city, { purpose: 'Pflege', amount: 500 })).caseId;

test('a note is kept with its writer; strangers neither write nor learn that the case exists', async () => {
  const caseId = await newCase();
  await by(city.clerks.carla, (ctx) => addNote(ctx, { caseId, text: ' Angerufen. ' }));
  assert.equal(await lastEvent(), 'cases/note-added');
  assert.deepEqual((await city.t.read(SYSTEM, (ctx) => listNotes(ctx, caseId))).map((note) => [note.text, note.createdBy]), [['Angerufen.', 'Carla Sommer']]);
  await assert.rejects(by(stranger, (ctx) => addNote(ctx, { caseId, text: 'x' })), refusal('cases/no-such-case'));
  await assert.rejects(by(city.clerks.carla, (ctx) => addNote(ctx, { caseId, text: 'x'.repeat(10_001) })), refusal('cases/text-needed'));
});

test('a resubmission brings the case back on its day, until it is ticked off by its owner', async () => {
  const { carla, deniz } = city.clerks;
  const caseId = await newCase();
  const id = await by(carla, (ctx) => setResubmission(ctx, { caseId, dueOn: '2099-01-07', reason: 'nachfragen' }));
  const due = (until: string) => city.t.read(SYSTEM, (ctx) => listDueResubmissions(ctx, [carla.id ?? ''], until));
  assert.equal((await due('2099-01-06')).length, 0);
  assert.equal((await due('2099-01-07'))[0]?.title, 'Erlaubnis für Pflege');
  assert.equal(await by(deniz, (ctx) => endResubmission(ctx, id)), undefined);
  assert.equal(await by(carla, (ctx) => endResubmission(ctx, id)), caseId);
  assert.deepEqual(await city.t.read(SYSTEM, (ctx) => listCaseResubmissions(ctx, caseId)), []);
  for (const dueOn of ['2001-01-01', '2099-13-40', 'morgen']) await assert.rejects(by(carla, (ctx) => setResubmission(ctx, { caseId, dueOn, reason: '' })), refusal('cases/day-needed'));
});

test('one takes responsibility for oneself; for others only the head of the office decides', async () => {
  const { carla, deniz, lead } = city.clerks;
  const caseId = await newCase();
  const person = { id: deniz.id ?? '', name: deniz.name };
  await by(carla, (ctx) => setResponsible(ctx, caseId, { id: carla.id ?? '', name: carla.name }));
  await assert.rejects(by(carla, (ctx) => setResponsible(ctx, caseId, person)), refusal('cases/not-yours'));
  await assert.rejects(by(deniz, (ctx) => setResponsible(ctx, caseId, null)), refusal('cases/not-yours'));
  await by(lead, (ctx) => setResponsible(ctx, caseId, person));
  assert.equal((await city.t.read(SYSTEM, (ctx) => getCase(ctx, caseId))).responsible?.name, 'Deniz Yıldız');
});

test('a case handed to another office takes its open tasks along, unclaimed, with the same roles', async () => {
  const { carla, lead } = city.clerks;
  const caseId = await newCase();
  const [task] = await city.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, caseId));
  await by(carla, (ctx) => claimTask(ctx, task?.id ?? ''));
  const office = (await city.t.read(SYSTEM, officeDirectory)).byKey.get('gewerbeamt');
  await assert.rejects(by(carla, (ctx) => reassignOffice(ctx, { caseId, officeId: office?.id ?? '', reason: 'x' })), refusal('platform/not-allowed'));
  await assert.rejects(by(lead, (ctx) => reassignOffice(ctx, { caseId, officeId: office?.id ?? '', reason: ' ' })), refusal('cases/reason-needed'));
  await assert.rejects(by(lead, (ctx) => reassignOffice(ctx, { caseId, officeId: newId(), reason: 'x' })), refusal('cases/no-such-office'));
  await by(lead, (ctx) => reassignOffice(ctx, { caseId, officeId: office?.id ?? '', reason: 'nicht zuständig' }));
  const [moved] = await city.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, caseId));
  assert.deepEqual([moved?.groups, moved?.assignee, moved?.officeId], [['gewerbeamt'], undefined, office?.id]);
  assert.equal(await lastEvent(), 'cases/office-changed');
});

test('a case ended by hand leaves no open task, and cannot be ended twice', async () => {
  const { carla, lead } = city.clerks;
  const caseId = await newCase();
  await assert.rejects(by(carla, (ctx) => closeCase(ctx, { caseId, reason: 'x' })), refusal('platform/not-allowed'));
  await by(lead, (ctx) => closeCase(ctx, { caseId, reason: 'doppelt' }));
  assert.equal((await city.t.read(SYSTEM, (ctx) => getCase(ctx, caseId))).status, 'closed');
  assert.deepEqual((await city.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, caseId))).map((task) => task.state), ['cancelled']);
  await assert.rejects(by(lead, (ctx) => closeCase(ctx, { caseId, reason: 'noch einmal' })), refusal('cases/case-ended'));
});

test('an incident belongs to its case: nobody resolves it who may not see it', async () => {
  const { carla, lead } = city.clerks;
  city.trouble.message = 'kaputt';
  const { caseId } = await openSample(city, { purpose: 'Stau', amount: 5 });
  for (let i = 0; i < 3; i++) {
    await city.work();
    city.t.time.advance(600_000);
  }
  city.trouble.message = undefined;
  const [incident] = await city.t.read(lead, (ctx) => listCaseIncidents(ctx, { caseId }));
  const incidentId = incident?.id ?? '';
  assert.equal(incident?.step, 'Bescheid senden');
  assert.deepEqual(await city.t.read(stranger, (ctx) => listCaseIncidents(ctx)), []);
  await assert.rejects(by(carla, (ctx) => retryIncident(ctx, { incidentId })), refusal('platform/not-allowed'));
  await assert.rejects(by(stranger, (ctx) => retryIncident(ctx, { incidentId })), refusal('cases/no-such-incident'));
  await assert.rejects(by(lead, (ctx) => skipIncident(ctx, { incidentId, reason: '' })), refusal('cases/reason-needed'));
  await by(lead, (ctx) => retryIncident(ctx, { incidentId }));
  await city.work();
  assert.equal((await city.t.read(SYSTEM, (ctx) => getCase(ctx, caseId))).status, 'closed');
  assert.ok((await city.t.eventTypes()).includes('cases/incident-resolved'));
});
