import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#platform/db';
import { Problem, SYSTEM, type Actor } from '#platform/module';
import { staffActor } from '#platform/testing';
import { openSample, sampleCity, type SampleCity } from './sample/sample-city.ts';
import { claimTask, completeTask, correlateToCase, delegateTask, getCase, listCaseTasks, returnTask, type Task } from './index.ts';

let city: SampleCity;
before(async () => void (city = await sampleCity()));
after(() => city.t.close());

const openTask = async (caseId: string): Promise<Task> => {
  const task = (await city.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, caseId))).find((one) => one.state === 'open');
  assert.ok(task, 'an open task');
  return task;
};
const newTask = async (): Promise<Task> => openTask((await openSample(city, { purpose: 'Fest', amount: 500 })).caseId);
const complete = (actor: Actor, taskId: string, data: Record<string, string | boolean>) => city.t.transact(actor, (ctx) => completeTask(ctx, { taskId, data }));
const refusal = (code: string, words?: RegExp) => (error: unknown) => error instanceof Problem && error.code === code && (!words || words.test(error.de));

test('a clerk completes a task and the process goes on to the next', async () => {
  const { carla } = city.clerks;
  const task = await newTask();
  assert.deepEqual(await complete(carla, task.id, { result: 'grant' }), { kind: 'completed' });
  const next = await openTask(task.caseId);
  assert.equal(next.name, 'Ergebnis bestätigen');
  assert.ok((await city.t.eventTypes()).includes('cases/task-completed'));
});

test('the form of the task is checked; what is wrong is said and nothing happens', async () => {
  const task = await newTask();
  const outcome = await complete(city.clerks.carla, task.id, { result: 'maybe' });
  assert.equal(outcome.kind, 'invalid');
  assert.ok(outcome.kind === 'invalid' && outcome.errors[0]?.message);
  assert.equal((await openTask(task.caseId)).id, task.id);
});

test('four eyes: who checked may neither claim nor complete the confirmation', async () => {
  const { carla, deniz } = city.clerks;
  const task = await newTask();
  await complete(carla, task.id, { result: 'grant' });
  const confirm = await openTask(task.caseId);
  await assert.rejects(city.t.transact(carla, (ctx) => claimTask(ctx, confirm.id)), refusal('cases/four-eyes', /Antrag prüfen/));
  await assert.rejects(complete(carla, confirm.id, { confirmed: true }), refusal('cases/four-eyes'));
  await assert.rejects(city.t.transact(deniz, (ctx) => delegateTask(ctx, confirm.id, { id: carla.id ?? '', name: carla.name })), refusal('cases/four-eyes'));
  await complete(deniz, confirm.id, { confirmed: true });
  await city.work();
  assert.equal((await city.t.read(SYSTEM, (ctx) => getCase(ctx, task.caseId))).outcome, 'granted');
});

test('two clerks at once: one takes the task, the other learns who', async () => {
  const { carla, deniz } = city.clerks;
  const task = await newTask();
  const results = await Promise.allSettled([carla, deniz].map((actor) => city.t.transact(actor, (ctx) => claimTask(ctx, task.id))));
  const [refused] = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Problem] : []));
  assert.equal(refused?.code, 'cases/already-claimed');
  assert.equal(refused?.status, 409);
  assert.match(refused?.de ?? '', /(Carla Sommer|Deniz Yıldız) hat diese Aufgabe schon übernommen/);
});

test('two clerks complete at once: it happens once', async () => {
  const task = await newTask();
  const results = await Promise.allSettled([city.clerks.carla, city.clerks.deniz].map((actor) => complete(actor, task.id, { result: 'grant' })));
  assert.deepEqual(results.map((result) => result.status).sort(), ['fulfilled', 'rejected']);
  const [refused] = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Problem] : []));
  assert.equal(refused?.code, 'cases/task-closed');
  assert.equal((await city.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, task.caseId))).length, 2);
});

test('a task goes back to its group, and only by the one who has it or the head of the office', async () => {
  const { carla, deniz, lead } = city.clerks;
  const task = await newTask();
  await city.t.transact(carla, (ctx) => claimTask(ctx, task.id));
  await assert.rejects(city.t.transact(deniz, (ctx) => returnTask(ctx, task.id)), refusal('cases/not-yours'));
  await city.t.transact(lead, (ctx) => returnTask(ctx, task.id));
  assert.equal((await openTask(task.caseId)).assignee, undefined);
});

test('a task is given to a colleague of its group, not to anybody', async () => {
  const { carla, deniz } = city.clerks;
  const task = await newTask();
  await city.t.transact(carla, (ctx) => delegateTask(ctx, task.id, { id: deniz.id ?? '', name: deniz.name }));
  assert.equal((await openTask(task.caseId)).assignee?.name, 'Deniz Yıldız');
  await assert.rejects(city.t.transact(carla, (ctx) => delegateTask(ctx, task.id, { id: carla.id ?? '', name: carla.name })), refusal('cases/not-yours'));
  await assert.rejects(city.t.transact(deniz, (ctx) => delegateTask(ctx, task.id, { id: newId(), name: 'Fremd' })), refusal('cases/no-such-colleague'));
});

test('somebody of another office may not take the task', async () => {
  const stranger = staffActor(['cases/work'], { id: newId(), name: 'Fremd', officeId: newId() });
  const task = await newTask();
  await assert.rejects(city.t.transact(stranger, (ctx) => claimTask(ctx, task.id)), refusal('cases/not-in-group'));
  await assert.rejects(complete(stranger, task.id, { result: 'grant' }), refusal('cases/not-in-group'));
});

test('waiting for papers stops the clock; with the papers it goes on by the days lost', async () => {
  const task = await newTask();
  const before = await city.t.read(SYSTEM, (ctx) => getCase(ctx, task.caseId));
  await complete(city.clerks.carla, task.id, { result: 'papers' });
  const waiting = await city.t.read(SYSTEM, (ctx) => getCase(ctx, task.caseId));
  assert.equal(waiting.status, 'waiting-applicant');
  assert.ok(waiting.pausedAt);
  city.t.time.advance(10 * 86_400_000);
  assert.equal(await city.t.transact(SYSTEM, (ctx) => correlateToCase(ctx, task.caseId, 'papers-received')), true);
  const going = await city.t.read(SYSTEM, (ctx) => getCase(ctx, task.caseId));
  assert.deepEqual([going.status, going.pausedAt], ['open', undefined]);
  const days = (Date.parse(going.dueOn ?? '') - Date.parse(before.dueOn ?? '')) / 86_400_000;
  assert.ok(days >= 10 && days <= 14, `${days} days`);
  const types = await city.t.eventTypes();
  for (const type of ['cases/clock-paused', 'cases/clock-resumed', 'cases/message-received']) assert.ok(types.includes(type), type);
});

test('a colleague of the office whose role does not work on cases may not take its tasks', async () => {
  const task = await newTask();
  const reader: Actor = { ...city.clerks.deniz, grants: [{ permission: 'cases/read', officeId: city.officeId }] };
  await assert.rejects(city.t.transact(reader, (ctx) => claimTask(ctx, task.id)), refusal('cases/not-in-group'));
});
