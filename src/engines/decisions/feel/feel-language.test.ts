import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFeel, compileUnaryTests } from './compile-feel.ts';
import { FeelError } from './feel-error.ts';
import { agree, feel } from './feel.testing.ts';

test('a text is never greater than a number', () => {
  agree({ '"A" >= 18': null, '5 > "3"': null, '"18" = 18': null, 'if "A" >= 18 then "adult" else "minor"': 'minor' });
});

test('three-valued logic treats a missing answer as unknown, not as no', () => {
  agree({
    'null and false': false,
    'null and true': null,
    'null or true': true,
    'null or false': null,
    'not(null)': null,
    '"yes" and true': null,
  });
});

test('null equals only null', () => {
  agree({ 'null = null': true, 'null = 0': false, 'null < 1': null, 'missing = null': true });
});

test('operators bind as the standard says', () => {
  agree({
    '2 + 3 * 4': 14,
    '-5 ** 2': 25,
    '2 ** 3 ** 2': 64,
    '1 + if true then 1 else 2': 2,
    'true or false and false': true,
  });
  agree({ 'a and some x in list satisfies x > 2': true }, { a: true, list: [1, 2, 3] });
});

test('names may hold blanks', () => {
  agree({ 'first name + " " + last name': 'Erika Muster' }, { 'first name': 'Erika', 'last name': 'Muster' });
  agree({ '{full price: 10, half price: full price / 2}.half price': 5 });
});

test('a filter sees the properties of each item', () => {
  const dogs = [
    { name: 'Rex', breed: 'Pitbull' },
    { name: 'Waldi', breed: 'Dackel' },
  ];
  agree(
    {
      'dogs[breed = "Pitbull"].name': ['Rex'],
      'dogs[2].name': 'Waldi',
      'dogs[-1].name': 'Waldi',
      'dogs[3]': null,
      'dogs.name': ['Rex', 'Waldi'],
    },
    { dogs },
  );
});

test('loops give lists, also nested and with earlier results', () => {
  agree({
    'for i in 1..3 return i * i': [1, 4, 9],
    'for i in 3..1 return i': [3, 2, 1],
    'for i in [1, 2], j in [10, 20] return i + j': [11, 21, 12, 22],
    'for i in 0..4 return if i = 0 then 1 else i * partial[-1]': [1, 1, 2, 6, 24],
    'for d in @"2026-12-31"..@"2027-01-02" return d': ['2026-12-31', '2027-01-01', '2027-01-02'],
    'every x in [] satisfies false': true,
    'some x in [] satisfies true': false,
  });
});

test('ranges include their ends or not, as their brackets say', () => {
  agree({
    '5 in [1..5]': true,
    '5 in [1..5)': false,
    '5 in ]1..5]': true,
    '5 in (< 5, > 10)': false,
    '[1..5).end included': false,
    '"b" in ["a".."c"]': true,
    '5 between 1 and 5': true,
    '[5..1]': null,
  });
});

test('types are recognised', () => {
  agree({
    '1 instance of number': true,
    'null instance of number': false,
    '[1, 2] instance of list<number>': true,
    '[1, "a"] instance of list<number>': false,
    '{a: 1} instance of context<a: number>': true,
    '@"P1D" instance of days and time duration': true,
    '[1..2] instance of range<number>': true,
    '1 instance of dog': null,
  });
});

test('functions are values and take named parameters', () => {
  agree({
    '(function(x, y) x - y)(y: 1, x: 3)': 2,
    '(function(x: number) x)("a")': null,
    '(function(x, y) x)(1)': null,
    'sort([3, 1, 2], function(a, b) a > b)': [3, 2, 1],
    'substring(string: "Hundesteuer", start position: 6)': 'steuer',
    'substring(text: "Hundesteuer", start position: 6)': null,
  });
});

test('a malformed expression is refused with its place in German', () => {
  const message = (text: string): string => {
    try {
      compileFeel(text);
    } catch (error) {
      assert.ok(error instanceof FeelError);
      return error.message;
    }
    return 'angenommen';
  };
  assert.equal(message('1 +'), 'Hier fehlt ein Wert am Ende des Ausdrucks (Zeile 1, Spalte 4)');
  assert.equal(message('a\n  == 1'), 'Gleichheit schreibt FEEL mit einem „=“ bei „= 1“ (Zeile 2, Spalte 4)');
  assert.match(message("'Hund'"), /doppelten Anführungszeichen/);
  assert.match(message('${amount}'), /ohne „\$/);
  assert.match(message('if a then 1'), /„else“ erwartet/);
  assert.match(message(''), /Ein Ausdruck fehlt/);
});

test('free names tell what an expression needs', () => {
  const { names, filterNames, paths } = compileFeel(
    'sum(for d in application.dogs return d.fee) + tax[year = current].sum + count(extra)',
  );
  assert.deepEqual(names, ['application', 'tax', 'extra']);
  assert.deepEqual(filterNames, ['year', 'current']);
  assert.deepEqual(paths, ['application.dogs']);
  assert.deepEqual(compileUnaryTests('> limit, "A"').names, ['limit']);
});

test('a cell of a table tests its value', () => {
  const passes = (text: string, value: unknown, vars = {}): boolean => compileUnaryTests(text).test(value, vars);
  assert.equal(passes('-', null), true);
  assert.equal(passes('>= 18', 18), true);
  assert.equal(passes('>= 18', '18'), false);
  assert.equal(passes('"A", "B"', 'B'), true);
  assert.equal(passes('not("A", "B")', 'C'), true);
  assert.equal(passes('[1..3], > 10', 11), true);
  assert.equal(passes('? > 3 and ? < 9', 5), true);
  assert.equal(passes('breeds', 'Pitbull', { breeds: ['Pitbull'] }), true);
  assert.equal(passes('starts with(?, "12")', '12345'), true);
  assert.equal(passes('true', 'true'), false);
});

test('why something is null is told to whoever asks', () => {
  const warnings: string[] = [];
  compileFeel('amount + 1 > limit').evaluate({ amount: 'viel' }, { warn: ({ message }) => warnings.push(message) });
  assert.deepEqual(warnings, [
    '„+“ geht nicht mit Text und Zahl',
    '„limit“ ist nicht bekannt',
    '„>“ vergleicht nicht keinem Wert (null) mit keinem Wert (null)',
  ]);
});

test('properties of JavaScript objects stay hidden', () => {
  agree(
    {
      constructor: null,
      'person.constructor': null,
      'person.__proto__': null,
      '"a".length': null,
      '[1].length': [null],
    },
    { person: {} },
  );
  assert.deepEqual(Object.keys(feel('{"__proto__": 1}') as object), ['__proto__']);
});

test('ranges, times and types are compared as the standard\'s test kit has it', () => {
  agree({
    '(=10) = [10..10]': false,
    '(=10) = (=10)': true,
    '5 in (null..10]': null,
    '5 in (<10)': true,
    'time("10:30:00.0001") = time("10:30:00.0002")': true,
    'time("10:30:00.001") = time("10:30:00.002")': false,
    'is(value1: @"2021-02-13")': false,
    '{apply: function(f, x) f(x), r: apply(abs, -5)}.r': 5,
  });
});
