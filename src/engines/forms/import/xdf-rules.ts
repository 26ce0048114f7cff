import type { ElementDefinition } from '../definition.ts';
import type { ImportNote } from './imported.ts';
import { textAt } from './xdf-source.ts';
import type { XdfNode } from './xdf-source.ts';

/** An element made from a FIM id, with its keys from the root. */
export type Found = { fim: string; element: ElementDefinition; path: string[]; inList: boolean };

const wordsOf = (rule: XdfNode): string => (textAt(rule, 'freitextRegel') || textAt(rule, 'definition') || textAt(rule, 'beschreibung')).replace(/\s+/g, ' ');

// "F1 …", "F2 …" sind nur dann zu befüllen, wenn "F3 …" bejaht wurde.
const onlyIfYes = /^(.*?[FG]\d+.*?) (?:ist|sind) nur dann zu befüllen, wenn\s+"?([F]\d+)[^"]*"? bejaht/;

const idsIn = (text: string): string[] => text.match(/[FG]\d{5,}/g) ?? [];

/** Turns rules of the form "nur dann zu befüllen, wenn … bejaht" into conditions; FIM has no machine-readable rules beyond that. */
export function applyRules(rules: XdfNode[], found: Found[], notes: ImportNote[]): void {
  for (const rule of rules) {
    const match = onlyIfYes.exec(wordsOf(rule));
    const source = found.find((one) => one.fim === match?.[2]);
    if (!match || source?.element.type !== 'yesNo') continue;
    for (const id of idsIn(match[1] ?? '')) {
      for (const target of found.filter((one) => one.fim === id)) attach(source, target, { rule, notes });
    }
  }
}

function attach(source: Found, target: Found, { rule, notes }: { rule: XdfNode; notes: ImportNote[] }): void {
  const where = `Regel ${textAt(rule, 'identifikation', 'id')}`;
  const sibling = source.path.slice(0, -1).join('.') === target.path.slice(0, -1).join('.');
  const say = (message: string): void => void notes.push({ where, message: `„${target.path.join('.')}“ ${message}` });
  if (!sibling && source.inList) return say('konnte nicht verbunden werden: die Frage steht in einer Liste');
  if (target.element.condition) return say('hat schon eine Bedingung');
  const name = sibling ? source.path.at(-1) : source.path.join('.');
  target.element.condition = `${name} = true`;
  say(`erscheint nur bei „${name} = true“; bitte prüfen`);
}

/** Every rule in its own words, once: a person decides what becomes of it. */
export function noteRules(rules: XdfNode[], notes: ImportNote[]): void {
  const seen = new Set<string>();
  for (const rule of rules) {
    const id = textAt(rule, 'identifikation', 'id');
    if (seen.has(id)) continue;
    seen.add(id);
    const script = textAt(rule, 'script') || textAt(rule, 'skript');
    const words = wordsOf(rule) || textAt(rule, 'name');
    notes.push({ where: `Regel ${id}`, message: `Zu prüfen: ${words.slice(0, 500)}${script ? ' (mit Skript, das nicht übernommen wurde)' : ''}` });
  }
}
