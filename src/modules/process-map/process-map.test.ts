import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findCurrentVersion } from '#core/catalogue';
import { claimTask, completeTask, listCaseTasks, openCase } from '#core/cases';
import { untilEventsAreVisible } from '#platform/audit';
import { SYSTEM } from '#platform/module';
import { htmlMistakes, staffActor } from '#platform/testing';
import { sampleCity, type SampleCity } from '../../core/cases/sample/sample-city.ts';
import { along, publishSmall, userStep } from '../../core/cases/sample/small-service.ts';
import { computeFigures } from './figures/compute-figures.ts';
import { listProcessFigures } from './figures/list-process-figures.ts';
import { listProcesses } from './map/process.ts';
import { seedProcesses } from './map/seed-processes.ts';
import { mineService } from './mining/mining-page.tsx';
import { processMapModule } from './module.ts';

const xor = '<exclusiveGateway id="choice" name="In Ordnung?" default="f_no"/><sequenceFlow id="f_yes" sourceRef="choice" targetRef="sign"><conditionExpression>=ok</conditionExpression></sequenceFlow><sequenceFlow id="f_no" sourceRef="choice" targetRef="end"/>';
const drawing = `<startEvent id="begin"/>${userStep('check', 'Prüfen')}${xor}${userStep('sign', 'Zeichnen')}<endEvent id="end"/>${along('begin', 'check', 'choice')}${along('sign', 'end')}`;
const asIs = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="today"><startEvent id="s" name="Brief kommt an"/><manualTask id="t1" name="Abtippen"/><userTask id="t2" name="Prüfen"/><endEvent id="e"/>${along('s', 't1', 't2', 'e')}</process></definitions>`;
let city: SampleCity;
let slug = '';
const planner = staffActor(['processes/read', 'processes/edit'], { id: '00000000-0000-7000-8000-0000000000cc', name: 'Pia Plan' });
before(async () => {
  city = await sampleCity([processMapModule]);
  const versionId = await city.t.transact(SYSTEM, (ctx) => publishSmall(ctx, { process: drawing }));
  const submit = (ok: boolean) => city.t.transact(SYSTEM, (ctx) => openCase(ctx, { versionId, data: { purpose: 'x' }, variables: { ok }, applicant: { givenName: 'Anna', familyName: 'Weber' }, submittedAt: ctx.now }));
  for (const ok of [true, false]) {
    const { caseId } = await submit(ok);
    const step = async () => {
      const open = (await city.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, caseId))).find(({ state }) => state === 'open');
      if (!open) return false;
      city.t.time.advance(3_600_000);
      await city.t.transact(city.clerks.carla, (ctx) => claimTask(ctx, open.id));
      city.t.time.advance(600_000);
      await city.t.transact(city.clerks.carla, (ctx) => completeTask(ctx, { taskId: open.id, data: {} }));
      return true;
    };
    while (await step());
  }
  slug = (await city.t.read(SYSTEM, (ctx) => findCurrentVersion(ctx, 'small')))?.service.slug ?? '';
  await untilEventsAreVisible(city.t.platform);
  await city.t.settle();
});
after(() => city.t.close());

test('the events of real cases become traces: ways through the gateway, waiting and working time, conformance', async () => {
  const mined = await city.t.read(planner, async (ctx) => {
    const current = await findCurrentVersion(ctx, slug);
    assert.ok(current);
    return mineService(ctx, { leistung: slug, von: '', bis: '', amt: '' }, current);
  });
  assert.deepEqual([mined.cases, mined.ended, mined.conforming, mined.automatic, mined.reworked], [2, 2, 2, 0, 0]);
  assert.deepEqual(mined.variants.map(({ nodes }) => nodes.join(' ')).sort(), ['begin check end', 'begin check sign end']);
  assert.deepEqual(mined.nodes.filter(({ node }) => ['check', 'choice', 'sign'].includes(node)).map(({ node, visits, waiting, working }) => [node, visits, waiting, working]).sort(), [['check', 2, 3600, 600], ['choice', 2, 0, null], ['sign', 1, 3600, 600]]);
  const client = city.browser(planner);
  const page = await client.get(`/office/prozesse/auswertung?leistung=${slug}`);
  assert.match((await client.get('/office/prozesse/auswertung')).text, new RegExp(`value="${slug}" selected`), 'it opens with the service of the newest case');
  assert.match(page.text, /Alle Vorgänge liefen so, wie ihre Fassung es vorsieht/);
  assert.equal(await city.t.transact(SYSTEM, computeFigures), 1);
  const figure = (await city.t.read(planner, listProcessFigures)).find(({ serviceSlug }) => serviceSlug === slug);
  assert.deepEqual([figure?.casesPerYear, figure?.minutesPerCase, figure?.automationPercent], [2, 15, 0]);
  for (const filter of ['von=2031-01-01', 'bis=2020-01-01', 'amt=nirgends']) assert.match((await client.get(`/office/prozesse/auswertung?leistung=${slug}&${filter}`)).text, /keine Vorgänge/, filter);
});

test('an empty map of the sample city begins with a dozen processes, once', async () => {
  const count = async () => (await city.t.read(planner, listProcesses)).length;
  await city.t.transact(SYSTEM, seedProcesses);
  const seeded = await count();
  assert.ok(seeded >= 12);
  await city.t.transact(SYSTEM, seedProcesses);
  assert.equal(await count(), seeded);
});

test('how it is done today beside how it shall be: in words, as a table, and the improvements by what they save', async () => {
  const client = city.browser(planner);
  await client.post('/office/prozesse/neu', { name: 'Kleiner Antrag', office: 'steueramt', service: slug, state: 'partly', perYear: '400', minutesEach: '20', mediaBreaks: '1' });
  const id = /\/office\/prozesse\/p\/([0-9a-f-]{36})"[^>]*>Kleiner Antrag/.exec((await client.get('/office/prozesse')).text)?.[1] ?? '';
  const url = `/office/prozesse/p/${id}/ablauf`;
  assert.match((await client.get(url)).text, /Zum Vergleichen fehlt noch etwas/);
  assert.equal((await client.post(`${url}/heute`, { file: new File(['<x/>'], 'x.bpmn') })).status, 422);
  const page = await client.post(`${url}/heute`, { file: new File([asIs], 'heute.bpmn') });
  assert.match(page.text, /Heute 2 Schritte von Hand, künftig 2\. 1 entfallen/);
  assert.match(page.text, /Abtippen[\s\S]*?entfällt/);
  assert.match(page.text, /Zeichnen[\s\S]*?neu/);
  assert.match(page.text, /data-removed="t1"/);
  assert.equal((await client.get(`${url}/heute.bpmn`)).text, asIs);
  const wrong = await client.post(`${url}/verbesserung`, { title: 'Abtippen abschaffen', owner: 'Bürgeramt', state: 'planned', hours: 'viele' });
  assert.deepEqual([wrong.status, /value="viele"/.test(wrong.text), /value="Abtippen abschaffen"/.test(wrong.text)], [422, true, true]);
  for (const [title, hours] of [['Kleines', '5'], ['Abtippen abschaffen', '130']]) await client.post(`${url}/verbesserung`, { title: title ?? '', owner: 'Bürgeramt', state: 'planned', hours: hours ?? '' });
  const list = await client.get('/office/prozesse/verbesserungen');
  assert.match(list.text, /Abtippen abschaffen[\s\S]*Kleines/);
  assert.match(list.text, /135 Stunden/);
  for (const shown of [await client.get(url), list]) assert.deepEqual(await htmlMistakes(shown.text), []);
  const reader = city.browser(staffActor(['processes/read'], { id: '00000000-0000-7000-8000-0000000000cd' }));
  assert.equal((await reader.get(url)).status, 200);
  assert.equal((await reader.post(`${url}/verbesserung`, { title: 'abc', state: 'idea' })).status, 403);
  assert.equal((await city.browser(city.clerks.carla).get(url)).status, 403);

  const ask = async (who: typeof client, method: string, path: string, body?: object) => {
    const { status, text } = await who.send(`/api/processes${path}`, { method, ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}) }, false);
    return { status, text, body: (/^[{[]/.test(text) ? JSON.parse(text) : {}) as Record<string, unknown> };
  };
  const added = await ask(client, 'POST', `/${id}/improvements`, { title: 'Formular vorbelegen', hoursAYear: 200 });
  assert.deepEqual([added.status, added.body['state']], [201, 'idea']);
  assert.equal((await ask(client, 'PUT', `/${id}/improvements/${String(added.body['id'])}`, { title: 'Formular vorbelegen', hoursAYear: 60, state: 'running' })).status, 200);
  const titles = async (path: string) => ((await ask(client, 'GET', path)).body['improvements'] as { title: string }[]).map(({ title }) => title);
  assert.deepEqual([await titles('/improvements'), await titles('/improvements?state=running'), await titles(`/${id}/improvements?after=60.${String(added.body['id'])}`)], [['Abtippen abschaffen', 'Formular vorbelegen', 'Kleines'], ['Formular vorbelegen'], ['Kleines']]);
  assert.equal((await ask(client, 'PUT', `/${id}/today`, { bpmn: '<x/>' })).status, 422);
  assert.equal((await ask(client, 'PUT', `/${id}/today`, { bpmn: asIs.replace('Abtippen', 'Abschreiben') })).status, 200);
  assert.match((await ask(reader, 'GET', `/${id}/today`)).text, /Abschreiben/);
  assert.deepEqual([(await ask(reader, 'POST', `/${id}/improvements`, { title: 'abc' })).status, (await ask(reader, 'PUT', `/${id}/today`, { bpmn: asIs })).status, (await ask(city.browser(city.clerks.carla), 'GET', '')).status], [403, 403, 403]);
});
