import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from '../decide.ts';
import { decision, input, model, table } from './dmn.testing.ts';
import type { TableSpec } from './dmn.testing.ts';

const SCORE = { name: 'score', type: 'number' };

function result(spec: Partial<TableSpec>, score: number): ReturnType<typeof decide> {
  const rules = [
    ['> 10', '"low"', '1'],
    ['> 20', '"high"', '5'],
    ['> 30', '"high"', '5'],
  ].map(([test = '', word = '', points = '']) => [test, spec.aggregation ? points : word]);
  const logic = table({ inputs: [SCORE], outputs: [{ name: 'risk', ...(spec.aggregation ? {} : { values: '"high", "low"' }) }], rules, ...spec });
  return decide(model(input('score', 'number') + decision('risk', logic, { needs: ['score'] })), { score });
}

const CASES: readonly [string, Partial<TableSpec>, number, unknown][] = [
  ['UNIQUE takes the only rule', { hitPolicy: 'UNIQUE' }, 15, 'low'],
  ['UNIQUE refuses two rules at once', { hitPolicy: 'UNIQUE' }, 25, null],
  ['ANY refuses rules that contradict each other', { hitPolicy: 'ANY' }, 25, null],
  ['FIRST takes the topmost rule', { hitPolicy: 'FIRST' }, 35, 'low'],
  ['PRIORITY takes the most important value', { hitPolicy: 'PRIORITY' }, 35, 'high'],
  ['RULE ORDER lists all in the order of the rules', { hitPolicy: 'RULE ORDER' }, 35, ['low', 'high', 'high']],
  ['OUTPUT ORDER lists all by importance', { hitPolicy: 'OUTPUT ORDER' }, 35, ['high', 'high', 'low']],
  ['COLLECT lists all', { hitPolicy: 'COLLECT' }, 25, ['low', 'high']],
  ['COLLECT SUM adds up', { hitPolicy: 'COLLECT', aggregation: 'SUM' }, 35, 11],
  ['COLLECT MIN takes the smallest', { hitPolicy: 'COLLECT', aggregation: 'MIN' }, 35, 1],
  ['COLLECT MAX takes the largest', { hitPolicy: 'COLLECT', aggregation: 'MAX' }, 35, 5],
  ['COLLECT COUNT counts', { hitPolicy: 'COLLECT', aggregation: 'COUNT' }, 35, 3],
  ['COLLECT COUNT of nothing is zero', { hitPolicy: 'COLLECT', aggregation: 'COUNT' }, 1, 0],
  ['no rule and no default is null', { hitPolicy: 'UNIQUE' }, 1, null],
  [
    'no rule takes the default',
    { hitPolicy: 'UNIQUE', outputs: [{ name: 'risk', defaultValue: '"none"' }] },
    1,
    'none',
  ],
];

for (const [name, spec, score, expected] of CASES) {
  test(name, () => {
    const { decisions, findings } = result(spec, score);
    assert.deepEqual(findings, []);
    assert.deepEqual(decisions['risk'], expected);
  });
}

test('rules that agree may fire together under ANY', () => {
  const { decisions, rules } = result(
    {
      hitPolicy: 'ANY',
      rules: [
        ['> 10', '"low"'],
        ['> 20', '"low"'],
      ],
    },
    25,
  );
  assert.equal(decisions['risk'], 'low');
  assert.deepEqual(
    rules.map((rule) => rule.ruleIndex),
    [1, 2],
  );
});

test('a refused table says which rules collide', () => {
  assert.deepEqual(result({ hitPolicy: 'UNIQUE' }, 35).warnings, [
    'risk: Die Regeln 1, 2 und 3 treffen zugleich zu; die Tabelle erlaubt nur eine',
  ]);
});

test('several outputs give a context', () => {
  const logic = table({
    inputs: [SCORE],
    outputs: [{ name: 'risk' }, { name: 'fee', type: 'number' }],
    rules: [['-', '"low"', 'score * 0.1']],
  });
  const { decisions } = decide(model(input('score', 'number') + decision('d', logic, { needs: ['score'] })), {
    score: 3,
  });
  assert.deepEqual(decisions['d'], { risk: 'low', fee: 0.3 });
});

test('a value outside the allowed ones matches no rule, not even the catch-all', () => {
  const logic = table({
    inputs: [{ name: 'zone', type: 'string', values: '"A", "B"' }],
    outputs: [{ name: 'o' }],
    rules: [['-', '1']],
  });
  const xml = model(input('zone', 'string') + decision('d', logic, { needs: ['zone'] }));
  assert.equal(decide(xml, { zone: 'A' }).decisions['d'], 1);
  const refused = decide(xml, { zone: 'C' });
  assert.equal(refused.decisions['d'], null);
  assert.match(refused.warnings.join(), /nicht erlaubt/);
});

test('a sum over several outputs is one of each column, and the author is told that the standard leaves it open', () => {
  const logic = (aggregation: string): string =>
    table({ hitPolicy: 'COLLECT', aggregation, inputs: [SCORE], outputs: [{ name: 'fee', type: 'number' }, { name: 'days', type: 'number' }], rules: [['-', '0.1', '3'], ['> 1', '0.2', '5']] });
  const decided = (aggregation: string) => decide(model(input('score', 'number') + decision('d', logic(aggregation), { needs: ['score'] })), { score: 3 });
  assert.deepEqual(['SUM', 'MIN', 'MAX', 'COUNT'].map((aggregation) => decided(aggregation).decisions['d']), [{ fee: 0.3, days: 8 }, { fee: 0.1, days: 3 }, { fee: 0.2, days: 5 }, 2]);
  assert.match(decided('SUM').findings[0]?.message ?? '', /jede Spalte für sich/);
});

test('an output that is not among the allowed values is shown to the author', () => {
  const logic = table({ inputs: [SCORE], outputs: [{ name: 'o', values: '"low", "high"' }], rules: [['< 3', '"low"'], ['>= 3', '"hihg"']] });
  const { findings } = decide(model(input('score', 'number') + decision('d', logic, { needs: ['score'] })), { score: 3 });
  assert.deepEqual(findings.map(({ severity, message }) => [severity, message]), [['warning', 'Regel 2: Die Ausgabe "hihg" steht nicht unter den erlaubten Werten von „o“']]);
});
