import { FeelError } from '../feel/feel-error.ts';
import { compileNode } from '../feel/run/compile.ts';
import { freeNamesOf } from '../feel/compile-feel.ts';
import { startRun, within } from '../feel/run/run.ts';
import type { Node } from '../feel/syntax/ast.ts';
import { parseUnaryTests } from '../feel/syntax/parse-expression.ts';
import { kindOf } from '../feel/values/kind.ts';
import { FeelRange } from '../feel/values/range.ts';

/** One condition of a cell that can be compared without knowing any variable. */
export type Condition = { kind: 'value'; value: unknown } | { kind: 'range'; range: FeelRange };

/** What a cell says: everything, some fixed conditions, or something that depends on variables. */
export type CellValues =
  { kind: 'any' } | { kind: 'unknown' } | { kind: 'fixed'; negated: boolean; conditions: readonly Condition[] };

const ORDERED = new Set([
  'number',
  'date',
  'time',
  'date and time',
  'days and time duration',
  'years and months duration',
]);

/** Reads a cell of a decision table for the analysis. */
export function readCell(text: string): CellValues {
  let parsed: ReturnType<typeof parseUnaryTests>;
  try {
    parsed = parseUnaryTests(text);
  } catch (error) {
    if (error instanceof FeelError) return { kind: 'unknown' };
    throw error;
  }
  if (parsed.tests === null) return { kind: 'any' };
  const conditions: Condition[] = [];
  for (const test of parsed.tests) {
    const found = conditionsOf(test);
    if (!found) return { kind: 'unknown' };
    conditions.push(...found);
  }
  return { kind: 'fixed', negated: parsed.negated, conditions };
}

/** Whether values of this kind have an order, so that rules may speak of ranges. */
export function isOrdered(kind: string): boolean {
  return ORDERED.has(kind);
}

function conditionsOf(test: Node): readonly Condition[] | undefined {
  if (test.kind === 'half-range' && test.operator === '!=') return undefined;
  const value = constant(test);
  if (value === undefined) return undefined;
  if (value instanceof FeelRange) return [{ kind: 'range', range: value }];
  if (Array.isArray(value)) return value.map((item: unknown) => ({ kind: 'value', value: item }));
  return [{ kind: 'value', value }];
}

/** Value of an expression without variables; undefined when it has some or depends on the clock. */
function constant(node: Node): unknown {
  const { names, filterNames } = freeNamesOf(node);
  if (names.length > 0 || filterNames.length > 0 || mentions(node)) return undefined;
  const run = startRun('', { now: new Date(0) });
  try {
    const value = within(run, () => compileNode(node, () => undefined)({ vars: {}, parent: null, run }));
    return ['context', 'function'].includes(kindOf(value)) ? undefined : value;
  } catch (error) {
    // What costs too much is as unknown as a variable.
    if (error instanceof FeelError) return undefined;
    throw error;
  }
}

// `?` is a condition on the value itself, now() and today() change.
function mentions(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if ('kind' in node && node.kind === 'literal') return false;
  if ('kind' in node && node.kind === 'name' && 'name' in node)
    return ['?', 'now', 'today'].includes(String(node.name));
  return Object.values(node).some(mentions);
}
