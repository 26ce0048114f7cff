import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { listCaseIncidents, openCase, type CaseIncident } from '#core/cases';
import { SYSTEM, defineModule } from '#platform/module';
import { secretsModule, setSecret } from '#platform/secrets';
import { staffActor } from '#platform/testing';
import { z } from 'zod';
import { sampleCity, type SampleCity } from '../cases/sample/sample-city.ts';
import { along, publishSmall, serviceStep, userStep } from '../cases/sample/small-service.ts';
import { askRegister, defineRegister, outsideModule, prepareCall, registers } from './index.ts';

type Seen = { method: string; url: string; headers: IncomingMessage['headers']; body: string };
const seen: Seen[] = [];
let answer: (response: ServerResponse, request: Seen) => void;
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk)).on('end', () => {
    const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
    seen.push(one);
    answer(response, one);
  });
});
const json = (response: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}): void => void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));

let base = '';
let city: SampleCity;
const dogs = defineRegister({
  name: 'dogs',
  label: 'Hunderegister (Test)',
  legalBasis: '§ 1 Testgesetz',
  query: z.object({ chip: z.string().min(3) }),
  answer: z.object({ name: z.string() }),
  ask: async (ctx, { chip }, { idempotencyKey }) => {
    const call = await prepareCall(ctx, { method: 'GET', url: `${base}/dogs/${chip}`, headers: {}, secrets: [], idempotencyKey });
    return async () => {
      const { status, body } = await call();
      return status === 404 ? undefined : (body as { name: string });
    };
  },
});

before(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  city = await sampleCity([outsideModule, secretsModule, defineModule({ name: 'dogs-test', contributes: [registers.of(dogs)] })]);
  Object.assign(city.t.platform.config.outbound, { hosts: ['127.0.0.1'], privateHosts: ['127.0.0.1'] });
  await city.t.transact(staffActor(['admin/secrets']), async (ctx) => {
    await setSecret(ctx, { name: 'TOKEN', value: 'sehr-geheim-4711', hosts: ['127.0.0.1'] });
    await setSecret(ctx, { name: 'ANDERES', value: 'noch-geheimer-0815', hosts: ['127.0.0.1'] });
    await setSecret(ctx, { name: 'WOANDERS', value: 'nicht-fuer-hier', hosts: ['woanders.example'] });
  });
});
after(async () => {
  server.close();
  await city.t.close();
});
beforeEach(() => {
  seen.length = 0;
  answer = (response) => json(response, 200, { ok: true });
});

type Step = Parameters<typeof serviceStep>[2];
const frame = (step: string, more = ''): string => `<startEvent id="begin"/>${step}${userStep('check')}${userStep('other')}<endEvent id="end"/><endEvent id="stop"/>${more}${along('begin', 'call', 'check', 'end')}${along('other', 'stop')}`;
const boundary = '<boundaryEvent id="missing" attachedToRef="call"><errorEventDefinition id="d_missing" errorRef="e_missing"/></boundaryEvent><sequenceFlow id="f_m" sourceRef="missing" targetRef="other"/>';
let versions = 0;
async function begin(step: Step, { type = 'http-call', purpose = 'Test', more = boundary } = {}): Promise<string> {
  const versionId = await city.t.transact(SYSTEM, (ctx) => publishSmall(ctx, { slug: `small-${++versions}`, process: frame(serviceStep('call', type, step), more), more: '<error id="e_missing" name="fehlt" errorCode="not-found"/>' }));
  const { caseId } = await city.t.transact(SYSTEM, (ctx) => openCase(ctx, { versionId, data: { purpose }, applicant: { givenName: 'Anna', familyName: 'Weber' }, submittedAt: ctx.now }));
  return caseId;
}
const rows = async <T>(text: ReturnType<typeof sql>): Promise<T[]> => (await city.t.transact(SYSTEM, (ctx) => text.execute(ctx.db()))).rows as T[];
const state = async (caseId: string): Promise<{ vars: Record<string, unknown>; tokens: { node: string }[] }> => (await rows<{ state: never }>(sql`select state from process.instance where business_key = ${caseId}`))[0]?.state ?? assert.fail('no instance');
const at = async (caseId: string): Promise<string[]> => (await state(caseId)).tokens.map(({ node }) => node);
const incidents = (caseId: string): Promise<CaseIncident[]> => city.t.read(SYSTEM, (ctx) => listCaseIncidents(ctx, { caseId }));

