import { FeelError } from '../feel-error.ts';
import type { ArithmeticOperator, CompareOperator, Iterator, Node, Parameter, UnaryTestsNode } from './ast.ts';
import { addKnownName, createKnownNames, findKnownName } from './known-names.ts';
import { parsePostfix } from './parse-primary.ts';
import { parseType } from './parse-type.ts';
import { hint } from './hint.ts';
import {
  atEnd,
  attempt,
  chain,
  createScanner,
  eat,
  eatName,
  eatWord,
  expect,
  expectWord,
  fail,
  look,
  lookWord,
  nested,
  take,
} from './scanner.ts';
import type { Scanner } from './scanner.ts';

const COMPARE = /(?:<=|>=|!=|<|>|=)/y;
const MAX_TEXT = 60_000;

/** Parses a whole expression; throws FeelError `syntax` with the place. */
export function parseFeel(text: string, names: Iterable<string> = []): Node {
  return whole(text, names, parseExpression);
}

/** Parses the cell of a decision table: `-`, `< 5, [7..9]`, `not("A")`. */
export function parseUnaryTests(text: string, names: Iterable<string> = []): UnaryTestsNode {
  return whole(text, names, (s) => {
    if (atEnd(s)) return { negated: false, tests: null };
    const any = attempt(s, () => (eat(s, '-') && atEnd(s) ? { negated: false, tests: null } : undefined));
    return any ?? parseNegatedTests(s) ?? { negated: false, tests: parseTests(s) };
  });
}

/** A unary test: `< 5`, a range or any expression. */
export function parseTest(s: Scanner): Node {
  const at = s.at;
  const operator = look(s, COMPARE) as CompareOperator | undefined;
  if (!operator) return parseExpression(s);
  take(s, operator.length);
  return { kind: 'half-range', operator, end: parseAdditive(s), at };
}

export function parseExpression(s: Scanner): Node {
  return nested(s, () => parseOr(s));
}

