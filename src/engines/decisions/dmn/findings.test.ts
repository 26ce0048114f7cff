import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide, evaluateDecision } from '../decide.ts';
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

test('a circle of types is found, and a type that contains itself in a part is none', () => {
  const alias = (name: string, of: string): string => `<itemDefinition name="${name}"><typeRef>${of}</typeRef></itemDefinition>`;
  const person = '<itemDefinition name="tPerson"><itemComponent name="mother"><typeRef>tPerson</typeRef></itemComponent></itemDefinition>';
  const xml = model(alias('tA', 'tB') + alias('tB', 'tA') + person + decision('d', literal('1'), { type: 'tA' }));
  assert.deepEqual(codes(xml), ['circular-type tA', 'circular-type tB']);
  assert.deepEqual(decide(xml, {}).decisions, { d: 1 });
});

test('decisions three thousand deep are refused at the one where it becomes too much', () => {
  const chain = Array.from({ length: 3000 }, (_, i) => decision(`d${i}`, literal(i === 0 ? '1' : `d${i - 1} + 1`), { needs: i === 0 ? [] : [`!d${i - 1}`] }));
  const { decisions, findings } = decide(model(chain.toReversed().join('')), {});
  assert.deepEqual(decisions, {});
  assert.deepEqual(findings.map(({ message }) => message), ['„d300“ baut auf mehr als 300 Entscheidungen nacheinander auf']);
});

test('a decision that would never end is a finding with its name; the others keep their values', () => {
  const recursion = '<businessKnowledgeModel id="f" name="f"><variable name="f"/><encapsulatedLogic><formalParameter name="x"/>' + literal('f(x + 1)') + '</encapsulatedLogic></businessKnowledgeModel>';
  const xml = model(recursion + decision('endless', literal('f(1)'), { knows: ['f'] }) + decision('fee', literal('12')));
  const { decisions, findings } = decide(xml, {});
  assert.deepEqual(decisions, { endless: null, fee: 12 });
  assert.match(findings[0]?.message ?? '', /^„endless“: Funktionen rufen sich zu tief gegenseitig auf/);
  assert.equal(findings[0]?.elementName, 'endless');
  const { model: compiled } = compileDecisions(xml);
  assert.ok(compiled);
  assert.throws(() => evaluateDecision(compiled, 'endless', { input: {} }), /„endless“/);
});
