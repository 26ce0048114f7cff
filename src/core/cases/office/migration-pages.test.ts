import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SYSTEM, type Ctx } from '#platform/module';
import { htmlMistakes, staffActor, type TestClient } from '#platform/testing';
import { getCase, openCase, runBulkWork } from '../index.ts';
import { sampleCity, type SampleCity } from '../sample/sample-city.ts';
import { along, publishSmall, userStep } from '../sample/small-service.ts';

const drawing = (id: string, name: string): string => `<startEvent id="begin"/>${userStep(id, name)}${userStep('sign', 'Zeichnen')}<endEvent id="end"/>${along('begin', id, 'sign', 'end')}`;
let city: SampleCity;
let mover: TestClient;
let [v1, v2] = ['', ''];
const cases: string[] = [];
const system = <R>(fn: (ctx: Ctx) => Promise<R>): Promise<R> => city.t.transact(SYSTEM, fn);
before(async () => {
  city = await sampleCity();
  mover = city.browser(staffActor(['cases/migrate'], { id: '00000000-0000-7000-8000-0000000000bb', name: 'Mia Umzug' }));
  v1 = await system((ctx) => publishSmall(ctx, { process: drawing('check', 'Prüfen') }));
  v2 = await system((ctx) => publishSmall(ctx, { process: drawing('examine', 'Begutachten') }));
  for (let i = 0; i < 3; i++) cases.push((await system((ctx) => openCase(ctx, { versionId: v1, data: { purpose: `Nr. ${i}` }, applicant: { givenName: 'Anna', familyName: 'Weber' }, submittedAt: ctx.now }))).caseId);
});
after(() => city.t.close());
const work = async (): Promise<void> => {
  while ((await runBulkWork(city.t.platform, 1)) > 0);
};
const says = async (page: { text: string; status: number }, ...words: string[]): Promise<void> => {
  assert.deepEqual(await htmlMistakes(page.text), []);
  assert.deepEqual(words.filter((word) => !page.text.includes(word)), []);
};
const PATH = '/office/verwaltung/umzug';

test('a plan is looked at, changed by hand, tried, carried out and undone; all without a script', async () => {
  await says(await mover.get(PATH), 'Kleines', 'Umzug planen', '>3<');
  await says(await mover.get(`${PATH}/plan?von=${v1}&nach=${v2}`), 'Prüfen', 'bei Menschen', 'vermutet (einziger dieser Art), bitte prüfen');
  const left = await mover.post(`${PATH}/plan`, { von: v1, nach: v2, 'zu.check': '-', 'zu.sign': '', aktion: 'vorschau' });
  assert.match(left.url, /zu=check%3A&?|zu=check%3A$/);
  await says(left, 'An einem Schritt geht es nicht von selbst weiter', 'Von Hand ausgenommen.');
  const planned = await mover.post(`${PATH}/plan`, { von: v1, nach: v2, 'zu.check': 'examine', 'zu.sign': '', aktion: 'probelauf' });
  const path = new URL(planned.url).pathname;
  await says(planned, 'Probelauf', '0 von 3', 'Anhalten');
  const stand = await mover.get(`/office/sammellaeufe/${/data-run="([^"]+)"/.exec(planned.text)?.[1]}/stand`);
  assert.deepEqual(JSON.parse(stand.text), { seen: 0, total: 3, state: 'running', words: '0 von 3' });
  await says(await mover.post(`${path}/steuern`, { aktion: 'anhalten' }), 'angehalten bei 0 von 3', 'Fortsetzen');
  await mover.post(`${path}/steuern`, { aktion: 'fortsetzen' });
  await work();
  await says(await mover.get(path), '3 Vorgänge können umziehen.', '3 Vorgänge umziehen');
  await says(await mover.get(`${path}/umziehen`), 'jetzt umziehen?', '30 Tage lang');
  await says(await mover.post(`${path}/umziehen`, {}), 'Umzug', '0 von 3');
  await work();
  await says(await mover.get(path), '3 Vorgänge sind umgezogen.', 'Umzug rückgängig machen');
  const page = await city.browser(city.clerks.carla).get(`/office/vorgaenge/${cases[0]}`);
  assert.match(page.text, /Auf Fassung 2 der Leistung umgezogen \(vorher 1\)/);
  await says(await mover.get(`${path}/zuruecksetzen`), 'Bis zu 3 Vorgänge');
  await mover.post(`${path}/zuruecksetzen`, {});
  await work();
  await says(await mover.get(path), '3 Vorgänge stehen wieder wie vorher.');
  await says(await mover.get(PATH), '3 zurückgesetzt');
});

test('machines do the same by REST, and hear refusals as problem+json', async () => {
  const send = (method: string, path: string, body?: object) => mover.send(`/api/migrations${path}`, { method, headers: { 'content-type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}) }, false);
  const old = JSON.parse((await send('GET', '/old-versions')).text) as { versionId: string; running: number }[];
  assert.deepEqual(old.map(({ versionId, running }) => [versionId, running]), [[v1, 3]]);
  const plan = JSON.parse((await send('POST', '/plan', { fromVersionId: v1, toVersionId: v2 })).text) as { rows: { nodeId: string; by: string; instances: number }[] };
  assert.deepEqual(plan.rows[0] && [plan.rows[0].nodeId, plan.rows[0].by, plan.rows[0].instances], ['check', 'type', 3]);
  const made = await send('POST', '', { fromVersionId: v1, toVersionId: v2, byHand: { check: 'examine' } });
  assert.equal(made.status, 201);
  const { id } = JSON.parse(made.text) as { id: string };
  const early = await send('POST', `/${id}/move`, {});
  assert.equal(early.status, 409);
  assert.match(early.headers.get('content-type') ?? '', /^application\/problem\+json/);
  await work();
  assert.equal((await send('POST', `/${id}/move`, {})).status, 202);
  await work();
  const { runs, restorable } = JSON.parse((await send('GET', `/${id}`)).text) as { runs: { move: { done: number } }; restorable: number };
  assert.deepEqual([runs.move.done, restorable], [3, 3]);
  assert.equal((await system((ctx) => getCase(ctx, cases[0] ?? ''))).versionId, v2);
  assert.equal((JSON.parse((await send('GET', '?limit=1')).text) as { migrations: { id: string }[] }).migrations[0]?.id, id);
  assert.equal((await send('GET', '/00000000-0000-7000-8000-000000000000')).status, 404);
  assert.equal((await send('POST', '', { fromVersionId: v1, toVersionId: v1 })).status, 422);
});

test('pages and interface are only for those who may', async () => {
  const lead = city.browser(city.clerks.lead);
  for (const path of [PATH, `${PATH}/plan?von=${v1}&nach=${v2}`, '/api/migrations']) {
    assert.equal((await lead.get(path)).status, 403, path);
    assert.equal((await city.t.client().get(path)).status, 401, path);
  }
  assert.equal((await lead.post(`${PATH}/plan`, { von: v1, nach: v2 })).status, 403);
  assert.equal((await mover.get(`${PATH}/plan?von=${v1}&nach=${v1}`)).status, 422);
  assert.equal((await mover.get(`${PATH}/00000000-0000-7000-8000-000000000000`)).status, 404);
});
