import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide, evaluateDecision } from './decide.ts';
import { compileDecisions } from './dmn/compile-decisions.ts';
import { decision, input, literal, model, table } from './dmn/dmn.testing.ts';

const BREEDS = '"Pitbull Terrier", "Bullterrier"';

/** Dog tax: amounts in cents by number of dogs and breed, exempt with a disability card. */
const DOG_TAX = model(
  [
    input('number of dogs', 'number'),
    input('breed', 'string'),
    input('severely disabled', 'boolean'),
    input('registered on', 'date'),
    decision(
      'dangerous',
      table({
        hitPolicy: 'FIRST',
        inputs: [{ name: 'breed', type: 'string' }],
        outputs: [{ name: 'dangerous', type: 'boolean' }],
        rules: [
          [BREEDS, 'true'],
          ['-', 'false'],
        ],
      }),
      { needs: ['breed'], type: 'boolean' },
    ),
    decision(
      'yearly tax',
      table({
        inputs: [
          { name: 'severely disabled', type: 'boolean', label: 'Merkzeichen' },
          { name: 'dangerous', type: 'boolean', label: 'Gefährlich' },
          { name: 'number of dogs', type: 'number', label: 'Anzahl' },
        ],
        outputs: [{ name: 'cents', type: 'number' }],
        rules: [
          ['true', '-', '-', '0', '§ 5 Abs. 1'],
          ['false', 'true', '-', '60000', '§ 4 Abs. 2'],
          ['false', 'false', '1', '12000', '§ 4 Abs. 1'],
          ['false', 'false', '>= 2', '12000 + 18000 * (number of dogs - 1)', '§ 4 Abs. 1'],
        ],
      }),
      { needs: ['severely disabled', 'number of dogs', '!dangerous'], type: 'number' },
    ),
    decision('tax this year', literal('decimal(yearly tax * (13 - registered on.month) / 12, 0)'), {
      needs: ['registered on', '!yearly tax'],
      type: 'number',
    }),
  ].join(''),
);

const ONE_DOG = { 'number of dogs': 1, breed: 'Dackel', 'severely disabled': false, 'registered on': '2026-07-01' };

function taxFor(change: Record<string, unknown>): ReturnType<typeof decide> {
  return decide(DOG_TAX, { ...ONE_DOG, ...change });
}

test('a single dachshund costs 120 euros a year', () => {
  const { decisions, findings, warnings } = taxFor({});
  assert.deepEqual(findings, []);
  assert.deepEqual(warnings, []);
  assert.deepEqual(decisions, { dangerous: false, 'yearly tax': 12000, 'tax this year': 6000 });
});

test('a dog on the list of dangerous breeds costs 600 euros', () => {
  assert.equal(taxFor({ breed: 'Bullterrier' }).decisions['yearly tax'], 60000);
});

test('every further dog costs 180 euros', () => {
  assert.equal(taxFor({ 'number of dogs': 3 }).decisions['yearly tax'], 48000);
});

test('a guide dog is free of tax even when its breed is listed', () => {
  assert.equal(taxFor({ 'severely disabled': true, breed: 'Bullterrier' }).decisions['yearly tax'], 0);
});

test('the explanation names the rules that fired with the values they saw', () => {
  const { rules } = taxFor({ breed: 'Bullterrier' });
  assert.deepEqual(
    rules.map(({ decisionName, ruleIndex, ruleId }) => [decisionName, ruleIndex, ruleId]),
    [
      ['dangerous', 1, 'rule-1'],
      ['yearly tax', 2, 'rule-2'],
    ],
  );
  assert.deepEqual(rules[1]?.annotations, [{ name: 'Rechtsgrundlage', text: '§ 4 Abs. 2' }]);
  assert.deepEqual(rules[1]?.inputs, [
    { label: 'Merkzeichen', value: false },
    { label: 'Gefährlich', value: true },
    { label: 'Anzahl', value: 1 },
  ]);
  assert.deepEqual(rules[1]?.outputs, [{ name: 'cents', value: 60000 }]);
});

test('an answer of the wrong type decides nothing and is told', () => {
  const { decisions, inputProblems, rules } = taxFor({ 'number of dogs': '1' });
  assert.equal(decisions['yearly tax'], null);
  assert.deepEqual(inputProblems, ['number of dogs: Die Eingabe (Text) passt nicht zum Typ „number“']);
  assert.deepEqual(
    rules.map((rule) => rule.decisionName),
    ['dangerous'],
  );
});

test('a single decision can be asked by id or name and tells the inputs it used', () => {
  const { model: compiled } = compileDecisions(DOG_TAX);
  assert.ok(compiled);
  const byName = evaluateDecision(compiled, 'dangerous', { input: ONE_DOG });
  assert.deepEqual(byName.inputs, { breed: 'Dackel' });
  assert.equal(byName.value, false);
  assert.equal(evaluateDecision(compiled, 'yearly_tax', { input: ONE_DOG }).value, 12000);
  assert.throws(() => evaluateDecision(compiled, 'cat tax', { input: ONE_DOG }), RangeError);
});

test('a decision about today uses the time it is given', () => {
  const compiled = compileDecisions(model(decision('due on', literal('today() + @"P1M"')))).model;
  assert.ok(compiled);
  const late = new Date('2026-01-30T23:30:00Z');
  assert.equal(evaluateDecision(compiled, 'due on', { input: {}, now: late }).value, '2026-02-28');
});
