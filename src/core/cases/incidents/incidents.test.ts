import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { connectorNames } from '#core/catalogue';
import { SYSTEM, defineModule, seeds, type Actor, type Ctx } from '#platform/module';
import { htmlMistakes, staffActor, type TestClient } from '#platform/testing';
import { z } from 'zod';
import { connectors, defineConnector } from '../points.ts';
import { countCaseIncidents, listCaseIncidents, openCase, runBulkWork } from '../index.ts';
import { sampleCity, type SampleCity } from '../sample/sample-city.ts';
import { along, publishSmall, serviceStep, userStep } from '../sample/small-service.ts';
import { retryIncidents } from './bulk-retry.ts';
import { groupCaseIncidents } from './incident.ts';

let city: SampleCity;
let versionId = '';
let trouble: string | undefined;
let lead: TestClient;
const seen: unknown[] = [];
const stamp = defineConnector({
  type: 'stamp',
  label: 'Stempeln',
  input: z.looseObject({ colour: z.string() }),
  mode: 'background',
  run: async (_ctx, { input }) => {
    seen.push(input.colour);
    if (trouble) throw Object.assign(new Error(trouble), { retryable: false });
    return { stamped: input.colour };
  },
});
const system = <R>(fn: (ctx: Ctx) => Promise<R>): Promise<R> => city.t.transact(SYSTEM, fn);
const as = <R>(actor: Actor, fn: (ctx: Ctx) => Promise<R>): Promise<R> => city.t.transact(actor, fn);
const drawing = `<startEvent id="begin"/>${serviceStep('stamp', 'stamp', { name: 'Stempeln', inputs: { colour: '= if shade = null then "rot" else shade' } })}<exclusiveGateway id="which"/>${userStep('good', 'Gut')}${userStep('bad', 'Schlecht')}<endEvent id="end"/>
  ${along('begin', 'stamp', 'which')}<sequenceFlow id="yes" name="ja" sourceRef="which" targetRef="good"><conditionExpression>= verdict = "ja"</conditionExpression></sequenceFlow><sequenceFlow id="no" name="nein" sourceRef="which" targetRef="bad"><conditionExpression>= verdict = "nein"</conditionExpression></sequenceFlow>${along('good', 'end')}${along('bad', 'end')}`;

before(async () => {
  city = await sampleCity([defineModule({ name: 'stamp', contributes: [connectors.of(stamp), connectorNames.of('stamp')] })]);
  versionId = await system((ctx) => publishSmall(ctx, { name: 'Stempelsache', process: drawing }));
  lead = city.browser(city.clerks.lead);
});
after(() => city.t.close());
beforeEach(async () => {
  trouble = undefined;
  seen.length = 0;
  city.t.time.advance(60_000);
  await system((ctx) => sql`update cases.incident set state = 'resolved' where tenant_id = 1`.execute(ctx.db()));
});

async function open(variables: Record<string, string> = { verdict: 'ja' }): Promise<string> {
  return (await system((ctx) => openCase(ctx, { versionId, data: { purpose: 'x' }, applicant: { givenName: 'Anna', familyName: 'Weber' }, submittedAt: ctx.now, variables }))).caseId;
}
async function fail(count: number): Promise<string[]> {
  trouble = 'Stempelkissen trocken';
  const ids = [];
  for (let i = 0; i < count; i++) ids.push(await open());
  await city.work();
  return ids;
}
const incidents = (actor: Actor = SYSTEM, filter = {}) => city.t.read(actor, (ctx) => listCaseIncidents(ctx, filter));
const work = async (): Promise<void> => {
  while ((await runBulkWork(city.t.platform, 1)) > 0);
  await city.work();
};
const nodes = async (caseId: string): Promise<string[]> => (await system((ctx) => sql<{ node: string }>`select t->>'node' as node from process.instance i, jsonb_array_elements(i.state->'tokens') t where business_key = ${caseId}`.execute(ctx.db()))).rows.map(({ node }) => node);
const sound = async (page: { text: string }, ...words: string[]): Promise<void> => {
  assert.deepEqual(await htmlMistakes(page.text), []);
  assert.deepEqual(words.filter((word) => !page.text.includes(word)), []);
};

