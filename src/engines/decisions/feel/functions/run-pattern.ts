import { Script, createContext } from 'node:vm';
import { FeelError } from '../feel-error.ts';
import { checkSize } from '../run/run.ts';
import type { Run } from '../run/run.ts';
import type { Pattern } from './regular-expression.ts';

export type PatternTask =
  | { task: 'test'; input: string }
  | { task: 'replace'; input: string; by: (...groups: string[]) => string }
  | { task: 'split'; input: string };

const TIMEOUT_MS = 200;
const script = new Script('work()');

/**
 * Runs a regular expression. One whose groups repeat may take exponential time on a short text (`(a+)+b`); such a pattern
 * runs in a context that is stopped after 200 ms, so that an author's mistake cannot block the server.
 */
export function runPattern(run: Run, pattern: Pattern, task: PatternTask): unknown {
  checkSize(run, task.input.length);
  const result = pattern.risky ? stopAfter(run, () => perform(pattern, task)) : perform(pattern, task);
  if (typeof result === 'string' || Array.isArray(result)) checkSize(run, result.length);
  return result;
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
    return script.runInContext(createContext({ work }), { timeout: TIMEOUT_MS });
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    const message = 'Ein Suchmuster braucht zu lange; Wiederholungen in Wiederholungen vermeiden';
    throw new FeelError('budget', message, { expression: run.expression, offset: 0 });
  }
}
