import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { addDays } from '#core/organisation';
import { calendarDayOf } from '#platform/i18n';
import { SYSTEM, type Ctx } from '#platform/module';
import { citizenActor, htmlMistakes, staffActor } from '#platform/testing';
import { listCaseIncidents, openCase } from '../index.ts';
import { sampleCity, type SampleCity } from '../sample/sample-city.ts';
import { along, publishSmall, serviceStep, userStep } from '../sample/small-service.ts';
import { coversTopic, createWorkerToken, listWorkerTokens, revokeWorkerToken } from './worker-token.ts';

let city: SampleCity;
let versionId = '';
const tokens: Record<'printer' | 'other', string> = { printer: '', other: '' };
const admin = staffActor(['admin/workers'], { name: 'Tobias Krämer' });
const system = <R>(fn: (ctx: Ctx) => Promise<R>): Promise<R> => city.t.transact(SYSTEM, fn);
const drawing = `<startEvent id="begin"/>${serviceStep('print', 'print-card', { name: 'Karte drucken', headers: { external: 'true', tray: '2' }, inputs: { name: '= application.purpose', list: '= [1, {a: true}]', none: '= null', price: '= 12.5' } })}${userStep('check')}${userStep('repair')}<endEvent id="end"/><endEvent id="stop"/>
  <boundaryEvent id="jam" attachedToRef="print"><errorEventDefinition id="d_jam" errorRef="e_jam"/></boundaryEvent>${along('begin', 'print', 'check', 'end')}${along('jam', 'repair', 'stop')}`;

before(async () => {
  city = await sampleCity();
  versionId = await system((ctx) => publishSmall(ctx, { process: drawing, more: '<error id="e_jam" name="Stau" errorCode="JAM"/>' }));
  const token = (name: string, topics: string[]) => city.t.transact(admin, async (ctx) => (await createWorkerToken(ctx, { name, topics, expiresOn: addDays(calendarDayOf(ctx.now), 30) })).token);
  tokens.printer = await token('Ausweisdrucker', ['print-*']);
  tokens.other = await token('Scanstraße', ['scan']);
});
after(() => city.t.close());
beforeEach(async () => {
  await system((ctx) => sql`delete from process.instance where tenant_id = 1`.execute(ctx.db()));
});

async function open(purpose = 'Anna'): Promise<string> {
  return (await system((ctx) => openCase(ctx, { versionId, data: { purpose }, applicant: { givenName: 'Anna', familyName: 'Weber' }, submittedAt: ctx.now }))).caseId;
}
type Task = { id: string; workerId: string; topicName: string; retries: number | null; variables: Record<string, { value: unknown; type: string }>; extensionProperties: Record<string, string>; [key: string]: unknown };
async function call(path: string, body: object | undefined, { token = tokens.printer, method = 'POST', signal }: { token?: string; method?: string; signal?: AbortSignal } = {}): Promise<{ status: number; text: string; json: never }> {
  const response = await fetch(`${city.t.url}/api/external-task${path}`, { method, headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) }, ...(body ? { body: JSON.stringify(body) } : {}), ...(signal ? { signal } : {}) });
  const text = await response.text();
  return { status: response.status, text, json: (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : undefined) as never };
}
const request = (workerId: string, more: object = {}): object => ({ workerId, maxTasks: 10, topics: [{ topicName: 'print-card', lockDuration: 60_000 }], ...more });
const fetchTasks = async (workerId = 'w1', more: object = {}, signal?: AbortSignal): Promise<Task[]> => (await call('/fetchAndLock', request(workerId, more), signal ? { signal } : {})).json;
const standing = async (caseId: string): Promise<string[]> => (await system((ctx) => sql<{ node: string }>`select t->>'node' as node from process.instance i, jsonb_array_elements(i.state->'tokens') t where business_key = ${caseId}`.execute(ctx.db()))).rows.map(({ node }) => node);
const busy = (): number => city.t.platform.db.pool.totalCount - city.t.platform.db.pool.idleCount;

