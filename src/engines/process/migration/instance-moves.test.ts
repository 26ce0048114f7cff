import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { SYSTEM, type Ctx } from '#platform/module';
import { testApp, type TestApp } from '#platform/testing';
import type { Effect } from '../effects.ts';
import type { Graph } from '../graph.ts';
import { processModule } from '../process-module.ts';
import { createProcessRuntime } from '../runtime/process-runtime.ts';
import { compiled } from '../testing/instance.ts';
import { boundary, each, end, extensions, model, on, parallel, path, start, sub, user } from '../testing/model.ts';
import type { MoveOutcome } from './move-instance.ts';

const [OLD, NEW] = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'];
const graphs = new Map<string, Graph>();
const effects: Effect[] = [];
const runtime = createProcessRuntime({
  loadGraph: async (_ctx, versionId) => graphs.get(versionId) ?? assert.fail('no such version'),
  context: async () => ({}),
  runJob: async () => Promise.reject(Object.assign(new Error('kaputt'), { retryable: false })),
  onEffects: async (_ctx, _instance, more) => void effects.push(...more),
});
const { moves } = runtime;

const names = (suffix: string): Record<'check' | 'late' | 'print' | 'letter' | 'paid', string> => ({ check: `check${suffix}`, late: `late${suffix}`, print: `print${suffix}`, letter: `letter${suffix}`, paid: `paid${suffix}` });
function drawing(suffix: string, letterType = 'letter'): string {
  const { check, late, print, letter, paid } = names(suffix);
  const external = `<serviceTask id="${print}" name="Drucken">${extensions('<zeebe:taskDefinition type="print"/><zeebe:taskHeaders><zeebe:header key="external" value="true"/></zeebe:taskHeaders>')}</serviceTask>`;
  return model(
    each(start, 'begin') + each(end, 'end', 'stop') + each(parallel, 'fork', 'join') + user(check, { attributes: 'name="Prüfen"' }) + boundary(late, check, { event: on.after('P3D') }) + external +
      `<serviceTask id="${letter}" name="Brief">${extensions(`<zeebe:taskDefinition type="${letterType}"/>`)}</serviceTask>` +
      sub('aside', { attributes: 'triggeredByEvent="true"', inner: start(paid, { inner: on.message(), attributes: 'isInterrupting="false"' }) + each(end, 'aside-end') + path(paid, 'aside-end') }) +
      path('begin', 'fork', check, 'join', 'end') + path('fork', print, 'join') + path('fork', letter, 'join') + path(late, 'stop'),
  );
}

let t: TestApp;
before(async () => {
  t = await testApp({ modules: [processModule] });
  graphs.set(OLD, await compiled(drawing('')));
  graphs.set(NEW, await compiled(drawing('2')));
});
after(() => t.close());
beforeEach(async () => {
  await system((ctx) => sql`delete from process.instance where tenant_id = 1`.execute(ctx.db()));
});
const system = <R>(fn: (ctx: Ctx) => Promise<R>): Promise<R> => t.transact(SYSTEM, fn);

/** A task, a timer, a subscription, an external job that somebody has, and an incident. */
async function begin(): Promise<string> {
  const { instance } = await system((ctx) => runtime.startInstance(ctx, { versionId: OLD, businessKey: 'c' }));
  await runtime.runDueJobs(t.platform, 1);
  await system((ctx) => runtime.external.fetchAndLock(ctx, { workerId: 'w', topics: [{ name: 'print', lockMs: 60_000 }], limit: 1 }));
  return instance.id;
}
const move = (instanceId: string): Promise<MoveOutcome> =>
  system(async (ctx) => moves.move(ctx, { instanceId, fromVersionId: OLD, toVersionId: NEW, map: (await moves.plan(ctx, { from: OLD, to: NEW })).map }));
async function rows(): Promise<Record<string, string[]>> {
  const names: Record<string, string[]> = {};
  for (const [table, columns] of [['timer', 'node_id'], ['subscription', 'node_id'], ['job', "node_id || ' ' || name || ' ' || coalesce(worker_id, '-')"], ['incident', "node_id || ' ' || node_name"]] as const)
    names[table] = (await system((ctx) => sql<{ v: string }>`select ${sql.raw(columns)} as v from ${sql.table(`process.${table}`)} where tenant_id = 1 order by 1`.execute(ctx.db()))).rows.map(({ v }) => v);
  return names;
}
const stored = async (id: string) => (await system((ctx) => runtime.findInstance(ctx, id))) ?? assert.fail('gone');

