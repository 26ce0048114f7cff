import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFeel } from '#engines/decisions';
import { compileProcess, freshState, step } from '#engines/process';

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** What an expression gives in a running process, and why when it gives nothing. */
async function valueOf(expression: string, variables: Record<string, unknown>): Promise<unknown> {
  const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="x">
    <process id="p" isExecutable="true"><startEvent id="s"/><serviceTask id="t" camunda:expression="${escape(expression)}" camunda:resultVariable="result"/><userTask id="u"/><endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="t"/><sequenceFlow id="f2" sourceRef="t" targetRef="u"/><sequenceFlow id="f3" sourceRef="u" targetRef="e"/></process></definitions>`;
  const { graph, findings } = await compileProcess(xml, { feel: compileFeel });
  const refused = findings.find(({ severity }) => severity === 'error');
  if (!graph || refused) return `refused: ${refused?.message}`;
  const { state } = step(graph, freshState(), { type: 'start', variables }, { now: new Date('2026-03-02T08:00:00Z'), context: {} });
  return state.tokens.find((token) => token.error)?.error ?? state.vars['result'];
}

const given = {
  a: 'x', n: 5, price: 2.5, yes: true, no: false, nothing: null, blank: '', list: ['p', 'q'], none: [], order: { total: { net: 7 }, 'first-name': 'Ada', items: [{ id: 1 }] },
  date: '2026-01-01', json: { kind: 'dog' },
};

/** Values as Camunda 7 (JUEL 2.2) gives them for these variables. */
const values: [string, unknown][] = [
  ["${a == 'x'}", true],
  ['${a == "x"}', true],
  ["${a eq 'y'}", false],
  ["${a != 'x'}", false],
  ["${a ne 'y'}", true],
  ["#{a == 'x'}", true],
  ['${n > 4 && n < 6}', true],
  ['${n ge 5 and n le 5}', true],
  ['${n lt 5 or n gt 5}', false],
  ['${n == 5}', true],
  ['${price * 2 == 5}', true],
  ['${n % 2}', 1],
  ['${n mod 2 == 1}', true],
  ['${-n + 1}', -4],
  ['${(n + 1) * 2}', 12],
  ['${yes}', true],
  ['${!yes}', false],
  ['${not no}', true],
  ['${!nothing}', true],
  ['${!(n > 7)}', true],
  ['${empty nothing}', true],
  ['${empty blank}', true],
  ['${empty none}', true],
  ['${empty list}', false],
  ['${!empty list}', true],
  ['${not empty a}', true],
  ['${not empty missing}', false],
  ['${empty missing || n == 5}', true],
  ['${a == null}', false],
  ['${missing == null}', true],
  ["${yes ? 'ja' : 'nein'}", 'ja'],
  ["${n > 7 ? 'viel' : n > 4 ? 'mittel' : 'wenig'}", 'mittel'],
  ['${order.total.net}', 7],
  ["${order['total']['net'] + 1}", 8],
  ["${order['first-name']}", 'Ada'],
  ['${order.items[0].id}', 1],
  ['${list[1]}', 'q'],
  ['${list.size()}', 2],
  ["${list.contains('q')}", true],
  ["${list.contains('z')}", false],
  ['${list.isEmpty()}', false],
  ['${list.get(0)}', 'p'],
  ["${a.equals('x')}", true],
  ["${a.startsWith('x') && !a.endsWith('y')}", true],
  ["${a.concat('y').toUpperCase()}", 'XY'],
  ['${a.length()}', 1],
  ["${execution.getVariable('n') == 5}", true],
  ["${execution.hasVariable('n')}", true],
  ["${execution.hasVariable('missing')}", false],
  ['Fall ${n} von ${a}', 'Fall 5 von x'],
  ['${n}${a}', '5x'],
  ['Name: ${missing}.', 'Name: .'],
  ["${'it\\'s'}", "it's"],
  ["${a == '}'}", false],
  ['${date}', '2026-01-01'],
  ["${S(json).prop('kind').stringValue()}", 'dog'],
  ["${json.prop('kind').value() == 'dog'}", true],
  ['${now()}', '2026-03-02T09:00:00+01:00'],
  ['${dateTime().plusDays(n).toDate()}', '2026-03-07T09:00:00+01:00'],
  ['fester Text', 'fester Text'],
  ['= n + 1', 6],
];
for (const [expression, expected] of values)
  test(`${expression} gives ${JSON.stringify(expected)}`, async () => {
    assert.deepEqual(await valueOf(expression, given), expected);
  });

for (const expression of ['${bean.call(n)}', '${execution.setVariable("a", 1)}', '${myBean.list(execution)}', '${a ==}', '${a', '${fn:length(a)}'])
  test(`${expression} is refused with a hint`, async () => {
    assert.match(String(await valueOf(expression, given)), /^refused: .*Bitte schreiben Sie ihn als FEEL/);
  });
