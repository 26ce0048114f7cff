import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addDays, addWorkingDays, arrangeSubstitution, assignRole } from '#core/organisation';
import { listMails } from '#platform/mail';
import { SYSTEM, type Actor } from '#platform/module';
import { publishClockSample } from '../sample/clock-service.ts';
import { sampleCity, type SampleCity } from '../sample/sample-city.ts';
import { completeTask, correlateToCase, escalateTasks, extendClock, getCase, listCaseTasks, listNotices, openCase, type Task } from '../index.ts';
import { escalationDay, escalationOfTask, lengthOfClock, ruleOfService, ruleOfTask } from './escalation-rule.ts';

const calendar = 'BY';

test('the rule: a share of the time, or working days before; without one, 80 percent of a period of law', () => {
  assert.equal(escalationDay({ percent: 80 }, { dueOn: '2026-12-15', length: 91, calendar }), '2026-11-26');
  assert.equal(escalationDay({ percent: 80 }, { dueOn: '2026-12-15', length: 3, calendar }), '2026-12-14');
  assert.equal(escalationDay({ workingDaysBefore: 3 }, { dueOn: '2026-12-28', length: 91, calendar }), '2026-12-22');
  assert.deepEqual(ruleOfTask({ escalateAtPercent: '50' }), { percent: 50 });
  assert.deepEqual(ruleOfTask({ escalateBefore: 2 }), { workingDaysBefore: 2 });
  for (const properties of [{}, { escalateAtPercent: '0' }, { escalateAtPercent: 'bald' }, { escalateBefore: '-1' }, { escalateBefore: '' }]) assert.equal(ruleOfTask(properties), undefined);
  assert.deepEqual(ruleOfService({ statutory: { months: 3, deemedApproval: false } }), { percent: 80 });
  assert.deepEqual([ruleOfService({}), ruleOfService({ escalation: 'none', statutory: { months: 3, deemedApproval: false } })], [undefined, undefined]);
});

test('the length of a clock counts its extension but no pause; of two rules the earlier day counts', () => {
  const settings = { statutory: { months: 3, deemedApproval: false } } as Parameters<typeof lengthOfClock>[0]['settings'];
  const clock = { beganOn: '2026-09-15', extension: { on: '2026-12-01', from: '2026-12-15', until: '2027-01-14', reason: 'x' } };
  const known = { settings, clock, submittedOn: '2026-09-01', calendar };
  assert.equal(lengthOfClock(known), 91 + 30);
  const both = escalationOfTask({ properties: { escalateBefore: 1 }, dueOn: '2026-09-18' }, { ...known, today: '2026-09-15', caseDueOn: '2026-12-15' });
  assert.deepEqual(both, { escalate_on: '2026-09-17', escalate_by: 'task' });
  assert.equal(escalationOfTask({ properties: {}, dueOn: '2026-09-18' }, { ...known, settings: { ...settings, escalation: 'none' }, today: '2026-09-15', caseDueOn: '2026-12-15' }), undefined);
});

let city: SampleCity;
let versionId: string;
before(async () => {
  city = await sampleCity();
  versionId = await city.t.transact(SYSTEM, publishClockSample);
  // the head of the sample's office is a head by role, too
  await city.t.transact(SYSTEM, (ctx) => assignRole(ctx, { accountId: city.clerks.lead.id ?? '', roleKey: 'leitung', officeId: city.officeId, validFrom: '2026-01-01' }));
});
after(() => city.t.close());

const BEGIN = new Date('2026-12-01T08:00:00Z');
const on = (day: string): void => void (city.t.time.now = new Date(`${day}T08:00:00Z`));
const open = async (): Promise<string> => {
  city.t.time.now = BEGIN;
  return (await city.t.transact(SYSTEM, (ctx) => openCase(ctx, { versionId, data: { purpose: 'Fest' }, applicant: { givenName: 'Anna', familyName: 'Weber' }, submittedAt: ctx.now }))).caseId;
};
const taskOf = async (caseId: string): Promise<Task> => (await city.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, caseId))).find(({ state }) => state === 'open') as Task;
const escalate = (): Promise<number> => city.t.transact(SYSTEM, escalateTasks);
const noticesOf = (actor: Actor): Promise<string[]> => city.t.read(actor, async (ctx) => (await listNotices(ctx, 100)).map(({ text }) => text));
const answer = async (caseId: string, next: string): Promise<unknown> => city.t.transact(city.clerks.lead, async (ctx) => completeTask(ctx, { taskId: (await taskOf(caseId)).id, data: { next } }));

