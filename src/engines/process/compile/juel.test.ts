import assert from 'node:assert/strict';
import { test } from 'node:test';
import { translateJuel } from './juel.ts';

const same: [string, string][] = [
  ['${approved}', 'approved'],
  ['#{approved}', 'approved'],
  ['${amount > 100 && approved}', 'amount > 100 and approved'],
  ['${amount ge 100 or not approved}', 'amount >= 100 or not(approved)'],
  ["${kind == 'dog' || kind != null}", 'kind = "dog" or kind != null'],
  ['${!done}', 'not(done)'],
  ['${empty name}', '(name = null or name = "" or name = [])'],
  ["${sex == 'm' ? 'Herr' : 'Frau'}", 'if sex = "m" then "Herr" else "Frau"'],
  ["${order['total'].net + 1}", 'order.total.net + 1'],
  ['${list[0]}', 'list[0 + 1]'],
  ['${(a + b) * -2}', '(a + b) * -2'],
  ['${a - b - c}', 'a - b - c'],
  ["${execution.hasVariable('x') && execution.getVariable('x') > 5}", '(x != null) and x > 5'],
  ["${state.equals('open')}", '(state = "open")'],
  ['Antrag ${number} vom ${date}', '"Antrag " + string(number) + " vom " + string(date)'],
  ['${7 % 3}', 'modulo(7, 3)'],
];
for (const [juel, feel] of same)
  test(`${juel} is ${feel}`, () => {
    assert.deepEqual(translateJuel(juel), { feel });
  });

for (const juel of ['${bean.call()}', '${now()}', '${a', '${a b}', '${}', '${a ==}', '${a = 1}'])
  test(`${juel} is refused with a hint`, () => {
    const result = translateJuel(juel);
    assert.ok('refused' in result && result.refused.length > 5);
  });
