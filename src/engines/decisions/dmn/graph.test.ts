import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide, evaluateDecision } from '../decide.ts';
import { compileDecisions } from './compile-decisions.ts';
import { decision, input, knowledge, literal, model, textOf } from './dmn.testing.ts';

test('a knowledge model is a function of its parameters', () => {
  const xml = model(
    input('net', 'number') +
      knowledge('with tax', [{ name: 'net', type: 'number' }], literal('net * 1.19')) +
      decision('gross', literal('with tax(net)'), { needs: ['net'], knows: ['with tax'] }) +
      decision(
        'boxed',
        `<invocation>${literal('with tax')}<binding><parameter name="net"/>${literal('net * 2')}</binding></invocation>`,
        { needs: ['net'], knows: ['with tax'] },
      ),
  );
  assert.deepEqual(decide(xml, { net: 100 }).decisions, { gross: 119, boxed: 238 });
});

test('a knowledge model may call itself', () => {
  const xml = model(
    knowledge('factorial', [{ name: 'n', type: 'number' }], literal('if n < 2 then 1 else n * factorial(n - 1)')) +
      decision('d', literal('factorial(10)'), { knows: ['factorial'] }),
  );
  const { decisions, findings } = decide(xml, {});
  assert.deepEqual(findings, []);
  assert.equal(decisions['d'], 3628800);
});

test('a decision service sees nothing but its parameters', () => {
  const xml = model(
    input('a', 'number') +
      decision('b', literal('a + 1'), { needs: ['a'] }) +
      decision('c', literal('a * 10 + b'), { needs: ['a', '!b'] }) +
      '<decisionService id="s" name="service"><outputDecision href="#c"/><inputDecision href="#b"/><inputData href="#a"/></decisionService>' +
      decision('d', literal('service(2, 7)'), { knows: ['s'] }),
  );
  const { model: compiled } = compileDecisions(xml);
  assert.ok(compiled);
  assert.equal(evaluateDecision(compiled, 'd', { input: { a: 99 } }).value, 27);
  assert.equal(evaluateDecision(compiled, 'service', { input: { a: 3, b: 1 } }).value, 31);
});

test('models import decisions, knowledge and types of others under a name', () => {
  const base = model(
    '<itemDefinition name="tZone"><typeRef>string</typeRef><allowedValues><text>"A","B"</text></allowedValues></itemDefinition>' +
      input('zone', 'tZone') +
      knowledge('fee of', [{ name: 'z', type: 'tZone' }], literal('if z = "A" then 30 else 20')),
    { namespace: 'urn:base' },
  );
  const main = model(
    decision('fee', literal('base.fee of(base.zone)'), {
      needs: ['urn:base#zone'],
      knows: ['urn:base#fee_of'],
      type: 'number',
    }),
    { imports: '<import name="base" namespace="urn:base" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>' },
  );
  assert.equal(decide([main, base], { zone: 'A' }).decisions['fee'], 30);
  assert.equal(decide([main, base], { base: { zone: 'B' } }).decisions['fee'], 20);
  assert.deepEqual(decide([main, base], { zone: 'C' }).inputProblems, [
    'zone: Die Eingabe (Text) passt nicht zum Typ „tZone“',
  ]);
  assert.deepEqual(
    decide(main, { zone: 'A' })
      .findings.map(({ code }) => code)
      .slice(0, 1),
    ['missing-import'],
  );
});

test('boxed expressions of all kinds', () => {
  const context = `<context><contextEntry><variable name="net"/>${literal('10')}</contextEntry><contextEntry><variable name="gross"/>${literal('net * 1.19')}</contextEntry></context>`;
  const result = `<context><contextEntry><variable name="x"/>${literal('2')}</contextEntry><contextEntry>${literal('x * 21')}</contextEntry></context>`;
  const relation = `<relation><column name="k"/><column name="v"/><row>${literal('"a"')}${literal('1')}</row><row>${literal('"b"')}${literal('2')}</row></relation>`;
  const xml = model(
    decision('context', context) +
      decision('result', result) +
      decision('relation', relation) +
      decision('list', `<list>${literal('1')}${literal('2 + 1')}</list>`) +
      decision(
        'conditional',
        `<conditional><if>${literal('1 > 2')}</if><then>${literal('"yes"')}</then><else>${literal('"no"')}</else></conditional>`,
      ) +
      decision('filter', `<filter><in>${relation}</in><match>${literal('v > 1')}</match></filter>`) +
      decision(
        'for',
        `<for iteratorVariable="i"><in>${literal('1..3')}</in><return>${literal('i')}</return></for>`.replace(
          '1..3',
          '[1..3]',
        ),
      ) +
      decision(
        'some',
        `<some iteratorVariable="i"><in>${literal('[1, 2]')}</in><satisfies>${literal('i > 1')}</satisfies></some>`,
      ) +
      decision(
        'every',
        `<every iteratorVariable="i"><in>${literal('[1, 2]')}</in><satisfies>${literal('i > 1')}</satisfies></every>`,
      ) +
      decision('function', `<functionDefinition><formalParameter name="n"/>${literal('n + 1')}</functionDefinition>`),
    { version: '20230324' },
  );
  const { decisions, findings } = decide(xml, {});
  assert.deepEqual(findings, []);
  assert.deepEqual(decisions, {
    context: { net: 10, gross: 11.9 },
    result: 42,
    relation: [
      { k: 'a', v: 1 },
      { k: 'b', v: 2 },
    ],
    list: [1, 3],
    conditional: 'no',
    filter: [{ k: 'b', v: 2 }],
    for: [1, 2, 3],
    some: true,
    every: false,
    function: null,
  });
});

for (const version of ['20151101', '20180521', '20191111', '20211108', '20230324']) {
  test(`a file of the DMN version ${version} is read`, () => {
    assert.equal(decide(model(decision('d', literal('1 + 1')), { version }), {}).decisions['d'], 2);
  });
}

test('structured types are enforced, with allowed values', () => {
  const type = `<itemDefinition name="tDog"><itemComponent name="chip number"><typeRef>string</typeRef></itemComponent><itemComponent name="size"><typeRef>number</typeRef><allowedValues>${textOf('[10..120]')}</allowedValues></itemComponent></itemDefinition><itemDefinition name="tDogs" isCollection="true"><typeRef>tDog</typeRef></itemDefinition>`;
  const xml = model(type + input('dogs', 'tDogs') + decision('sizes', literal('sum(dogs.size)'), { needs: ['dogs'] }));
  const dog = { 'chip number': '276', size: 40 };
  assert.equal(decide(xml, { dogs: [dog, dog] }).decisions['sizes'], 80);
  assert.equal(decide(xml, { dogs: dog }).decisions['sizes'], 40);
  assert.equal(decide(xml, { dogs: [{ ...dog, size: 5 }] }).decisions['sizes'], null);
  assert.equal(decide(xml, { dogs: [{ size: 40 }] }).decisions['sizes'], null);
});

test('dates in the input are read by their type', () => {
  const xml = model(
    input('from', 'date') + decision('until', literal('from + @"P3D"'), { needs: ['from'], type: 'date' }),
  );
  assert.equal(decide(xml, { from: '2026-02-27' }).decisions['until'], '2026-03-02');
  assert.equal(decide(xml, { from: 'bald' }).decisions['until'], null);
});
