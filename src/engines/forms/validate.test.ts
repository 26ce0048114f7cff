import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeData, fieldTypeNames, firstOpenQuestion, listQuestions, prefillData, questionAt, validateAll } from './index.ts';
import type { CompiledForm, FormData, Json } from './index.ts';
import { dogForm, goodAnswers } from './testing/dog-form.ts';
import { compiled, env, onePage } from './testing/feel-for-tests.ts';

const form = compiled(dogForm);
const text = { type: 'text', key: 'a', label: 'A' };
const errorsOf = (of: CompiledForm, data: unknown, more: object = {}): string[] =>
  validateAll(of, data as FormData, { ...env, ...more }).pages.flatMap((page) => page.errors.map((error) => `${error.path}: ${error.message}`));

test('answers of a wrong type are refused, whatever they are', () => {
  const options = [{ value: 'x', label: 'X' }];
  const wrong: Json[] = [0, 1.5, '', 'x y', true, [], {}, [{}], { a: 1 }, '2026-02-31', -1, 1e300, [null]];
  for (const type of fieldTypeNames) {
    if (type === 'calculated') continue;
    const of = onePage([{ type, key: 'x', label: 'X', ...(type === 'choice' || type === 'multiChoice' ? { options } : {}) }]);
    const accepted = wrong.filter((value) => validateAll(of, { x: value }, env).valid);
    const right: Record<string, Json[]> = { text: ['x y', '2026-02-31'], textarea: ['x y', '2026-02-31'], name: ['x y'], organisationName: ['x y', '2026-02-31'], decimal: [0, 1.5, -1], percentage: [0, 1.5], integer: [0, -1], money: [0], yesNo: [true], confirm: [true] };
    assert.deepEqual(accepted, right[type] ?? [], type);
  }
});

test('the questions of a page as things stand, each of a list once, and the one where somebody would go on', () => {
  const dogs = goodAnswers['dogs'] as Json[];
  const asked = listQuestions(form, { pageId: 'dogs', data: { ...goodAnswers, dogs: [...dogs, {}] }, env });
  assert.deepEqual(asked.filter(({ path }) => ['dogs.name', 'dogs.breed'].includes(path)), [{ path: 'dogs.name', answered: true }, { path: 'dogs.breed', answered: true }]);
  assert.ok(listQuestions(form, { pageId: 'dogs', data: { dogs: [{}] }, env }).every(({ answered }) => !answered));
  assert.equal(firstOpenQuestion(form, goodAnswers as FormData, env), undefined);
  assert.equal(firstOpenQuestion(form, { ...goodAnswers, dogs: [{ ...(dogs[0] as object), since: '2999-01-01' }] } as FormData, env), 'dogs.since');
  assert.deepEqual(['dogs.0.since', 'address.city', 'nowhere'].map((path) => questionAt(form, path)), ['dogs.since', 'address', undefined]);
});

test('answers with a wrong shape are refused by path', () => {
  assert.deepEqual(validateAll(form, { ...goodAnswers, foreign: 1, owner: 'x', dogs: [{ x: 1 }, 'y'] } as FormData, env).unknown, ['owner', 'dogs.0.x', 'dogs.1', 'foreign']);
  assert.deepEqual(validateAll(form, { ...goodAnswers, dogs: { 0: {} } } as unknown as FormData, env).unknown, ['dogs']);
  assert.equal(validateAll(form, JSON.parse('{"__proto__":{"valid":true}}') as FormData, env).valid, false);
});

test('a rule is broken only when its fields are answered', () => {
  const finish = { ...goodAnswers, startOn: '2026-10-02', endOn: '2026-10-01' };
  assert.deepEqual(errorsOf(form, finish), ['endOn: Das Ende liegt vor dem Beginn.']);
  assert.deepEqual(errorsOf(form, { ...finish, startOn: undefined }), ['endOn: Das Ende liegt vor dem Beginn.']);
  assert.deepEqual(errorsOf(form, { ...finish, endOn: undefined }), []);
  assert.deepEqual(errorsOf(form, { ...finish, endOn: '2026-10-02' }), []);
});

test('a rule of a list is kept by every row', () => {
  const [first, second] = goodAnswers.dogs;
  assert.deepEqual(errorsOf(form, { ...goodAnswers, dogs: [first, { ...second, name: 'Hund' }] }), ['dogs.1.name: Bitte geben Sie den Rufnamen an, nicht „Hund“.']);
});

test('a rule is silent about a field that has an error of its own', () => {
  const of = onePage([{ type: 'integer', key: 'n', label: 'N', max: 5 }], { rules: [{ assert: 'n < 3', message: 'zu viele', fields: ['n'] }] });
  assert.deepEqual(errorsOf(of, { n: 9 }), ['n: „N“ darf höchstens 5 sein.']);
  assert.deepEqual(errorsOf(of, { n: 4 }), ['n: zu viele']);
});

test('a field can be demanded by another answer', () => {
  const of = onePage([{ type: 'yesNo', key: 'dog', label: 'D' }, { ...text, required: 'dog' }]);
  assert.deepEqual(errorsOf(of, { dog: false }), []);
  assert.deepEqual(errorsOf(of, { dog: true }), ['a: Bitte füllen Sie „A“ aus.']);
});

