import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { insightsModule, readFigure, yearOf } from '#core/insights';
import { getProject, projectsModule } from '#core/projects';
import { listEventsOfSubjects } from '#platform/audit';
import { SYSTEM } from '#platform/module';
import { htmlMistakes, staffActor, untilEventsAreVisible, type TestClient } from '#platform/testing';
import { sampleCity, type SampleCity } from '../../../core/cases/sample/sample-city.ts';
import { anchorAt } from './criteria-form.tsx';
import { defaultModels } from './default-models.ts';
import { modelKeys, modelMistakes, potentialOf, verdictOf, type Levels } from './maturity-model.ts';
import { masterPlanContributes } from './contributes.ts';
import { listPlan, planSorts, sumPlan } from './plan.queries.ts';
import { steeringModule } from '../module.ts';
import { refreshPlan } from './refresh-plan.ts';

const model = defaultModels['2.0'];
const all = (level: number): Levels => Object.fromEntries(model.criteria.map(({ key }) => [key, level]));

test('the weakest criterion decides; one open criterion means no level; what does not apply does not count', () => {
  assert.deepEqual(verdictOf(model, { ...all(6), decision: 4 }), { level: 4, atMost: 4, weakest: 'decision', open: 0 });
  const { payment: _, ...open } = all(5);
  assert.deepEqual([verdictOf(model, open).level, verdictOf(model, open).atMost, verdictOf(model, open).open], [null, 5, 1]);
  assert.equal(verdictOf(model, { ...all(5), payment: null }).level, 5);
  assert.equal(verdictOf(model, {}).level, null);
});

test('the potential follows from volume, time and levels, with its formula; nothing unknown becomes a number', () => {
  const figures = { cases: 1200, minutes: 30, costCents: null, breaks: 2 };
  const found = potentialOf(model, { level: 3, target: 6 }, { figures, hourCents: 5000 });
  // 1200 × (2 × 5 + 20 × (1 − 25 ÷ 85)) ÷ 60
  assert.deepEqual([found.hours, found.cents], [482, 2_410_000]);
  assert.match(found.formula, /1\.200 Fälle × \(10 Minuten für 2 Medienbrüche \+ 20 Minuten × 71 % weniger Handarbeit\) ÷ 60 = 482 Stunden × 50 € je Stunde/);
  const short = potentialOf(model, { level: 1, target: 7 }, { figures: { ...figures, minutes: 8, breaks: 9 }, hourCents: 5000 });
  assert.ok(short.hours <= (1200 * 8) / 60, 'never more than is spent today');
  for (const wrong of [{ level: null, target: 6 }, { level: 6, target: 6 }, { level: 3, target: null }]) assert.deepEqual(potentialOf(model, wrong, { figures, hourCents: 5000 }), { hours: 0, cents: 0, formula: '' });
  assert.equal(potentialOf(model, { level: 3, target: 6 }, { figures: { ...figures, minutes: null }, hourCents: 5000 }).hours, 0);
});

test('both models are whole: levels without gaps, anchors in order, a word for every level', () => {
  for (const key of modelKeys) {
    const one = defaultModels[key];
    assert.deepEqual(modelMistakes(one), []);
    assert.deepEqual([one.criteria.length, one.levels.length], key === '2.0' ? [13, 8] : [10, 5]);
    for (const criterion of one.criteria) for (const { level } of one.levels) assert.ok(anchorAt(criterion, level).length > 1, `${criterion.key} ${level}`);
  }
  assert.deepEqual(modelMistakes({ ...model, source: '', levels: model.levels.map((level) => ({ ...level, hand: level.level * 10 })) }).length, 2, 'more by hand at a higher level, and no source');
});

let city: SampleCity;
let office: TestClient;
let stranger: TestClient;
const planner = staffActor(['steering/read', 'steering/edit', 'masterplan/assess'], { id: '00000000-0000-7000-8000-0000000000f1', name: 'Paula Plan' });
before(async () => {
  city = await sampleCity([insightsModule, projectsModule, { ...steeringModule, contributes: masterPlanContributes }]);
  office = city.browser(planner);
  stranger = city.browser({ ...planner, id: '00000000-0000-7000-8000-0000000000f2', grants: [{ permission: 'steering/read', officeId: null }, { permission: 'masterplan/assess', officeId: '00000000-0000-7000-8000-00000000abcd' }] });
});
after(() => city.t.close());

