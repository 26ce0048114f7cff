import { searchCost, type SearchCost } from '#platform/patterns';
import { UNICODE_BLOCKS } from './unicode-blocks.ts';

/**
 * Regular expressions as DMN wants them: XPath and XQuery Functions 3.1, section 5.6 (XML Schema's syntax plus anchors,
 * reluctant quantifiers and back-references), translated to JavaScript's `v` mode. What XPath does not know is refused.
 */
export type Pattern = { regex: RegExp; groups: number; cost: SearchCost };

type Flags = { multiline: boolean; dotAll: boolean; ignoreCase: boolean; blanks: boolean; literal: boolean };
type Reader = { text: string; at: number; opened: number; closed: Set<number>; flags: Flags };

const BLANK = /[ \t\n\r]/;
const cache = new Map<string, Pattern | null>();
const NAME_START = String.raw`\p{L}_:`;
const NAME_PART = String.raw`\p{L}\p{N}\p{M}._:\-\xB7`;
const CLASS_ESCAPES: Readonly<Record<string, string>> = {
  d: String.raw`\p{Nd}`,
  D: String.raw`\P{Nd}`,
  w: String.raw`[^\p{P}\p{Z}\p{C}]`,
  W: String.raw`[\p{P}\p{Z}\p{C}]`,
  s: String.raw`[ \t\n\r]`,
  S: String.raw`[^ \t\n\r]`,
  i: `[${NAME_START}]`,
  I: `[^${NAME_START}]`,
  c: `[${NAME_PART}]`,
  C: `[^${NAME_PART}]`,
};

