import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getCaseFile } from '#core/records';
import { newId } from '#platform/db';
import { SYSTEM, Problem } from '#platform/module';
import { openSample, sampleCity, type SampleCity } from './sample/sample-city.ts';
import { caseProgress, correlateToCase, findCaseByNumber, getCase, listCaseTasks, openCase } from './index.ts';

let city: SampleCity;
before(async () => void (city = await sampleCity()));
after(() => city.t.close());
const read = <R>(fn: Parameters<typeof city.t.read<R>>[1]): Promise<R> => city.t.read(SYSTEM, fn);

test('an application becomes a numbered case with a title, a file and its first task', async () => {
  const opened = await openSample(city, { purpose: 'Straßenfest', amount: 500 });
  assert.match(opened.number, /^\d{4}-BSP-\d{6}$/);
  const found = await read((ctx) => getCase(ctx, opened.caseId));
  assert.deepEqual([found.title, found.status, found.applicant.name, found.officeId], ['Erlaubnis für Straßenfest', 'open', 'Anna Weber', city.officeId]);
  const [task] = await read((ctx) => listCaseTasks(ctx, opened.caseId));
  assert.deepEqual([task?.name, task?.groups, task?.formKey, task?.officeId], ['Antrag prüfen', ['steueramt'], 'check', city.officeId]);
  assert.equal((await read((ctx) => getCaseFile(ctx, opened.caseId))).number, opened.number);
  assert.equal((await read((ctx) => findCaseByNumber(ctx, opened.number.toLowerCase())))?.id, opened.caseId);
  const types = await city.t.eventTypes();
  for (const type of ['cases/opened', 'cases/task-opened', 'cases/moved']) assert.ok(types.includes(type), type);
});

test('a clear case is decided with no human step; the letter follows in the background', async () => {
  const { caseId } = await openSample(city, { purpose: 'Lesung', amount: 50 });
  const decided = await read((ctx) => getCase(ctx, caseId));
  assert.deepEqual([decided.status, decided.outcome, decided.closedAt], ['decided', 'granted', undefined]);
  assert.deepEqual(await read((ctx) => listCaseTasks(ctx, caseId)), []);
  assert.ok((await city.work()) > 0);
  assert.equal(city.calls.at(-1)?.case.id, caseId);
  const closed = await read((ctx) => getCase(ctx, caseId));
  assert.equal(closed.status, 'closed');
  assert.ok(closed.closedAt);
});

test('the clock ends by the rules of §§ 187–193 BGB, a month after the application came in', async () => {
  const before = city.t.time.now;
  city.t.time.now = new Date('2026-10-21T09:00:00Z');
  const { caseId } = await openSample(city, { purpose: 'Markt', amount: 500 });
  city.t.time.now = before;
  // 21 November is a Saturday
  assert.equal((await read((ctx) => getCase(ctx, caseId))).dueOn, '2026-11-23');
});

test('the steps are told in plain words, in the language of the reader', async () => {
  const { caseId } = await openSample(city, { purpose: 'Umzug', amount: 500 });
  const german = await read((ctx) => caseProgress(ctx, caseId));
  assert.deepEqual(german.steps.map((step) => [step.title, step.state]), [
    ['Ihr Antrag ist eingegangen', 'done'],
    ['Wir prüfen Ihren Antrag', 'now'],
    ['Sie bekommen den Bescheid', 'then'],
  ]);
  assert.ok(german.expectedOn);
  const english = await city.t.platform.read({ tenantId: 1, actor: SYSTEM, locale: 'en' }, (ctx) => caseProgress(ctx, caseId));
  assert.equal(english.steps[1]?.title, 'EN Wir prüfen Ihren Antrag');
});

test('a withdrawn application ends its case and its tasks', async () => {
  const { caseId } = await openSample(city, { purpose: 'Doch nicht', amount: 500 });
  assert.equal(await city.t.transact(SYSTEM, (ctx) => correlateToCase(ctx, caseId, 'application-withdrawn', {})), true);
  const found = await read((ctx) => getCase(ctx, caseId));
  assert.deepEqual([found.status, found.outcome], ['withdrawn', 'withdrawn']);
  assert.deepEqual((await read((ctx) => listCaseTasks(ctx, caseId))).map((task) => task.state), ['cancelled']);
  assert.equal(await city.t.transact(SYSTEM, (ctx) => correlateToCase(ctx, caseId, 'papers-received')), false);
});

test('many at once get different numbers, without gaps while it is quiet', async () => {
  const quiet = [await openSample(city, { purpose: 'a', amount: 500 })];
  await new Promise((resolve) => setTimeout(resolve, 600));
  quiet.push(await openSample(city, { purpose: 'b', amount: 500 }));
  const counted = quiet.map(({ number }) => Number(number.slice(-6)));
  assert.ok((counted[1] ?? 0) > (counted[0] ?? 0));
  const rush = await Promise.all(Array.from({ length: 40 }, (_, i) => openSample(city, { purpose: `r${i}`, amount: 500 })));
  assert.equal(new Set(rush.map(({ number }) => number)).size, 40);
});

test('nothing remains of a case whose transaction fails', async () => {
  let number = '';
  await assert.rejects(
    city.t.transact(SYSTEM, async (ctx) => {
      ({ number } = await openCase(ctx, { versionId: city.versionId, data: { purpose: 'weg', amount: 500 }, applicant: { name: 'Niemand' }, submittedAt: ctx.now }));
      throw new Error('power cut');
    }),
    /power cut/,
  );
  assert.equal(await read((ctx) => findCaseByNumber(ctx, number)), undefined);
});

test('a case that does not exist is refused with 404', async () => {
  await assert.rejects(read((ctx) => getCase(ctx, newId())), (error) => error instanceof Problem && error.status === 404);
});
