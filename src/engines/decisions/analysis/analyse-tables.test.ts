import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileDecisions } from '../dmn/compile-decisions.ts';
import { decision, input, model, table } from '../dmn/dmn.testing.ts';
import type { TableSpec } from '../dmn/dmn.testing.ts';
import { analyseTables } from './analyse-tables.ts';

const AGE = { name: 'age', type: 'number', label: 'Alter' };
const BREED = { name: 'breed', type: 'string', label: 'Rasse' };
const MEMBER = { name: 'member', type: 'boolean', label: 'Mitglied' };
const OUT = [{ name: 'fee' }];

function analyse(spec: Omit<TableSpec, 'outputs'> & Partial<TableSpec>): readonly string[] {
  const logic = table({ outputs: OUT, ...spec });
  const inputs =
    input('age', 'number') +
    input('breed', 'string') +
    input('member', 'boolean') +
    input('limit', 'number') +
    input('since', 'date');
  const { model: compiled } = compileDecisions(
    model(inputs + decision('d', logic, { needs: ['age', 'breed', 'member', 'limit', 'since'] })),
  );
  assert.ok(compiled);
  return analyseTables(compiled).map(({ message }) => message);
}

test('a complete table without overlaps has no findings', () => {
  assert.deepEqual(
    analyse({
      inputs: [AGE, MEMBER],
      rules: [
        ['< 18', '-', '1'],
        ['>= 18', 'true', '2'],
        ['>= 18', 'false', '3'],
      ],
    }),
    [],
  );
});

test('a gap between two limits is found', () => {
  assert.deepEqual(
    analyse({
      inputs: [AGE],
      rules: [
        ['< 18', '1'],
        ['> 18', '2'],
      ],
    }),
    ['Keine Regel für: Alter 18'],
  );
  assert.deepEqual(
    analyse({
      inputs: [AGE],
      rules: [
        ['[0..17]', '1'],
        ['[18..120]', '2'],
      ],
    }),
    ['Keine Regel für: Alter unter 0 oder über 17 und unter 18 oder über 120'],
  );
});

test('a gap in two columns names both', () => {
  assert.deepEqual(
    analyse({
      inputs: [AGE, BREED],
      rules: [
        ['< 18', '"A"', '1'],
        ['>= 18', '-', '2'],
      ],
    }),
    ['Keine Regel für: Alter unter 18 und Rasse mit einem anderen Wert'],
  );
});

test('allowed values narrow what has to be covered', () => {
  assert.deepEqual(
    analyse({
      inputs: [{ ...BREED, values: '"A", "B"' }],
      rules: [
        ['"A"', '1'],
        ['"B"', '2'],
      ],
    }),
    [],
  );
  assert.deepEqual(
    analyse({
      inputs: [{ ...AGE, values: '[0..120]' }],
      rules: [
        ['[0..17]', '1'],
        ['(17..120]', '2'],
      ],
    }),
    [],
  );
  assert.deepEqual(
    analyse({
      inputs: [{ ...BREED, values: '"A", "B"' }],
      rules: [
        ['"A"', '1'],
        ['"B"', '2'],
        ['"C"', '3'],
      ],
    }),
    ['Regel 3 kann nie zutreffen: „Rasse“ lässt keinen Wert zu'],
  );
});

test('overlapping rules are found with the values in question', () => {
  assert.deepEqual(
    analyse({
      inputs: [AGE, BREED],
      rules: [
        ['>= 18', '-', '1'],
        ['-', '"A"', '2'],
        ['< 18', 'not("A")', '3'],
      ],
    }),
    ['Die Regeln 1 und 2 treffen zugleich zu: Alter ab 18 und Rasse „A“'],
  );
});

test('rules under ANY may overlap when they agree', () => {
  assert.deepEqual(
    analyse({
      hitPolicy: 'ANY',
      inputs: [AGE],
      rules: [
        ['< 18', '1'],
        ['-', '1'],
      ],
    }),
    [],
  );
  assert.equal(
    analyse({
      hitPolicy: 'ANY',
      inputs: [AGE],
      rules: [
        ['< 18', '1'],
        ['-', '2'],
      ],
    }).length,
    1,
  );
});

test('a rule that comes too late under FIRST is found', () => {
  assert.deepEqual(
    analyse({
      hitPolicy: 'FIRST',
      inputs: [AGE, BREED],
      rules: [
        ['< 18', '-', '1'],
        ['>= 18', '-', '2'],
        ['5', '"A"', '3'],
      ],
    }),
    ['Regel 3 kommt nie zum Zug: Regeln davor treffen in allen ihren Fällen zu'],
  );
});

test('a cell with a variable raises no false alarm', () => {
  assert.deepEqual(
    analyse({
      inputs: [AGE],
      rules: [
        ['< limit', '1'],
        ['>= limit', '2'],
      ],
    }),
    [],
  );
  assert.deepEqual(
    analyse({
      hitPolicy: 'FIRST',
      inputs: [AGE],
      rules: [
        ['< limit', '1'],
        ['-', '2'],
      ],
    }),
    [],
  );
});

test('dates, lists of values and a default are understood', () => {
  const since = { name: 'since', type: 'date', label: 'Seit' };
  assert.deepEqual(
    analyse({
      inputs: [since],
      rules: [
        ['< date("2026-01-01")', '1'],
        ['> @"2026-01-01"', '2'],
      ],
    }),
    ['Keine Regel für: Seit 01.01.2026'],
  );
  assert.deepEqual(
    analyse({
      inputs: [BREED],
      rules: [
        ['["A", "B"]', '1'],
        ['not("A", "B")', '2'],
      ],
    }),
    [],
  );
  assert.deepEqual(
    analyse({ inputs: [AGE], outputs: [{ name: 'fee', defaultValue: '0' }], rules: [['> 3', '1']] }),
    [],
  );
});

test('a table that mixes kinds of values is not judged', () => {
  assert.match(
    analyse({
      inputs: [AGE],
      rules: [
        ['< 18', '1'],
        ['"A"', '2'],
      ],
    })[0] ?? '',
    /mischt verschiedene Arten/,
  );
});

test('a table of 300 rules is swept in a second', () => {
  const rules = Array.from({ length: 300 }, (_, i) => [
    `[${i}..${i + 1})`,
    i % 2 ? '"A"' : '-',
    i % 3 ? 'true' : '-',
    String(i),
  ]);
  const before = process.cpuUsage();
  analyse({ inputs: [AGE, BREED, MEMBER], rules });
  const { user } = process.cpuUsage(before); // µs of computing, not of waiting
  assert.ok(user < 4_000_000, `took ${user} µs`);
});

test('a table of thousands of rules is not compared rule by rule, and says so', () => {
  const rules = Array.from({ length: 3000 }, (_, i) => [`[${i}..${i + 5}]`, `${i}`]);
  assert.deepEqual(analyse({ inputs: [AGE], rules }), ['Die Tabelle ist zu groß, um Lücken und Überschneidungen zu finden']);
});

test('of hundreds of overlaps the first thirty are named', () => {
  const found = analyse({ inputs: [AGE], rules: Array.from({ length: 40 }, (_, i) => [`> ${i}`, `${i}`]) });
  assert.equal(found.filter((message) => message.includes('treffen zugleich zu')).length, 30);
  assert.ok(found.includes('… und weitere Überschneidungen'));
});