test('timer, subscription, job and incident of an instance follow it; whoever works on a job keeps it', async () => {
  const id = await begin();
  const moved = await move(id);
  assert.equal(moved.kind, 'moved');
  assert.deepEqual(await rows(), { timer: ['late2'], subscription: ['paid2'], job: ['print2 Drucken w'], incident: ['letter2 Brief'] });
  const instance = await stored(id);
  assert.deepEqual([instance.versionId, instance.revision, instance.state.tokens.map(({ node }) => node).sort()], [NEW, 2, ['check2', 'letter2', 'print2']]);
  const [task] = await system((ctx) => runtime.external.fetchAndLock(ctx, { workerId: 'other', topics: [{ name: 'print', lockMs: 1 }], limit: 1 }));
  assert.equal(task, undefined);
  const job = (await system((ctx) => sql<{ id: string }>`select id from process.job where tenant_id = 1`.execute(ctx.db()))).rows[0]?.id ?? '';
  assert.deepEqual(await system((ctx) => runtime.external.complete(ctx, { id: job, workerId: 'w', variables: {} })), { kind: 'done' });
  t.time.advance(3 * 86_400_000);
  assert.equal(await runtime.runDueTimers(t.platform, 1), 1);
});

test('an instance that has not moved on is put back as it was, with all its rows', async () => {
  const id = await begin();
  const before = { rows: await rows(), state: (await stored(id)).state };
  const moved = await move(id);
  assert.ok(moved.kind === 'moved');
  const snapshot = JSON.parse(JSON.stringify(moved.snapshot)) as typeof moved.snapshot;
  const restored = await system((ctx) => moves.restore(ctx, { instanceId: id, revision: moved.instance.revision, snapshot }));
  assert.equal(restored.kind, 'restored');
  assert.deepEqual({ rows: await rows(), state: (await stored(id)).state }, before);
  assert.equal((await stored(id)).versionId, OLD);
  assert.equal((await system((ctx) => moves.restore(ctx, { instanceId: id, revision: moved.instance.revision, snapshot }))).kind, 'moved-on');
});

test('an instance to which something has happened since stays where it is', async () => {
  const id = await begin();
  const moved = await move(id);
  assert.ok(moved.kind === 'moved');
  const token = moved.instance.state.tokens.find(({ wait }) => wait === 'user')?.id ?? 0;
  await system((ctx) => runtime.advance(ctx, id, { type: 'completeTask', tokenId: token }));
  assert.equal((await system((ctx) => moves.restore(ctx, { instanceId: id, revision: moved.instance.revision, snapshot: moved.snapshot }))).kind, 'moved-on');
});

test('one that cannot move is left untouched and says why; one that has ended is gone', async () => {
  const id = await begin();
  const before = await stored(id);
  const { map } = await system((ctx) => moves.plan(ctx, { from: OLD, to: NEW }, { check: null }));
  const stays = await system((ctx) => moves.move(ctx, { instanceId: id, fromVersionId: OLD, toVersionId: NEW, map }));
  assert.deepEqual(stays.kind === 'stays' && stays.problems.map(({ nodeId, code }) => [nodeId, code]), [['check', 'gone']]);
  assert.deepEqual(await system((ctx) => moves.check(ctx, { instanceId: id, fromVersionId: OLD, toVersionId: NEW, map })), stays.kind === 'stays' && stays.problems);
  assert.deepEqual(await stored(id), before);
  await system((ctx) => runtime.advance(ctx, id, { type: 'cancel', reason: 'x' }));
  assert.equal((await move(id)).kind, 'gone');
});

test('where the instances of a version stand is counted, and they are listed page by page', async () => {
  const ids = [await begin(), await begin(), await begin()].sort();
  await move(ids[0] ?? '');
  await system(async (ctx) => {
    assert.deepEqual(await moves.countByVersion(ctx, [OLD, NEW]).then((counts) => Object.fromEntries(counts.map(({ versionId, running }) => [versionId, running]))), { [OLD]: 2, [NEW]: 1 });
    assert.deepEqual(await moves.countWaiting(ctx, OLD), [{ nodeId: 'check', wait: 'user', instances: 2 }, { nodeId: 'letter', wait: 'incident', instances: 2 }, { nodeId: 'print', wait: 'job', instances: 2 }]);
    const [first] = await moves.listRunning(ctx, { versionId: OLD, limit: 1 });
    const rest = await moves.listRunning(ctx, { versionId: OLD, after: first?.id ?? '', limit: 10 });
    assert.deepEqual([first?.id, ...rest.map(({ id }) => id)], ids.slice(1));
  });
});