test('an incident says cause, step, service, since when and how often; trying in vain is the same trouble', async () => {
  const [caseId = ''] = await fail(1);
  const began = city.t.time.now.getTime();
  const [first] = await incidents();
  assert.deepEqual([first?.case.id, first?.step, first?.code, first?.message, first?.tries, first?.retried], [caseId, 'Stempeln', 'job-failed', 'Stempelkissen trocken', 1, 0]);
  city.t.time.advance(3_600_000);
  await lead.post(`/office/stoerungen/${first?.id}/wiederholen`, {});
  assert.deepEqual(await incidents(), [], 'it is being tried');
  await city.work();
  const [again] = await incidents();
  assert.deepEqual([again?.id, again?.tries, again?.retried, again?.firstRaisedAt.getTime(), again?.raisedAt.getTime()], [first?.id, 2, 1, began, began + 3_600_000]);
  await sound(await lead.get('/office/stoerungen'), 'Eine offene Störung', 'Anschluss meldet einen Fehler: Stempelkissen trocken', '1 × von Hand');
});

test('values are changed before the step is tried again; the log has the names, not the values', async () => {
  await fail(1);
  const [incident] = await incidents();
  const page = await lead.get(`/office/stoerungen/${incident?.id}`);
  await sound(page, 'Angaben des Ablaufs ansehen und ändern', 'verdict', 'colour (nur für diesen Schritt)');
  const wrong = await lead.post(`/office/stoerungen/${incident?.id}/wiederholen`, { 'wert.verdict': 'nein', neuname: '1a', neuwert: 'blau' });
  assert.equal(wrong.status, 422);
  await sound(wrong, 'Ein Name besteht aus Buchstaben', 'value="nein"', 'value="blau"');
  trouble = undefined;
  await lead.post(`/office/stoerungen/${incident?.id}/wiederholen`, { 'wert.verdict': 'nein', neuname: 'shade', neuwert: 'blau' });
  await city.work();
  assert.deepEqual([seen.at(-1), await nodes(incident?.case.id ?? '')], ['blau', ['bad']]);
  const { rows } = await system((ctx) => sql<{ body: string }>`select body from audit.event where type = 'cases/variables-changed'`.execute(ctx.db()));
  assert.match(rows[0]?.body ?? '', /"names":\["verdict","shade"\]/);
  assert.doesNotMatch(rows[0]?.body ?? '', /blau|nein/);
  const reserved = await fail(1);
  const [other] = (await incidents()).filter((one) => one.case.id === reserved[0]);
  const refused = await lead.post(`/office/stoerungen/${other?.id}/wiederholen`, { neuname: 'case', neuwert: '1' });
  assert.equal(refused.status, 409);
});

test('where no condition holds, a person chooses the way and says why', async () => {
  const caseId = await open({ verdict: 'vielleicht' });
  await city.work();
  const [incident] = await incidents();
  await sound(await lead.get(`/office/stoerungen/${incident?.id}`), 'Der Weg ist unklar', 'Wie es weitergeht', '>nein<');
  const nowhere = await lead.post(`/office/stoerungen/${incident?.id}/ueberspringen`, { grund: 'nach Aktenlage' });
  assert.equal(nowhere.status, 422);
  await sound(nowhere, 'Bitte wählen Sie, wie es weitergeht.', 'value="nach Aktenlage"');
  const without = await lead.post(`/office/stoerungen/${incident?.id}/ueberspringen`, { weg: 'no', grund: ' ' });
  assert.equal(without.status, 422);
  await sound(without, 'Bitte geben Sie einen Grund an.');
  await lead.post(`/office/stoerungen/${incident?.id}/ueberspringen`, { weg: 'no', grund: 'nach Aktenlage' });
  assert.deepEqual(await nodes(caseId), ['bad']);
  assert.equal((await lead.get(`/office/stoerungen/${incident?.id}`)).status, 404);
});

