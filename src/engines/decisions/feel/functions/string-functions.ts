import { toNumber } from '../values/decimal.ts';
import { checkSize } from '../run/run.ts';
import { compilePattern, replacementOf } from './regular-expression.ts';
import { runPattern } from './run-pattern.ts';
import { builtIn } from './built-in.ts';
import type { BuiltIn } from './built-in.ts';

// FEEL counts characters, not UTF-16 units: a horse (U+1F40E) is one.
function characters(text: string): string[] {
  return Array.from(text);
}

function substring(text: string, start: number, length: number | undefined): string | null {
  const all = characters(text);
  const begin = start > 0 ? start - 1 : all.length + start;
  if (start === 0 || !Number.isInteger(start) || begin < 0 || begin >= all.length) return null;
  if (length === undefined) return all.slice(begin).join('');
  return length >= 1 ? all.slice(begin, begin + Math.floor(length)).join('') : null;
}

function joinStrings(list: readonly unknown[], delimiter: string): string | null {
  const parts = list.filter((item) => item !== null && item !== undefined);
  return parts.every((item) => typeof item === 'string') ? parts.join(delimiter) : null;
}

export const STRING_FUNCTIONS: readonly BuiltIn[] = [
  builtIn('substring').with('string:string, start position:number, length?:number', ([text, start, length]) =>
    substring(text, Math.trunc(toNumber(start)), length === undefined ? undefined : toNumber(length)),
  ),
  builtIn('string length').with('string:string', ([text]) => characters(text).length),
  builtIn('upper case').with('string:string', ([text]) => text.toUpperCase()),
  builtIn('lower case').with('string:string', ([text]) => text.toLowerCase()),
  builtIn('substring before').with('string:string, match:string', ([text, match]) => {
    const at = text.indexOf(match);
    return at < 0 ? '' : text.slice(0, at);
  }),
  builtIn('substring after').with('string:string, match:string', ([text, match]) => {
    const at = text.indexOf(match);
    return at < 0 ? '' : text.slice(at + match.length);
  }),
  builtIn('contains').with('string:string, match:string', ([text, match]) => text.includes(match)),
  builtIn('starts with').with('string:string, match:string', ([text, match]) => text.startsWith(match)),
  builtIn('ends with').with('string:string, match:string', ([text, match]) => text.endsWith(match)),
  builtIn('matches').with('input:string, pattern:string, flags?:string', ([input, pattern, flags = ''], run) => {
    const compiled = compilePattern(pattern, flags);
    return compiled && runPattern(run, compiled, { task: 'test', input });
  }),
  builtIn('replace').with(
    'input:string, pattern:string, replacement:string, flags?:string',
    ([input, pattern, replacement, flags = ''], run) => {
      const compiled = compilePattern(pattern, flags);
      // XPath refuses patterns that match nothing, because they would match everywhere.
      if (!compiled || runPattern(run, compiled, { task: 'test', input: '' }) !== false) return null;
      const by = flags.includes('q') ? () => replacement : replacementOf(replacement, compiled.groups);
      return by && runPattern(run, compiled, { task: 'replace', input, by });
    },
  ),
  // Beyond the standard, as the Camunda Modeler offers it: all places that match.
  builtIn('extract').with('input:string, pattern:string', ([input, pattern], run) => {
    const compiled = compilePattern(pattern, '');
    return compiled && runPattern(run, compiled, { task: 'extract', input });
  }),
  builtIn('split').with('string:string, delimiter:string', ([text, delimiter], run) => {
    const compiled = compilePattern(delimiter, '');
    return compiled && runPattern(run, compiled, { task: 'split', input: text });
  }),
  builtIn('string join')
    .with('list:list, delimiter?:string', ([list, delimiter = ''], run) => {
      const text = joinStrings(list, delimiter);
      if (text !== null) checkSize(run, text.length);
      return text;
    })
    .with('list:list, delimiter:string, prefix:string, suffix:string', ([list, delimiter, prefix, suffix]) => {
      const text = joinStrings(list, delimiter);
      return text === null ? null : prefix + text + suffix;
    }),
  // Extensions that the Camunda Modeler offers its authors.
  builtIn('trim').with('string:string', ([text]) => text.trim()),
  builtIn('is blank').with('string:string', ([text]) => text.trim() === ''),
];
