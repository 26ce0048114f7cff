import type { CompileFeel } from '../compiled.ts';
import type { ElementDefinition, FieldDefinition, FormDefinition, GroupDefinition, PageDefinition } from '../definition.ts';
import { makeId, makeKey } from './imported.ts';
import type { Imported, ImportNote } from './imported.ts';
import { settleDraft } from './settle-draft.ts';
import { convertXdfField, helpOf, labelOf } from './xdf-field.ts';
import { xdfOddities, xdfProblems } from './xdf-problems.ts';
import { applyRules, noteRules } from './xdf-rules.ts';
import type { Found } from './xdf-rules.ts';
import { child, childrenOf, codeAt, readXdf, textAt } from './xdf-source.ts';
import type { XdfNode } from './xdf-source.ts';

type Work = { notes: ImportNote[]; found: Found[]; rules: XdfNode[] };

/** Where an element is put: keys in use there, keys above it, and whether a list lies above. */
type Place = { taken: Set<string>; path: string[]; inList: boolean };

/** Fields that stand on a page of their own between groups; more are spread over several pages. */
const LOOSE_FIELDS = 30;
/** Deeper groups lose their frame: a form of ours has at most eight levels, and a list takes one too. */
const DEEPEST = 6;

/**
 * Turns a FIM schema, group or field (XDatenfelder 1, 2 or 3) into a draft. Rules in words become notes; the simple ones become conditions.
 * Bytes are decoded as the file says; a text counts as decoded.
 */
export async function importXDatenfelder(file: string | Uint8Array, options: { feel: CompileFeel }): Promise<Imported> {
  const source = await readXdf(file);
  if ('refusals' in source) return { notes: [], refusals: source.refusals };
  const refusals = xdfProblems(source.root, source.version);
  if (refusals.length > 0) return { notes: [], refusals };
  const top = source.root.children.find((node) => ['stammdatenschema', 'datenfeldgruppe', 'datenfeld'].includes(node.name));
  if (!top) return { notes: [], refusals: [{ where: 'XML', message: 'Es ist kein Schema, keine Gruppe und kein Feld enthalten' }] };
  const work: Work = { notes: xdfOddities(top), found: [], rules: childrenOf(top, 'regel') };
  const definition: FormDefinition = {
    schemaVersion: 1,
    id: makeId(textAt(top, 'name') || textAt(top, 'identifikation', 'id'), new Set()),
    title: labelOf(top),
    pages: makePages(work, top),
  };
  applyRules(work.rules, work.found, work.notes);
  noteRules(work.rules, work.notes);
  return settleDraft({ definition, notes: work.notes, refusals: [] }, options.feel);
}

function makePages(work: Work, top: XdfNode): PageDefinition[] {
  const place: Place = { taken: new Set(), path: [], inList: false };
  const ids = new Set<string>();
  const title = labelOf(top);
  if (top.name === 'datenfeld') return [{ id: makeId(title, ids), title, elements: convertEntry(work, { node: top, times: '1:1', law: '' }, place) }];
  const pages: PageDefinition[] = [];
  for (const entry of entriesOf(top)) {
    const elements = convertEntry(work, entry, place);
    if (elements.length === 0) continue;
    const last = pages.at(-1);
    // Groups are topics and get a page; single fields between them stay together, as long as people can take them in.
    const goesOn = entry.node.name === 'datenfeld' && last !== undefined && last.elements.length < LOOSE_FIELDS;
    if (goesOn) last.elements.push(...elements);
    else pages.push({ id: makeId(labelOf(entry.node), ids), title: labelOf(entry.node), elements });
  }
  if (pages.length === 0) work.notes.push({ where: title, message: 'Das Schema enthält keine Felder; der Entwurf ist leer' });
  return pages.length > 0 ? pages : [{ id: makeId(title, ids), title, elements: [] }];
}

type Entry = { node: XdfNode; times: string; law: string };

const entriesOf = (node: XdfNode): Entry[] =>
  childrenOf(node, 'struktur').flatMap((structure) => {
    const inside = child(structure, 'enthaelt')?.children.find((one) => one.name === 'datenfeld' || one.name === 'datenfeldgruppe');
    return inside ? [{ node: inside, times: textAt(structure, 'anzahl') || '1:1', law: textAt(structure, 'bezug') }] : [];
  });

const MOST_ROWS = 500;

/** How often an element stands there: "0:1", "1:*"; what cannot be read or be true counts as once. */
function timesOf(times: string, note: (message: string) => void = () => {}): { min: number; max: number } {
  const [, low, high = low] = /^(\d+)(?::(\d+|\*|n))?$/.exec(times) ?? [];
  if (low === undefined || high === undefined) {
    note(`Die Anzahl „${times}“ ist nicht lesbar; es wurde „genau einmal“`);
    return { min: 1, max: 1 };
  }
  const most = /^\d+$/.test(high) ? Number(high) : 100;
  if (most < Number(low)) note(`Die Anzahl „${times}“ ist nicht möglich; bitte prüfen Sie sie`);
  if (most > MOST_ROWS) note(`Aus der Anzahl „${times}“ wurden höchstens ${MOST_ROWS}`);
  const max = Math.min(Math.max(Number(low), most), MOST_ROWS);
  return { min: Math.min(Number(low), MOST_ROWS), max };
}

