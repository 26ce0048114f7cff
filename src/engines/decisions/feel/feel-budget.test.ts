import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFeel } from './compile-feel.ts';
import { FeelError } from './feel-error.ts';

const DOUBLED = '{f: function(s, n, x) if n = 0 then x else s(s, n - 1, [x, x]), x: f(f, 60, [1])}.x';

const REFUSED: Readonly<Record<string, string>> = {
  'a range of three million numbers': 'for i in 1..3000000 return i',
  'a huge range used as list': 'count(for i in [1..99999999] return i)',
  'three nested loops': 'for a in 1..1000, b in 1..1000, c in 1..1000 return a',
  'a text that doubles in each round': 'for i in 1..60 return if i = 1 then "abcdefgh" else partial[-1] + partial[-1]',
  'a list that doubles in each round':
    'for i in 1..60 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])',
  'a function that never ends': '{f: function(g, x) g(g, x + 1), r: f(f, 0)}.r',
  'a pattern with exponential search': `matches("${'a'.repeat(40)}!", "^(a+)+$")`,
  'brackets a thousand deep': `${'('.repeat(1000)}1${')'.repeat(1000)}`,
  'minus signs without end': `${'-'.repeat(5000)}1`,
  'a text of megabytes': `"${'x'.repeat(200_000)}"`,
  'a pattern with optional parts in a row': `matches("${'a'.repeat(30)}", "${'a?'.repeat(30)}${'a'.repeat(30)}")`,
  'a pattern of the fourth power': 'matches(string join(for i in 1..20000 return "a"), "a*a*a*b")',
  'a sum of a long list in a loop': '{l: for i in 1..190000 return i, r: for i in 1..5000 return sum(l)}.r',
  'long texts in a loop': '{s: string join(for i in 1..190000 return "a"), r: for i in 1..5000 return upper case(s)}.r',
  'lists within lists, doubled sixty times, compared': `${DOUBLED} = ${DOUBLED}`,
  'lists within lists, doubled sixty times, as text': `string(${DOUBLED})`,
  'lists within lists, doubled sixty times, as result': DOUBLED,
  'a chain of twenty thousand sums': Array.from({ length: 20_000 }, () => '1').join('+'),
  'a chain of twenty thousand names': `a${'.b'.repeat(20_000)}`,
  'two functions that grow by calling each other': '{f: function(s, n) if n < 2 then n else s(s, n - 1) + s(s, n - 2), r: f(f, 50)}.r',
};

for (const [what, text] of Object.entries(REFUSED)) {
  test(`${what} is refused quickly instead of blocking the server`, () => {
    const start = process.threadCpuUsage();
    assert.throws(
      () => compileFeel(text).evaluate(),
      (error: unknown) => error instanceof FeelError && error.code === 'budget',
    );
    const { user, system } = process.threadCpuUsage(start);
    assert.ok((user + system) / 1000 < 250, `took ${(user + system) / 1000} ms`);
  });
}

test('a limit can be set for a single evaluation', () => {
  const expression = compileFeel('for i in 1..100 return i');
  assert.throws(() => expression.evaluate({}, { limits: { size: 50 } }), FeelError);
  assert.equal((expression.evaluate({}) as unknown[]).length, 100);
});

test('huge exponents cost neither time nor memory', () => {
  assert.equal(compileFeel('10 ** 6000 + 1 > 10 ** 5999').evaluate(), true);
  assert.equal(compileFeel('10 ** 99999').evaluate(), null);
});

test('long lists of texts and numbers are compared without squaring their length', () => {
  assert.equal(compileFeel('count(distinct values(for i in 1..50000 return string(i)))').evaluate(), 50000);
  assert.deepEqual(compileFeel('duplicate values(concatenate(for i in 1..20000 return i, [7, 7.5, 7.50, "7"]))').evaluate(), [7, 7.5]);
});

test('a busy machine makes no expression fail: the budget counts the time of this thread', () => {
  const expression = compileFeel('count(for i in 1..20000 return i * 2)');
  const wait = (): number => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    return 1;
  };
  assert.equal(compileFeel('wait() + count(for i in 1..20000 return i)').evaluate({ wait }), 20001);
  assert.equal(expression.evaluate(), 20000);
});
