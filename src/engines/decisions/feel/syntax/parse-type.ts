import type { TypeNode } from './ast.ts';
import { eat, eatName, expect, fail, lookWord, take, nested } from './scanner.ts';
import type { Scanner } from './scanner.ts';

/** Parses a type after `instance of` or a parameter's colon. */
export function parseType(s: Scanner): TypeNode {
  return nested(s, () => {
    const word = lookWord(s);
    const next = word === undefined ? '' : s.text.slice(s.at + word.length).trimStart()[0];
    if (word !== undefined && next === '<') {
      if (word === 'list' || word === 'range') return parseOf(s, word);
      if (word === 'context') return parseContextType(s);
      if (word === 'function') return parseFunctionType(s);
    }
    return { kind: 'named', name: parseQualifiedName(s) };
  });
}

function parseOf(s: Scanner, kind: 'list' | 'range'): TypeNode {
  take(s, kind.length);
  expect(s, '<');
  const of = parseType(s);
  expect(s, '>');
  return { kind, of };
}

function parseContextType(s: Scanner): TypeNode {
  take(s, 'context'.length);
  expect(s, '<');
  const entries: { name: string; type: TypeNode }[] = [];
  while (!eat(s, '>')) {
    if (entries.length > 0) expect(s, ',');
    const name = eatName(s) ?? fail(s, 'Ein Name fehlt');
    expect(s, ':');
    entries.push({ name, type: parseType(s) });
  }
  return { kind: 'context', entries };
}

function parseFunctionType(s: Scanner): TypeNode {
  take(s, 'function'.length);
  expect(s, '<');
  const parameters: TypeNode[] = [];
  while (!eat(s, '>')) {
    if (parameters.length > 0) expect(s, ',');
    parameters.push(parseType(s));
  }
  expect(s, '->');
  return { kind: 'function', parameters, result: parseType(s) };
}

function parseQualifiedName(s: Scanner): string {
  let name = eatName(s) ?? fail(s, 'Ein Typ fehlt');
  while (s.text[s.at] === '.' && s.text[s.at + 1] !== '.' && eat(s, '.')) {
    name += `.${eatName(s) ?? fail(s, 'Ein Typ fehlt')}`;
  }
  return name;
}
