import type { CompiledField, CompiledForm } from '../compiled.ts';

const QUOTED = /"(?:[^"\\]|\\.)*"/g;

/** Brackets around the whole text are no part of its meaning. */
export function unwrapped(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith('(') || closingAt(trimmed) !== trimmed.length - 1) return trimmed;
  return unwrapped(trimmed.slice(1, -1));
}

function closingAt(text: string): number {
  let depth = 0;
  for (const [at, sign] of [...masked(text)].entries()) {
    if (sign === '(') depth++;
    if (sign === ')' && --depth === 0) return at;
  }
  return -1;
}

// What stands in quotation marks is no syntax; its length stays.
const masked = (text: string): string => text.replace(QUOTED, (quoted) => '_'.repeat(quoted.length));

/** The parts that „or“ or „and“ joins outside of brackets and quotes; nothing when FEEL's own words need these signs otherwise. */
export function alternatives(text: string, joint: 'or' | 'and'): string[] | undefined {
  const plain = masked(text);
  if (/\b(between|satisfies|then|else|return|function)\b/.test(plain)) return undefined;
  const parts: string[] = [];
  let depth = 0;
  let begin = 0;
  for (let at = 0; at < plain.length; at++) {
    const sign = plain[at] ?? '';
    if ('([{'.includes(sign)) depth++;
    else if (')]}'.includes(sign)) depth--;
    else if (depth === 0 && /\s/.test(sign) && new RegExp(`^\\s${joint}[\\s(]`).test(plain.slice(at, at + joint.length + 2))) {
      parts.push(text.slice(begin, at).trim());
      begin = at + joint.length + 1;
    }
  }
  return [...parts, text.slice(begin).trim()];
}

/** All names with their dots, in order. */
export const namesIn = (text: string): string[] => [...new Set(masked(text).match(/[A-Za-z]\w*(?:\.[A-Za-z]\w*)*/g) ?? [])];

/** The question a name means for an element: one beside it, else one further out, else the only one of that name in groups and lists. */
export function fieldNamed(form: CompiledForm, name: string, path = ''): CompiledField | undefined {
  const steps = path.split('.').slice(0, -1);
  for (let level = steps.length; level >= 0; level--) {
    const found = form.fields.get([...steps.slice(0, level), name].join('.'));
    if (found) return found;
  }
  const inside = [...form.fields.values()].filter((field) => field.path.endsWith(`.${name}`));
  return inside.length === 1 ? inside[0] : undefined;
}
