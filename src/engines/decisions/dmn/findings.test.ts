import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from '../decide.ts';
import { compileDecisions } from './compile-decisions.ts';
import { decision, input, literal, model, table } from './dmn.testing.ts';

function codes(xml: string): readonly string[] {
  return compileDecisions(xml).findings.map(({ code, elementName }) => `${code} ${elementName}`);
}

test('a file that is no XML gives a finding with its line, not an error', () => {
  const { model: none, findings } = compileDecisions('<definitions>\n<decision></definitions>');
  assert.equal(none, undefined);
  assert.equal(findings[0]?.code, 'malformed-xml');
  assert.equal(findings[0]?.line, 2);
  for (const text of ['', 'hallo', '<a/>', '\u0000', `<!DOCTYPE x [<!ENTITY a "b">]>${model('')}`]) {
    assert.deepEqual(
      compileDecisions(text).findings.map(({ severity }) => severity),
      ['error'],
      text,
    );
  }
});

test('a malformed expression is found with decision, row and place, and the rest stays usable', () => {
  const logic = table({
    inputs: [{ name: 'a', type: 'number' }],
    outputs: [{ name: 'o' }],
    rules: [
      ['> ', '1'],
      ['-', '2'],
    ],
  });
  const xml = model(input('a', 'number') + decision('fee', logic, { needs: ['a'] }) + decision('other', literal('1')));
  const { findings } = compileDecisions(xml);
  assert.equal(findings.length, 1);
  assert.equal(findings[0]?.elementName, 'fee');
  assert.match(findings[0]?.message ?? '', /^Regel 1, Eingabe „a“: Hier fehlt ein Wert/);
  assert.deepEqual(decide(xml, { a: 1 }).decisions, { fee: 2, other: 1 });
});

test('unknown names, types and requirements are found', () => {
  assert.deepEqual(codes(model(decision('d', literal('amount * rate(1)')))), [
    'unknown-variable d',
    'unknown-variable d',
  ]);
  assert.deepEqual(codes(model(decision('d', literal('1'), { type: 'tMoney' }))), ['unknown-type d']);
  assert.deepEqual(codes(model(decision('d', literal('1'), { needs: ['nothing'] }))), ['missing-requirement d']);
});

test('what belongs to an item of a filter is not taken for unknown', () => {
  assert.deepEqual(codes(model(input('l', 'Any') + decision('d', literal('l[age > 3].name'), { needs: ['l'] }))), []);
});

test('decisions in a circle are found and give null', () => {
  const xml = model(decision('a', literal('b'), { needs: ['!b'] }) + decision('b', literal('a'), { needs: ['!a'] }));
  assert.deepEqual(codes(xml), ['cycle a', 'cycle b']);
  assert.match(compileDecisions(xml).findings[0]?.message ?? '', /a → b → a/);
  assert.equal(decide(xml, {}).decisions['a'], null);
});

test('two elements of one name, tables with missing cells and foreign languages are found', () => {
  assert.deepEqual(codes(model(decision('d', literal('1')) + decision('d', literal('2')))), ['duplicate-name d']);
  const broken = table({ inputs: [{ name: '1' }], outputs: [{ name: 'o' }], rules: [['-']] });
  assert.deepEqual(codes(model(decision('d', broken))), ['table-shape d']);
  const juel = literal('x').replace('<literalExpression>', '<literalExpression expressionLanguage="juel">');
  assert.deepEqual(codes(model(decision('d', juel))), ['unsupported-language d']);
  assert.deepEqual(
    codes(model(decision('d', table({ hitPolicy: 'BEST', inputs: [], outputs: [{ name: 'o' }], rules: [] })))),
    ['table-shape d'],
  );
  assert.deepEqual(codes(model(decision('d', ''))), ['no-logic d']);
});
