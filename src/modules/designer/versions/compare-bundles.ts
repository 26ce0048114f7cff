import { diff } from 'bpmn-js-differ';
import type { ElementDefinition, FormDefinition } from '#engines/forms';
import { tr } from '#platform/i18n';
import { typeWords } from '../form/element-fields.ts';
import { readProcess } from '../process/moddle.ts';
import { kindWords } from '../process/steps-in-order.ts';
import { compareTexts, isSame, type ComparedLine } from './compare-texts.ts';

/** What changed in one file, in words where the file has a meaning, and line by line. */
export type FileDifference = { path: string; kind: 'added' | 'removed' | 'changed'; words: string[]; lines: ComparedLine[]; process?: ProcessDifference };
export type ProcessDifference = { added: string[]; removed: string[]; changed: string[] };

/** The differences between two bundles, file by file; equal files are left out. */
export async function compareBundles(before: Record<string, string>, after: Record<string, string>): Promise<FileDifference[]> {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const found: FileDifference[] = [];
  for (const path of paths) {
    const [old = '', now = ''] = [before[path], after[path]];
    const lines = old === now ? [] : compareTexts(old, now);
    if (isSame(lines)) continue;
    const kind = before[path] === undefined ? 'added' : after[path] === undefined ? 'removed' : 'changed';
    const process = path.endsWith('.bpmn') && kind === 'changed' ? await compareProcesses(old, now).catch(() => undefined) : undefined;
    const words = process?.words ?? (path.endsWith('.json') && kind === 'changed' ? compareForms(old, now) : []);
    found.push({ path, kind, words, lines, ...(process ? { process: process.ids } : {}) });
  }
  return found;
}

async function compareProcesses(before: string, after: string): Promise<{ words: string[]; ids: ProcessDifference }> {
  const [old, now] = [await readProcess(before), await readProcess(after)];
  const { _added, _removed, _changed } = diff(old.root, now.root);
  const nameIn = (file: typeof old, id: string): string => {
    const element = file.byId.get(id);
    const kind = kindWords[(element?.$type ?? '').replace('bpmn:', '')] ?? (element?.$type === 'bpmn:SequenceFlow' ? 'Weg' : 'Teil');
    const name = element?.name ?? (element?.$type === 'bpmn:SequenceFlow' ? `${element.sourceRef?.name ?? ''} → ${element.targetRef?.name ?? ''}` : id);
    return `${kind} „${name}“`;
  };
  const shown = (file: typeof old, ids: string[]): string[] => ids.filter((id) => /Task|Event|Gateway|SubProcess|SequenceFlow|CallActivity/.test(file.byId.get(id)?.$type ?? ''));
  const ids = { added: shown(now, Object.keys(_added)), removed: shown(old, Object.keys(_removed)), changed: shown(now, Object.keys(_changed)) };
  return { ids, words: [...ids.added.map((id) => `neu: ${nameIn(now, id)}`), ...ids.removed.map((id) => `entfernt: ${nameIn(old, id)}`), ...ids.changed.map((id) => `geändert: ${nameIn(now, id)}`)] };
}

type Fields = Map<string, { name: string; text: string }>;

function fieldsOf(json: string): Fields {
  const fields: Fields = new Map();
  const visit = (elements: ElementDefinition[], above: string): void => {
    for (const element of elements) {
      const key = 'key' in element && element.key ? `${above}${element.key}` : undefined;
      const inner = 'elements' in element ? (element.elements ?? []) : [];
      if (key) fields.set(key, { name: `${element.type === 'group' ? 'Gruppe' : element.type === 'repeat' ? 'Liste' : element.type === 'info' ? 'Hinweis' : typeWords[element.type]} „${element.type === 'info' ? '' : tr(element.label, 'de')}“`, text: JSON.stringify({ ...element, elements: undefined }) });
      visit(inner, key ? `${key}.` : above);
    }
  };
  for (const page of (JSON.parse(json) as FormDefinition).pages) visit(page.elements, '');
  return fields;
}

function compareForms(before: string, after: string): string[] {
  try {
    const [old, now] = [fieldsOf(before), fieldsOf(after)];
    const added = [...now].filter(([key]) => !old.has(key)).map(([, { name }]) => `neu: ${name}`);
    const removed = [...old].filter(([key]) => !now.has(key)).map(([, { name }]) => `entfernt: ${name}`);
    const changed = [...now].filter(([key, { text }]) => old.has(key) && old.get(key)?.text !== text).map(([, { name }]) => `geändert: ${name}`);
    return [...added, ...removed, ...changed];
  } catch {
    return [];
  }
}
