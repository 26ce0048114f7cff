import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Problem, SYSTEM } from '#platform/module';
import { staffActor } from '#platform/testing';
import { newId } from '#platform/db';
import { caseRuntime } from '../process/case-runtime.ts';
import { publishClockSample } from '../sample/clock-service.ts';
import { sampleCity, type SampleCity } from '../sample/sample-city.ts';
import { completeTask, correlateToCase, extendClock, getCase, listCaseTasks, openCase, type Case } from '../index.ts';

let city: SampleCity;
let versionId: string;
before(async () => {
  city = await sampleCity();
  versionId = await city.t.transact(SYSTEM, publishClockSample);
});
after(() => city.t.close());

/** Applications come in on 15 September 2026; each test has its own time after that. */
const BEGIN = new Date('2026-09-15T08:00:00Z');
const on = (day: string): void => void (city.t.time.now = new Date(`${day}T08:00:00Z`));
const open = async (): Promise<string> => {
  city.t.time.now = BEGIN;
  return (await city.t.transact(SYSTEM, (ctx) => openCase(ctx, { versionId, data: { purpose: 'Fest' }, applicant: { givenName: 'Anna', familyName: 'Weber' }, submittedAt: ctx.now }))).caseId;
};
const read = (caseId: string): Promise<Case> => city.t.read(SYSTEM, (ctx) => getCase(ctx, caseId));
const next = async (caseId: string, order: string): Promise<void> => {
  const task = (await city.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, caseId))).find((one) => one.state === 'open');
  assert.deepEqual(await city.t.transact(city.clerks.lead, (ctx) => completeTask(ctx, { taskId: task?.id ?? '', data: { next: order } })), { kind: 'completed' });
};
const extend = (caseId: string, until: string, reason = 'Es braucht ein Gutachten.') => city.t.transact(city.clerks.carla, (ctx) => extendClock(ctx, { caseId, until, reason }));
const refusal = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;

test('the clock runs out: the permit is deemed granted, the open task is cancelled', async () => {
  const caseId = await open();
  assert.deepEqual([(await read(caseId)).dueOn, (await read(caseId)).clock], ['2026-12-15', { beganOn: '2026-09-15' }]);
  city.t.time.now = new Date('2026-12-15T22:59:00Z'); // 23:59 in Germany: the last day is not over
  await city.work();
  assert.equal((await read(caseId)).outcome, undefined);
  city.t.time.now = new Date('2026-12-15T23:00:30Z');
  await city.work();
  const found = await read(caseId);
  assert.deepEqual([found.outcome, found.status], ['deemed', 'closed']);
  assert.deepEqual((await city.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, caseId))).map(({ state }) => state), ['cancelled']);
});

test('while papers are missing the clock stands still, and its timer with it', async () => {
  const caseId = await open();
  on('2026-12-10');
  await next(caseId, 'papers');
  assert.ok((await read(caseId)).pausedAt);
  on('2027-03-10');
  await city.work();
  assert.equal((await read(caseId)).outcome, undefined, 'nothing is deemed granted meanwhile');
  await city.t.transact(SYSTEM, (ctx) => correlateToCase(ctx, caseId, 'papers-received'));
  assert.equal((await read(caseId)).dueOn, '2027-03-15'); // 90 days lost
  on('2027-03-15');
  await city.work();
  assert.equal((await read(caseId)).outcome, undefined);
  on('2027-03-16');
  await city.work();
  assert.equal((await read(caseId)).outcome, 'deemed');
});

test('a decision in time ends the clock: nothing is deemed granted while the permit is valid', async () => {
  const caseId = await open();
  await next(caseId, 'grant');
  on('2027-01-15');
  await city.work();
  assert.deepEqual([(await read(caseId)).outcome, (await read(caseId)).status], ['granted', 'decided']);
});

test('the process begins, holds, resumes and extends the clock; a second extension is an error of the model', async () => {
  const caseId = await open();
  on('2026-10-01');
  await next(caseId, 'start');
  assert.equal((await read(caseId)).dueOn, '2026-10-15'); // ten working days
  await next(caseId, 'pause');
  assert.deepEqual((await read(caseId)).clock?.pause, { by: 'process', reason: 'Das Gericht prüft' });
  on('2026-10-20');
  await next(caseId, 'resume');
  assert.deepEqual([(await read(caseId)).dueOn, (await read(caseId)).clock], ['2026-11-03', { beganOn: '2026-10-01' }]);
  await next(caseId, 'extend');
  assert.equal((await read(caseId)).dueOn, '2026-12-03');
  await next(caseId, 'extend');
  const found = await read(caseId);
  assert.deepEqual([found.dueOn, found.clock?.extension?.reason], ['2026-12-03', 'Besonders schwierig']);
  const [instance] = await city.t.read(SYSTEM, (ctx) => caseRuntime.listInstancesByKey(ctx, caseId));
  assert.equal(instance?.state.vars['refusedTwice'], true);
  const types = await city.t.eventTypes();
  for (const type of ['cases/clock-started', 'cases/clock-paused', 'cases/clock-resumed', 'cases/clock-extended']) assert.ok(types.includes(type), type);
});

