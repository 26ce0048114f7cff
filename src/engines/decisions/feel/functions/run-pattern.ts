import { MOST_OPTIONAL, SearchTookTooLong, withinSearchTime } from '#platform/patterns';
import { FeelError } from '../feel-error.ts';
import { checkSize } from '../run/run.ts';
import type { Run } from '../run/run.ts';
import type { Pattern } from './regular-expression.ts';

export type PatternTask =
  | { task: 'test'; input: string }
  | { task: 'replace'; input: string; by: (...groups: string[]) => string }
  | { task: 'split' | 'extract'; input: string };

/** Runs a regular expression that an author wrote; one that could take long is stopped after 100 ms. */
export function runPattern(run: Run, pattern: Pattern, task: PatternTask): unknown {
  checkSize(run, task.input.length);
  if (pattern.cost.optional > MOST_OPTIONAL) refuse(run, 'Ein Suchmuster hat zu viele wahlfreie Teile');
  const result = inTime(run, pattern, task);
  if (typeof result === 'string' || Array.isArray(result)) checkSize(run, result.length);
  return result;
}

function inTime(run: Run, pattern: Pattern, task: PatternTask): unknown {
  try {
    return withinSearchTime(pattern.cost, task.input.length, () => perform(pattern, task));
  } catch (error) {
    if (!(error instanceof SearchTookTooLong)) throw error;
    return refuse(run, 'Ein Suchmuster braucht zu lange; vermeiden Sie Wiederholungen in oder hinter Wiederholungen');
  }
}

function perform({ regex }: Pattern, task: PatternTask): unknown {
  regex.lastIndex = 0;
  switch (task.task) {
    case 'test':
      return regex.test(task.input);
    case 'replace':
      return task.input.replace(regex, task.by);
    case 'extract':
      return Array.from(task.input.matchAll(regex), ([found]) => found);
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

function refuse(run: Run, message: string): never {
  throw new FeelError('budget', message, { expression: run.expression, offset: 0 });
}
