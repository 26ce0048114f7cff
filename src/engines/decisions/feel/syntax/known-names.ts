/**
 * Names that cannot be read word by word: FEEL allows blanks, operators and keywords inside a name (`Pre-bureau risk`,
 * `date and time`), so the longest declared name wins (DMN 1.5, 10.3.1.2 rule 2).
 */
export type KnownNames = Map<string, { parts: string[]; name: string }[]>;

const PART = /[?_\p{L}\p{So}][_\p{L}\p{M}\p{N}\p{So}\p{Cf}]*|\p{N}+|[^\s]/gu;
const SIMPLE = /^[_\p{L}\p{So}][_\p{L}\p{M}\p{N}\p{So}\p{Cf}]*$/u;
// One pattern for all searches; every search sets lastIndex first.
const SCAN = new RegExp(PART.source, 'gu');
const BUILT_IN = ['date and time', 'days and time duration', 'years and months duration', 'get or else'];

export function createKnownNames(names: Iterable<string>): KnownNames {
  const known: KnownNames = new Map();
  for (const name of BUILT_IN) addKnownName(known, name);
  for (const name of names) addKnownName(known, name);
  return known;
}

const unusual = new WeakMap<object, readonly string[]>();

/** Those of a model's names that need declaring; looked for once, not for each of its thousand expressions. */
export function unusualNames(names: ReadonlySet<string>): readonly string[] {
  let found = unusual.get(names);
  if (!found) unusual.set(names, (found = [...names].filter((name) => !SIMPLE.test(name))));
  return found;
}

export function addKnownName(known: KnownNames, name: string): void {
  if (SIMPLE.test(name)) return;
  const parts = name.match(PART);
  const first = parts?.[0];
  if (!parts || first === undefined || parts.length < 2) return;
  const list = known.get(first) ?? [];
  if (list.some((entry) => entry.name === name)) return;
  list.push({ parts, name: name.trim().replace(/\s+/g, ' ') });
  list.sort((a, b) => b.parts.length - a.parts.length);
  known.set(first, list);
}

/** Longest known name at an offset of the text, with the offset behind it. */
export function findKnownName(known: KnownNames, text: string, at: number): { name: string; end: number } | undefined {
  SCAN.lastIndex = at;
  const first = SCAN.exec(text);
  if (!first || first.index !== at) return undefined;
  for (const { parts, name } of known.get(first[0]) ?? []) {
    SCAN.lastIndex = at + first[0].length;
    if (parts.slice(1).every((part) => SCAN.exec(text)?.[0] === part)) return { name, end: SCAN.lastIndex };
  }
  return undefined;
}
