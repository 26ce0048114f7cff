import assert from 'node:assert/strict';
import { test } from 'node:test';
import { translateJuel } from './juel.ts';

const same: [string, string][] = [
  ['${approved}', 'approved'],
  ['#{approved}', 'approved'],
  ['${amount > 100 && approved}', 'amount > 100 and approved'],
  ['${amount ge 100 or not approved}', 'amount >= 100 or (approved != true)'],
  ["${kind == 'dog' || kind != null}", 'kind = "dog" or kind != null'],
  ['${!done}', '(done != true)'],
  ['${empty name}', '((name = null or name = "" or name = [] or name = {}) = true)'],
  ["${sex == 'm' ? 'Herr' : 'Frau'}", 'if sex = "m" then "Herr" else "Frau"'],
  ["${order['total'].net + 1}", 'order.total.net + 1'],
  ['${list[0]}', 'list[0 + 1]'],
  ['${(a + b) * -2}', '(a + b) * -2'],
  ['${a - b - c}', 'a - b - c'],
  ["${execution.hasVariable('x') && execution.getVariable('x') > 5}", '(x != null) and x > 5'],
  ["${state.equals('open')}", '(state = "open")'],
  ['Antrag ${number} vom ${date}', '"Antrag " + (if number = null then "" else string(number)) + " vom " + (if date = null then "" else string(date))'],
  ['${7 % 3}', 'modulo(7, 3)'],
  ['${!empty name}', '(((name = null or name = "" or name = [] or name = {}) = true) != true)'],
  ["${order['first-name']}", 'get value(order, "first-name")'],
  ["${address.get('city')}", 'address.city'],
  ["${name.startsWith('A') || names.size() > 2}", 'starts with(name, "A") or count(names) > 2'],
  ["${'}'}", '"}"'],
  ["${S(answer).prop('kind').stringValue()}", 'answer.kind'],
  ['${now()}', 'now()'],
  ['${dateTime().plusDays(3).toDate()}', '(now() + duration("P" + string(3) + "D"))'],
  ['${größe > .5 && länge < 1e3}', 'größe > 0.5 and länge < 1000'],
  ["${approved == 'true'}", '(approved = "true" or approved = true)'],
  ['${a ? b : c} €', '(if (if a then b else c) = null then "" else string((if a then b else c))) + " €"'],
];
for (const [juel, feel] of same)
  test(`${juel} is ${feel}`, () => {
    assert.deepEqual(translateJuel(juel), { feel });
  });

for (const juel of ['${bean.call()}', '${currentUser()}', '${execution.getProcessInstance()}', '${task.delete()}', '${a', '${a b}', '${}', '${a ==}', '${a = 1}', '${execution.processBusinessKey}', `${'${'}${'('.repeat(500)}a${')'.repeat(500)}}`])
  test(`${juel.slice(0, 40)} is refused with a hint`, () => {
    const result = translateJuel(juel);
    assert.ok('refused' in result && result.refused.length > 5);
  });
