import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cityOf } from '#core/organisation';
import { listRecentEvents } from '#platform/audit';
import { SYSTEM } from '#platform/module';
import { publishSample } from './sample/sample-service.ts';
import { sampleCity, type SampleCity } from './sample/sample-city.ts';
import { caseRuntime } from './process/case-runtime.ts';
import { listCasesByIds, listCaseTasks, type Case } from './index.ts';

let city: SampleCity;
before(async () => void (city = await sampleCity()));
after(() => city.t.close());

const look = '<userTask id="look" name="Bestand prüfen"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="steueramt"/><zeebe:formDefinition formKey="check"/></extensionElements></userTask>';
const way = (begin: string, event: string): string =>
  `<startEvent id="${begin}" name="Von selbst">${event}</startEvent><sequenceFlow id="f_${begin}" sourceRef="${begin}" targetRef="look"/>`;
const yearly = way('s_yearly', '<timerEventDefinition id="td"><timeCycle>R/P1Y</timeCycle></timerEventDefinition>');
const told = way('s_told', '<messageEventDefinition id="md" messageRef="m_dog"/>');
/** The sample service that also begins by itself. */
const withStarts = (...starts: string[]) => (process: string): string =>
  process.replace('<process ', '<message id="m_dog" name="dog-seen"/><process ').replace('<endEvent id="end"', `${look}${starts.join('')}<sequenceFlow id="f_look" sourceRef="look" targetRef="end"/><endEvent id="end"`);
const publish = (change?: (process: string) => string): Promise<string> => city.t.transact(SYSTEM, (ctx) => publishSample(ctx, change));
const opened = async (): Promise<Case[]> =>
  city.t.read(SYSTEM, async (ctx) => {
    const events = (await listRecentEvents(ctx, { limit: 1000 })).filter((event) => event.type === 'cases/opened');
    return listCasesByIds(ctx, events.flatMap((event) => event.caseId ?? []));
  });

test('a service that begins every year opens a case on its own, with the city as the one who takes part', async () => {
  const versionId = await publish(withStarts(yearly));
  assert.equal(await city.work(), 0);
  city.t.time.advance(366 * 86_400_000);
  assert.equal(await city.work(), 1);
  const [found] = await opened();
  assert.deepEqual([found?.versionId, found?.applicant.name, found?.data, found?.applicationId], [versionId, cityOf(city.t.platform).name, {}, undefined]);
  const tasks = await city.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, found?.id ?? ''));
  assert.deepEqual(tasks.map((task) => task.name), ['Bestand prüfen']);
});

test('a version without that start takes it away', async () => {
  await publish();
  const before = (await opened()).length;
  city.t.time.advance(2 * 366 * 86_400_000);
  await city.work();
  assert.equal((await opened()).length, before);
});

test('a message that no case waits for opens one, with what it brings', async () => {
  await publish(withStarts(told));
  const before = (await opened()).length;
  const heard = await city.t.transact(SYSTEM, (ctx) => caseRuntime.correlate(ctx, { name: 'dog-seen', variables: { street: 'Lindenweg' } }));
  assert.ok(heard);
  assert.equal((await opened()).length, before + 1);
  const instance = await city.t.read(SYSTEM, (ctx) => caseRuntime.findInstance(ctx, heard.instanceId));
  assert.deepEqual(instance?.state.vars, { street: 'Lindenweg' });
});