test('before the deadline breaks the task rises, the head is told by notice and mail, the log says so, and never twice', async () => {
  const caseId = await open(); // three months: until 1 March 2027
  on('2027-02-10');
  assert.equal(await escalate(), 0);
  on('2027-02-11');
  assert.equal(await escalate(), 1);
  assert.equal(await escalate(), 0);
  const task = await taskOf(caseId);
  assert.deepEqual([task.priority, task.escalatedAt?.toISOString()], [80, city.t.time.now.toISOString()]);
  const [notice] = await noticesOf(city.clerks.lead);
  assert.match(notice ?? '', /Bald überfällig: 2026-UHR-\d+, „Prüfen“, Frist des Vorgangs 01\.03\.2027, noch von niemandem übernommen/);
  assert.deepEqual(await noticesOf(city.clerks.carla), []);
  await city.t.settle();
  const mails = (await city.t.read(SYSTEM, (ctx) => listMails(ctx))).filter(({ subject }) => subject === 'Eine Aufgabe ist bald überfällig');
  assert.equal(mails.length, 1);
  assert.doesNotMatch(mails[0]?.text ?? '', /Weber/);
  assert.ok((await city.t.eventTypes()).includes('cases/task-escalated'));
  assert.match((await city.browser(city.clerks.lead).get('/office/arbeit?ansicht=aufgaben&frist=bald')).text, /bald überfällig/);
  assert.match((await city.browser(city.clerks.lead).get(`/office/vorgaenge/${caseId}`)).text, /die Leitung weiß davon/);
  await answer(caseId, 'grant');
});

test('while the clock stands still nothing escalates, and the day moves with it', async () => {
  const caseId = await open();
  on('2027-01-29');
  await answer(caseId, 'papers');
  on('2027-02-20');
  assert.equal(await escalate(), 0);
  await city.t.transact(SYSTEM, (ctx) => correlateToCase(ctx, caseId, 'papers-received'));
  assert.equal((await city.t.read(SYSTEM, (ctx) => getCase(ctx, caseId))).dueOn, '2027-03-23');
  assert.equal(await escalate(), 0);
  on('2027-03-05');
  assert.equal(await escalate(), 1);
  await answer(caseId, 'grant');
});

test('an extension is a new deadline: it is warned of once more', async () => {
  const caseId = await open();
  on('2027-02-15');
  assert.equal(await escalate(), 1);
  await city.t.transact(city.clerks.carla, (ctx) => extendClock(ctx, { caseId, until: '2027-04-01', reason: 'Gutachten' }));
  assert.equal((await taskOf(caseId)).escalatedAt, undefined);
  assert.equal(await escalate(), 0);
  on('2027-03-20');
  assert.equal(await escalate(), 1);
  assert.equal(await escalate(), 0);
  await answer(caseId, 'grant');
});

test('when the head is away, the substitute is told as well; a notice is put away', async () => {
  const caseId = await open();
  on('2027-02-15');
  const { lead, deniz } = city.clerks;
  await city.t.transact(SYSTEM, (ctx) => arrangeSubstitution(ctx, { absentId: lead.id ?? '', substituteId: deniz.id ?? '', startsOn: '2027-02-10', endsOn: addDays('2027-02-10', 30) }));
  assert.equal(await escalate(), 1);
  const [notice] = await noticesOf(deniz);
  assert.match(notice ?? '', /Bald überfällig/);
  const browser = city.browser(deniz);
  await browser.post('/office/hinweise/gelesen', {}, { follow: false });
  assert.deepEqual(await noticesOf(deniz), []);
  assert.notDeepEqual(await noticesOf(lead), []);
  await answer(caseId, 'grant');
});

test('two workers at once escalate each task once', async () => {
  const cases = [await open(), await open(), await open()];
  on(addWorkingDays('2027-02-15', 1, calendar));
  const counts = await Promise.all([escalate(), escalate()]);
  assert.equal(counts[0] + counts[1], 3);
  for (const caseId of cases) await answer(caseId, 'grant');
});
