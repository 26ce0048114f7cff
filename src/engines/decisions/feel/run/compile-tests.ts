import type { CompareOperator, Node, UnaryTestsNode } from '../syntax/ast.ts';
import { equals, inRange } from '../values/compare.ts';
import { FeelRange } from '../values/range.ts';
import { compileNode } from './compile.ts';
import type { TypeResolver } from './feel-type.ts';
import { compare } from './operators.ts';
import { inner, nothing } from './run.ts';
import type { Code, Env } from './run.ts';

/** Whether a value passes a test: true, false, or null when the two cannot be compared. */
export type TestCode = (value: unknown, env: Env) => boolean | null;

/** `x in [1..5]`, `x in (< 3, > 7)`, `x in ("A", "B")`. */
export function compileIn(node: Node & { kind: 'in' }, types: TypeResolver): Code {
  const of = compileNode(node.of, types);
  const tests = node.tests.map((test) => compileTest(test, types));
  return (env) => {
    const value = of(env);
    const result = anyOf(tests, value, inner(env, { '?': value }));
    return result ?? nothing(env.run, node.at, '„in“ vergleicht Verschiedenes');
  };
}

/** The tests of a table cell; anything but a clear yes is a no. */
export function compileTests(node: UnaryTestsNode, types: TypeResolver): (value: unknown, env: Env) => boolean {
  if (node.tests === null) return () => true;
  const tests = node.tests.map((test) => compileTest(test, types));
  const [only] = tests;
  if (only && tests.length === 1 && !node.negated) return (value, env) => only(value, env) === true;
  const wanted = !node.negated;
  return (value, env) => anyOf(tests, value, env) === wanted;
}

function anyOf(tests: readonly TestCode[], value: unknown, env: Env): boolean | null {
  let result: boolean | null = false;
  for (const test of tests) {
    const holds = test(value, env);
    if (holds === true) return true;
    if (holds === null) result = null;
  }
  return result;
}

function compileTest(node: Node, types: TypeResolver): TestCode {
  if (node.kind === 'half-range') {
    const end = compileNode(node.end, types);
    const operation = compare(node.operator);
    return (value, env) => operation(value, end(env));
  }
  if (node.kind === 'literal') {
    const expected = node.value;
    return (value) => equals(value, expected);
  }
  const code = compileNode(node, types);
  if (usesInput(node)) return (_, env) => asBoolean(code(env));
  // A range whose ends cannot be ordered is no range: nothing is known about what lies in it.
  if (node.kind === 'range') {
    return (value, env) => {
      const range = code(env);
      return range === null ? null : passes(value, range);
    };
  }
  return (value, env) => passes(value, code(env));
}

// A cell may hold a range, a list, a plain value or a condition (DMN 1.5, 10.3.1.2 rules 7 and 51).
function passes(value: unknown, test: unknown): boolean | null {
  if (test instanceof FeelRange) return value instanceof FeelRange ? equals(value, test) : inRange(value, test);
  if (Array.isArray(test)) return inList(value, test);
  if (typeof test === 'boolean' && typeof value !== 'boolean') return test;
  return equals(value, test);
}

function inList(value: unknown, list: readonly unknown[]): boolean | null {
  if (Array.isArray(value) && equals(value, list) === true) return true;
  return list.some((item) => (item instanceof FeelRange ? passes(value, item) : equals(value, item)) === true);
}

function asBoolean(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** Whether an expression speaks of the tested value itself (`?`). */
export function usesInput(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if (Array.isArray(node)) return node.some(usesInput);
  if ('kind' in node && node.kind === 'literal') return false;
  if ('kind' in node && node.kind === 'name' && 'name' in node) return node.name === '?';
  return Object.values(node).some(usesInput);
}

/** `(< 10)` as a value: a range that is open at one end. */
export function compileHalfRange(node: Node & { kind: 'half-range' }, types: TypeResolver): Code {
  const end = compileNode(node.end, types);
  return (env) => halfRange(node.operator, end(env));
}

function halfRange(operator: CompareOperator, end: unknown): FeelRange | null {
  if (end === null) return null;
  const none = { start: undefined, end: undefined, startIncluded: false, endIncluded: false };
  switch (operator) {
    case '<':
    case '<=':
      return new FeelRange({ ...none, end, endIncluded: operator === '<=' });
    case '>':
    case '>=':
      return new FeelRange({ ...none, start: end, startIncluded: operator === '>=' });
    case '=':
      return new FeelRange({ start: end, end, startIncluded: true, endIncluded: true, isComparison: true });
    case '!=':
      return null;
  }
}
