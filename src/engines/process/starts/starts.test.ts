import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { newId } from '#platform/db';
import { SYSTEM, type Ctx } from '#platform/module';
import { testApp, type TestApp } from '#platform/testing';
import type { Graph } from '../graph.ts';
import { processModule } from '../process-module.ts';
import { createProcessRuntime } from '../runtime/process-runtime.ts';
import type { RuntimeOptions } from '../runtime/runtime-options.ts';
import { compiled } from '../testing/instance.ts';
import { camundaModel, catching, each, end, model, on, path, start, throwing, user } from '../testing/model.ts';
import type { StartEvent } from './start-event.ts';

const graphs = new Map<string, Graph>();
const begun: StartEvent[] = [];
let broken = false;
const options: RuntimeOptions = {
  loadGraph: async (_ctx, versionId) => graphs.get(versionId) ?? assert.fail('no such version'),
  context: async () => ({}),
  onEffects: async () => {},
  onStart: async (ctx, event) => {
    if (broken) throw new Error('the office does not exist');
    begun.push(event);
    const { instance } = await runtime.startInstance(ctx, { versionId: event.versionId, businessKey: `case-${begun.length}`, nodeId: event.nodeId, variables: event.variables });
    return { instanceId: instance.id };
  },
};
const runtime = createProcessRuntime(options);

let t: TestApp;
before(async () => void (t = await testApp({ modules: [processModule] })));
after(() => t.close());
beforeEach(async () => {
  begun.length = 0;
  broken = false;
  for (const key of ['service', 'other', 'third']) await system((ctx) => runtime.disarmStarts(ctx, key));
});

const system = <R>(fn: (ctx: Ctx) => Promise<R>): Promise<R> => t.transact(SYSTEM, fn);
async function publish(xml: string, key = 'service'): Promise<string> {
  const versionId = newId();
  graphs.set(versionId, await compiled(xml));
  await system((ctx) => runtime.armStarts(ctx, { key, versionId }));
  return versionId;
}
const timed = (timer: string, more = ''): string => model(start('begin', { inner: timer }) + each(user, 'work') + each(end, 'end') + path('begin', 'work', 'end') + more);
const HOUR = 3_600_000;
const fire = (): Promise<number> => runtime.runDueStarts(t.platform, 1);

test('a timer cycle begins an instance in every round, and no more after the last', async () => {
  await publish(timed(on.every('R2/PT1H')));
  assert.equal(await fire(), 0);
  for (let i = 0; i < 4; i++) {
    t.time.advance(HOUR);
    await fire();
  }
  assert.deepEqual(begun.map(({ nodeId, kind }) => [nodeId, kind]), [['begin', 'timer'], ['begin', 'timer']]);
  assert.deepEqual((await system((ctx) => runtime.listStarts(ctx, 'service'))).map(({ dueAt }) => dueAt), [null]);
});

test('two workers begin a due instance once', async () => {
  for (const key of ['service', 'other', 'third']) await publish(timed(on.every('R/PT1H')), key);
  for (let round = 1; round <= 5; round++) {
    t.time.advance(HOUR);
    const done = await Promise.all([fire(), fire(), fire()]);
    assert.deepEqual([done.reduce((a, b) => a + b), begun.length], [3, round * 3]);
  }
});

test('a newer version takes the place of the older one; an unchanged timer goes on as it was', async () => {
  await publish(timed(on.every('R/PT10H')));
  t.time.advance(6 * HOUR);
  const second = await publish(timed(on.every('R/PT10H'), '<textAnnotation id="note"/>'));
  t.time.advance(4 * HOUR);
  assert.equal(await fire(), 1);
  assert.equal(begun[0]?.versionId, second);
  await publish(timed(on.every('R/PT2H')));
  t.time.advance(2 * HOUR);
  assert.equal(await fire(), 1);
  await publish(model(each(start, 'begin') + each(end, 'end') + path('begin', 'end')));
  t.time.advance(100 * HOUR);
  assert.equal(await fire(), 0);
});

test('a date begins once, also when the same is published again, and a day that is over begins nothing', async () => {
  const later = new Date(t.time.now.getTime() + HOUR).toISOString();
  await publish(timed(on.date(later)));
  t.time.advance(2 * HOUR);
  assert.equal(await fire(), 1);
  await publish(timed(on.date(later)));
  await publish(timed(on.date('2001-01-01T00:00:00Z')), 'other');
  t.time.advance(HOUR);
  assert.equal(await fire(), 0);
});

test('an instance that cannot be begun is tried again later and holds up nobody', async () => {
  await publish(timed(on.every('R/PT1H')));
  broken = true;
  t.time.advance(HOUR);
  await fire();
  broken = false;
  assert.equal(await fire(), 0);
  t.time.advance(60_000);
  assert.deepEqual([await fire(), begun.length], [1, 1]);
});

