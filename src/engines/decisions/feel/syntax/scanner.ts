import { FeelError } from '../feel-error.ts';
import { findKnownName } from './known-names.ts';
import type { KnownNames } from './known-names.ts';

/** Reading position in an expression. */
export type Scanner = {
  readonly text: string;
  at: number;
  depth: number;
  /** Inside the end of a range, where `[` may also close the range: `[1..10[`. */
  rangeEnd: boolean;
  readonly known: KnownNames;
};

const BLANK = /(?:[\s\u00A0\uFEFF]+|\/\*[\s\S]*?\*\/|\/\/[^\n]*)*/y;
const WORD = /[_\p{L}\p{So}][_\p{L}\p{M}\p{N}\p{So}\p{Cf}\u00B7\u203F\u2040]*/uy;
const NAME_PART = /[_\p{L}\p{M}\p{N}\p{So}\p{Cf}\u00B7\u203F\u2040]+/uy;
const NUMBER = /(?:\d+(?:\.(?!\.)\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\]|\\[\s\S])*"/y;
const STOP_WORDS = new Set(['and', 'or', 'in', 'between', 'then', 'else', 'return', 'satisfies']);
const MAX_DEPTH = 200;
const MAX_CHAIN = 3000;

export function createScanner(text: string, known: KnownNames): Scanner {
  const scanner = { text, at: 0, depth: 0, rangeEnd: false, known };
  skipBlank(scanner);
  return scanner;
}

export function skipBlank(s: Scanner): void {
  BLANK.lastIndex = s.at;
  BLANK.exec(s.text);
  s.at = Math.max(s.at, BLANK.lastIndex);
}

/** Text of a sticky pattern at the current position, without moving. */
export function look(s: Scanner, pattern: RegExp): string | undefined {
  pattern.lastIndex = s.at;
  return pattern.exec(s.text)?.[0];
}

export function take(s: Scanner, length: number): void {
  s.at += length;
  skipBlank(s);
}

/** Takes a symbol such as `(` or `..` when it stands here. */
export function eat(s: Scanner, symbol: string): boolean {
  if (!s.text.startsWith(symbol, s.at)) return false;
  take(s, symbol.length);
  return true;
}

export function expect(s: Scanner, symbol: string): void {
  if (!eat(s, symbol)) fail(s, `„${symbol}“ erwartet`);
}

export function lookWord(s: Scanner): string | undefined {
  return look(s, WORD);
}

export function eatWord(s: Scanner, word: string): boolean {
  if (lookWord(s) !== word) return false;
  take(s, word.length);
  return true;
}

export function expectWord(s: Scanner, word: string): void {
  if (!eatWord(s, word)) fail(s, `„${word}“ erwartet`);
}

export function atEnd(s: Scanner): boolean {
  return s.at >= s.text.length;
}

export function eatNumber(s: Scanner): string | undefined {
  const text = look(s, NUMBER);
  if (text !== undefined) take(s, text.length);
  return text;
}

/** Takes a string literal and resolves its escapes. */
export function eatString(s: Scanner): string | undefined {
  if (s.text[s.at] !== '"') return undefined;
  const raw = look(s, STRING);
  if (raw === undefined) fail(s, 'Das schließende Anführungszeichen fehlt');
  take(s, raw.length);
  return raw.slice(1, -1).replace(/\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|[\s\S])/g, unescape);
}

/** Takes a name: the longest declared one, else words up to the next keyword. */
export function eatName(s: Scanner): string | undefined {
  const known = findKnownName(s.known, s.text, s.at);
  const end = endOfWords(s);
  if (end === undefined && !known) return undefined;
  if (known && known.end >= (end ?? 0)) {
    take(s, known.end - s.at);
    return known.name;
  }
  const name = s.text.slice(s.at, end).replace(/\s+/g, ' ');
  take(s, (end ?? s.at) - s.at);
  return name;
}

function endOfWords(s: Scanner): number | undefined {
  const first = lookWord(s);
  if (first === undefined || STOP_WORDS.has(first)) return undefined;
  let end = s.at + first.length;
  for (;;) {
    const gap = /^\s+/.exec(s.text.slice(end, end + 200));
    if (!gap) return end;
    NAME_PART.lastIndex = end + gap[0].length;
    const next = NAME_PART.exec(s.text)?.[0];
    if (next === undefined || STOP_WORDS.has(next)) return end;
    if (next === 'instance' && /^\s+of\b/.test(s.text.slice(NAME_PART.lastIndex))) return end;
    end = NAME_PART.lastIndex;
  }
}

/** Runs a nested part of the grammar; an expression nested too deep is refused before it exhausts the stack. */
export function nested<T>(s: Scanner, parse: () => T): T {
  s.depth += 1;
  if (s.depth > MAX_DEPTH) {
    throw new FeelError('budget', 'Der Ausdruck ist zu tief verschachtelt', { expression: s.text, offset: s.at });
  }
  const result = parse();
  s.depth -= 1;
  return result;
}

/** Numbers the links of a chain such as `a + b + c`; each lies inside the next, so a chain too long would exhaust the stack. */
export function chain(s: Scanner): () => void {
  let links = 0;
  return () => {
    links += 1;
    if (links <= MAX_CHAIN) return;
    throw new FeelError('budget', 'Der Ausdruck verkettet zu viele Teile', { expression: s.text, offset: s.at });
  };
}

/** Tries a reading; on a syntax error goes back to where it began. */
export function attempt<T>(s: Scanner, parse: () => T | undefined): T | undefined {
  const { at, depth, rangeEnd } = s;
  try {
    const result = parse();
    if (result !== undefined) return result;
  } catch (error) {
    if (!(error instanceof FeelError) || error.code !== 'syntax') throw error;
  }
  s.at = at;
  s.depth = depth;
  s.rangeEnd = rangeEnd;
  return undefined;
}

export function fail(s: Scanner, message: string): never {
  const found = s.text.slice(s.at, s.at + 12).split('\n')[0];
  const near = atEnd(s) ? 'am Ende des Ausdrucks' : `bei „${found}“`;
  throw new FeelError('syntax', `${message} ${near}`, { expression: s.text, offset: s.at });
}

function unescape(_: string, code: string): string {
  if (code.length > 1) {
    const point = Number.parseInt(code.slice(1), 16);
    return point > 0x10ffff ? '\uFFFD' : code.length === 5 ? String.fromCharCode(point) : String.fromCodePoint(point);
  }
  const simple: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', "'": "'", '\\': '\\' };
  return simple[code] ?? `\\${code}`;
}