test('another system is called with what the model maps, and its answer is mapped back', async () => {
  answer = (response) => json(response, 201, { id: 17, people: [{ name: 'Anna' }] }, { 'x-total': '1' });
  const caseId = await begin({
    inputs: { url: `= "${base}/people"`, method: '= "POST"', query: '= {page: 2, none: null}', headers: '= {"X-Case": case.number}', body: '= {purpose: application.purpose, n: 1}' },
    outputs: { personId: '= response.body.id', who: '= response.body.people[1].name', total: '= response.headers.x-total' },
  });
  await city.work();
  const [call] = seen;
  assert.deepEqual([call?.method, call?.url, JSON.parse(call?.body ?? ''), call?.headers['content-type']], ['POST', '/people?page=2', { purpose: 'Test', n: 1 }, 'application/json']);
  assert.match(String(call?.headers['x-case']), /-KLEIN-/);
  const { vars } = await state(caseId);
  assert.deepEqual([vars['personId'], vars['who'], vars['response']], [17, 'Anna', undefined]);
  assert.deepEqual(await at(caseId), ['check']);
  assert.ok((await city.t.eventTypes()).includes('outside/called'));
});

test('trouble on the other side is tried again with the same key, not before it asks to, then it is an incident', async () => {
  answer = (response) => json(response, 429, {}, { 'retry-after': '600' });
  const caseId = await begin({ inputs: { url: `${base}/slow` }, retries: 3 });
  await city.work();
  city.t.time.advance(599_000);
  await city.work();
  assert.equal(seen.length, 1);
  city.t.time.advance(1_000);
  answer = (response) => json(response, 503, { title: 'Wartung' });
  await city.work();
  city.t.time.advance(3_600_000);
  await city.work();
  assert.equal(seen.length, 3);
  assert.equal(new Set(seen.map(({ headers }) => headers['idempotency-key'])).size, 1);
  const [incident] = await incidents(caseId);
  assert.match(incident?.message ?? '', /antwortet mit 503 \(Wartung\)/);
});

test('a status that trying again would not mend is an incident at once; one that the model names follows its error event', async () => {
  answer = (response) => json(response, 404, { secret: 'Person Müller' });
  const inputs = { url: `${base}/x` };
  const plain = await begin({ inputs });
  const mapped = await begin({ inputs: { ...inputs, errors: '= {"404": "not-found"}' } });
  const worded = await begin({ inputs, headers: { errors: '4xx=not-found' } });
  await city.work();
  assert.equal(seen.length, 3);
  const [incident] = await incidents(plain);
  assert.match(incident?.message ?? '', /antwortet mit 404\./);
  assert.doesNotMatch(incident?.message ?? '', /Müller/);
  assert.deepEqual([await at(mapped), await at(worded)], [['other'], ['other']]);
});

test('secrets are filled into headers, for their own hosts, and appear nowhere', async () => {
  answer = (response, { headers }) => json(response, 200, { echo: headers.authorization, twice: `a ${headers.authorization} b` }, { 'x-echo': String(headers.authorization) });
  const caseId = await begin({ inputs: { url: `${base}/s`, headers: '= {"Authorization": "Bearer secret:TOKEN"}' }, headers: { resultVariable: 'result' } });
  const basic = await begin({ inputs: { url: `${base}/b` }, headers: { basicAuth: 'amt:secret:TOKEN', 'header.X-Key': 'secret:TOKEN', resultVariable: 'result' } });
  await city.work();
  assert.deepEqual(seen.map(({ headers }) => headers.authorization).sort(), [`Basic ${Buffer.from('amt:sehr-geheim-4711').toString('base64')}`, 'Bearer sehr-geheim-4711']);
  assert.equal(seen.find(({ url }) => url === '/b')?.headers['x-key'], 'sehr-geheim-4711');
  assert.deepEqual((await state(caseId)).vars['result'], { response: { status: 200, headers: { ...((await state(caseId)).vars['result'] as { response: { headers: object } }).response.headers, 'x-echo': 'Bearer •••' }, body: { echo: 'Bearer •••', twice: 'a Bearer ••• b' } } });
  const everything = JSON.stringify([await rows(sql`select state from process.instance`), await rows(sql`select input, headers from process.job`), await rows(sql`select body from audit.event`), await rows(sql`select message from process.incident`)]);
  for (const value of ['sehr-geheim', Buffer.from('amt:sehr-geheim-4711').toString('base64')]) assert.ok(!everything.includes(value), value);
  assert.deepEqual(await at(basic), ['check']);
});

