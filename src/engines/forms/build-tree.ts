import type { CompiledContainer, CompiledElement, CompiledField, CompiledNode, CompiledPage } from './compiled.ts';
import type { ElementDefinition, FormDefinition, GroupDefinition } from './definition.ts';
import { placeInWords } from './finding.ts';
import type { Finding } from './finding.ts';
import { presets } from './presets.ts';

/** Keys of one answers object; a chain of them (root first) is what a FEEL text can name. */
export type Names = Map<string, CompiledElement>;
export type JsonPath = (string | number)[];

/** A node with what its expressions need: the names around it, inside it, and its place in the JSON. */
export type Built = { node: CompiledNode; around: Names[]; inside: Names[]; at: JsonPath };

export type Tree = { pages: CompiledPage[]; built: Built[]; root: Names; findings: Finding[] };

// Names that FEEL or JavaScript understands differently, and those the engine itself provides.
const reserved = new Set(
  (
    'application applicant account case today row rowNumber item partial null true false if then else for in return some every ' +
    'satisfies and or not between instance of function external constructor toString valueOf ' +
    'hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString'
  ).split(' '),
);

/** True for a word that cannot be a key. */
export const isReservedKey = (key: string): boolean => reserved.has(key);

type Work = { definition: FormDefinition; tree: Tree; uid: number };
type Around = { page: CompiledPage; parent: CompiledContainer; names: Names[]; path: string; level: number; rowDepth: number };

/** First pass: nodes with their paths and names; expressions are compiled afterwards, when every name is known. */
export function buildTree(definition: FormDefinition): Tree {
  const root: Names = new Map();
  const work: Work = { definition, tree: { pages: [], built: [], root, findings: [] }, uid: 0 };
  definition.pages.forEach((page, i) => {
    const at: JsonPath = ['pages', i];
    const node: CompiledPage = {
      kind: 'page',
      uid: ++work.uid,
      id: page.id,
      title: page.title,
      lead: page.lead,
      children: [],
      rules: [],
      level: 0,
      rowDepth: 0,
    };
    if (work.tree.pages.some((other) => other.id === page.id)) {
      refuse(work, [...at, 'id'], { code: 'duplicate-key', message: `Die Seitenkennung „${page.id}“ gibt es zweimal` });
    }
    work.tree.pages.push(node);
    work.tree.built.push({ node, around: [root], inside: [root], at });
    const around: Around = { page: node, parent: node, names: [root], path: '', level: 0, rowDepth: 0 };
    addChildren(work, page.elements, { around, at: [...at, 'elements'] });
  });
  return work.tree;
}

function refuse(work: Work, at: JsonPath, { code, message }: Pick<Finding, 'code' | 'message'>): void {
  const where = placeInWords(work.definition, at);
  work.tree.findings.push({ severity: 'error', code, path: at.join('.'), where, message });
}

function addChildren(work: Work, elements: ElementDefinition[], place: { around: Around; at: JsonPath }): void {
  elements.forEach((element, i) => addElement(work, element, { around: place.around, at: [...place.at, i] }));
}

function addElement(work: Work, element: ElementDefinition, { around, at }: { around: Around; at: JsonPath }): void {
  const key = element.type === 'info' ? undefined : element.key;
  const path = key ? (around.path ? `${around.path}.${key}` : key) : around.path;
  const { page, parent, level, rowDepth } = around;
  const placed = { uid: ++work.uid, path, page, parent, level, rowDepth };
  const node = makeNode(element, placed);
  parent.children.push(node);
  const names = around.names.at(-1);
  if (key && names) {
    if (isReservedKey(key)) refuse(work, [...at, 'key'], { code: 'reserved-key', message: `„${key}“ ist ein festes Wort und kann kein Schlüssel sein` });
    if (names.has(key)) refuse(work, [...at, 'key'], { code: 'duplicate-key', message: `Den Schlüssel „${key}“ gibt es auf dieser Ebene schon` });
    names.set(key, node);
  }
  const own: Names[] = node.kind === 'repeat' || (node.kind === 'group' && key) ? [...around.names, new Map()] : around.names;
  work.tree.built.push({ node, around: around.names, inside: own, at });
  if (node.kind !== 'group' && node.kind !== 'repeat') return;
  const inner: Around = {
    page,
    parent: node,
    names: own,
    path,
    level: own.length - 1,
    rowDepth: rowDepth + (node.kind === 'repeat' ? 1 : 0),
  };
  if (node.kind === 'group') addPreset(work, node.definition, { around: inner, at });
  addChildren(work, node.definition.elements, { around: inner, at: [...at, 'elements'] });
}

function addPreset(work: Work, group: GroupDefinition, { around, at }: { around: Around; at: JsonPath }): void {
  const fields = group.preset ? presets[group.preset] : [];
  for (const name of group.without ?? []) {
    if (!fields.some((field) => field.key === name)) {
      refuse(work, [...at, 'without'], { code: 'nothing-to-leave-out', message: `„${name}“ kommt in der Vorlage nicht vor` });
    }
  }
  const kept = fields.filter((field) => !group.without?.includes(field.key));
  for (const field of kept) addElement(work, field, { around, at: [...at, 'preset'] });
}

type NodePlace = Omit<CompiledField, 'kind' | 'key' | 'definition' | 'required' | 'optionConditions' | 'reveals'>;

function makeNode(element: ElementDefinition, placed: NodePlace): CompiledElement {
  switch (element.type) {
    case 'group':
      return { ...placed, kind: 'group', key: element.key, definition: element, children: [], rules: [] };
    case 'repeat': {
      const min = element.min ?? 0;
      return { ...placed, kind: 'repeat', key: element.key, definition: element, children: [], rules: [], min, max: element.max ?? 100 };
    }
    case 'info':
      return { ...placed, kind: 'info', definition: element };
    default:
      return { ...placed, kind: 'field', key: element.key, definition: element, required: false, optionConditions: new Map(), reveals: new Map() };
  }
}
