import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareEditions } from './compare-editions.ts';
import { applyEdit, keyFor } from './edit-strategy.ts';
import { divideAmongFields, expectedToday, indicatorProgress, strategyProgress, type Facts } from './progress.ts';
import { mistakesOf, sharesOf, strategySchema, type Indicator, type Strategy } from './strategy-tree.ts';

const [one, two] = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'];
const indicator = { key: 'online-quote', name: 'Online-Quote', unit: 'Prozent', base: 20, baseOn: '2024-01-01', target: 80, targetOn: '2028-01-01' };
const strategy: Strategy = strategySchema.parse({
  vision: 'Die Stadt ist einfach.',
  fields: [
    { key: 'buergernah', name: 'Bürgernah', goals: [{ key: 'online', name: 'Alles online', indicators: [indicator], measures: [{ key: 'antraege', name: 'Anträge online', projects: [one, two] }] }] },
    { key: 'innen', name: 'Innen digital', goals: [{ key: 'akte', name: 'E-Akte', measures: [{ key: 'einfuehren', name: 'Einführen', projects: [two] }] }] },
    { key: 'leer', name: 'Noch leer' },
  ],
});
const facts: Facts = {
  today: '2026-01-01',
  projects: new Map([[one, { milestones: 4, reached: 3, online: true }], [two, { milestones: 4, reached: 1, online: false }]]),
  values: new Map([['online-quote', { value: 50, on: '2025-12-31' }]]),
};

test('progress is the mean of indicators, milestones and services, each with its formula; a field without goals has none', () => {
  const { whole, byKey } = strategyProgress(strategy, facts);
  assert.deepEqual(byKey.get('online')?.parts.map(({ percent, formula }) => [percent, formula]), [[50, '(50 − 20) ÷ (80 − 20) = 50 %'], [50, '4 von 8 Meilensteinen erreicht'], [50, '1 von 2 Leistungen online']]);
  assert.equal(byKey.get('akte')?.percent, 12.5, 'mean of 1 of 4 milestones and 0 of 1 services');
  assert.equal(byKey.get('leer')?.percent, null);
  assert.equal(whole, (50 + 12.5) / 2);
});

test('a falling target counts from above, a value past the target is done, one before the base is nothing; without a value nothing is claimed', () => {
  const falling = strategy.fields[0]?.goals[0]?.indicators[0] as Indicator;
  const progress = (base: number, target: number, value: number | undefined) => indicatorProgress({ ...falling, base, target }, value)?.percent;
  assert.deepEqual([progress(60, 20, 40), progress(60, 20, 10), progress(60, 20, 70), progress(60, 20, undefined)], [50, 100, 0, undefined]);
  assert.equal(Math.round(expectedToday(falling, '2026-01-01')), 50);
});

test('a project in two fields divides by its shares; money divides without losing a cent; shares that are not 100 are refused', () => {
  assert.deepEqual(sharesOf(strategy, two), { buergernah: 50, innen: 50 });
  const shared = applyEdit(strategy, { do: 'share', projectId: two, shares: { buergernah: 30, innen: 70 } });
  assert.deepEqual([...divideAmongFields(shared, new Map([[one, 100], [two, 101]]))], [['buergernah', 131], ['innen', 70]]);
  assert.deepEqual(mistakesOf(shared), []);
  assert.deepEqual(mistakesOf(applyEdit(strategy, { do: 'share', projectId: two, shares: { buergernah: 30, innen: 60 } })), ['Die Anteile ergeben zusammen 90 statt 100 Prozent.']);
  assert.deepEqual(applyEdit(shared, { do: 'remove', key: 'innen' }).shares, {}, 'a field that is gone takes its shares with it');
});

test('reversed dates, equal base and target and doubled keys are told', () => {
  const wrong = applyEdit(strategy, { do: 'change', key: 'online-quote', node: { target: 20, targetOn: '2023-01-01' } });
  assert.equal(mistakesOf(wrong).length, 2);
  assert.match(mistakesOf(wrong).join(), /01\.01\.2023 ist nicht nach dem 01\.01\.2024/);
  assert.match(mistakesOf({ ...strategy, fields: [...strategy.fields, { key: 'akte', name: 'Doppelt', text: '', goals: [] }] }).join(), /steht zweimal/);
});

test('the tree is changed without touching what was; a place that is gone is an error', () => {
  const added = applyEdit(strategy, { do: 'add', kind: 'goal', parent: 'leer', node: { name: 'Öffentliches WLAN', text: '' } });
  assert.deepEqual([added.fields[2]?.goals[0]?.key, strategy.fields[2]?.goals.length], ['oeffentliches-wlan', 0]);
  assert.deepEqual(applyEdit(strategy, { do: 'move', key: 'innen', by: -1 }).fields.map(({ key }) => key), ['innen', 'buergernah', 'leer']);
  assert.deepEqual(applyEdit(strategy, { do: 'move', key: 'buergernah', by: -1 }).fields.map(({ key }) => key), ['buergernah', 'innen', 'leer']);
  assert.throws(() => applyEdit(strategy, { do: 'remove', key: 'nirgends' }), RangeError);
  assert.throws(() => applyEdit(strategy, { do: 'add', kind: 'measure', parent: 'leer', node: { name: 'X' } }), RangeError);
  assert.equal(keyFor('Bürgernah', new Set(['buergernah'])), 'buergernah-2');
});

test('two editions are compared by key: new, gone, renamed, moved, other target; equal ones do not differ', () => {
  assert.deepEqual(compareEditions(strategy, structuredClone(strategy)), []);
  let next = applyEdit(strategy, { do: 'change', key: 'online-quote', node: { target: 90 } });
  next = applyEdit(next, { do: 'change', key: 'innen', node: { name: 'Verwaltung digital' } });
  next = applyEdit(next, { do: 'remove', key: 'leer' });
  next = applyEdit(next, { do: 'add', kind: 'field', parent: null, node: { name: 'Daten', text: '' } });
  const goal = next.fields[1]?.goals.pop();
  if (goal) next.fields[0]?.goals.push(goal);
  assert.deepEqual(compareEditions(strategy, next).map(({ name, change, details }) => [name, change, ...details]), [
    ['Online-Quote', 'changed', 'Zielwert 80 bis 01.01.2028 → 90 bis 01.01.2028'],
    ['E-Akte', 'moved', 'bisher bei „Innen digital“, jetzt bei „Bürgernah“'],
    ['Verwaltung digital', 'changed', 'hieß „Innen digital“'],
    ['Daten', 'new'],
    ['Noch leer', 'gone'],
  ]);
});