test('a secret that somebody’s data names, one for other hosts and one that is not there are not sent', async () => {
  const stolen = await begin({ inputs: { url: `${base}/e`, headers: '= {"X-Purpose": application.purpose}', body: '= application.purpose' } }, { purpose: 'secret:ANDERES' });
  await city.work();
  assert.deepEqual([seen[0]?.headers['x-purpose'], seen[0]?.body], ['secret:ANDERES', 'secret:ANDERES']);
  assert.deepEqual(await at(stolen), ['check']);
  const elsewhere = await begin({ inputs: { url: `${base}/e` }, headers: { 'header.A': 'secret:WOANDERS' } });
  const missing = await begin({ inputs: { url: `${base}/e` }, headers: { 'header.A': 'secret:FEHLT' } });
  await city.work();
  assert.equal(seen.length, 1);
  assert.match((await incidents(elsewhere))[0]?.message ?? '', /darf nicht an .* gesendet werden/);
  assert.match((await incidents(missing))[0]?.message ?? '', /„FEHLT“ gibt es nicht/);
});

test('hosts that are not allowed are an incident that says which setting', async () => {
  const caseId = await begin({ inputs: { url: 'https://evil.example/' } });
  await city.work();
  assert.match((await incidents(caseId))[0]?.message ?? '', /evil\.example.*OUTBOUND_HOSTS/);
});

test('a register is asked; what it knows and that it knows nothing are different answers', async () => {
  answer = (response, { url }) => (url === '/dogs/276' ? json(response, 200, { name: 'Bello', more: 1 }) : json(response, 404, {}));
  const ask = (query: string): Promise<string> => begin({ inputs: { register: 'dogs', query }, outputs: { found: '= found', dog: '= answer' } }, { type: 'ask-register' });
  const [known, unknown] = [await ask('= {chip: "276"}'), await ask('= {chip: "999"}')];
  await city.work();
  assert.deepEqual([(await state(known)).vars, (await state(unknown)).vars], [{ found: true, dog: { name: 'Bello' } }, { found: false, dog: null }]);
  assert.ok((await city.t.eventTypes()).includes('outside/register-asked'));
});

test('a wrong question, an unknown register and an answer of another form are incidents, never "not found"', async () => {
  answer = (response) => json(response, 200, { nom: 'Bello' });
  const ask = (inputs: Record<string, string>): Promise<string> => begin({ inputs }, { type: 'ask-register' });
  const [short, nowhere, odd] = [await ask({ register: 'dogs', query: '= {chip: "1"}' }), await ask({ register: 'cats', query: '= {}' }), await ask({ register: 'dogs', query: '= {chip: "276"}' })];
  await city.work();
  assert.match((await incidents(short))[0]?.message ?? '', /Hunderegister \(Test\)“ ist nicht vollständig: chip/);
  assert.match((await incidents(nowhere))[0]?.message ?? '', /„cats“ ist nicht angeschlossen. Vorhanden: dogs/);
  assert.match((await incidents(odd))[0]?.message ?? '', /nicht die vereinbarte Form: name/);
});

test('a form may ask while somebody waits; a silent register is told as that', async () => {
  const who = { tenantId: 1, actor: SYSTEM };
  answer = (response) => json(response, 200, { name: 'Bello' });
  assert.deepEqual(await askRegister(city.t.platform, who, { name: 'dogs', query: { chip: '276' } }), { found: true, answer: { name: 'Bello' } });
  answer = (response) => void response.destroy();
  await assert.rejects(askRegister(city.t.platform, who, { name: 'dogs', query: { chip: '276' } }), { code: 'outside/register-silent' });
  await assert.rejects(askRegister(city.t.platform, who, { name: 'dogs', query: {} }), { code: 'outside/query-invalid' });
});