/** Compiled pattern, or null when pattern or flags are wrong. */
export function compilePattern(pattern: string, flags: string): Pattern | null {
  const key = `${flags}/${pattern}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = translate(pattern, flags);
  if (cache.size >= 500) cache.clear();
  cache.set(key, made);
  return made;
}

/** Replacement text with `$1` and `\$`; null when it is malformed (XPath error FORX0004). */
export function replacementOf(text: string, groups: number): ((...match: string[]) => string) | null {
  const parts: (string | number)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const next = text[at + 1] ?? '';
    if (text[at] === '\\') {
      if (next !== '\\' && next !== '$') return null;
      parts.push(next);
      at += 1;
    } else if (text[at] === '$') {
      let digits = /^\d+/.exec(text.slice(at + 1))?.[0];
      if (digits === undefined) return null;
      while (digits.length > 1 && Number(digits) > groups) digits = digits.slice(0, -1);
      parts.push(Number(digits));
      at += digits.length;
    } else parts.push(text[at] ?? '');
  }
  return (...match) =>
    parts.map((part) => (typeof part === 'string' ? part : part > groups ? '' : (match[part] ?? ''))).join('');
}

function translate(pattern: string, flagText: string): Pattern | null {
  if (!/^[smixq]*$/.test(flagText)) return null;
  const has = (flag: string): boolean => flagText.includes(flag);
  const flags: Flags = {
    multiline: has('m'),
    dotAll: has('s'),
    ignoreCase: has('i'),
    blanks: has('x') && !has('q'),
    literal: has('q'),
  };
  const jsFlags = `gv${flags.ignoreCase ? 'i' : ''}${flags.multiline && !flags.literal ? 'm' : ''}`;
  try {
    if (flags.literal) return { regex: new RegExp(escapeText(pattern), jsFlags), groups: 0, cost: { open: 0, choices: 1, nested: false, optional: 0 } };
    const text = flags.blanks ? withoutBlanks(pattern) : pattern;
    const r: Reader = { text, at: 0, opened: 0, closed: new Set(), flags };
    const source = readAlternatives(r, 0);
    if (r.at < text.length) return null;
    return { regex: new RegExp(source, jsFlags), groups: r.opened, cost: searchCost(source) };
  } catch {
    // Malformed by XPath's or JavaScript's rules: the function's result is null.
    return null;
  }
}

// Flag x removes blanks outside character classes, even between a backslash and its letter.
function withoutBlanks(pattern: string): string {
  let depth = 0;
  let result = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at] ?? '';
    if (char === '\\') {
      while (depth === 0 && BLANK.test(pattern[at + 1] ?? '')) at += 1;
      result += char + (pattern[at + 1] ?? '');
      at += 1;
      continue;
    }
    if (char === '[') depth += 1;
    if (char === ']') depth -= 1;
    if (depth > 0 || !BLANK.test(char)) result += char;
  }
  return result;
}

function readAlternatives(r: Reader, depth: number): string {
  if (depth > 100) throw new SyntaxError('nested too deep');
  let source = '';
  while (r.at < r.text.length && r.text[r.at] !== ')') {
    if (r.text[r.at] === '|') {
      source += '|';
      r.at += 1;
    } else source += readAtom(r, depth) + readQuantifier(r);
  }
  return source;
}

function readAtom(r: Reader, depth: number): string {
  const char = Array.from(r.text.slice(r.at, r.at + 2))[0] ?? '';
  switch (char) {
    case '(':
      return readGroup(r, depth);
    case '[':
      return readClass(r);
    case '\\':
      return readEscape(r, false);
    case '.':
      r.at += 1;
      return r.flags.dotAll ? String.raw`[\s\S]` : String.raw`[^\n\r]`;
    case '^':
      r.at += 1;
      return '^';
    case '$':
      r.at += 1;
      // With flag m a final newline begins no further line (XPath 5.6.2).
      return r.flags.multiline ? '(?=\\n|$)' : '$';
    case '*':
    case '+':
    case '?':
    case '{':
    case '}':
    case ']':
      throw new SyntaxError(`unexpected ${char}`);
    default:
      r.at += char.length;
      return escapeText(char);
  }
}

function readGroup(r: Reader, depth: number): string {
  const plain = r.text.startsWith('(?:', r.at);
  if (!plain && r.text[r.at + 1] === '?') throw new SyntaxError('unknown group');
  r.at += plain ? 3 : 1;
  const number = plain ? 0 : (r.opened += 1);
  const source = readAlternatives(r, depth + 1);
  if (r.text[r.at] !== ')') throw new SyntaxError('group not closed');
  r.at += 1;
  if (number > 0) r.closed.add(number);
  return `${plain ? '(?:' : '('}${source})`;
}

function readQuantifier(r: Reader): string {
  const match = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(r.text.slice(r.at));
  if (!match) return '';
  r.at += match[0].length;
  return match[0];
}

function readEscape(r: Reader, inClass: boolean): string {
  const char = r.text[r.at + 1] ?? '';
  r.at += 2;
  if (char === 'p' || char === 'P') return readProperty(r, char === 'P');
  const group = CLASS_ESCAPES[char];
  if (group) return group;
  if (char === 'n' || char === 'r' || char === 't') return `\\${char}`;
  if (/[1-9]/.test(char) && !inClass) return readBackReference(r, char);
  if (/[\\|.\-^?*+{}()[\]$]/.test(char) && char !== '') return escapeText(char);
  throw new SyntaxError(`unknown escape ${char}`);
}

function readBackReference(r: Reader, first: string): string {
  let number = Number(first);
  for (
    let next = r.text[r.at];
    next && /\d/.test(next) && number * 10 + Number(next) <= r.opened;
    next = r.text[r.at]
  ) {
    number = number * 10 + Number(next);
    r.at += 1;
  }
  if (!r.closed.has(number)) throw new SyntaxError('group does not exist');
  return `(?:\\${number})`;
}

function readProperty(r: Reader, negated: boolean): string {
  const match = /^\{([A-Za-z0-9-]+)\}/.exec(r.text.slice(r.at));
  const name = match?.[1];
  if (!match || name === undefined) throw new SyntaxError('malformed property');
  r.at += match[0].length;
  if (!name.startsWith('Is')) return `\\${negated ? 'P' : 'p'}{${name}}`;
  const block = UNICODE_BLOCKS[name.slice(2)];
  if (!block) throw new SyntaxError(`unknown block ${name}`);
  return `[${negated ? '^' : ''}\\u{${block[0].toString(16)}}-\\u{${block[1].toString(16)}}]`;
}

/** `[a-z-[aeiou]]`: a class, maybe without another class. */
function readClass(r: Reader): string {
  r.at += 1;
  const negated = r.text[r.at] === '^';
  if (negated) r.at += 1;
  let body = '';
  let without = '';
  const start = r.at;
  while (r.text[r.at] !== ']' || r.at === start) {
    if (r.at >= r.text.length) throw new SyntaxError('class not closed');
    if (r.text.startsWith('-[', r.at) && r.at > start) {
      r.at += 1;
      without = readClass(r);
      if (r.text[r.at] !== ']') throw new SyntaxError('subtraction must come last');
    } else body += readClassItem(r, start);
  }
  r.at += 1;
  const positive = `[${negated ? '^' : ''}${body}]`;
  return without ? `[${positive}--${without}]` : positive;
}

function readClassItem(r: Reader, start: number): string {
  const from = readClassChar(r, start);
  const isRange = r.text[r.at] === '-' && r.text[r.at + 1] !== '[' && r.text[r.at + 1] !== ']';
  if (!isRange || from.length === 0) return from;
  r.at += 1;
  return `${from}-${readClassChar(r, -1)}`;
}

function readClassChar(r: Reader, start: number): string {
  const char = Array.from(r.text.slice(r.at, r.at + 2))[0] ?? '';
  if (char === '\\') return readEscape(r, true);
  if (char === '[' || (char === ']' && r.at === start)) throw new SyntaxError(`unexpected ${char}`);
  if (char === '-' && r.at !== start && r.text[r.at + 1] !== ']') throw new SyntaxError('misplaced hyphen');
  r.at += char.length;
  return escapeText(char);
}

function escapeText(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/\-&!#%,:;<=>@`~]/g, (char) =>
    /[&!#%,:;<=>@`~]/.test(char) ? `\\u{${char.charCodeAt(0).toString(16)}}` : `\\${char}`,
  );
}
