import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { SYSTEM, type Ctx } from '#platform/module';
import { testApp, type TestApp } from '#platform/testing';
import { processModule } from '../process-module.ts';
import { killRuntime, quickClock, STEPS, VERSION } from '../testing/kill-scene.ts';
import type { ProcessRuntime } from './process-runtime.ts';

/** In full: KILLS=50 INSTANCES=2000 */
const KILLS = Number(process.env['KILLS'] ?? 5);
const INSTANCES = Number(process.env['INSTANCES'] ?? 120);
const PATIENCE_MS = 120_000 + INSTANCES * 200;

/** Calls as somebody else's machine has seen them: keys by step and instance. */
const calls = new Map<string, string[]>();
const beganAt = Date.now();
const clock = quickClock(beganAt);
const workers: ChildProcess[] = [];
let t: TestApp;
let recorder: Server;
let recorderUrl = '';
let runtime: ProcessRuntime;

before(async () => {
  t = await testApp({ modules: [processModule] });
  recorder = createServer((request, response) => {
    const key = String(request.headers['idempotency-key']);
    calls.set(request.url ?? '', [...(calls.get(request.url ?? '') ?? []), key]);
    setTimeout(() => response.end('{}'), 10);
  }).listen(0, '127.0.0.1');
  await once(recorder, 'listening');
  recorderUrl = `http://127.0.0.1:${(recorder.address() as AddressInfo).port}`;
  runtime = await killRuntime(recorderUrl);
});
after(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  recorder.close();
  recorder.closeAllConnections();
  await t.close();
});

const system = <R>(fn: (ctx: Ctx) => Promise<R>): Promise<R> => {
  t.time.now = clock();
  return t.transact(SYSTEM, fn);
};
const rows = <R>(query: ReturnType<typeof sql<R>>): Promise<R[]> => system(async (ctx) => (await query.execute(ctx.db())).rows);

async function startWorker(): Promise<ChildProcess> {
  const env = { ...process.env, DATABASE_URL: t.platform.db.url, STADTKERN_DATA: t.dir, RECORDER_URL: recorderUrl, BEGAN_AT: String(beganAt) };
  const worker = fork(join(import.meta.dirname, '../testing/kill-worker.ts'), { execArgv: ['--import', './scripts/tsx.mjs'], env });
  workers.push(worker);
  await once(worker, 'message');
  return worker;
}

async function kill(worker: ChildProcess): Promise<void> {
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  workers.splice(workers.indexOf(worker), 1);
}

async function begin(count: number): Promise<void> {
  for (let i = 0; i < count; i += 20)
    await system(async (ctx) => {
      for (let n = i; n < Math.min(count, i + 20); n++) await runtime.startInstance(ctx, { versionId: VERSION, businessKey: 'x' });
    });
}

const unfinished = async (): Promise<number> => (await rows(sql<{ n: number }>`select count(*)::int as n from process.instance where ended_at is null`))[0]?.n ?? -1;

test(`of two workers one is killed ${KILLS} times over ${INSTANCES} instances: every step once, every call with its key, nothing stuck`, async (context) => {
  const began = performance.now();
  let pair = await Promise.all([startWorker(), startWorker()]);
  const share = Math.ceil(INSTANCES / (KILLS + 1));
  for (let round = 0; round < KILLS; round++) {
    await begin(share);
    // At another moment of their work each time.
    await sleep(60 + ((round * 137) % 400));
    const [victim, other] = round % 2 === 0 ? pair : ([pair[1], pair[0]] as [ChildProcess, ChildProcess]);
    const [, fresh] = await Promise.all([kill(victim), startWorker()]);
    pair = [other, fresh];
  }
  await begin(INSTANCES - share * KILLS);
  for (const end = performance.now() + PATIENCE_MS; (await unfinished()) > 0; await sleep(200)) assert.ok(performance.now() < end, `${await unfinished()} instances are not finished`);
  await assertEveryStepOnce();
  const repeated = assertCalls();
  context.diagnostic(`${Math.round(performance.now() - began)} ms, ${repeated} calls repeated with the same key`);
  for (const worker of pair) await kill(worker);
});

type Happened = { node: string; events: number; instances: number };

/** Events by the step they tell of. */
const happened = (prefix: string): Promise<Happened[]> =>
  rows(sql<Happened>`select substr(type, ${prefix.length + 1}) as node, count(*)::int as events, count(distinct subject)::int as instances from audit.event where starts_with(type, ${prefix}) group by 1`);

async function assertEveryStepOnce(): Promise<void> {
  const left = await happened('kills-left/');
  assert.deepEqual(Object.fromEntries(left.map((row) => [row.node, [row.events, row.instances]])), Object.fromEntries(STEPS.map((node) => [node, [INSTANCES, INSTANCES]])), 'every step of every instance once');
  const did = await happened('kills-did/');
  assert.deepEqual(did.map((row) => [row.node, row.events, row.instances]).toSorted(), ['call-here', 'charge', 'fails-twice', 'file'].map((node) => [node, INSTANCES, INSTANCES]), 'every effect in the database once');
  for (const table of ['timer', 'job', 'subscription', 'incident']) assert.deepEqual(await rows(sql<{ n: number }>`select count(*)::int as n from process.${sql.raw(table)}`), [{ n: 0 }], `nothing is left in ${table}`);
}

/** Every call at least once, always with the same key. @returns how many came again */
function assertCalls(): number {
  assert.equal(calls.size, INSTANCES * 2);
  for (const [what, keys] of calls) assert.equal(new Set(keys).size, 1, `${what} was called with different keys`);
  assert.equal(new Set([...calls.values()].map(([key]) => key)).size, calls.size, 'no two runs of a step share a key');
  return [...calls.values()].reduce((sum, keys) => sum + keys.length - 1, 0);
}