/** Expressions that begin with a keyword; they may also stand after an operator: `a and some x in …`. */
export function parseKeywordExpression(s: Scanner): Node | undefined {
  if (findKnownName(s.known, s.text, s.at)) return undefined;
  switch (lookWord(s)) {
    case 'if':
      return parseIf(s);
    case 'for':
      return parseFor(s);
    case 'some':
    case 'every':
      return parseQuantified(s);
    case 'function':
      return /^function\s*\(/.test(s.text.slice(s.at, s.at + 100)) ? parseFunction(s) : undefined;
    default:
      return undefined;
  }
}

function whole<T>(text: string, names: Iterable<string>, parse: (s: Scanner) => T): T {
  if (text.length > MAX_TEXT) {
    throw new FeelError('budget', 'Der Ausdruck ist zu lang', { expression: text.slice(0, 200), offset: 0 });
  }
  const s = createScanner(text, createKnownNames(names));
  if (atEnd(s) && parse === (parseExpression as unknown)) fail(s, 'Ein Ausdruck fehlt');
  const node = parse(s);
  if (!atEnd(s)) fail(s, hint(s) ?? 'Hier geht der Ausdruck nicht weiter');
  return node;
}

function parseNegatedTests(s: Scanner): UnaryTestsNode | undefined {
  return attempt(s, () => {
    if (!eatWord(s, 'not') || !eat(s, '(')) return undefined;
    const tests = parseTests(s);
    return eat(s, ')') && atEnd(s) ? { negated: true, tests } : undefined;
  });
}

export function parseTests(s: Scanner): Node[] {
  const tests = [parseTest(s)];
  while (eat(s, ',')) tests.push(parseTest(s));
  return tests;
}

function parseIf(s: Scanner): Node {
  const at = s.at;
  expectWord(s, 'if');
  const condition = parseExpression(s);
  expectWord(s, 'then');
  const yes = parseExpression(s);
  expectWord(s, 'else');
  return { kind: 'if', condition, yes, no: parseExpression(s), at };
}

function parseFor(s: Scanner): Node {
  const at = s.at;
  expectWord(s, 'for');
  const iterators = parseIterators(s);
  expectWord(s, 'return');
  return { kind: 'for', iterators, body: parseExpression(s), at };
}

function parseQuantified(s: Scanner): Node {
  const at = s.at;
  const every = eatWord(s, 'every');
  if (!every) expectWord(s, 'some');
  const iterators = parseIterators(s);
  expectWord(s, 'satisfies');
  return { kind: 'quantified', every, iterators, body: parseExpression(s), at };
}

function parseIterators(s: Scanner): Iterator[] {
  const iterators: Iterator[] = [];
  do {
    const name = readName(s);
    expectWord(s, 'in');
    const from = parseExpression(s);
    const to = eat(s, '..') ? parseExpression(s) : undefined;
    iterators.push(to ? { name, from, to } : { name, from });
  } while (eat(s, ','));
  return iterators;
}

function parseFunction(s: Scanner): Node {
  const at = s.at;
  expectWord(s, 'function');
  expect(s, '(');
  const parameters: Parameter[] = [];
  while (!eat(s, ')')) {
    if (parameters.length > 0) expect(s, ',');
    const name = readName(s);
    parameters.push(eat(s, ':') ? { name, type: parseType(s) } : { name });
  }
  const external = eatWord(s, 'external');
  return { kind: 'function', parameters, external, body: parseExpression(s), at };
}

// Names are declared here, so from now on they are known even with signs in them.
function readName(s: Scanner): string {
  const name = eatName(s) ?? fail(s, 'Ein Name fehlt');
  addKnownName(s.known, name);
  return name;
}

function parseOr(s: Scanner): Node {
  let left = parseAnd(s);
  const link = chain(s);
  for (let at = s.at; eatWord(s, 'or'); at = s.at, link()) left = { kind: 'or', left, right: parseAnd(s), at };
  return left;
}

function parseAnd(s: Scanner): Node {
  let left = parseComparison(s);
  const link = chain(s);
  for (let at = s.at; eatWord(s, 'and'); at = s.at, link()) left = { kind: 'and', left, right: parseComparison(s), at };
  return left;
}

function parseComparison(s: Scanner): Node {
  let left = parseAdditive(s);
  const link = chain(s);
  for (;;) {
    link();
    const at = s.at;
    const operator = look(s, COMPARE) as CompareOperator | undefined;
    if (operator) {
      take(s, operator.length);
      left = { kind: 'compare', operator, left, right: parseAdditive(s), at };
    } else if (eatWord(s, 'between')) {
      const low = parseAdditive(s);
      expectWord(s, 'and');
      left = { kind: 'between', of: left, low, high: parseAdditive(s), at };
    } else if (eatWord(s, 'in')) {
      left = { kind: 'in', of: left, tests: parseInTests(s), at };
    } else if (lookWord(s) === 'instance') {
      expectWord(s, 'instance');
      expectWord(s, 'of');
      left = { kind: 'instance', of: left, type: parseType(s), at };
    } else return left;
  }
}

function parseInTests(s: Scanner): readonly Node[] {
  const list = attempt(s, () => {
    if (!eat(s, '(')) return undefined;
    const tests = parseTests(s);
    return eat(s, ')') && !/[.[(]/.test(s.text[s.at] ?? '') ? tests : undefined;
  });
  if (list) return list;
  return look(s, COMPARE) ? [parseTest(s)] : [parseAdditive(s)];
}

/** Sums and what binds tighter. */
export function parseAdditive(s: Scanner): Node {
  let left = parseMultiplicative(s);
  const link = chain(s);
  for (;;) {
    link();
    const at = s.at;
    const operator = eat(s, '+') ? '+' : eat(s, '-') ? '-' : undefined;
    if (!operator) return left;
    left = arithmetic(operator, [left, parseMultiplicative(s)], at);
  }
}

function parseMultiplicative(s: Scanner): Node {
  let left = parsePower(s);
  const link = chain(s);
  for (;;) {
    link();
    const at = s.at;
    const operator = s.text.startsWith('**', s.at) ? undefined : eat(s, '*') ? '*' : eat(s, '/') ? '/' : undefined;
    if (!operator) return left;
    left = arithmetic(operator, [left, parsePower(s)], at);
  }
}

function parsePower(s: Scanner): Node {
  let left = parseNegation(s);
  const link = chain(s);
  for (let at = s.at; eat(s, '**'); at = s.at, link()) left = arithmetic('**', [left, parseNegation(s)], at);
  return left;
}

function parseNegation(s: Scanner): Node {
  const at = s.at;
  if (!eat(s, '-')) return parsePostfix(s);
  return nested(s, () => ({ kind: 'negate', of: parseNegation(s), at }));
}

function arithmetic(operator: ArithmeticOperator, [left, right]: [Node, Node], at: number): Node {
  return { kind: 'arithmetic', operator, left, right, at };
}
