import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFeel } from './compile-feel.ts';
import { FeelError } from './feel-error.ts';

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
};

for (const [what, text] of Object.entries(REFUSED)) {
  test(`${what} is refused quickly instead of blocking the server`, () => {
    const start = performance.now();
    assert.throws(
      () => compileFeel(text).evaluate(),
      (error: unknown) => error instanceof FeelError && error.code === 'budget',
    );
    assert.ok(performance.now() - start < 1500, `took ${performance.now() - start} ms`);
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
