import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addDays, arrangeSubstitution, endSubstitution, listOffices, listSubstitutions } from '#core/organisation';
import { listCaseEvents } from '#platform/audit';
import { calendarDayOf } from '#platform/i18n';
import { Problem, SYSTEM, type Actor } from '#platform/module';
import { openSample, sampleCity, type SampleCity } from './sample/sample-city.ts';
import { claimTask, completeTask, delegateTask, listCaseTasks, reachOf, reassignOffice, returnTask, setResponsible, type Task } from './index.ts';

let city: SampleCity;
before(async () => void (city = await sampleCity()));
after(() => city.t.close());

const open = async (caseId: string): Promise<Task> => {
  const task = (await city.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, caseId))).find((one) => one.state === 'open');
  assert.ok(task, 'an open task');
  return task;
};
const complete = (actor: Actor, taskId: string, data: Record<string, string | boolean>) => city.t.transact(actor, (ctx) => completeTask(ctx, { taskId, data }));
const fourEyes = (error: unknown): boolean => error instanceof Problem && (error.code === 'cases/four-eyes' || error.code === 'cases/refused');
const refusal = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;
const person = ({ id, name }: Actor): { id: string; name: string } => ({ id: id ?? '', name });
/** A case that `checker` has checked and somebody else has to confirm. */
const checked = async (checker: Actor): Promise<Task> => {
  const { caseId } = await openSample(city, { purpose: 'Fest', amount: 500 });
  await complete(checker, (await open(caseId)).id, { result: 'grant' });
  return open(caseId);
};
const confirm = { confirmed: true };

/** From now on `substitute` may act for `absent`; the actor of a session in that mode. */
async function actingFor(substitute: Actor, absent: Actor, scope: { serviceSlug?: string; group?: string } = {}): Promise<Actor> {
  const today = calendarDayOf(city.t.time.now);
  await city.t.transact(SYSTEM, (ctx) => arrangeSubstitution(ctx, { absentId: absent.id ?? '', substituteId: substitute.id ?? '', startsOn: today, endsOn: addDays(today, 7), ...scope }));
  const grants = scope.serviceSlug ? [] : absent.grants;
  return { ...substitute, grants, actingFor: person(absent) };
}
const nobodyAbsent = async (): Promise<void> => {
  for (const { id } of await city.t.read(SYSTEM, (ctx) => listSubstitutions(ctx))) await city.t.transact(SYSTEM, (ctx) => endSubstitution(ctx, id));
};

test('who checked may not confirm: not by claiming, completing, being given it by the head, nor through the page or in bulk', async () => {
  const { carla, deniz, lead } = city.clerks;
  const task = await checked(carla);
  await assert.rejects(city.t.transact(carla, (ctx) => claimTask(ctx, task.id)), fourEyes);
  await assert.rejects(complete(carla, task.id, confirm), fourEyes);
  for (const giver of [deniz, lead]) await assert.rejects(city.t.transact(giver, (ctx) => delegateTask(ctx, task.id, person(carla))), fourEyes);
  const browser = city.browser(carla);
  const answer = await browser.post(`/office/aufgaben/${task.id}/erledigen`, { confirmed: 'true' });
  assert.equal(answer.status, 403);
  assert.match(answer.text, /Vier-Augen-Prinzip/);
  await browser.post('/office/arbeit/sammel', { aktion: 'uebernehmen', aufgabe: [task.id], liste: '', zurueck: '/office/arbeit' }, { follow: false });
  const head = city.browser(lead);
  await head.post('/office/arbeit/sammel', { aktion: 'weitergeben', person: carla.id ?? '', aufgabe: [task.id], liste: '', zurueck: '/office/arbeit' }, { follow: false });
  assert.equal((await open(task.caseId)).assignee, undefined);
  await complete(deniz, task.id, confirm);
});

test('giving the case to another office and back, returning it, or being responsible for it changes nothing', async () => {
  const { carla, lead } = city.clerks;
  const task = await checked(carla);
  const offices = await city.t.read(SYSTEM, listOffices);
  const other = offices.find(({ key }) => key === 'gewerbeamt')?.id ?? '';
  const everywhere: Actor = { ...lead, grants: [{ permission: 'cases/supervise', officeId: null }, { permission: 'cases/read', officeId: null }] };
  for (const officeId of [other, city.officeId]) await city.t.transact(everywhere, (ctx) => reassignOffice(ctx, { caseId: task.caseId, officeId, reason: 'Hin und her' }));
  await city.t.transact(carla, (ctx) => setResponsible(ctx, task.caseId, person(carla)));
  await city.t.transact(lead, (ctx) => claimTask(ctx, task.id));
  await city.t.transact(lead, (ctx) => returnTask(ctx, task.id));
  await assert.rejects(complete(carla, (await open(task.caseId)).id, confirm), fourEyes);
});

