import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { SYSTEM, type Ctx } from '#platform/module';
import { testApp, type TestApp } from '#platform/testing';
import type { Effect } from '../effects.ts';
import type { Graph } from '../graph.ts';
import { processModule } from '../process-module.ts';
import { createProcessRuntime } from '../runtime/process-runtime.ts';
import type { ProcessInstance } from '../runtime/instance.ts';
import { compiled } from '../testing/instance.ts';
import { boundary, each, end, model, on, path, start, user } from '../testing/model.ts';

const VERSION = '00000000-0000-7000-8000-000000000001';
const MINUTE = 60_000;
const frame = each(start, 'begin') + each(end, 'end', 'stop');
const task = (id: string, extra = ''): string =>
  `<serviceTask id="${id}" name="Karte drucken"><extensionElements><zeebe:taskDefinition type="print"/><zeebe:taskHeaders><zeebe:header key="external" value="true"/><zeebe:header key="tray" value="2"/></zeebe:taskHeaders>${extra}</extensionElements></serviceTask>`;
const mapping = '<zeebe:ioMapping><zeebe:input source="=name" target="name"/></zeebe:ioMapping>';
const simple = model(frame + task('print', mapping) + boundary('jam', 'print', { event: on.error }) + each(user, 'check', 'repair') + path('begin', 'print', 'check', 'end') + path('jam', 'repair', 'stop'));

let graph: Graph;
const effects: Effect[] = [];
const runtime = createProcessRuntime({
  loadGraph: async () => graph,
  context: async (_ctx, instance) => ({ case: { id: instance.businessKey } }),
  onEffects: async (_ctx, _instance, more) => void effects.push(...more),
});
const { external } = runtime;
let t: TestApp;
before(async () => void (t = await testApp({ modules: [processModule] })));
after(() => t.close());
beforeEach(async () => {
  effects.length = 0;
  await system((ctx) => sql`delete from process.instance where tenant_id = 1`.execute(ctx.db()));
});

const system = <R>(fn: (ctx: Ctx) => Promise<R>): Promise<R> => t.transact(SYSTEM, fn);
async function begin(xml = simple): Promise<ProcessInstance> {
  graph = await compiled(xml);
  return (await system((ctx) => runtime.startInstance(ctx, { versionId: VERSION, businessKey: 'case-1', variables: { name: 'Anna', secret: 'x' } }))).instance;
}
const fetch = (workerId: string, limit = 10) => system((ctx) => external.fetchAndLock(ctx, { workerId, topics: [{ name: 'print', lockMs: MINUTE }], limit }));
const load = async (id: string): Promise<ProcessInstance> => (await system((ctx) => runtime.findInstance(ctx, id))) ?? assert.fail('gone');
const standing = async (id: string): Promise<string[]> => (await load(id)).state.tokens.map((token) => token.node);

test('a worker gets the work with what the step maps to it, and its answer moves the process on', async () => {
  const { id } = await begin();
  assert.equal(await runtime.runDueJobs(t.platform, 1), 0, 'our own workers leave it alone');
  const [got, ...more] = await fetch('a');
  assert.ok(got);
  assert.deepEqual([more.length, got.topic, got.nodeId, got.name, got.variables, got.headers['tray'], got.workerId, got.retriesLeft], [0, 'print', 'print', 'Karte drucken', { name: 'Anna' }, '2', 'a', null]);
  assert.equal(got.lockedUntil?.getTime(), t.time.now.getTime() + MINUTE);
  assert.deepEqual(await system((ctx) => external.complete(ctx, { id: got.id, workerId: 'a', variables: { card: 'K-1' } })), { kind: 'done' });
  assert.deepEqual([(await load(id)).state.vars['card'], await standing(id)], ['K-1', ['check']]);
  assert.deepEqual(await system((ctx) => external.complete(ctx, { id: got.id, workerId: 'a', variables: {} })), { kind: 'gone' });
});

test('two workers who ask at the same moment never get the same task', async () => {
  for (let i = 0; i < 40; i++) await begin();
  const lists = await Promise.all(['a', 'b', 'c', 'd'].map((worker) => fetch(worker, 10)));
  const ids = lists.flat().map((one) => one.id);
  assert.equal(ids.length, 40);
  assert.equal(new Set(ids).size, 40);
});

test('a lock that ran out frees the task; the slow worker is told when somebody else has it, else its answer still counts', async () => {
  await begin();
  const [first] = await fetch('slow');
  assert.deepEqual(await fetch('quick'), []);
  t.time.advance(MINUTE);
  const [again] = await fetch('quick');
  assert.equal(again?.id, first?.id);
  assert.equal(again?.idempotencyKey, first?.idempotencyKey);
  const late = { id: first?.id ?? '', workerId: 'slow', variables: {} };
  assert.deepEqual(await system((ctx) => external.complete(ctx, late)), { kind: 'not-yours', owner: 'quick' });
  t.time.advance(MINUTE);
  assert.deepEqual(await system((ctx) => external.complete(ctx, { ...late, workerId: 'quick' })), { kind: 'done' });
});

