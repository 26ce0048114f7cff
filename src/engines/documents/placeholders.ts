import type { Report } from './finding.ts';
import type { Condition, FeelExpression, FeelParser, PipeCall, TemplateMark, TemplateNode, ValueNode } from './letter-template.ts';
import { explainPipe } from './pipes.ts';

const OPEN = '\ue000';
const CLOSE = '\ue001';
const TOKEN = /\ue000(\d+)\ue001/g;

/** Placeholders taken out of a text, so that markdown never reads the `*`, `|` or `[` of an expression. */
export type Placeholders = {
  parse(source: string, line: number): Condition | undefined;
  /** Replaces every `{{ … }}` of one line by a token. */
  hide(text: string, line: number): string;
  /** Text with tokens → text and value nodes. */
  split(text: string, marks: TemplateMark[]): TemplateNode[];
  /** Link target with tokens → its parts. */
  splitHref(href: string): (string | ValueNode)[];
  /** All variables read so far. */
  names: Set<string>;
};

/** Makes the store of one letter's placeholders. */
export function collectPlaceholders(feel: FeelParser, report: Report): Placeholders {
  const values: ValueNode[] = [];
  const names = new Set<string>();
  const parse = (source: string, line: number): Condition | undefined => {
    const expression = parseFeel(feel, source, (message) => report(line, message));
    for (const name of expression?.names ?? []) names.add(name);
    return expression && { source, line, expression };
  };
  const take = (inner: string, line: number): string => {
    const [source = '', ...rest] = splitPipes(inner);
    const pipes = rest.map((pipe) => readPipe(pipe, (message) => report(line, message)));
    const condition = parse(source.trim(), line);
    if (!condition) return '';
    const known = pipes.filter((pipe) => pipe !== undefined);
    values.push({ kind: 'value', source: source.trim(), line, expression: condition.expression, pipes: known, marks: [] });
    return `${OPEN}${values.length - 1}${CLOSE}`;
  };
  const pieces = (text: string) => {
    const parts: (string | ValueNode)[] = [];
    let end = 0;
    for (const match of text.matchAll(TOKEN)) {
      if (match.index > end) parts.push(text.slice(end, match.index));
      parts.push(values[Number(match[1])] as ValueNode);
      end = match.index + match[0].length;
    }
    if (end < text.length) parts.push(text.slice(end));
    return parts;
  };
  return {
    parse,
    names,
    hide: (text, line) => {
      if (/[\ue000\ue001]/.test(text)) report(line, 'the characters U+E000 and U+E001 are not allowed');
      const hidden = text.replace(/\{\{(.*?)\}\}/g, (_whole, inner: string) => take(inner, line));
      if (/\{\{|\}\}/.test(hidden)) report(line, 'a placeholder starts with {{ and ends with }} on the same line');
      return hidden;
    },
    split: (text, marks) =>
      pieces(text).map((part) => (typeof part === 'string' ? { kind: 'text', text: part, marks } : { ...part, marks })),
    splitHref: pieces,
  };
}

function parseFeel(feel: FeelParser, source: string, report: (message: string) => void): FeelExpression | undefined {
  if (source === '') {
    report('an expression is missing');
    return undefined;
  }
  try {
    return feel(source);
  } catch (error) {
    report(`${source}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

// FEEL has no `|` of its own; only one inside a string is part of the expression.
function splitPipes(inner: string): string[] {
  const parts: string[] = [''];
  let quoted = false;
  for (let index = 0; index < inner.length; index++) {
    const character = inner.charAt(index);
    if (character === '"' && inner.charAt(index - 1) !== '\\') quoted = !quoted;
    if (character === '|' && !quoted) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}

function readPipe(text: string, report: (message: string) => void): PipeCall | undefined {
  const match = /^\s*([a-z-]+)\s*(?:\(\s*(?:"([^"]*)"|([^()"]*?))\s*\))?\s*$/.exec(text);
  if (!match) {
    report(`"${text.trim()}" is not a format; write for example | date or | number(2)`);
    return undefined;
  }
  const call = { name: match[1] ?? '', argument: match[2] ?? match[3] };
  const problem = explainPipe(call);
  if (problem) report(problem);
  return problem ? undefined : call;
}
