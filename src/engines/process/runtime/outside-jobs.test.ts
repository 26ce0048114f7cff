import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, beforeEach, test } from 'node:test';
import { SYSTEM, type Ctx } from '#platform/module';
import { testApp, type TestApp } from '#platform/testing';
import type { Graph } from '../graph.ts';
import { processModule } from '../process-module.ts';
import { compiled } from '../testing/instance.ts';
import { each, end, model, path, service, start, user } from '../testing/model.ts';
import { createProcessRuntime } from './process-runtime.ts';

const VERSION = '00000000-0000-7000-8000-000000000001';
const xml = model(each(start, 'begin') + each(end, 'end') + service('ask') + each(user, 'check') + path('begin', 'ask', 'check', 'end'));
let graph: Graph;
let t: TestApp;
let outside: (key: string) => Promise<unknown>;
const runtime = createProcessRuntime({
  loadGraph: async () => graph,
  context: async () => ({}),
  runsOutside: (_ctx, type) => type === 'ask',
  runJob: async (_ctx, job) => () => outside(job.idempotencyKey),
  onEffects: async () => {},
});
before(async () => {
  t = await testApp({ modules: [processModule] });
  graph = await compiled(xml);
});
after(() => t.close());
beforeEach(() => {
  outside = async () => ({ answer: 42 });
});
const system = <R>(fn: (ctx: Ctx) => Promise<R>): Promise<R> => t.transact(SYSTEM, fn);
const begin = async (): Promise<string> => (await system((ctx) => runtime.startInstance(ctx, { versionId: VERSION, businessKey: 'c' }))).instance.id;
const state = async (id: string) => (await system((ctx) => runtime.findInstance(ctx, id)))?.state;
const openTransactions = async (): Promise<number> =>
  Number((await t.platform.db.pool.query<{ n: string }>("select count(*) as n from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'")).rows[0]?.n);

test('while somebody else’s machine is asked no transaction is open, and its answer moves the process on', async () => {
  const id = await begin();
  let open = -1;
  outside = async () => {
    // the background's own transactions are short; one that waits for this answer would stay
    for (let i = 0; i < 100 && open !== 0; i++) {
      open = await openTransactions();
      if (open > 0) await sleep(20);
    }
    return { answer: 42 };
  };
  assert.equal(await runtime.runDueJobs(t.platform, 1), 0, 'the quick work does not wait for it');
  assert.equal(await runtime.runOutsideJobs(t.platform, 1), 1);
  assert.equal(open, 0);
  assert.deepEqual([(await state(id))?.vars, (await state(id))?.tokens[0]?.node], [{ answer: 42 }, 'check']);
});

test('a worker that dies in the middle leaves the work to the others, who use the same key', async () => {
  const id = await begin();
  const keys: string[] = [];
  let release: (value: unknown) => void = () => {};
  outside = (key) => {
    keys.push(key);
    return new Promise((resolve) => (release = resolve));
  };
  const dead = runtime.runOutsideJobs(t.platform, 1, 1);
  while (keys.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  outside = async (key) => void keys.push(key);
  assert.equal(await runtime.runOutsideJobs(t.platform, 1), 0, 'it still belongs to the other worker');
  t.time.advance(3 * 60_000);
  assert.equal(await runtime.runOutsideJobs(t.platform, 1), 1);
  assert.equal((await state(id))?.tokens[0]?.node, 'check');
  release({ answer: 'too late' });
  await dead;
  assert.equal((await state(id))?.vars['answer'], undefined);
  assert.deepEqual([keys.length, new Set(keys).size], [2, 1]);
});

test('somebody who asks to be left alone for a while is left alone', async () => {
  const id = await begin();
  const later = new Date(t.time.now.getTime() + 3_600_000);
  outside = () => Promise.reject(Object.assign(new Error('zu viele Anfragen'), { notBefore: later }));
  await runtime.runOutsideJobs(t.platform, 1);
  t.time.advance(3_599_000);
  assert.equal(await runtime.runOutsideJobs(t.platform, 1), 0);
  outside = async () => ({});
  t.time.advance(1_000);
  assert.equal(await runtime.runOutsideJobs(t.platform, 1), 1);
  assert.equal((await state(id))?.tokens[0]?.node, 'check');
});

test('what cannot help by trying again becomes an incident at once, with the number of attempts', async () => {
  const id = await begin();
  outside = () => Promise.reject(Object.assign(new Error('abgelehnt'), { retryable: false }));
  await runtime.runOutsideJobs(t.platform, 1);
  const [incident] = await system((ctx) => runtime.listIncidents(ctx, { instanceId: id }));
  assert.equal(incident?.message, 'abgelehnt');
});
