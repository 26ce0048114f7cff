import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBenefit, readDuty, readIdea, readMoney, readTime } from './apply/read-page.ts';
import { suggestLight, type LightFacts } from './light.ts';
import { csvCell } from './office/list-page.tsx';
import { workloadOf, type Booking } from './people/workload.ts';
import { findCircle, type Edge } from './plan/find-circle.ts';
import { lightOf, type ProjectColumns } from './project.ts';
import { rankLikeness } from './rank-likeness.ts';

const TODAY = '2026-11-20';
const calm: LightFacts = { state: 'running', ends_on: '2027-06-30', duty_kind: null, duty_on: null, next_due_on: '2026-12-01', next_due_title: 'Test', worst_risk: 4, worst_risk_title: 'Regen', blocking_issue: '', plan_cents: 1000_00, expected_cents: 900_00 };
const lightWith = (facts: Partial<LightFacts>) => suggestLight({ ...calm, ...facts }, TODAY);

test('the light follows dates, money, risks and what blocks, and says why', () => {
  assert.equal(lightWith({}).light, 'green');
  assert.equal(lightWith({ next_due_on: '2026-11-15' }).light, 'amber');
  assert.deepEqual(lightWith({ next_due_on: '2026-10-15' }), { light: 'red', reason: 'Meilenstein „Test“ war am 15.10.2026 fällig.' });
  assert.equal(lightWith({ expected_cents: 1050_00 }).light, 'amber');
  assert.match(lightWith({ expected_cents: 1101_00 }).reason, /1\.101,00\s€ liegen über dem Plan von 1\.000,00/);
  assert.equal(lightWith({ worst_risk: 12 }).light, 'amber');
  assert.equal(lightWith({ worst_risk: 20 }).light, 'red');
  assert.equal(lightWith({ blocking_issue: 'Vertrag fehlt' }).reason, 'Blockiert: Vertrag fehlt');
  assert.match(lightWith({ duty_kind: 'law', duty_on: '2027-01-31', ends_on: '2027-06-30' }).reason, /nach der Pflichtfrist/);
  assert.equal(lightWith({ state: 'applied', worst_risk: 25 }).light, 'green', 'what has not begun is not in danger');
});

test('a light set by hand holds as long as the data say the same, and falls back when they change', () => {
  const row = { ...calm, worst_risk: 20, override_light: 'amber', override_reason: 'Vertretung steht', override_against: 'red: Risiko „Regen“ (20 von 25).', override_by_name: 'Aylin' } as ProjectColumns;
  assert.deepEqual(lightOf(row, TODAY), { light: 'amber', reason: 'Vertretung steht', setBy: 'Aylin' });
  assert.equal(lightOf({ ...row, worst_risk: 25 }, TODAY).light, 'red');
  assert.equal(lightOf({ ...row, worst_risk: 1 }, TODAY).setBy, null);
});

test('a circle is named with everybody on the way, and without the last edge there is none (random graphs)', () => {
  assert.deepEqual(findCircle([{ from: 'b', to: 'c' }, { from: 'c', to: 'a' }], { from: 'a', to: 'b' }), ['a', 'b', 'c', 'a']);
  assert.deepEqual(findCircle([], { from: 'a', to: 'a' }), ['a', 'a']);
  let seed = 11;
  const random = (most: number): number => (seed = (seed * 48271) % 2147483647) % most;
  for (let round = 0; round < 60; round++) {
    const edges: Edge[] = [];
    for (let tries = 0; tries < 60; tries++) {
      const edge = { from: String(random(12)), to: String(random(12)) };
      const circle = findCircle(edges, edge);
      if (!circle) edges.push(edge);
      else for (const [at, id] of circle.slice(0, -1).entries()) assert.ok(at === 0 || edges.some((one) => one.from === id && one.to === circle[at + 1]), 'each step of the circle is an edge');
    }
    const depth = (id: string, seen: string[]): void => {
      assert.ok(!seen.includes(id), 'a circle came in');
      for (const edge of edges.filter((one) => one.from === id)) depth(edge.to, [...seen, id]);
    };
    for (const id of new Set(edges.map(({ from }) => from))) depth(id, []);
  }
});

test('similar things are found by their words, whatever the ending, in parts of compounds too, and nothing by chance', () => {
  const titles = ['Digitale Bauakte', 'Hundesteuer ganz digital', 'Termine in allen Ämtern online buchen', 'Gräberverzeichnis mit Karte', 'Elektronische Akte im Steueramt'];
  const find = (text: string): string[] => rankLikeness(text, titles, { describe: (title) => ({ title, more: '' }), limit: 3 }).map(({ of }) => of);
  assert.equal(find('Bauakten digitalisieren')[0], 'Digitale Bauakte');
  assert.equal(find('Steuer für Hunde online')[0], 'Hundesteuer ganz digital');
  assert.equal(find('Terminbuchung für Ämter')[0], 'Termine in allen Ämtern online buchen');
  assert.deepEqual(find('Kantine mit Mittagstisch'), []);
});

test('the pages of the application say per field what is wrong: nothing negative, no reversed days, numbers that belong together', () => {
  const ids = (mistakes: { id: string }[]): string[] => mistakes.map(({ id }) => id);
  assert.deepEqual(ids(readIdea({}).mistakes), ['titel', 'amt', 'zweck']);
  assert.deepEqual(ids(readBenefit({ faelle: '-5', minuten: '3' }).mistakes), ['faelle']);
  assert.deepEqual(ids(readBenefit({ faelle: '100' }).mistakes), ['minuten']);
  assert.deepEqual(readBenefit({ faelle: '9.400', minuten: '11', anteil: '70', euro: '1.000,50' }).values, { cases_per_year: 9400, minutes_saved: 11, money_cents: 100050, realisation_percent: 70, benefit_text: '' });
  assert.deepEqual(ids(readDuty({ pflicht: 'law', grundlage: '§ 1a OZG' }).mistakes), ['frist']);
  assert.deepEqual(readTime({ beginn: '2027-05-01', ende: '2027-04-30' }).mistakes, [{ id: 'ende', text: 'Das Ende liegt vor dem Beginn.' }]);
  assert.deepEqual(ids(readTime({ beginn: '2027-02-30' }).mistakes), ['beginn']);
  assert.match(readMoney({ 'einmalig-2027': '-1' }, [2027]).mistakes[0]?.text ?? '', /nicht negativ/);
  assert.deepEqual(readMoney({ 'einmalig-2027': '5.000', 'laufend-2028': '' }, [2027, 2028]).values.estimate, [{ year: 2027, onceCents: 500000, runningCents: 0 }]);
});

test('somebody with more days in projects than agreed is overbooked in exactly those months', () => {
  const booked = (projectId: string, daysPerMonth: number, [fromOn, untilOn]: [string, string]): Booking => ({ accountId: 'a', name: 'A', projectId, projectTitle: projectId, daysPerMonth, fromOn, untilOn });
  const [load] = workloadOf([booked('p', 5, ['2026-10-15', '2026-12-31']), booked('q', 4, ['2026-12-01', '2027-01-31'])], { months: ['2026-11-01', '2026-12-01', '2027-01-01'], capacity: new Map() });
  assert.deepEqual(load?.months.map(({ days, over }) => [days, over]), [[5, false], [9, true], [4, false]]);
});

test('a cell that a spreadsheet would run as a formula is text', () => {
  assert.equal(csvCell('=HYPERLINK("x")'), `"'=HYPERLINK(""x"")"`);
  assert.equal(csvCell('-5 Grad'), `"'-5 Grad"`);
  assert.equal(csvCell(-5), '"-5"');
});