test('a lock can be kept for longer, given back and taken for one task', async () => {
  await begin();
  const [got] = await fetch('a');
  const id = got?.id ?? '';
  t.time.advance(MINUTE / 2);
  assert.deepEqual(await system((ctx) => external.extendLock(ctx, { id, workerId: 'a', lockMs: MINUTE })), { kind: 'done' });
  t.time.advance(MINUTE / 2 + 1);
  assert.deepEqual(await fetch('b'), []);
  assert.deepEqual(await system((ctx) => external.lock(ctx, { id, workerId: 'b', lockMs: MINUTE })), { kind: 'not-yours', owner: 'a' });
  assert.deepEqual(await system((ctx) => external.unlock(ctx, { id, workerId: 'b' })), { kind: 'not-yours', owner: 'a' });
  assert.deepEqual(await system((ctx) => external.unlock(ctx, { id, workerId: 'a' })), { kind: 'done' });
  assert.deepEqual(await system((ctx) => external.lock(ctx, { id, workerId: 'b', lockMs: MINUTE })), { kind: 'done' });
  assert.equal((await system((ctx) => external.find(ctx, id)))?.workerId, 'b');
});

test('a failure is tried again after the pause the worker asks for; without retries left it is an incident', async () => {
  const { id } = await begin();
  const [got] = await fetch('a');
  const failed = { id: got?.id ?? '', workerId: 'a', message: 'Papierstau', details: 'Fach 2', retryMs: 5 * MINUTE };
  assert.deepEqual(await system((ctx) => external.fail(ctx, { ...failed, retries: 2 })), { kind: 'done' });
  assert.deepEqual(await fetch('a'), []);
  t.time.advance(5 * MINUTE);
  const [again] = await fetch('a');
  assert.deepEqual([again?.retriesLeft, again?.errorMessage, again?.errorDetails], [2, 'Papierstau', 'Fach 2']);
  assert.deepEqual(await system((ctx) => external.fail(ctx, { ...failed, retries: 0 })), { kind: 'done' });
  const [incident] = await system((ctx) => runtime.listIncidents(ctx, { instanceId: id }));
  assert.deepEqual([incident?.code, incident?.message], ['job-failed', 'Papierstau']);
  assert.deepEqual(await fetch('a'), []);
  await system((ctx) => runtime.retryIncident(ctx, incident?.id ?? ''));
  const [fresh] = await fetch('b');
  assert.deepEqual([fresh?.retriesLeft, fresh?.workerId], [null, 'b']);
});

test('an error with a code follows the error event of the model', async () => {
  const { id } = await begin();
  const [got] = await fetch('a');
  assert.deepEqual(await system((ctx) => external.throwError(ctx, { id: got?.id ?? '', workerId: 'a', code: 'NOT_FOUND', variables: { why: 'leer' } })), { kind: 'done' });
  assert.deepEqual(await standing(id), ['repair']);
});

test('names of the case cannot be overwritten, and the task stays with the worker', async () => {
  await begin();
  const [got] = await fetch('a');
  const answer = await system((ctx) => external.complete(ctx, { id: got?.id ?? '', workerId: 'a', variables: { case: 1 } }));
  assert.equal(answer.kind, 'refused');
  assert.equal((await system((ctx) => external.find(ctx, got?.id ?? '')))?.workerId, 'a');
});

test('the work of a step that the process has left is gone', async () => {
  const { id } = await begin();
  const [got] = await fetch('a');
  await system((ctx) => runtime.advance(ctx, id, { type: 'cancel', reason: 'zurückgezogen' }));
  assert.deepEqual(await system((ctx) => external.complete(ctx, { id: got?.id ?? '', workerId: 'a', variables: {} })), { kind: 'gone' });
  assert.deepEqual(await system((ctx) => external.countTopics(ctx)), []);
});

test('rounds of a loop are different work with different keys', async () => {
  const loop = task('print').replace('</serviceTask>', '<standardLoopCharacteristics testBefore="false" loopMaximum="2"/></serviceTask>');
  await begin(model(frame + loop + path('begin', 'print', 'end')));
  const [one] = await fetch('a');
  await system((ctx) => external.complete(ctx, { id: one?.id ?? '', workerId: 'a', variables: {} }));
  const [two] = await fetch('a');
  assert.ok(two);
  assert.notEqual(one?.idempotencyKey, two.idempotencyKey);
});

test('files of Camunda 7 name the topic in their own way; a connector of the same name comes first', async () => {
  const file = simple.replace('xmlns:zeebe', 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe').replace(/<serviceTask id="print".*?<\/serviceTask>/s, '<serviceTask id="print" camunda:type="external" camunda:topic="print"/>');
  await begin(file);
  assert.equal((await fetch('a')).length, 1);
});

test('what is free per topic is counted, and known to those who wait', async () => {
  await begin();
  await begin();
  await fetch('a', 1);
  const [count] = await system((ctx) => external.countTopics(ctx));
  assert.deepEqual([count?.topic, count?.free, count?.locked, count?.later], ['print', 1, 1, 0]);
  assert.deepEqual(await system((ctx) => external.listFreeTopics(ctx, ['scan', 'print'])), ['print']);
});