test('neither as a substitute for a colleague, nor through a substitute of one’s own', async () => {
  const { carla, deniz, lead } = city.clerks;
  const task = await checked(carla);
  await assert.rejects(complete(await actingFor(carla, deniz), task.id, confirm), fourEyes, 'the same human');
  await nobodyAbsent();
  const forCarla = await actingFor(deniz, carla);
  await assert.rejects(complete(forCarla, task.id, confirm), fourEyes, 'in the name of who checked');
  await assert.rejects(city.t.transact(forCarla, (ctx) => claimTask(ctx, task.id)), fourEyes);
  await complete(deniz, task.id, confirm);
  await nobodyAbsent();
  const second = await checked(await actingFor(deniz, carla));
  await assert.rejects(complete(carla, second.id, confirm), fourEyes, 'it was checked in her name');
  await assert.rejects(complete({ ...deniz }, second.id, confirm), fourEyes, 'and by his hands');
  await complete(lead, second.id, confirm);
  await nobodyAbsent();
});

test('a substitute sees and does the work of the absent person, and the history says for whom', async () => {
  const { carla, deniz } = city.clerks;
  const { caseId } = await openSample(city, { purpose: 'Urlaub', amount: 500 });
  const task = await open(caseId);
  await city.t.transact(deniz, (ctx) => claimTask(ctx, task.id));
  const forDeniz = await actingFor(carla, deniz);
  const browser = city.browser(forDeniz);
  assert.match((await browser.get('/office/arbeit?ansicht=meine')).text, /Urlaub/);
  const claimed = await city.t.transact(forDeniz, (ctx) => claimTask(ctx, task.id));
  assert.deepEqual([claimed.assignee, claimed.substituteId], [{ id: deniz.id, name: 'Carla Sommer für Deniz Yıldız' }, carla.id]);
  await complete(forDeniz, task.id, { result: 'grant' });
  const [done] = (await city.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, caseId))).filter((one) => one.state === 'completed');
  assert.deepEqual([done?.completedBy?.name, done?.completedFor?.name], ['Carla Sommer', 'Deniz Yıldız']);
  const events = await city.t.read(SYSTEM, (ctx) => listCaseEvents(ctx, caseId));
  assert.deepEqual(events.filter(({ type }) => type === 'cases/task-completed').map(({ actor }) => [actor.name, actor.for?.name]), [['Carla Sommer', 'Deniz Yıldız']]);
  assert.match((await browser.get(`/office/vorgaenge/${caseId}`)).text, /Carla Sommer für Deniz Yıldız/);
  await nobodyAbsent();
});

test('what a substitute has taken comes back to the absent person when the substitution ends', async () => {
  const { carla, deniz } = city.clerks;
  const { caseId } = await openSample(city, { purpose: 'Zurück', amount: 500 });
  const task = await open(caseId);
  const forDeniz = await actingFor(carla, deniz);
  await city.t.transact(forDeniz, (ctx) => claimTask(ctx, task.id));
  await nobodyAbsent();
  await assert.rejects(complete(carla, task.id, { result: 'grant' }), refusal('cases/already-claimed'));
  assert.deepEqual(await city.t.read(forDeniz, async (ctx) => (await reachOf(ctx)).groups), [], 'an old session lends nothing any more');
  await complete(deniz, task.id, { result: 'grant' });
});

test('one’s own task is not done while standing in for somebody: the record would name the wrong person', async () => {
  const { carla, deniz } = city.clerks;
  const { caseId } = await openSample(city, { purpose: 'Eigenes', amount: 500 });
  const task = await open(caseId);
  await city.t.transact(carla, (ctx) => claimTask(ctx, task.id));
  await assert.rejects(complete(await actingFor(carla, deniz), task.id, { result: 'grant' }), refusal('cases/own-while-acting'));
  await nobodyAbsent();
});

test('a substitution for another service or group does not reach the task; one for this service does', async () => {
  const { carla, deniz } = city.clerks;
  const outsider: Actor = { ...carla, id: city.clerks.lead.id, name: 'Lea Leitner', grants: [] };
  const { caseId } = await openSample(city, { purpose: 'Begrenzt', amount: 500 });
  const task = await open(caseId);
  await city.t.transact(deniz, (ctx) => claimTask(ctx, task.id));
  const wrong = await actingFor(outsider, deniz, { serviceSlug: 'dog-registration' });
  await assert.rejects(complete(wrong, task.id, { result: 'grant' }), (error: unknown) => error instanceof Problem);
  assert.equal((await city.browser(wrong).get(`/office/vorgaenge/${caseId}`)).status, 404);
  await nobodyAbsent();
  const right = await actingFor(outsider, deniz, { serviceSlug: 'sample-permit' });
  assert.equal((await city.browser(right).get(`/office/vorgaenge/${caseId}`)).status, 200);
  assert.match((await city.browser(right).get('/office/arbeit?ansicht=meine')).text, /Begrenzt/);
  await complete(right, task.id, { result: 'grant' });
  await nobodyAbsent();
});
