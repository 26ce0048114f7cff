import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { SYSTEM, type Ctx } from '#platform/module';
import { testApp, type TestApp } from '#platform/testing';
import type { Effect, TaskOpened } from '../effects.ts';
import { bpmnError } from '../environment.ts';
import type { Graph } from '../graph.ts';
import { processModule } from '../process-module.ts';
import { compiled } from '../testing/instance.ts';
import { boundary, catching, each, end, extensions, model, on, path, service, start, throwing, user } from '../testing/model.ts';
import type { ProcessInstance } from './instance.ts';
import { createProcessRuntime } from './process-runtime.ts';

const VERSION = '00000000-0000-7000-8000-000000000001';
const frame = each(start, 'begin') + each(end, 'end', 'stop');
const graphs = new Map<string, Graph>();
const effects: Effect[] = [];
let work: (ctx: Ctx, type: string) => Promise<unknown> = async () => ({});
let now: string[] = [];
const keys: string[] = [];

const runtime = createProcessRuntime({
  loadGraph: async (_ctx, versionId) => graphs.get(versionId) ?? assert.fail('no such version'),
  context: async (_ctx, instance) => ({ case: { id: instance.businessKey } }),
  inline: (_ctx, _instance, task) => (task.type === 'decision' ? Number(task.input['dogs']) * 9600 : undefined),
  runsNow: (_ctx, job) => now.includes(job.type),
  runJob: async (ctx, job) => {
    keys.push(job.idempotencyKey);
    return work(ctx, job.type);
  },
  onEffects: async (_ctx, _instance, more) => void effects.push(...more),
});

let t: TestApp;
before(async () => void (t = await testApp({ modules: [processModule] })));
after(() => t.close());
beforeEach(() => {
  effects.length = 0;
  keys.length = 0;
  now = [];
  work = async () => ({});
});

