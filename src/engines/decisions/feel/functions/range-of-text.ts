import { FeelError } from '../feel-error.ts';
import type { Node } from '../syntax/ast.ts';
import { parseFeel } from '../syntax/parse-expression.ts';
import { order } from '../values/compare.ts';
import { negation } from '../run/operators.ts';
import { startRun } from '../run/run.ts';
import { parseDate, parseDateTime, parseDuration, parseTime } from '../values/parse-temporal.ts';
import { FeelRange } from '../values/range.ts';

const CONSTRUCTORS: Readonly<Record<string, (text: string) => unknown>> = {
  date: parseDate,
  time: parseTime,
  'date and time': parseDateTime,
  duration: parseDuration,
};

/** `range("[1..3]")`: both ends must be literals of one kind, in order (DMN 1.5, table 73); null otherwise. */
export function rangeOfText(text: string): FeelRange | null {
  const node = parse(text);
  if (node?.kind !== 'range') return null;
  const [start, end] = [literal(node.start), literal(node.end)];
  const sign = order(start, end);
  if (sign === undefined || sign > 0) return null;
  return new FeelRange({ start, end, startIncluded: node.startIncluded, endIncluded: node.endIncluded });
}

function parse(text: string): Node | undefined {
  try {
    return parseFeel(text);
  } catch (error) {
    if (error instanceof FeelError) return undefined;
    throw error;
  }
}

function literal(node: Node): unknown {
  if (node.kind === 'literal') return node.value;
  if (node.kind === 'negate') return negation(literal(node.of), startRun('', { now: new Date(0) }), node.at);
  if (node.kind !== 'call' || node.callee.kind !== 'name') return null;
  const [argument] = node.args;
  const make = CONSTRUCTORS[node.callee.name];
  const isText = argument?.kind === 'literal' && typeof argument.value === 'string';
  return make && isText && node.args.length === 1 ? make(argument.value as string) : null;
}
