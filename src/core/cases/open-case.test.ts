import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SYSTEM } from '#platform/module';
import { getCaseFile } from '#core/records';
import { openSample, sampleCity, type SampleCity } from './sample/sample-city.ts';
import { caseProgress, findCaseByNumber, getCase, listCaseTasks } from './index.ts';

let city: SampleCity;
before(async () => void (city = await sampleCity()));
after(() => city.t.close());

test('an application becomes a numbered case with a title, a file and its first task', async () => {
  const { t } = city;
  const opened = await openSample(city, { purpose: 'Straßenfest', amount: 500 });
  assert.match(opened.number, /^\d{4}-BSP-\d{6}$/);
  const found = await t.read(SYSTEM, (ctx) => getCase(ctx, opened.caseId));
  assert.equal(found.title, 'Erlaubnis für Straßenfest');
  assert.equal(found.status, 'open');
  assert.equal(found.applicant.name, 'Anna Weber');
  const [task] = await t.read(SYSTEM, (ctx) => listCaseTasks(ctx, opened.caseId));
  assert.equal(task?.name, 'Antrag prüfen');
  assert.deepEqual(task?.groups, ['steueramt']);
  assert.equal((await t.read(SYSTEM, (ctx) => getCaseFile(ctx, opened.caseId))).number, opened.number);
  assert.equal((await t.read(SYSTEM, (ctx) => findCaseByNumber(ctx, opened.number.toLowerCase())))?.id, opened.caseId);
});
