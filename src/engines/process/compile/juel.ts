import { callMethod, constructor, JuelError, propertyOf } from './juel-methods.ts';

/** JUEL (`${…}` of Camunda 7) that means the same in FEEL is translated; everything else is refused with a hint. */
export type Translation = { feel: string } | { refused: string };

type Piece = { kind: 'name' | 'number' | 'text' | 'sign'; value: string };

const WORDS: Record<string, string> = { eq: '==', ne: '!=', lt: '<', gt: '>', le: '<=', ge: '>=', and: '&&', or: '||', not: '!', div: '/', mod: '%' };
const LEVEL: Record<string, number> = { '||': 1, '&&': 2, '==': 3, '!=': 3, '<': 4, '>': 4, '<=': 4, '>=': 4, '+': 5, '-': 5, '*': 6, '/': 6 };
const FEEL_SIGN: Record<string, string> = { '||': 'or', '&&': 'and', '==': '=' };

/** True when the text contains a JUEL expression. */
export function hasJuel(text: string): boolean {
  return /[$#]\{/.test(text);
}

/** Translates a text with `${…}`; fixed text around the expressions becomes a concatenation. */
export function translateJuel(text: string): Translation {
  if (text.length > MAX_LENGTH) return { refused: `er ist länger als ${MAX_LENGTH} Zeichen` };
  try {
    const parts = splitTemplate(text);
    if (parts.length === 1 && parts[0]?.code) return { feel: new Parser(parts[0].value).whole() };
    const pieces = parts.map((part) =>
      part.code ? asText(new Parser(part.value).whole()) : JSON.stringify(part.value),
    );
    return { feel: pieces.join(' + ') };
  } catch (error) {
    if (error instanceof JuelError) return { refused: error.message };
    throw error;
  }
}

/** JUEL writes nothing for null; FEEL would lose the whole text. */
function asText(feel: string): string {
  const value = /^[\w.]+$/.test(feel) ? feel : `(${feel})`;
  return `(if ${value} = null then "" else string(${value}))`;
}

/** An expression up to its closing brace, which may also stand in quotes. */
const CODE = /[$#]\{((?:[^}'"]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")*)\}/y;

function splitTemplate(text: string): { code: boolean; value: string }[] {
  const parts: { code: boolean; value: string }[] = [];
  for (let at = 0; at < text.length; ) {
    const start = text.slice(at).search(/[$#]\{/);
    const fixed = start < 0 ? text.slice(at) : text.slice(at, at + start);
    if (fixed) parts.push({ code: false, value: fixed });
    if (start < 0) break;
    CODE.lastIndex = at + start;
    const match = CODE.exec(text);
    if (!match) throw new JuelError('die schließende Klammer „}“ fehlt');
    parts.push({ code: true, value: match[1] ?? '' });
    at = CODE.lastIndex;
  }
  return parts;
}

function tokenize(code: string): Piece[] {
  const pattern = /\s*(?:([\p{L}_][\p{L}\p{N}_]*)|(\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.()[\],]))/uy;
  const pieces: Piece[] = [];
  let at = 0;
  while (at < code.trimEnd().length) {
    pattern.lastIndex = at;
    const match = pattern.exec(code);
    if (!match) throw new JuelError(`„${code.slice(at).trim()}“ ist nicht lesbar`);
    at = pattern.lastIndex;
    const [, name, number, single, double, sign] = match;
    if (name !== undefined) pieces.push(Object.hasOwn(WORDS, name) ? { kind: 'sign', value: WORDS[name] ?? '' } : { kind: 'name', value: name });
    else if (number !== undefined) pieces.push({ kind: 'number', value: plainNumber(number) });
    else if (sign !== undefined) pieces.push({ kind: 'sign', value: sign });
    else pieces.push({ kind: 'text', value: (single ?? double ?? '').replace(/\\(.)/g, '$1') });
  }
  return pieces;
}

/** JUEL takes the text "true" for true, which is how HTML forms write it. */
function joined(left: string, sign: string, right: string): string {
  const truth = sign === '==' || sign === '!=' ? [left, right].find((side) => side === '"true"' || side === '"false"') : undefined;
  if (truth === undefined) return `${left} ${FEEL_SIGN[sign] ?? sign} ${right}`;
  const other = left === truth ? right : left;
  const same = `(${other} = ${truth} or ${other} = ${truth.slice(1, -1)})`;
  return sign === '==' ? same : `(${same} != true)`;
}

/** `.5`, `5.` and `1e3` are numbers of Java, not of FEEL. */
function plainNumber(text: string): string {
  return /[eE]|^\.|\.$/.test(text) ? String(Number(text)) : text;
}

/** Longer or deeper than any expression that people write. */
const MAX_LENGTH = 20_000;
const MAX_DEPTH = 100;

class Parser {
  private readonly pieces: Piece[];
  private at = 0;
  private depth = 0;

  constructor(code: string) {
    this.pieces = tokenize(code);
  }

  whole(): string {
    const result = this.choice();
    if (this.at < this.pieces.length) throw new JuelError(`„${this.pieces[this.at]?.value}“ steht an falscher Stelle`);
    return result;
  }

  private sign(...values: string[]): string | undefined {
    const piece = this.pieces[this.at];
    if (piece?.kind !== 'sign' || !values.includes(piece.value)) return undefined;
    this.at++;
    return piece.value;
  }

  private expect(value: string): void {
    if (!this.sign(value)) throw new JuelError(`„${value}“ fehlt`);
  }

  private choice(): string {
    if ((this.depth += 1) > MAX_DEPTH) throw new JuelError('der Ausdruck ist zu tief verschachtelt');
    const result = this.conditional();
    this.depth -= 1;
    return result;
  }

  private conditional(): string {
    const condition = this.binary(1);
    if (!this.sign('?')) return condition;
    const yes = this.choice();
    this.expect(':');
    return `if ${condition} then ${yes} else ${this.choice()}`;
  }

  private binary(level: number): string {
    let left = this.unary();
    for (;;) {
      const piece = this.pieces[this.at];
      const own = piece?.kind === 'sign' ? LEVEL[piece.value] : undefined;
      if (piece?.value === '%' && piece.kind === 'sign' && level <= 6) {
        this.at++;
        left = `modulo(${left}, ${this.binary(7)})`;
      } else if (piece && own !== undefined && own >= level) {
        this.at++;
        left = joined(left, piece.value, this.binary(own + 1));
      } else return left;
    }
  }

  private unary(): string {
    if ((this.depth += 1) > MAX_DEPTH) throw new JuelError('der Ausdruck ist zu tief verschachtelt');
    const result = this.signed();
    this.depth -= 1;
    return result;
  }

  private signed(): string {
    // JUEL takes null for false; FEEL's not(null) would be null.
    if (this.sign('!')) return `(${this.unary()} != true)`;
    if (this.sign('-')) return `-${this.unary()}`;
    const piece = this.pieces[this.at];
    if (piece?.kind === 'name' && piece.value === 'empty') {
      this.at++;
      const value = this.unary();
      return `((${value} = null or ${value} = "" or ${value} = [] or ${value} = {}) = true)`;
    }
    return this.path();
  }

  private path(): string {
    let value = this.primary();
    for (;;) {
      if (this.sign('.')) {
        const name = this.pieces[this.at++];
        if (name?.kind !== 'name') throw new JuelError('nach dem Punkt fehlt ein Name');
        value = this.opens() ? callMethod(value, name.value, this.args()) : propertyOf(value, name.value);
      } else if (this.sign('[')) {
        const key = this.choice();
        this.expect(']');
        value = key.startsWith('"') ? callMethod(value, 'get', [key]) : `${value}[${key} + 1]`;
      } else return value;
    }
  }

  private opens(): boolean {
    const piece = this.pieces[this.at];
    return piece?.kind === 'sign' && piece.value === '(';
  }

  private args(): string[] {
    this.expect('(');
    const args: string[] = [];
    if (this.sign(')')) return args;
    do args.push(this.choice());
    while (this.sign(','));
    this.expect(')');
    return args;
  }

  private primary(): string {
    const piece = this.pieces[this.at++];
    if (!piece) throw new JuelError('der Ausdruck ist unvollständig');
    if (piece.kind === 'number') return piece.value;
    if (piece.kind === 'text') return JSON.stringify(piece.value);
    if (piece.kind === 'name') {
      return this.opens() ? constructor(piece.value, this.args()) : piece.value;
    }
    if (piece.value === '(') {
      const inner = this.choice();
      this.expect(')');
      return `(${inner})`;
    }
    throw new JuelError(`„${piece.value}“ steht an falscher Stelle`);
  }
}
