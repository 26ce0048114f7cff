import type { Values } from './field-spec.ts';

/** A field that two people have changed differently since both looked. */
export type FieldConflict = { name: string; /** What this person typed. */ mine: string; /** What is there now. */ theirs: string };
export type Merged = { values: Values; conflicts: FieldConflict[] };

/**
 * Three-way merge by field: `base` is what the page showed, `typed` what came back, `current` what is there now. Fields that only one side
 * changed are taken from that side, so two people may work on the same form; a field that both changed is left as it is and named.
 */
export function mergeValues({ base, typed, current }: { base: Values; typed: Values; current: Values }): Merged {
  const values: Values = { ...current };
  const conflicts: FieldConflict[] = [];
  for (const [name, mine] of Object.entries(typed)) {
    const theirs = current[name] ?? '';
    const before = base[name] ?? '';
    if (mine === before || mine === theirs) continue;
    if (theirs === before) values[name] = mine;
    else conflicts.push({ name, mine, theirs });
  }
  return { values, conflicts };
}