test('what is hidden depends on what is hidden before it, in whatever order it is written', () => {
  const of = onePage([
    { ...text, key: 'last', condition: 'middle = null' },
    { ...text, key: 'middle', condition: 'first' },
    { type: 'yesNo', key: 'first', label: 'F' },
  ]);
  assert.deepEqual(validateAll(of, { first: false, middle: 'x', last: 'y' }, env).data, { first: false, last: 'y' });
  assert.deepEqual(validateAll(of, { first: true, middle: 'x', last: 'y' }, env).data, { first: true, middle: 'x' });
});

test('calculations build on each other, row by row', () => {
  const of = onePage([
    { type: 'calculated', key: 'total', label: 'Summe', value: 'sum(items.amount)', format: 'money' },
    {
      type: 'repeat', key: 'items', label: 'P', itemLabel: 'P',
      elements: [{ type: 'integer', key: 'pieces', label: 'S' }, { type: 'money', key: 'price', label: 'E' }, { type: 'calculated', key: 'amount', label: 'B', value: 'pieces * price', format: 'money' }],
    },
  ]);
  const data = validateAll(of, { total: 1, items: [{ pieces: 2, price: 150 }, { pieces: 1, price: 99, amount: 5 }] }, env).data;
  assert.deepEqual(data, { total: 399, items: [{ pieces: 2, price: 150, amount: 300 }, { pieces: 1, price: 99, amount: 99 }] });
});

test('the surroundings decide too', () => {
  const of = onePage([{ ...text, condition: 'account.kind = "organisation"', required: true }]);
  assert.deepEqual(errorsOf(of, {}), []);
  assert.equal(errorsOf(of, {}, { context: { account: { kind: 'organisation' } } }).length, 1);
});

test('a description shows what was answered under conditions that are not at hand', () => {
  const of = onePage([{ ...text, condition: 'account.kind = "organisation"' }, { ...text, key: 'b', label: 'B', condition: 'a = "x"' }]);
  assert.deepEqual(describeData(of, { a: 'y' }, 'de')[0]?.rows.map((row) => row.value), ['y']);
  assert.deepEqual(describeData(of, { a: 'x' }, 'de')[0]?.rows.map((row) => [row.label, row.value, row.empty]), [['A', 'x', false], ['B', 'Keine Angabe', true]]);
});

test('a limit that makes no sense is the author’s mistake, not silently no limit', () => {
  const of = onePage([{ type: 'date', key: 'd', label: 'D', max: '= 5' }]);
  assert.throws(() => validateAll(of, { d: '2026-01-01' }, env), /Feld „d“: Die Obergrenze ergibt keinen passenden Wert/);
  assert.throws(() => validateAll(of, {}, { today: '1.9.2026' }), /kein Tag/);
});

test('FEEL that fails names the form and the place', () => {
  const broken = compiledWith(() => {
    throw new Error('budget');
  });
  assert.throws(() => validateAll(broken, {}, env), /Formular „test“, Seite „Seite“, Feld „a“: Der Ausdruck „1 = 1“ ist gescheitert/);
});

function compiledWith(evaluate: () => unknown): CompiledForm {
  const of = onePage([{ ...text, condition: '1 = 1' }]);
  for (const step of of.steps) if (step.condition) step.condition.evaluate = evaluate;
  return of;
}

test('the account fills empty fields, and only what fits', () => {
  const of = onePage([
    { ...text, prefill: 'account.name' },
    { type: 'email', key: 'email', label: 'E', prefill: 'account.email' },
    { type: 'phone', key: 'phone', label: 'T', prefill: 'account.phone' },
    { type: 'group', key: 'owner', label: 'O', elements: [{ type: 'birthDate', key: 'born', label: 'G', prefill: 'account.birthDate' }] },
    { type: 'address', key: 'home', label: 'A', prefill: 'account.address' },
  ]);
  const account = { name: ' Erika ', email: 'kaputt', phone: '030 1234567', birthDate: '1984-08-12', address: { street: 'Weg', houseNumber: '1', postcode: '12345', city: 'Ort' } };
  const { data, sources } = prefillData(of, {}, { ...env, context: { account } });
  assert.deepEqual(data, { a: 'Erika', phone: '+49301234567', owner: { born: '1984-08-12' }, home: account.address });
  assert.deepEqual(Object.keys(sources), ['a', 'phone', 'owner.born', 'home']);
  assert.deepEqual(prefillData(of, { a: 'Anna' }, { ...env, context: { account: { name: 'Erika' } } }).data, { a: 'Anna' });
});

test('random answers never make validation or description fail', () => {
  let seed = 3;
  const next = (n: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  const keys = ['owner', 'dogs', 'name', 'since', 'breed', 'permit', 'chip', 'address', 'street', 'payment', 'iban', 'exempt', 'proof', 'startOn', 'endOn', 'correct', 'x'];
  const leaves: Json[] = [null, true, false, 0, -1, 1.5, '', 'x', '2026-01-31', 'listed', 'debit'];
  const make = (depth: number): Json => {
    const kind = next(depth > 3 ? 1 : 3);
    if (kind === 0) return leaves[next(leaves.length)] ?? null;
    if (kind === 1) return Array.from({ length: next(4) }, () => make(depth + 1));
    return Object.fromEntries(Array.from({ length: next(6) }, () => [keys[next(keys.length)] ?? 'x', make(depth + 1)]));
  };
  for (let i = 0; i < 2000; i++) {
    const data = { ...goodAnswers, [keys[next(keys.length)] ?? 'x']: make(0), [keys[next(keys.length)] ?? 'x']: make(0) } as FormData;
    const result = validateAll(form, data, env);
    describeData(form, data, 'de');
    assert.deepEqual(validateAll(form, result.data, env).data, result.data, 'applying conditions twice changes nothing');
  }
});
