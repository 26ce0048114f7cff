import { evaluate, type FeelFunction } from 'feelin';
import type { CompileFeel } from '../expression.ts';

const KEYWORDS = new Set('true false null and or not if then else for in return some every satisfies between instance of function context external'.split(' '));

/** FEEL for the tests of this engine; the product hands over the one of the decision engine. */
export const feel: CompileFeel = (text) => {
  const names = namesIn(text);
  const made = evaluate(`function(${names.join(', ')}) ${text}`).value as FeelFunction | null;
  if (!made || typeof made.invoke !== 'function') throw new Error('kein Ausdruck');
  return { names, evaluate: (vars) => made.invoke(names.map((name) => vars[name] ?? null)) as unknown };
};

/** Free names, good enough for the small expressions of tests: words that are neither strings, keywords, fields nor functions. */
function namesIn(text: string): string[] {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const bound = new Set([...bare.matchAll(/\b(?:for|some|every)\s+(\w+)\s+in\b/g)].map(([, name]) => name ?? ''));
  const found = [...bare.matchAll(/(?<![\w.])([A-Za-z_äöüÄÖÜß]\w*)(?![\w]*\s*[:(])/g)].map(([, name]) => name ?? '');
  return [...new Set(found)].filter((name) => !KEYWORDS.has(name) && !bound.has(name));
}