test('a service is seen, assessed, planned and becomes a project with the expected benefit; refusals name what is wrong', async () => {
  const list = await office.get('/office/masterplan');
  assert.equal(list.status, 200, 'the first visit makes the plan');
  const line = (await city.t.read(planner, (ctx) => listPlan(ctx, { sort: 'name' }, { limit: 50 }))).rows.find(({ kind }) => kind === 'service');
  assert.ok(line);
  const href = `/office/masterplan/z/${line.id}`;
  const seen = await office.get(href);
  assert.match(seen.text, /Das Programm sieht/);
  assert.match(seen.text, /Online-Formular/);
  const again = async (path: string, fields: Record<string, string>) => (await office.post(`${href}/${path}`, fields)).text;
  assert.match((await office.get(`${href}?modell=1.1`)).text, /Das schwächste Kriterium entscheidet/, 'the sample confirms what the program sees');
  assert.match(await again('kriterien', { modell: '2.0' }), /13 von 13 Kriterien sind noch offen/);
  assert.match(await again('gesehen', { modell: '2.0' }), /Das schwächste Kriterium entscheidet/);
  assert.match(await again('kriterien', { modell: '2.0', 'stufe-form': '9' }), /Die Stufe ist eine ganze Zahl von 0 bis 7/);
  assert.match(await again('zahlen', { cases: '-4', minutes: '30', source: 'x', on: '2026-01-01' }), /ganze Zahlen ab null[\s\S]*value="-4"/);
  assert.match(await again('zahlen', { cases: '1200', minutes: '30', breaks: '0' }), /Nennen Sie die Quelle/);
  assert.match(await again('zahlen', { cases: '1.200', minutes: '30', breaks: '0', source: 'Statistik', on: '2099-01-01' }), /nicht in der Zukunft/);
  await again('zahlen', { cases: '1.200', minutes: '30', cost: '12,50', breaks: '0', source: 'Statistik 2025', on: '2026-01-01' });
  assert.match(await again('ziel', { target20: '7', lane: 'law', basis: '' }), /Nennen Sie das Gesetz/);
  assert.match(await again('projekt', {}), /Ohne Lücke gibt es kein Projekt/);
  await again('ziel', { target20: '7', target11: '4', lane: 'law', basis: '§ 1a OZG', laneOn: '2027-01-01' });
  const shown = (await office.get(href)).text;
  assert.match(shown, /1\.200 Fälle × \(30 Minuten/);
  const made = await office.post(`${href}/projekt`, {}, { follow: false });
  const project = await city.t.read(planner, (ctx) => getProject(ctx, /[0-9a-f-]{36}/.exec(made.location ?? '')?.[0] ?? ''));
  assert.deepEqual([project.source, project.expected?.casesPerYear, (project.expected?.minutesSavedPerCase ?? 0) > 0], [{ kind: 'gap', id: line.id }, 1200, true]);
  assert.equal((await stranger.get(href)).status, 200);
  assert.equal((await stranger.post(`${href}/ziel`, { target20: '3' })).status, 403, 'another office');
  assert.equal((await city.browser(city.clerks.carla).get('/office/masterplan')).status, 403);
  for (const page of [await office.get('/office/masterplan'), await office.get(href), await office.get('/office/masterplan/modelle'), await office.get('/office/masterplan/modelle/2.0')]) assert.deepEqual(await htmlMistakes(page.text), []);
  await untilEventsAreVisible(city.t.platform);
  const types = ['steering/maturity-assessed', 'steering/line-planned', 'steering/figures-typed', 'steering/gap-taken-up'];
  assert.deepEqual([...new Set((await city.t.read(SYSTEM, (ctx) => listEventsOfSubjects(ctx, [`plan-line:${line.id}`], types))).map(({ type }) => type))].toSorted(), types.toSorted());
});

test('the list is whole in every order, agrees with the key figure, and reading it anew keeps what people said', async () => {
  const before = await city.t.read(planner, (ctx) => sumPlan(ctx));
  await city.t.transact(SYSTEM, refreshPlan);
  const sums = await city.t.read(planner, (ctx) => sumPlan(ctx));
  assert.deepEqual([sums.count, sums.hours, sums.cents], [before.count, before.hours, before.cents]);
  assert.ok(sums.hours > 0);
  for (const sort of planSorts) {
    const ids = await city.t.read(planner, async (ctx) => {
      const seen: string[] = [];
      for (let cursor: Parameters<typeof listPlan>[2]['after']; ; ) {
        const page = await listPlan(ctx, { sort }, { after: cursor, limit: 1 });
        seen.push(...page.rows.map(({ id }) => id));
        if (!(cursor = page.next)) return seen;
      }
    });
    assert.deepEqual([ids.length, new Set(ids).size], [sums.count, sums.count], sort);
  }
  assert.equal(await city.t.read(planner, (ctx) => readFigure(ctx, 'steering/plan-hours', yearOf(2026))), sums.hours);
  assert.match((await office.get('/office/masterplan/tabelle.csv')).text, /Stunden sparbar[\s\S]*Statistik 2025/);
});

test('a changed model is a new version with its reason; shares that rise are refused', async () => {
  const url = '/office/masterplan/modelle/2.0';
  assert.match((await office.post(url, { 'hand-6': '99', reason: 'Versuch' })).text, /Eine höhere Stufe kann nicht mehr Handarbeit haben/);
  assert.match((await office.post(url, { 'hand-6': '20' })).text, /warum/);
  const shown = await office.post(url, { 'hand-6': '20', 'name-6': 'Register sind verbunden', reason: 'Eigene Messung' });
  assert.match(shown.text, /Fassung 2[\s\S]*Register sind verbunden/);
  assert.equal((await stranger.post(url, { reason: 'nein' })).status, 403);
});
