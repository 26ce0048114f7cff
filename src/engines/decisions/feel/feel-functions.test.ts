import { test } from 'node:test';
import { FeelFunction } from './values/feel-function.ts';
import { agree } from './feel.testing.ts';

test('texts are counted in characters', () => {
  agree({
    'string length("🐴ab")': 3,
    'substring("🐴ab", 2)': 'ab',
    'substring("foobar", 3, 3)': 'oba',
    'substring("foobar", -2, 1)': 'a',
    'substring("foobar", 0)': null,
    'substring before("foobar", "bar")': 'foo',
    'substring after("foobar", "ob")': 'ar',
    'substring after("foobar", "x")': '',
    'upper case("straße")': 'STRASSE',
    'split("a;b;c;;", ";")': ['a', 'b', 'c', '', ''],
    'split("John Doe", "(\\s)")': ['John', 'Doe'],
    'string join(["a", null, "c"], "X")': 'aXc',
    'string join(["a", 1])': null,
    'string([1, "a", {b: @"2026-01-01"}])': '[1, "a", {b: 2026-01-01}]',
    'contains(["foobar"], "oob")': true,
  });
});

test('patterns follow XPath, not JavaScript', () => {
  agree({
    'matches("foobar", "^fo*b")': true,
    'matches("x", "[A-Z-[OI]]", "i")': true,
    'matches("abc", "\\p{IsBasicLatin}+")': true,
    'matches("abc", "(?=a)")': null,
    'matches("h", "(.)\\3")': null,
    'matches("abc", "a b c", "x")': true,
    'matches("a.c", "a.c", "q")': true,
    'matches("abc", "a.c", "z")': null,
    'replace("banana", "a", "o")': 'bonono',
    'replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")': '[1=ab][2=]cd',
    'replace("abc", "x*", "-")': null,
    'replace("abc", "b", "$")': null,
    'replace("a.b", ".", "$1", "q")': 'a$1b',
  });
});

test('lists are edited into new lists', () => {
  agree({
    'append([1], 2, 3)': [1, 2, 3],
    'concatenate([1], [2], [3])': [1, 2, 3],
    'insert before([1, 3], 2, 2)': [1, 2, 3],
    'remove([1, 2, 3], -1)': [1, 2],
    'remove([1], 2)': null,
    'sublist([4, 5, 6], 1, 2)': [4, 5],
    'sublist([4, 5, 6], -2)': [5, 6],
    'index of([1, 2, 3, 2], 2)': [2, 4],
    'union([1, 2], [2, 3])': [1, 2, 3],
    'distinct values([1, 1.0, null, null])': [1, null],
    'flatten([[1, 2], [[3]], 4])': [1, 2, 3, 4],
    'list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)': [5, 5, 7, 8],
    'reverse([1, 2])': [2, 1],
    'list contains([1, null], null)': true,
    '[all([true, null]), any([false, null]), all([]), any([1])]': [null, null, true, null],
    'count([])': 0,
    'partition([1, 2, 3], 2)': [[1, 2], [3]],
    'extract("a1 b22", "[0-9]+")': ['1', '22'],
    'extract("a", "(")': null,
  });
});

test('contexts are read and changed by key', () => {
  agree({
    'get value({key: "a"}, "key")': 'a',
    'get entries({a: 1})': [{ key: 'a', value: 1 }],
    'context([{key: "a", value: 1}, {key: "b", value: 2}])': { a: 1, b: 2 },
    'context([{key: "a", value: 1}, {key: "a", value: 2}])': null,
    'context put({x: 1, y: {a: 0}}, ["y", "a"], 2)': { x: 1, y: { a: 2 } },
    'context put({x: 1}, [], 2)': null,
    'context merge([{x: 1, y: 0}, {y: 2}])': { x: 1, y: 2 },
    '{a: 1, a: 2}': null,
    '{foo bar: "x"}.foo bar': 'x',
  });
});

test('intervals relate as in table 78 of the standard', () => {
  agree({
    '[before(1, 10), before(1, [1..10]), before(1, (1..10])]': [true, false, true],
    '[before([1..10], [10..20]), before([1..10), [10..20])]': [false, true],
    '[after(10, [1..10)), after([11..20], [1..11))]': [true, true],
    '[meets([1..5], [5..10]), meets([1..5), [5..10])]': [true, false],
    '[overlaps([1..5], [3..8]), overlaps([1..5], (5..8])]': [true, false],
    '[overlaps before([1..5], (1..5]), overlaps before([1..5], [1..5])]': [true, false],
    '[overlaps after((1..5], [1..5]), overlaps after([1..5], [1..5))]': [true, false],
    '[finishes(10, [1..10]), finishes([5..10), [1..10])]': [true, false],
    '[includes([1..10], 5), includes((1..10], 1), includes([1..10], [4..6])]': [true, false, true],
    '[during(1, (1..10]), during([1..5], [1..10])]': [false, true],
    '[starts(1, [1..10]), starts((1..5], [1..10])]': [true, false],
    '[coincides(5, 5), coincides((1..5), [1..5])]': [true, false],
    'before("a", 1)': null,
  });
});

test('the caller may lend functions to an expression', () => {
  const double = new FeelFunction(['n'], ([n]) => (typeof n === 'number' ? n * 2 : null));
  agree(
    { 'double(21)': 42, 'double(n: 4)': 8, 'double()': null, 'plain(3)': 4 },
    { double, plain: (n: number) => n + 1 },
  );
});

test('wrong arguments give null, not an error', () => {
  agree({
    'substring("a")': null,
    'floor("a")': null,
    'count(null)': null,
    'unknown(1)': null,
    '1(2)': null,
    'date([])': null,
    'abs(null)': null,
  });
});

test('pure functions of the Java library that other products use are computed, others do not exist', () => {
  const external = (className: string, signature: string): string =>
    `(function(a, b) external { java: { class: "${className}", method signature: "${signature}" } })`;
  agree({
    [`${external('java.lang.Math', 'max(int, int)')}(3, 7)`]: 7,
    [`${external('java.lang.Math', 'max(int, int)')}(3, 7.5)`]: null,
    [`${external('java.lang.Math', 'pow(double,double)')}(2, 10)`]: 1024,
    [`${external('java.lang.Math', 'max(int)')}(3, 7)`]: null,
    [`${external('java.lang.String', 'format(java.lang.String, [Ljava.lang.Object;)')}("%s of %d", ["one", 2])`]:
      'one of 2',
    [`${external('java.lang.Runtime', 'exec(java.lang.String, int)')}("ls", 1)`]: null,
    [`${external('java.lang.Math', 'constructor(int, int)')}(1, 2)`]: null,
  });
});

test("Java's plain conversions are computed, whatever Java does not have is nothing", () => {
  const java = (className: string, signature: string, call: string): string =>
    `{f: function(x) external {java: {class: "java.lang.${className}", method signature: "${signature}"}}, r: f(${call})}.r`;
  agree({
    [java('Short', 'valueOf(short)', '123')]: 123,
    [java('Byte', 'valueOf(byte)', '128')]: null,
    [java('String', 'valueOf(char)', '"a"')]: 'a',
    [java('String', 'valueOf(char)', '"ab"')]: null,
    [java('Float', 'valueOf(java.lang.String)', '"1234.56"')]: 1234.56,
    [java('Math', 'abs(java.lang.String)', '"-1"')]: null,
    [java('Runtime', 'exec(java.lang.String)', '"ls"')]: null,
  });
});