function convertEntry(work: Work, entry: Entry, place: Place): ElementDefinition[] {
  const { min, max } = timesOf(entry.times, (message) => void work.notes.push({ where: labelOf(entry.node), message }));
  if (max === 0) {
    work.notes.push({ where: labelOf(entry.node), message: 'Das Element kommt laut Anzahl „0:0“ nicht vor und wurde ausgelassen' });
    return [];
  }
  work.rules.push(...(entry.node.name === 'datenfeld' || entry.node.name === 'datenfeldgruppe' ? childrenOf(entry.node, 'regel') : []));
  if (max === 1) return entry.node.name === 'datenfeld' ? convertField(work, entry, place) : convertGroup(work, entry, place);
  const isFile = codeAt(entry.node, 'datentyp') === 'file' && entry.node.name === 'datenfeld';
  if (isFile) return convertField(work, entry, place).map((field) => ({ ...field, several: true, max }) as ElementDefinition);
  const label = labelOf(entry.node);
  const key = makeKey(label, place.taken);
  const inner: Place = { taken: new Set(), path: [...place.path, key], inList: true };
  const once = { ...entry, times: '1:1' };
  const elements = entry.node.name === 'datenfeld' ? convertField(work, once, inner) : childrenFor(work, entry.node, inner);
  if (elements.length === 0) return [];
  return [{ type: 'repeat', key, label, itemLabel: label, fim: textAt(entry.node, 'identifikation', 'id'), min, max, elements }];
}

function convertField(work: Work, { node, times, law }: Entry, place: Place): ElementDefinition[] {
  const label = labelOf(node);
  const id = textAt(node, 'identifikation', 'id');
  const base: Omit<FieldDefinition, 'type'> = {
    key: makeKey(label, place.taken),
    label,
    ...helpOf(node),
    ...(timesOf(times).min > 0 ? { required: true } : {}),
    ...(law ? { legalBasis: law.replace(/\s*\n\s*/g, ', ').slice(0, 500) } : {}),
    fim: id.slice(0, 60),
  };
  const element = convertXdfField(node, base, (message) => void work.notes.push({ where: `${id} ${label}`, message }));
  if (!element) return [];
  work.found.push({ fim: id, element, path: [...place.path, base.key], inList: place.inList });
  return [element];
}

function childrenFor(work: Work, node: XdfNode, place: Place): ElementDefinition[] {
  if (codeAt(node, 'art') === 'X') return choiceGroup(work, node, place);
  return entriesOf(node).flatMap((entry) => convertEntry(work, entry, place));
}

function convertGroup(work: Work, { node, times }: Entry, place: Place): ElementDefinition[] {
  const label = labelOf(node);
  const key = makeKey(label, place.taken);
  if (place.path.length >= DEEPEST) {
    place.taken.delete(key);
    work.notes.push({ where: label, message: 'Die Gruppe liegt zu tief; ihre Felder stehen nun ohne eigenen Rahmen' });
    const inside = childrenFor(work, node, place);
    // Nothing may be demanded of people whom the group does not concern.
    if (timesOf(times).min === 0) for (const element of inside) if ('required' in element) delete element.required;
    return inside;
  }
  const elements = childrenFor(work, node, { taken: new Set(), path: [...place.path, key], inList: place.inList });
  if (elements.length === 0) {
    work.notes.push({ where: label, message: 'Die Gruppe hat keinen Inhalt (vielleicht nur ein Verweis auf einen Baukasten) und wurde ausgelassen' });
    place.taken.delete(key);
    return [];
  }
  const { hint, help } = helpOf(node);
  const group: GroupDefinition = { type: 'group', key, label, ...(hint ? { hint } : {}), fim: textAt(node, 'identifikation', 'id'), elements };
  work.found.push({ fim: group.fim ?? '', element: group, path: [...place.path, key], inList: place.inList });
  if (help) work.notes.push({ where: label, message: 'Der lange Hilfetext der Gruppe wurde nicht übernommen' });
  if (timesOf(times).min > 0 || !elements.some(isDemanded)) return [group];
  // An optional group with required fields needs the question whether it applies at all.
  const question = makeKey(`mit ${label}`, place.taken);
  group.condition = `${question} = true`;
  work.notes.push({ where: label, message: 'Die Gruppe ist freiwillig; eine Ja-Nein-Frage entscheidet, ob sie erscheint. Bitte prüfen Sie die Wortwahl' });
  return [{ type: 'yesNo', key: question, label: `Möchten Sie Angaben machen zu: ${label}?`, required: true }, group];
}

const isDemanded = (element: ElementDefinition): boolean => {
  if (element.type === 'info') return false;
  if (element.type === 'repeat') return (element.min ?? 0) > 0;
  return element.type === 'group' ? element.elements.some(isDemanded) : element.required === true;
};

/** FIM's "Auswahlgruppe": exactly one of its members is filled in. */
function choiceGroup(work: Work, node: XdfNode, place: Place): ElementDefinition[] {
  const question = makeKey('auswahl', place.taken);
  const members = entriesOf(node).map((entry) => {
    const once = { ...entry, times: entry.times.replace(/^0/, '1') };
    return { label: labelOf(entry.node), elements: convertEntry(work, once, place) };
  });
  if (members.length < 2) return members.flatMap((member) => member.elements);
  const options = members.map(({ label }, i) => ({ value: `v${i + 1}`, label }));
  members.forEach(({ elements }, i) => {
    for (const element of elements) element.condition = `${question} = "v${i + 1}"`;
  });
  work.notes.push({ where: labelOf(node), message: 'Aus der Auswahlgruppe wurde eine Frage mit Antworten; bitte prüfen Sie die Wortwahl' });
  return [{ type: 'choice', key: question, label: labelOf(node), required: true, options }, ...members.flatMap((member) => member.elements)];
}
