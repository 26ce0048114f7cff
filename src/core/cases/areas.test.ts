import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeArea, listAreas, listOffices, setAreasOf } from '#core/organisation';
import { Problem, SYSTEM, type Actor } from '#platform/module';
import { publishClockSample } from './sample/clock-service.ts';
import { sampleCity, type SampleCity } from './sample/sample-city.ts';
import { claimTask, delegateTask, listCaseTasks, openCase, reassignOffice, type Task } from './index.ts';

let city: SampleCity;
let versionId: string;
before(async () => {
  city = await sampleCity();
  versionId = await city.t.transact(SYSTEM, publishClockSample);
  await give(city.clerks.carla, 'a-k');
});
after(() => city.t.close());

const give = (who: Actor, ...keys: string[]): Promise<void> =>
  city.t.transact(SYSTEM, async (ctx) => {
    const areas = await listAreas(ctx, { officeId: city.officeId });
    await setAreasOf(ctx, { accountId: who.id ?? '', officeId: city.officeId, areaIds: areas.filter(({ key }) => keys.includes(key)).map(({ id }) => id) });
  });
const taskOf = async (caseId: string): Promise<Task> => (await city.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, caseId)))[0] as Task;
const open = async (familyName: string): Promise<Task> => {
  const { caseId } = await city.t.transact(SYSTEM, (ctx) => openCase(ctx, { versionId, data: { purpose: 'Fest' }, applicant: { givenName: 'Anna', familyName }, submittedAt: ctx.now }));
  return taskOf(caseId);
};
const refusal = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;

test('a task goes to the area that its process names; whoever has the area may take it, others may not', async () => {
  const { carla, deniz } = city.clerks;
  const task = await open('Abel');
  assert.deepEqual(task.groups, ['steueramt@a-k']);
  await assert.rejects(city.t.transact(deniz, (ctx) => claimTask(ctx, task.id)), (error: unknown) => refusal('cases/not-in-group')(error) && /Steueramt, A–K/.test((error as Problem).de));
  assert.doesNotMatch((await city.browser(deniz).get('/office/arbeit?ansicht=gruppe')).text, /Abel/);
  assert.match((await city.browser(carla).get('/office/arbeit?ansicht=gruppe')).text, /Abel/);
  await city.t.transact(carla, (ctx) => claimTask(ctx, task.id));
});

test('an area that is nobody’s, and a name that no area covers, are everybody’s', async () => {
  const { deniz } = city.clerks;
  for (const [name, group] of [['Weber', 'steueramt@l-z'], ['Æbler', 'steueramt']] as const) {
    const task = await open(name);
    assert.deepEqual(task.groups, [group]);
    await city.t.transact(deniz, (ctx) => claimTask(ctx, task.id));
  }
});

test('the head gives a task to anybody of the office; among colleagues it stays in the area', async () => {
  const { carla, deniz, lead } = city.clerks;
  const task = await open('Berg');
  const to = { id: deniz.id ?? '', name: deniz.name };
  await assert.rejects(city.t.transact(carla, (ctx) => delegateTask(ctx, task.id, to)), refusal('cases/no-such-colleague'));
  await city.t.transact(lead, (ctx) => delegateTask(ctx, task.id, to));
  assert.equal((await taskOf(task.caseId)).assignee?.name, 'Deniz Yıldız');
});

test('another office has other areas: the task leaves its own behind', async () => {
  const task = await open('Dorn');
  const gewerbeamt = (await city.t.read(SYSTEM, listOffices)).find(({ key }) => key === 'gewerbeamt')?.id ?? '';
  await city.t.transact(city.clerks.lead, (ctx) => reassignOffice(ctx, { caseId: task.caseId, officeId: gewerbeamt, reason: 'nicht zuständig' }));
  assert.deepEqual((await taskOf(task.caseId)).groups, ['gewerbeamt']);
});

test('when an area is closed, its open tasks are everybody’s', async () => {
  const { deniz } = city.clerks;
  const task = await open('Ende');
  await city.t.transact(SYSTEM, async (ctx) => closeArea(ctx, (await listAreas(ctx, { officeId: city.officeId })).find(({ key }) => key === 'a-k')?.id ?? ''));
  await city.t.transact(deniz, (ctx) => claimTask(ctx, task.id));
});