test('a clerk extends the clock once, with a reason; day, tasks and timer move, and not onto a Sunday', async () => {
  const caseId = await open();
  on('2026-12-01');
  await extend(caseId, '2027-01-17');
  const found = await read(caseId);
  assert.deepEqual([found.dueOn, found.clock?.extension], ['2027-01-18', { on: '2026-12-01', from: '2026-12-15', until: '2027-01-18', reason: 'Es braucht ein Gutachten.' }]);
  assert.equal((await city.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, caseId)))[0]?.dueOn, '2027-01-18');
  await assert.rejects(extend(caseId, '2027-03-01'), refusal('cases/clock-extended-before'));
  on('2027-01-18');
  await city.work();
  assert.equal((await read(caseId)).outcome, undefined);
  on('2027-01-19');
  await city.work();
  assert.equal((await read(caseId)).outcome, 'deemed');
});

test('no reason, no later day, too late, decided, a stranger: each is refused with its sentence', async () => {
  const caseId = await open();
  await assert.rejects(extend(caseId, '2027-01-15', '  '), refusal('cases/extension-reason'));
  for (const day of ['2026-12-15', '2026-11-01', '2029-01-01', 'morgen', '']) await assert.rejects(extend(caseId, day), refusal('cases/extension-day'), day);
  const reader = staffActor(['cases/read'], { id: newId(), name: 'Nur Lesend', officeId: city.officeId });
  await assert.rejects(city.t.transact(reader, (ctx) => extendClock(ctx, { caseId, until: '2027-01-15', reason: 'x' })), refusal('platform/not-allowed'));
  const stranger = staffActor(['cases/work'], { id: newId(), name: 'Fremd', officeId: newId() });
  await assert.rejects(city.t.transact(stranger, (ctx) => extendClock(ctx, { caseId, until: '2027-01-15', reason: 'x' })), refusal('cases/no-such-case'));
  on('2026-12-16');
  await assert.rejects(extend(caseId, '2027-01-15'), refusal('cases/clock-run-out'));
  const other = await open();
  await next(other, 'grant');
  await assert.rejects(extend(other, '2027-01-15'), refusal('cases/clock-over'));
});

test('two clerks extend at once: one does, the other learns of it', async () => {
  const caseId = await open();
  const results = await Promise.allSettled(['2027-01-15', '2027-02-15'].map((day) => extend(caseId, day)));
  assert.deepEqual(results.map((result) => result.status).sort(), ['fulfilled', 'rejected']);
  assert.ok(results.some((result) => result.status === 'rejected' && refusal('cases/clock-extended-before')(result.reason)));
});

test('the audit says who extended until when and why', async () => {
  const caseId = await open();
  await extend(caseId, '2027-01-15', 'Gutachten');
  const { rows } = await city.t.platform.db.transact({ tenantId: 1 }, ({ client }) => client.query<{ body: string }>("select body from audit.event where type = 'cases/clock-extended' order by id desc limit 1"));
  const event = JSON.parse(rows[0]?.body ?? '{}') as { actor: { name: string }; data: object };
  assert.deepEqual([event.actor.name, event.data], ['Carla Sommer', { from: '2026-12-15', until: '2027-01-15', reason: 'Gutachten' }]);
});

test('a period that the law does not let anybody extend is not extended', async () => {
  const strict = await city.t.transact(SYSTEM, (ctx) => publishClockSample(ctx, '{ months: 3 }'));
  city.t.time.now = BEGIN;
  const { caseId } = await city.t.transact(SYSTEM, (ctx) => openCase(ctx, { versionId: strict, data: { purpose: 'Fest' }, applicant: { givenName: 'Anna', familyName: 'Weber' }, submittedAt: ctx.now }));
  await assert.rejects(extend(caseId, '2027-01-15'), refusal('cases/clock-not-extendable'));
});
