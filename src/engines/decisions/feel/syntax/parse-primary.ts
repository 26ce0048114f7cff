import { parseNumber } from '../values/decimal.ts';
import { parseAtLiteral } from '../values/parse-temporal.ts';
import type { Node } from './ast.ts';
import { hint } from './hint.ts';
import { addKnownName } from './known-names.ts';
import { parseExpression, parseKeywordExpression, parseTest } from './parse-expression.ts';
import { attempt, chain, eat, eatName, eatNumber, eatString, expect, fail, look, nested } from './scanner.ts';
import type { Scanner } from './scanner.ts';

const COMPARE = /(?:<=|>=|!=|<|>|=)/y;
const ARGUMENT_NAME = /[^\s,:(){}[\]"<>=?@][^,:(){}[\]"<>=?@]*?(?=\s*:)/y;
const KEY = /[^"{}[\]:,()]+?(?=\s*:)/y;

/** A primary expression with its filters, paths and calls. */
export function parsePostfix(s: Scanner): Node {
  return postfixOf(s, parsePrimary(s));
}

function postfixOf(s: Scanner, start: Node): Node {
  let node = start;
  const link = chain(s);
  for (;;) {
    link();
    const at = s.at;
    if (s.text[s.at] === '.' && s.text[s.at + 1] !== '.' && eat(s, '.')) {
      const name = eatName(s) ?? fail(s, 'Nach dem Punkt fehlt ein Name');
      node = { kind: 'path', of: node, name, at };
    } else if (s.text[s.at] === '(' && eat(s, '(')) {
      node = parseCall(s, node, at);
    } else if (s.text[s.at] === '[') {
      const of = node;
      const filter = s.rangeEnd ? attempt(s, () => parseFilter(s, of)) : parseFilter(s, of);
      if (!filter) return node;
      node = filter;
    } else return node;
  }
}

function parseFilter(s: Scanner, of: Node): Node {
  const at = s.at;
  expect(s, '[');
  const match = parseExpression(s);
  expect(s, ']');
  return { kind: 'filter', of, match, at };
}

function parseCall(s: Scanner, callee: Node, at: number): Node {
  const args: Node[] = [];
  const names: string[] = [];
  const named = look(s, ARGUMENT_NAME) !== undefined;
  while (!eat(s, ')')) {
    if (args.length > 0) expect(s, ',');
    if (named) {
      const name = look(s, ARGUMENT_NAME) ?? fail(s, 'Ein benannter Parameter fehlt');
      eat(s, name);
      expect(s, ':');
      names.push(name.replace(/\s+/g, ' '));
    }
    args.push(nested(s, () => parseExpression(s)));
  }
  return named ? { kind: 'call', callee, args, names, at } : { kind: 'call', callee, args, at };
}

function parsePrimary(s: Scanner): Node {
  const at = s.at;
  switch (s.text[at]) {
    case '"':
      return { kind: 'literal', value: eatString(s), at };
    case '@': {
      eat(s, '@');
      const text = eatString(s) ?? fail(s, 'Nach „@“ fehlt ein Text in Anführungszeichen');
      return { kind: 'literal', value: parseAtLiteral(text), at };
    }
    case '[':
      return parseListOrRange(s);
    case ']':
      eat(s, ']');
      return parseRange(s, { at, startIncluded: false, start: parseExpression(s) });
    case '(':
      return parseParenthesis(s);
    case '{':
      return parseContext(s);
    case '?':
      eat(s, '?');
      return { kind: 'name', name: '?', at };
    default:
      return parseKeywordExpression(s) ?? parseWord(s);
  }
}

function parseWord(s: Scanner): Node {
  const at = s.at;
  const number = eatNumber(s);
  if (number !== undefined) return { kind: 'literal', value: parseNumber(number) ?? null, at };
  const name = eatName(s);
  if (name === undefined) return fail(s, hint(s) ?? 'Hier fehlt ein Wert');
  if (name === 'null') return { kind: 'literal', value: null, at };
  if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true', at };
  return { kind: 'name', name, at };
}

function parseListOrRange(s: Scanner): Node {
  const at = s.at;
  expect(s, '[');
  if (eat(s, ']')) return { kind: 'list', items: [], at };
  const first = parseTest(s);
  if (s.text.startsWith('..', s.at)) return parseRange(s, { at, startIncluded: true, start: first });
  const items = [first];
  while (eat(s, ',')) items.push(parseTest(s));
  expect(s, ']');
  return { kind: 'list', items, at };
}

function parseRange(s: Scanner, begin: { at: number; startIncluded: boolean; start: Node }): Node {
  expect(s, '..');
  const outer = s.rangeEnd;
  s.rangeEnd = true;
  const end = parseExpression(s);
  s.rangeEnd = outer;
  const endIncluded = s.text[s.at] === ']';
  if (!eat(s, ']') && !eat(s, ')') && !eat(s, '[')) fail(s, 'Das Ende des Bereichs fehlt');
  return { kind: 'range', ...begin, end, endIncluded };
}

function parseParenthesis(s: Scanner): Node {
  const at = s.at;
  expect(s, '(');
  if (look(s, COMPARE)) {
    const half = parseTest(s);
    expect(s, ')');
    return half;
  }
  const inner = parseExpression(s);
  if (s.text.startsWith('..', s.at)) return parseRange(s, { at, startIncluded: false, start: inner });
  expect(s, ')');
  return inner;
}

function parseContext(s: Scanner): Node {
  const at = s.at;
  const entries: { key: string; value: Node }[] = [];
  expect(s, '{');
  while (!eat(s, '}')) {
    if (entries.length > 0) expect(s, ',');
    const key = eatString(s) ?? readKey(s);
    expect(s, ':');
    addKnownName(s.known, key);
    entries.push({ key, value: parseExpression(s) });
  }
  return { kind: 'context', entries, at };
}

function readKey(s: Scanner): string {
  const key = look(s, KEY) ?? fail(s, 'Ein Schlüssel mit Doppelpunkt fehlt');
  eat(s, key);
  return key.trim().replace(/\s+/g, ' ');
}
