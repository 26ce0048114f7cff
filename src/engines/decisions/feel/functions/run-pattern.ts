import { Script, createContext, type Context } from 'node:vm';
import { FeelError } from '../feel-error.ts';
import { checkSize } from '../run/run.ts';
import type { Run } from '../run/run.ts';
import type { Pattern } from './regular-expression.ts';

export type PatternTask =
  | { task: 'test'; input: string }
  | { task: 'replace'; input: string; by: (...groups: string[]) => string }
  | { task: 'split'; input: string };

const TIMEOUT_MS = 100;
/** Ways through a text that are certainly gone in a few milliseconds. */
const HARMLESS_WAYS = 100_000;
/** V8 takes exponential time to compile optional parts in a row, and that cannot be stopped. */
const MOST_OPTIONAL = 12;
const script = new Script('work()');
const sandbox: { work?: () => unknown } = {};
let context: Context | undefined;

/**
 * Runs a regular expression. The ways through a text that a search may try grow with every part that repeats: `(a+)+b`
 * exponentially, `a*a*b` with the cube of the length. A search that could take long runs where it is stopped after
 * 100 ms, so that an author's mistake cannot block the server.
 */
export function runPattern(run: Run, pattern: Pattern, task: PatternTask): unknown {
  checkSize(run, task.input.length);
  if (pattern.cost.optional > MOST_OPTIONAL) refuse(run, 'Ein Suchmuster hat zu viele wahlfreie Teile');
  const result = waysThrough(pattern, task.input.length) > HARMLESS_WAYS ? stopAfter(run, () => perform(pattern, task)) : perform(pattern, task);
  if (typeof result === 'string' || Array.isArray(result)) checkSize(run, result.length);
  return result;
}

function waysThrough({ cost }: Pattern, length: number): number {
  if (cost.nested) return Number.POSITIVE_INFINITY;
  // every place is a start, and every open repetition may end at every place
  return length ** (1 + cost.open) * cost.choices;
}

function perform({ regex }: Pattern, task: PatternTask): unknown {
  regex.lastIndex = 0;
  switch (task.task) {
    case 'test':
      return regex.test(task.input);
    case 'replace':
      return task.input.replace(regex, task.by);
    case 'split':
      return split(task.input, regex);
  }
}

// Not String.split, which would put the pattern's groups between the parts.
function split(text: string, regex: RegExp): string[] {
  const parts: string[] = [];
  let last = 0;
  for (const match of text.matchAll(regex)) {
    if (match[0] === '' && (match.index === 0 || match.index === text.length)) continue;
    parts.push(text.slice(last, match.index));
    last = match.index + match[0].length;
  }
  return [...parts, text.slice(last)];
}

function stopAfter(run: Run, work: () => unknown): unknown {
  try {
    context ??= createContext(sandbox);
    sandbox.work = work;
    return script.runInContext(context, { timeout: TIMEOUT_MS });
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    return refuse(run, 'Ein Suchmuster braucht zu lange; vermeiden Sie Wiederholungen in oder hinter Wiederholungen');
  }
}

function refuse(run: Run, message: string): never {
  throw new FeelError('budget', message, { expression: run.expression, offset: 0 });
}