test('chosen ones are tried again at once, and all that a filter finds; what fails again stays', async () => {
  const ids = await fail(45);
  const [group] = await city.t.read(SYSTEM, (ctx) => groupCaseIncidents(ctx));
  assert.deepEqual([group?.step, group?.count], ['Stempeln', 45]);
  const [one, two] = await incidents();
  trouble = undefined;
  await lead.post('/office/stoerungen/sammel', { stoerung: [one?.id ?? '', two?.id ?? ''] });
  await sound(await lead.get('/office/stoerungen'), '0 von 2', 'Anhalten');
  await work();
  assert.equal((await incidents()).length, 43);
  await sound(await lead.get('/office/stoerungen'), '2 Schritte sind ausgeführt oder wieder in Arbeit.');
  trouble = 'immer noch trocken';
  city.t.time.advance(1000);
  await lead.post('/office/stoerungen/sammel', { umfang: 'alle', liste: 'grund=job-failed' });
  await work();
  assert.equal((await incidents()).length, 43);
  await sound(await lead.get('/office/stoerungen'), '43 davon sind inzwischen wieder in Störung.');
  trouble = undefined;
  city.t.time.advance(1000);
  await lead.post('/office/stoerungen/sammel', { umfang: 'alle', liste: '' });
  await work();
  assert.deepEqual(await incidents(), []);
  assert.deepEqual(await nodes(ids[0] ?? ''), ['good']);
  const types = await city.t.eventTypes();
  assert.equal(types.filter((type) => type === 'cases/incidents-retried').length, 3);
});

test('the list is filtered and paged, and knows how many there are', async () => {
  await fail(55);
  await open({ verdict: 'nie' });
  trouble = undefined;
  await city.work();
  const first = await lead.get('/office/stoerungen');
  await sound(first, '56 offene Störungen', 'Woran es liegt');
  const next = /href="([^"]*nach=[^"]*)"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const ids = (text: string): string[] => [...text.matchAll(/name="stoerung" value="([^"]+)"/g)].map(([, id = '']) => id);
  const second = await lead.get(next);
  await sound(second);
  assert.equal(new Set([...ids(first.text), ...ids(second.text)]).size, 56);
  for (const [query, count] of [['grund=no-flow', 1], ['leistung=small', 56], ['leistung=dog', 0], ['q=weber', 56], ['q=niemand', 0], ['schritt=Stempeln', 55], ['q=%27%25_', 0], ['nach=quatsch', 56]] as const) {
    const page = await lead.get(`/office/stoerungen?${query}`);
    await sound(page);
    assert.equal(ids(page.text).length, Math.min(count, 50), query);
  }
});

test('only who may supervise the office mends; others see nothing or may not', async () => {
  await fail(2);
  const elsewhere = staffActor(['cases/read', 'cases/supervise'], { id: '00000000-0000-7000-8000-0000000000dd', officeId: '00000000-0000-7000-8000-0000000000ee' });
  const [incident] = await incidents();
  assert.equal(await city.t.read(elsewhere, (ctx) => countCaseIncidents(ctx)), 0);
  assert.equal(await city.t.read(city.clerks.lead, (ctx) => countCaseIncidents(ctx)), 2);
  const [carla, stranger] = [city.browser(city.clerks.carla), city.browser(elsewhere)];
  assert.equal((await carla.get(`/office/stoerungen/${incident?.id}`)).status, 403);
  assert.equal((await carla.post('/office/stoerungen/sammel', { umfang: 'alle' })).status, 403);
  assert.doesNotMatch((await carla.get('/office/stoerungen')).text, /name="stoerung"/);
  assert.equal((await stranger.get(`/office/stoerungen/${incident?.id}`)).status, 404);
  assert.equal((await stranger.post(`/office/stoerungen/${incident?.id}/ueberspringen`, { grund: 'x' })).status, 404);
  await assert.rejects(as(elsewhere, (ctx) => retryIncidents(ctx, { ids: [incident?.id ?? ''] })), { code: 'cases/nothing-to-retry' });
  assert.equal((await city.t.client().get('/office/stoerungen')).status, 401);
});

test('incidents from before this list are put in at the start, once', async () => {
  await fail(3);
  await system((ctx) => sql`delete from cases.incident where tenant_id = 1`.execute(ctx.db()));
  const seed = city.t.platform.contributions(seeds).find(({ name }) => name === 'cases/incidents');
  for (let i = 0; i < 2; i++) await system(async (ctx) => seed?.run(ctx));
  const open = await incidents();
  assert.ok(open.length >= 3);
  assert.equal(new Set(open.map(({ instanceId, tokenId }) => `${instanceId} ${tokenId}`)).size, open.length);
});