test('a worker fetches and completes a task as with Camunda 7, and its account stands in the history', async () => {
  const caseId = await open();
  const [task, ...more] = await fetchTasks();
  assert.ok(task);
  assert.equal(more.length, 0);
  assert.deepEqual(task.variables, {
    name: { value: 'Anna', type: 'String', valueInfo: {} }, list: { value: '[1,{"a":true}]', type: 'Json', valueInfo: {} }, none: { value: null, type: 'Null', valueInfo: {} }, price: { value: 12.5, type: 'Double', valueInfo: {} },
  });
  assert.deepEqual([task.topicName, task.workerId, task['activityId'], task['processDefinitionKey'], task['businessKey'], task.retries, task.extensionProperties['tray']], ['print-card', 'w1', 'print', 'small', caseId, null, '2']);
  assert.match(String(task['lockExpirationTime']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
  const done = await call(`/${task.id}/complete`, { workerId: 'w1', variables: { card: { value: 'K-1', type: 'String' }, sheets: { value: '[1,2]', type: 'Json' } } });
  assert.deepEqual([done.status, done.text], [204, '']);
  assert.deepEqual(await standing(caseId), ['check']);
  const { rows } = await system((ctx) => sql<{ vars: unknown }>`select state->'vars' as vars from process.instance where business_key = ${caseId}`.execute(ctx.db()));
  assert.deepEqual(rows[0]?.vars, { card: 'K-1', sheets: [1, 2] });
  const events = await system((ctx) => sql<{ body: string }>`select body from audit.event where type = 'cases/external-completed'`.execute(ctx.db()));
  assert.match(events.rows[0]?.body ?? '', /"kind":"machine".*"name":"Ausweisdrucker \(Programm\)"/);
  assert.equal((await call(`/${task.id}/complete`, { workerId: 'w1' })).status, 404);
  const topics = await fetch(`${city.t.url}/api/external-task/count`, { headers: { authorization: `Bearer ${tokens.printer}` } });
  assert.equal(topics.headers.get('content-type'), 'application/json', 'exactly so, or the client for JavaScript reads nothing');
});

test('whoever waits for work gets it as soon as it is there, and holds no connection meanwhile', async () => {
  const waiting = fetchTasks('patient', { asyncResponseTimeout: 20_000 });
  while (busy() > 0) await new Promise((done) => setTimeout(done, 5));
  await new Promise((done) => setTimeout(done, 300));
  assert.equal(busy(), 0);
  const began = performance.now();
  await open();
  const [task] = await waiting;
  assert.equal(task?.workerId, 'patient');
  assert.ok(performance.now() - began < 5000, 'long before the time is over');
  const empty = performance.now();
  assert.deepEqual(await fetchTasks('impatient', { asyncResponseTimeout: 300 }), []);
  assert.ok(performance.now() - empty >= 290);
});

test('many wait, little comes: each task goes to one of them, none to two', async () => {
  const waiting = Array.from({ length: 12 }, (_, i) => fetchTasks(`many-${i}`, { asyncResponseTimeout: 4000, maxTasks: 1 }));
  await new Promise((done) => setTimeout(done, 300));
  await Promise.all(Array.from({ length: 8 }, () => open()));
  const ids = (await Promise.all(waiting)).flat().map(({ id }) => id);
  assert.equal(ids.length, 8);
  assert.equal(new Set(ids).size, 8);
});

test('who has hung up is given no work', async () => {
  const gone = new AbortController();
  const waiting = fetchTasks('gone', { asyncResponseTimeout: 20_000 }, gone.signal).catch(() => 'aborted');
  await new Promise((done) => setTimeout(done, 300));
  gone.abort();
  assert.equal(await waiting, 'aborted');
  await new Promise((done) => setTimeout(done, 200));
  await open();
  assert.equal((await fetchTasks('next')).length, 1);
});

test('a worker that is killed loses its task when the lock runs out; its late answer is refused', async () => {
  await open();
  const doomed = fork(join(import.meta.dirname, '../sample/fetching-worker.ts'), [city.t.url, tokens.printer, 'print-card'], { execArgv: ['--import', './scripts/tsx.mjs'] });
  const id = await new Promise<string>((done) => doomed.once('message', (message) => done(String(message))));
  doomed.kill('SIGKILL');
  assert.deepEqual(await fetchTasks('heir'), []);
  city.t.time.advance(60_000);
  const [task] = await fetchTasks('heir');
  assert.equal(task?.id, id);
  const late = await call(`/${id}/complete`, { workerId: 'doomed' });
  assert.equal(late.status, 400);
  assert.match(late.text, /gehört nicht „doomed“, sondern heir/);
  assert.equal((await call(`/${id}/complete`, { workerId: 'heir' })).status, 204);
});

test('failures are tried again after the pause; without retries people see an incident; errors of the matter follow the model', async () => {
  const caseId = await open();
  const [task] = await fetchTasks();
  assert.equal((await call(`/${task?.id}/failure`, { workerId: 'w1', errorMessage: 'Papierstau', errorDetails: 'Fach 2', retries: 1, retryTimeout: 5000 })).status, 204);
  assert.deepEqual(await fetchTasks(), []);
  city.t.time.advance(5000);
  const [again] = await fetchTasks();
  assert.deepEqual([again?.retries, again?.['errorMessage']], [1, 'Papierstau']);
  await call(`/${again?.id}/failure`, { workerId: 'w1', errorMessage: 'Immer noch', retries: 0 });
  const [incident] = await city.t.read(SYSTEM, (ctx) => listCaseIncidents(ctx, { caseId }));
  assert.equal(incident?.message, 'Immer noch');
  const other = await open();
  const [error] = await fetchTasks();
  assert.equal((await call(`/${error?.id}/bpmnError`, { workerId: 'w1', errorCode: 'JAM', variables: { why: { value: 'Stau' } } })).status, 204);
  assert.deepEqual(await standing(other), ['repair']);
});

test('a lock is extended, given back, taken for one task, and looked at', async () => {
  await open();
  const [task] = await fetchTasks();
  city.t.time.advance(30_000);
  assert.equal((await call(`/${task?.id}/extendLock`, { workerId: 'w1', newDuration: 60_000 })).status, 204);
  city.t.time.advance(40_000);
  assert.deepEqual(await fetchTasks('w2'), []);
  assert.equal((await call(`/${task?.id}/lock`, { workerId: 'w2', lockDuration: 1000 })).status, 400);
  assert.equal((await call(`/${task?.id}/unlock`, undefined)).status, 204);
  assert.equal((await call(`/${task?.id}/lock`, { workerId: 'w2', lockDuration: 1000 })).status, 204);
  const shown = await call(`/${task?.id}`, undefined, { method: 'GET' });
  assert.equal((shown.json as Task).workerId, 'w2');
  assert.deepEqual((await call('/count?topicName=print-card', undefined, { method: 'GET' })).json, { count: 1 });
  assert.deepEqual((await call('/topic-names', undefined, { method: 'GET' })).json, ['print-card']);
  assert.deepEqual((await call('/topic-names', undefined, { method: 'GET', token: tokens.other })).json, []);
});

test('an account has its topics only, sees nothing of others, and shares no locks with other accounts', async () => {
  await open();
  const [task] = await fetchTasks();
  const foreign = await call('/fetchAndLock', request('w1'), { token: tokens.other });
  assert.equal(foreign.status, 403);
  assert.match(foreign.text, /Thema „print-card“/);
  for (const [path, body] of [['complete', { workerId: 'w1' }], ['unlock', {}], ['extendLock', { workerId: 'w1', newDuration: 1 }]] as const) assert.equal((await call(`/${task?.id}/${path}`, body, { token: tokens.other })).status, 404, path);
  const twin = await city.t.transact(admin, async (ctx) => (await createWorkerToken(ctx, { name: 'Zwilling', topics: ['*'], expiresOn: addDays(calendarDayOf(ctx.now), 1) })).token);
  assert.equal((await call(`/${task?.id}/complete`, { workerId: 'w1' }, { token: twin })).status, 400);
  assert.equal((await call(`/${task?.id}/unlock`, undefined, { token: twin })).status, 400);
  assert.equal(coversTopic(['print-*', 'scan'], 'print-card') && coversTopic(['*'], 'x') && !coversTopic(['scan'], 'scanner'), true);
});

test('what is wrong is said, not guessed: values, filters, names of the case', async () => {
  await open();
  const [task] = await fetchTasks();
  const answer = (variables: object) => call(`/${task?.id}/complete`, { workerId: 'w1', variables });
  for (const variables of [{ n: { value: '1', type: 'Integer' } }, { j: { value: '{', type: 'Json' } }, { f: { value: 'x', type: 'File' } }]) assert.equal((await answer(variables)).status, 400, JSON.stringify(variables));
  const reserved = await answer({ case: { value: 1 } });
  assert.deepEqual([reserved.status, /„case“ ist vergeben/.test(reserved.text)], [409, true]);
  assert.equal((await call('/fetchAndLock', request('w1', { topics: [{ topicName: 'print-card', lockDuration: 1000, processDefinitionKey: 'small' }] }))).status, 400);
  for (const bad of [{ maxTasks: 0 }, { topics: [] }, { workerId: '' }, { topics: [{ topicName: 'print-card' }] }]) assert.equal((await call('/fetchAndLock', { ...request('w1'), ...bad })).status, 400, JSON.stringify(bad));
  assert.equal((await call('/not-a-uuid/complete', { workerId: 'w1' })).status, 404);
  assert.equal((await answer({})).status, 204);
});

test('tokens are made by administrators, shown once, end by themselves and by hand', async () => {
  const make = (more: object = {}) => city.t.transact(admin, (ctx) => createWorkerToken(ctx, { name: 'Kurzzeit', topics: ['print-card'], expiresOn: addDays(calendarDayOf(ctx.now), 1), ...more }));
  const made = await make();
  const works = async (token: string): Promise<boolean> => (await call('/topic-names', undefined, { method: 'GET', token })).status === 200;
  assert.equal(await works(made.token), true);
  const [listed] = (await city.t.read(admin, listWorkerTokens)).filter(({ id }) => id === made.id);
  assert.deepEqual([listed?.name, listed?.hint, listed?.createdBy, listed?.lastUsedAt !== null, JSON.stringify(listed).includes(made.token)], ['Kurzzeit', made.token.slice(0, 8), 'Tobias Krämer', true, false]);
  const { rows } = await system((ctx) => sql<{ all: string }>`select row_to_json(w)::text as all from cases.worker_token w`.execute(ctx.db()));
  assert.ok(rows.every(({ all }) => !all.includes(made.token.slice(10))));
  await city.t.transact(admin, (ctx) => revokeWorkerToken(ctx, made.id));
  assert.equal(await works(made.token), false);
  await assert.rejects(city.t.transact(admin, (ctx) => revokeWorkerToken(ctx, made.id)), { code: 'cases/no-such-worker' });
  const short = await make();
  city.t.time.advance(2 * 86_400_000);
  assert.equal(await works(short.token), false);
  for (const [more, code] of [[{ name: 'x' }, 'cases/worker-name'], [{ topics: [] }, 'cases/worker-topics'], [{ topics: ['a b'] }, 'cases/worker-topics'], [{ expiresOn: '2020-01-01' }, 'cases/worker-expiry'], [{ expiresOn: '2099-01-01' }, 'cases/worker-expiry'], [{ expiresOn: 'bald' }, 'cases/worker-expiry']] as const) await assert.rejects(make(more), { code });
  for (const actor of [staffActor(['cases/supervise']), citizenActor()]) {
    await assert.rejects(city.t.transact(actor, (ctx) => createWorkerToken(ctx, { name: 'Fremd', topics: ['x'], expiresOn: '2027-01-01' })), /not-allowed/);
    await assert.rejects(city.t.read(actor, listWorkerTokens), /not-allowed/);
  }
  assert.deepEqual((await city.t.eventTypes()).filter((type) => type.startsWith('cases/worker-')).slice(-3), ['cases/worker-created', 'cases/worker-revoked', 'cases/worker-created']);
});

test('without a token nobody comes in, people neither; and a token opens nothing else', async () => {
  assert.equal((await call('/fetchAndLock', request('w1'), { token: 'skw_falsch' })).status, 401);
  const lead = city.browser(city.clerks.lead);
  assert.equal((await lead.get('/api/external-task/topic-names')).status, 403);
  const fresh = await city.t.transact(admin, async (ctx) => (await createWorkerToken(ctx, { name: 'Neugierig', topics: ['*'], expiresOn: addDays(calendarDayOf(ctx.now), 5) })).token);
  for (const path of ['/office/arbeit', '/office/stoerungen', '/api/migrations']) {
    const { status } = await fetch(`${city.t.url}${path}`, { headers: { authorization: `Bearer ${fresh}` }, redirect: 'manual' });
    assert.ok([303, 401, 403].includes(status), `${path} ${status}`);
  }
});

test('administrators give and take access on a page that shows a token once, and see what waits for whom', async () => {
  await open();
  const browser = city.browser({ ...admin, id: '00000000-0000-7000-8000-0000000000ad' });
  const sound = async (page: { text: string }, ...words: string[]): Promise<void> => {
    assert.deepEqual(await htmlMistakes(page.text), []);
    assert.deepEqual(words.filter((word) => !page.text.includes(word)), []);
  };
  await sound(await browser.get('/office/verwaltung/programme'), 'print-card', 'Themen mit Aufgaben', 'Zugang anlegen');
  const wrong = await browser.post('/office/verwaltung/programme', { name: 'Siegelpresse', themen: 'a b\n€', bis: '2099-01-01' });
  assert.equal(wrong.status, 422);
  await sound(wrong, 'Bitte nennen Sie mindestens ein Thema', 'value="Siegelpresse"');
  const made = await browser.post('/office/verwaltung/programme', { name: 'Siegelpresse', themen: 'seal-press\nseal-check', bis: addDays(calendarDayOf(city.t.time.now), 10) });
  await sound(made, 'Kopieren Sie das Kennwort jetzt', 'seal-press, seal-check', 'endet');
  const token = /skw_[\w-]{43}/.exec(made.text)?.[0] ?? '';
  assert.equal((await call('/topic-names', undefined, { method: 'GET', token })).status, 200);
  assert.doesNotMatch((await browser.get('/office/verwaltung/programme')).text, new RegExp(token));
  const revoke = [...made.text.matchAll(/href="([^"]+\/sperren)"[^>]*aria-label="Zugang von Siegelpresse sperren"|aria-label="Zugang von Siegelpresse sperren"[^>]*href="([^"]+\/sperren)"/g)].map(([, a, b]) => a ?? b ?? '')[0] ?? '';
  await sound(await browser.get(revoke), 'Ab der nächsten Anfrage');
  await browser.post(revoke, {});
  assert.equal((await call('/topic-names', undefined, { method: 'GET', token })).status, 401);
  await sound(await browser.get('/office/verwaltung/programme'), 'gesperrt');
  assert.equal((await city.browser(city.clerks.lead).get('/office/verwaltung/programme')).status, 403);
});