const system = <R>(fn: (ctx: Ctx) => Promise<R>): Promise<R> => t.transact(SYSTEM, fn);
async function begin(xml: string, variables: Record<string, unknown> = {}): Promise<ProcessInstance> {
  graphs.set(VERSION, await compiled(xml));
  const { instance } = await system((ctx) => runtime.startInstance(ctx, { versionId: VERSION, businessKey: 'case-1', variables }));
  return instance;
}
const load = async (id: string): Promise<ProcessInstance> => (await system((ctx) => runtime.findInstance(ctx, id))) ?? assert.fail('gone');
const opened = (): TaskOpened[] => effects.filter((effect): effect is TaskOpened => effect.type === 'task-opened');
const count = (table: string): Promise<number> =>
  system(async (ctx) => (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)} where tenant_id = 1`.execute(ctx.db())).rows[0]?.n ?? -1);
const complete = (id: string, tokenId: number, variables = {}) =>
  system((ctx) => runtime.advance(ctx, id, { type: 'completeTask', tokenId, variables }));

test('an instance is started, its task is told, completed and everything is stored', async () => {
  const decision = '<businessRuleTask id="tax"><extensionElements><zeebe:calledDecision decisionId="tax" resultVariable="tax_cents"/></extensionElements></businessRuleTask>';
  const { id } = await begin(model(frame + decision + each(user, 'check') + path('begin', 'tax', 'check', 'end')), { dogs: 2 });
  const [task] = opened();
  assert.equal(task?.nodeId, 'check');
  assert.equal((await load(id)).state.vars['tax_cents'], 19200);
  const { instance, refused } = await complete(id, task?.tokenId ?? 0, { ok: true });
  assert.equal(refused, undefined);
  assert.equal(instance.state.ended, 'completed');
  const stored = await load(id);
  assert.deepEqual(stored.state, instance.state);
  assert.equal(stored.revision, 1);
});

test('two clerks completing one task at once: one does it, the other is told', async () => {
  const { id } = await begin(model(frame + each(user, 'check', 'decide') + path('begin', 'check', 'decide', 'end')));
  const tokenId = opened()[0]?.tokenId ?? 0;
  const results = await Promise.all([complete(id, tokenId), complete(id, tokenId)]);
  assert.deepEqual(results.map(({ refused }) => refused?.code ?? 'done').sort(), ['done', 'task-not-open']);
});

test('a step of an unknown instance is a refusal with a sentence', async () => {
  await assert.rejects(complete(VERSION, 1), { code: 'process/no-such-instance' });
});

test('due timers fire once although two workers look for them', async () => {
  const xml = model(frame + each(user, 'check') + boundary('late', 'check', { event: on.after('PT1H') }) + each(user, 'remind') + path('begin', 'check', 'end') + path('late', 'remind', 'stop'));
  const ids = [];
  for (let i = 0; i < 30; i++) ids.push((await begin(xml)).id);
  assert.equal(await runtime.runDueTimers(t.platform, 1), 0);
  t.time.advance(3_600_000);
  const done = await Promise.all([runtime.runDueTimers(t.platform, 1), runtime.runDueTimers(t.platform, 1)]);
  assert.equal(done.reduce((a, b) => a + b), 30);
  assert.equal(opened().filter((task) => task.nodeId === 'remind').length, 30);
  assert.equal(await count('process.timer'), 0);
});

test('a timer whose step has a bug is put off and holds nobody up', async () => {
  const xml = model(frame + catching('pause', { inner: on.after('PT1H') }) + path('begin', 'pause', 'end'));
  const sick = await begin(xml);
  const well = await begin(xml);
  await system((ctx) => sql`update process.instance set version_id = ${'00000000-0000-7000-8000-00000000dead'} where id = ${sick.id}`.execute(ctx.db()));
  t.time.advance(3_600_000);
  await runtime.runDueTimers(t.platform, 1);
  assert.equal((await load(well.id)).state.ended, 'completed');
  assert.equal(await runtime.runDueTimers(t.platform, 1), 0);
  assert.equal(await count('process.timer'), 1);
  await system((ctx) => sql`delete from process.instance where id = ${sick.id}`.execute(ctx.db()));
});

test('what was accepted begins by its due row, once, or before its turn when somebody steps it', async () => {
  graphs.set(VERSION, await compiled(model(frame + service('charge') + catching('paid', { inner: on.message() }) + path('begin', 'charge', 'paid', 'end'))));
  now = ['charge'];
  const accept = (key: string) => system(async (ctx) => runtime.startSoon(ctx, { versionId: VERSION, businessKey: key }));
  const quick = await accept('in-a-hurry');
  assert.deepEqual(await system((ctx) => runtime.correlate(ctx, { name: 'payment-received', businessKey: 'in-a-hurry' })), { instanceId: quick.id });
  assert.equal((await load(quick.id)).state.ended, 'completed');
  assert.equal(await count('process.timer'), 0, 'its turn is used');
  const ids = await Promise.all([1, 2, 3].map((n) => accept(`rush-${n}`).then(({ id }) => id)));
  // one connector fails: the group is taken one by one, and only this one is queued for another try
  work = async (ctx) => {
    if (keys.at(-1)?.startsWith(ids[1] ?? '')) throw new Error('booking system is closed');
    ctx.emit({ type: 'test/charged', subject: keys.at(-1) ?? '' });
    return {};
  };
  const done = await Promise.all([runtime.runDueTimers(t.platform, 1), runtime.runDueTimers(t.platform, 1)]);
  assert.equal(done.reduce((a, b) => a + b), 3);
  const waits = await Promise.all(ids.map(async (id) => (await load(id)).state.tokens.map(({ wait }) => wait)));
  assert.deepEqual(waits, [['event'], ['job'], ['event']]);
  const charged = await system(async (ctx) => (await sql<{ subject: string }>`select subject from audit.event where type = 'test/charged'`.execute(ctx.db())).rows);
  assert.equal(charged.length, 2, 'each effect once');
  await system((ctx) => sql`delete from process.instance where business_key like 'rush-%'`.execute(ctx.db()));
});

const letter = model(frame + service('send-letter') + boundary('unknown', 'send-letter', { event: on.error }) + each(user, 'check', 'by-hand') + path('begin', 'send-letter', 'check', 'end') + path('unknown', 'by-hand', 'stop'));

test('a service task is queued, done by a worker and goes on with its result', async () => {
  const { id } = await begin(letter);
  assert.deepEqual([await count('process.job'), opened().length], [1, 0]);
  work = async (ctx) => {
    ctx.emit({ type: 'sample/sent', subject: 'letter:1' });
    return { letter_id: 'L1' };
  };
  assert.equal(await runtime.runDueJobs(t.platform, 1), 1);
  assert.equal((await load(id)).state.vars['letter_id'], 'L1');
  assert.deepEqual([await count('process.job'), opened()[0]?.nodeId], [0, 'check']);
  assert.equal((await t.eventTypes()).filter((type) => type === 'sample/sent').length, 1);
});

test('a failing connector is tried again later, with the same key, and becomes an incident that people retry', async () => {
  const { id } = await begin(letter);
  const broken = async (ctx: Ctx) => {
    ctx.emit({ type: 'sample/half', subject: 'letter:2' });
    throw new Error('printer on fire');
  };
  work = broken;
  await runtime.runDueJobs(t.platform, 1);
  assert.equal(await runtime.runDueJobs(t.platform, 1), 0, 'not before the pause is over');
  for (let i = 0; i < 2; i++) {
    t.time.advance(3_600_000);
    await runtime.runDueJobs(t.platform, 1);
  }
  assert.deepEqual([keys.length, new Set(keys).size, await count('process.job')], [3, 1, 0]);
  assert.equal((await t.eventTypes()).includes('sample/half'), false, 'nothing of a failed attempt stays');
  const [incident] = await system((ctx) => runtime.listIncidents(ctx, { instanceId: id }));
  assert.deepEqual([incident?.message, incident?.name, incident?.businessKey], ['printer on fire', 'send-letter', 'case-1']);
  work = async () => ({});
  await system((ctx) => runtime.retryIncident(ctx, incident?.id ?? ''));
  assert.deepEqual(await system((ctx) => runtime.listIncidents(ctx, { instanceId: id })), []);
  await runtime.runDueJobs(t.platform, 1);
  assert.equal(opened()[0]?.nodeId, 'check');
  await assert.rejects(system((ctx) => runtime.retryIncident(ctx, incident?.id ?? '')), { code: 'process/no-such-incident' });
});

test('an error of the field follows the model', async () => {
  await begin(letter);
  work = async () => Promise.reject(bpmnError('NOT_FOUND'));
  await runtime.runDueJobs(t.platform, 1);
  assert.deepEqual(opened().map((task) => task.nodeId), ['by-hand']);
});

test('an incident is skipped with a reason', async () => {
  const { id } = await begin(letter);
  work = async () => Promise.reject(Object.assign(new Error('no address'), { retryable: false }));
  await runtime.runDueJobs(t.platform, 1);
  const [incident] = await system((ctx) => runtime.listIncidents(ctx, { instanceId: id }));
  await system((ctx) => runtime.skipIncident(ctx, incident?.id ?? '', { reason: 'per Bote zugestellt' }));
  assert.equal(opened()[0]?.nodeId, 'check');
  const [done] = await system((ctx) => runtime.listIncidents(ctx, { instanceId: id, all: true }));
  assert.ok(done?.resolvedAt);
});

test('a job that the process no longer wants leaves nothing behind', async () => {
  const { id } = await begin(letter);
  work = async (ctx) => {
    ctx.emit({ type: 'sample/unwanted', subject: 'letter:3' });
    await t.transact(SYSTEM, (other) => runtime.advance(other, id, { type: 'cancel', reason: 'withdrawn' }));
    return {};
  };
  await runtime.runDueJobs(t.platform, 1);
  assert.equal((await load(id)).state.ended, 'cancelled');
  assert.equal((await t.eventTypes()).includes('sample/unwanted'), false);
  assert.equal(await count('process.job'), 0);
});

test('a quick connector runs in the transaction of the step, and its failure undoes only itself', async () => {
  now = ['send-letter'];
  work = async (ctx) => {
    ctx.emit({ type: 'sample/now', subject: 'letter:4' });
    return { letter_id: 'L4' };
  };
  const fine = await begin(letter);
  assert.deepEqual([fine.state.vars['letter_id'], opened()[0]?.nodeId, await count('process.job')], ['L4', 'check', 0]);
  work = async (ctx) => {
    ctx.emit({ type: 'sample/now-half', subject: 'letter:5' });
    await sql`insert into process.timer (tenant_id, instance_id, wait_id, node_id, due_at) values (1, ${fine.id}, 99, 'x', now())`.execute(ctx.db());
    throw new Error('locked');
  };
  await begin(letter);
  assert.equal(await count('process.job'), 1, 'it is tried again in the background');
  assert.equal(await count('process.timer'), 0);
  assert.deepEqual((await t.eventTypes()).filter((type) => type.startsWith('sample/now')), ['sample/now']);
  await system((ctx) => sql`delete from process.job`.execute(ctx.db()));
});

test('a message finds its instance by name and key', async () => {
  const receive = '<receiveTask id="paid" messageRef="paid-msg"/>';
  const message = `<message id="paid-msg" name="paid">${extensions('<zeebe:subscription correlationKey="=invoice"/>')}</message>`;
  const xml = model(frame + receive + each(user, 'issue') + path('begin', 'paid', 'issue', 'end')).replace('<process', `${message}<process`);
  const first = await begin(xml, { invoice: 'R-1' });
  const second = await begin(xml, { invoice: 'R-2' });
  assert.equal(await system((ctx) => runtime.correlate(ctx, { name: 'paid', key: 'R-9' })), undefined);
  const found = await system((ctx) => runtime.correlate(ctx, { name: 'paid', key: 'R-2', variables: { amount_cents: 3000 } }));
  assert.equal(found?.instanceId, second.id);
  assert.equal((await load(second.id)).state.vars['amount_cents'], 3000);
  assert.equal((await load(first.id)).state.tokens[0]?.wait, 'event');
  assert.equal(await system((ctx) => runtime.correlate(ctx, { name: 'paid', key: 'R-2' })), undefined, 'a message is taken once');
  assert.ok(await system((ctx) => runtime.correlate(ctx, { name: 'paid', instanceId: first.id })));
});

test('a message and a signal thrown by one instance reach another', async () => {
  const listener = model(frame + catching('paid', { inner: on.message() }) + catching('storm', { inner: on.signal }) + path('begin', 'paid', 'storm', 'end'));
  const { id } = await begin(listener);
  const speaker = model(frame + throwing('pay-it', { inner: on.message() }) + throwing('warn', { inner: on.signal }) + path('begin', 'pay-it', 'warn', 'end'));
  const listening = graphs.get(VERSION);
  const said = '00000000-0000-7000-8000-000000000002';
  graphs.set(said, await compiled(speaker));
  assert.ok(listening);
  await system((ctx) => runtime.startInstance(ctx, { versionId: said, businessKey: 'case-2' }));
  await runtime.runDueJobs(t.platform, 1);
  assert.equal((await load(id)).state.ended, 'completed');
  assert.equal(await count('process.job'), 0);
});

test('a message that comes before its receiver is offered again', async () => {
  const said = '00000000-0000-7000-8000-000000000003';
  graphs.set(said, await compiled(model(frame + throwing('pay-it', { inner: on.message() }) + path('begin', 'pay-it', 'end'))));
  await system((ctx) => runtime.startInstance(ctx, { versionId: said, businessKey: 'case-3' }));
  await runtime.runDueJobs(t.platform, 1);
  const { id } = await begin(model(frame + catching('paid', { inner: on.message() }) + path('begin', 'paid', 'end')));
  assert.equal(await runtime.runDueJobs(t.platform, 1), 0);
  t.time.advance(10_000);
  assert.equal(await runtime.runDueJobs(t.platform, 1), 1);
  assert.equal((await load(id)).state.ended, 'completed');
});

test('forty instances with two workers and a connector that fails now and then: every step once, nothing stuck', async () => {
  const xml = model(frame + service('send-letter') + catching('pause', { inner: on.after('PT1H') }) + service('file') + path('begin', 'send-letter', 'pause', 'file', 'end'));
  const ids: string[] = [];
  for (let i = 0; i < 40; i++) ids.push((await begin(xml)).id);
  let calls = 0;
  work = async (ctx, type) => {
    if (++calls % 5 === 0) throw new Error('now and then');
    ctx.emit({ type: `sample/did-${type}`, subject: 'x:1' });
    return {};
  };
  const round = () => Promise.all([1, 2].flatMap(() => [runtime.runDueTimers(t.platform, 1), runtime.runDueJobs(t.platform, 1)]));
  for (let i = 0; i < 12; i++) {
    await round();
    t.time.advance(3_600_000);
  }
  const ended = await Promise.all(ids.map(async (id) => (await load(id)).state.ended));
  const [incidents] = [await system((ctx) => runtime.listIncidents(ctx, { versionId: VERSION }))];
  const open = new Set(incidents.map((incident) => incident.instanceId));
  assert.ok(ids.every((id, i) => ended[i] === 'completed' || open.has(id)));
  const events = (await t.eventTypes()).filter((type) => type.startsWith('sample/did-'));
  const done = ended.filter((reason) => reason === 'completed').length;
  assert.equal(events.filter((type) => type === 'sample/did-file').length, done);
});