test('a message goes to the one who waits for it; only when nobody does it begins an instance', async () => {
  await publish(model(start('paid', { inner: on.message() }) + catching('again', { inner: on.message() }) + each(user, 'work') + each(end, 'end') + path('paid', 'again', 'work', 'end')));
  const first = await system((ctx) => runtime.correlate(ctx, { name: 'payment-received', variables: { n: 1 } }));
  const second = await system((ctx) => runtime.correlate(ctx, { name: 'payment-received', variables: { n: 2 } }));
  assert.equal(second?.instanceId, first?.instanceId);
  const third = await system((ctx) => runtime.correlate(ctx, { name: 'payment-received', variables: { n: 3 } }));
  assert.notEqual(third?.instanceId, first?.instanceId);
  assert.deepEqual(begun.map(({ variables }) => variables), [{ n: 1 }, { n: 3 }]);
  const stored = await system((ctx) => runtime.findInstance(ctx, first?.instanceId ?? ''));
  assert.deepEqual(stored?.state.vars, { n: 2 });
});

test('a message meant for one case never begins another', async () => {
  await publish(model(start('paid', { inner: on.message() }) + each(end, 'end') + path('paid', 'end')));
  assert.equal(await system((ctx) => runtime.correlate(ctx, { name: 'payment-received', businessKey: 'case-7' })), undefined);
  assert.equal(begun.length, 0);
});

test('a message that begins something already is refused for a second one', async () => {
  const xml = model(start('paid', { inner: on.message() }) + each(end, 'end') + path('paid', 'end'));
  await publish(xml);
  await publish(xml);
  await assert.rejects(publish(xml, 'other'), { code: 'process/message-taken' });
});

test('a signal begins everything that begins with it and reaches everyone who listens, each once', async () => {
  const listener = model(start('storm', { inner: on.signal }) + catching('again', { inner: on.signal }) + catching('third', { inner: on.signal }) + each(end, 'end') + path('storm', 'again', 'third', 'end'));
  await publish(listener);
  await publish(listener, 'other');
  const broadcast = (): Promise<number> => runtime.broadcast(t.platform, { tenantId: 1, name: 'storm-warning', variables: { level: 1 } });
  assert.equal(await broadcast(), 2);
  assert.equal(await broadcast(), 4);
  await Promise.all([runtime.runDueJobs(t.platform, 1), runtime.runDueJobs(t.platform, 1)]);
  assert.equal(begun.length, 4);
  const waiting = await system(async (ctx) => (await sql<{ node_id: string; n: number }>`select node_id, count(*)::int as n from process.subscription where name = 'storm-warning' group by 1 order by 1`.execute(ctx.db())).rows);
  assert.deepEqual(waiting, [{ node_id: 'again', n: 2 }, { node_id: 'third', n: 2 }]);
});

test('a message thrown by a process begins another one', async () => {
  await publish(model(start('paid', { inner: on.message('msg-other') }) + each(user, 'work') + each(end, 'end') + path('paid', 'work', 'end')));
  const speaker = newId();
  graphs.set(speaker, await compiled(model(each(start, 'begin') + each(end, 'end') + throwing('tell', { inner: on.message('msg-other') }) + path('begin', 'tell', 'end'))));
  await system((ctx) => runtime.startInstance(ctx, { versionId: speaker, businessKey: 'x' }));
  await runtime.runDueJobs(t.platform, 1);
  assert.deepEqual(begun.map(({ key, kind }) => [key, kind]), [['service', 'message']]);
});

test('a message of a process that nobody waits for becomes an incident of the step that threw it; trying again throws it again', async () => {
  const speaker = newId();
  graphs.set(speaker, await compiled(model(each(start, 'begin') + each(end, 'end') + `<intermediateThrowEvent id="tell" name="Kasse fragen">${on.message('msg-other')}</intermediateThrowEvent>` + each(user, 'work') + path('begin', 'tell', 'work', 'end'))));
  const { instance } = await system((ctx) => runtime.startInstance(ctx, { versionId: speaker, businessKey: 'x' }));
  const incidents = () => system((ctx) => runtime.listIncidents(ctx, { instanceId: instance.id }));
  for (const pause of [0, 10_000, 60_000]) {
    assert.deepEqual(await incidents(), []);
    t.time.advance(pause);
    await runtime.runDueJobs(t.platform, 1);
  }
  const [incident] = await incidents();
  assert.deepEqual([incident?.name, incident?.code], ['Kasse fragen', 'message-unheard']);
  await publish(model(start('asked', { inner: on.message('msg-other') }) + each(end, 'end') + path('asked', 'end')));
  await system((ctx) => runtime.retryIncident(ctx, incident?.id ?? ''));
  await runtime.runDueJobs(t.platform, 1);
  assert.deepEqual([begun.length, (await incidents()).length], [1, 0]);
});

test('without somebody who knows what belongs around it, the instance begins alone', async () => {
  const alone = createProcessRuntime({ loadGraph: options.loadGraph, context: options.context, onEffects: options.onEffects });
  const version = await publish(timed(on.every('R1/PT1H')));
  t.time.advance(HOUR);
  assert.equal(await alone.runDueStarts(t.platform, 1), 1);
  const rows = await system(async (ctx) => (await sql<{ n: number }>`select count(*)::int as n from process.instance where version_id = ${version}`.execute(ctx.db())).rows);
  assert.deepEqual(rows, [{ n: 1 }]);
});

test('Quartz weekdays of Camunda 7 begin on the day that was meant', async () => {
  await publish(camundaModel(start('begin', { inner: on.every('0 0 6 ? * 2') }) + each(end, 'end') + path('begin', 'end')));
  const [armed] = await system((ctx) => runtime.listStarts(ctx, 'service'));
  assert.equal(armed?.dueAt?.getUTCDay(), 1, 'Monday');
});
