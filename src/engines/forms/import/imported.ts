import type { FormDefinition } from '../definition.ts';
import { isReservedKey } from '../build-tree.ts';

/** What a person has to look at before the draft is used. */
export type ImportNote = { where: string; message: string };

/** A draft with notes, or the reasons why the source was refused; an import never publishes. */
export type Imported = { definition?: FormDefinition; notes: ImportNote[]; refusals: ImportNote[] };

const spelled: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** A key from any words, free on its level: "Straße und Hausnummer" → "strasseUndHausnummer", then "…2". */
export function makeKey(words: string, taken: Set<string>): string {
  const parts = words
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => spelled[letter] ?? '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .slice(0, 5);
  const joined = parts.map((part, i) => (i === 0 ? part : part[0]?.toUpperCase() + part.slice(1))).join('');
  return freeKey(joined.slice(0, 40), taken);
}

/** The key itself when it may be used, else one beside it. */
export function freeKey(wanted: string, taken: Set<string>): string {
  const base = /^[a-z]/.test(wanted) ? wanted : `x${wanted}`;
  let key = base;
  for (let n = 2; taken.has(key) || isReservedKey(key); n++) key = `${base}${n}`;
  taken.add(key);
  return key;
}

/** A page id or form id from any words. */
export function makeId(words: string, taken: Set<string>): string {
  const plain = words
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => spelled[letter] ?? '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 50);
  const base = plain || 'seite';
  let id = base;
  for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
  taken.add(id);
  return id;
}
