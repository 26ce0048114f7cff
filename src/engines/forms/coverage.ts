import type { CompiledElement, CompiledField, CompiledForm, CompiledNode, FormData, FormEnv } from './compiled.ts';
import { evaluate, isHidden, openState, rootPlace, valueAt, walkPage } from './form-state.ts';
import type { FormState } from './form-state.ts';

export type Unreached = {
  kind: 'page' | 'field' | 'condition' | 'option' | 'rows' | 'rule';
  /** Page id, definition path, or path=value. */
  path: string;
  message: string;
};

/** One complete set of answers with its surroundings. */
export type Example = { data: FormData; env: FormEnv };

type Seen = {
  pages: Set<string>;
  fields: Set<CompiledField>;
  options: Set<string>;
  rows: Map<CompiledNode, number>;
  /** Per node: whether its condition was seen true and seen false. */
  conditions: Map<CompiledNode, { yes: boolean; no: boolean }>;
  required: Map<CompiledField, { yes: boolean; no: boolean }>;
};

/** What a set of examples never reaches: pages, fields without an answer, one side of a condition, options, a second row. */
export function coverage(form: CompiledForm, examples: Example[]): Unreached[] {
  const seen: Seen = { pages: new Set(), fields: new Set(), options: new Set(), rows: new Map(), conditions: new Map(), required: new Map() };
  for (const { data, env } of examples) look(openState(form, data, env), seen);
  return form.pages.flatMap((page) => [
    ...(seen.pages.has(page.id) ? [] : [{ kind: 'page' as const, path: page.id, message: `Die Seite „${page.id}“ wird nie erreicht` }]),
    ...conditionGaps(page, page.id, seen),
    ...page.children.flatMap((child) => gapsOf(child, seen)),
  ]);
}

function look(state: FormState, seen: Seen): void {
  for (const page of state.form.pages) {
    note(seen.conditions, page, !isHidden(state, page, rootPlace(state)));
    walkPage(state, page, {
      container(container, place, inside) {
        if (container.kind === 'page') seen.pages.add(container.id);
        if (container.kind === 'repeat') seen.rows.set(container, Math.max(seen.rows.get(container) ?? 0, inside.length));
        for (const inner of inside) {
          for (const child of container.children) note(seen.conditions, child, !isHidden(state, child, inner));
        }
      },
      field(field, place) {
        const value = valueAt(field, place);
        if (typeof field.required === 'object') note(seen.required, field, evaluate(state, field.required, place) === true);
        if (value === undefined) return;
        seen.fields.add(field);
        for (const one of Array.isArray(value) ? value : [value]) seen.options.add(`${field.path}=${String(one)}`);
      },
    });
  }
}

function note<K>(map: Map<K, { yes: boolean; no: boolean }>, node: K, holds: boolean): void {
  const found = map.get(node) ?? { yes: false, no: false };
  map.set(node, { yes: found.yes || holds, no: found.no || !holds });
}

function conditionGaps(node: CompiledNode, path: string, seen: Seen): Unreached[] {
  if (!node.condition) return [];
  const found = seen.conditions.get(node) ?? { yes: false, no: false };
  const say = (side: string): Unreached => ({ kind: 'condition', path, message: `Die Bedingung „${node.condition?.text}“ von „${path}“ ist nie ${side}` });
  return [...(found.yes ? [] : [say('erfüllt')]), ...(found.no ? [] : [say('unerfüllt')])];
}

function gapsOf(element: CompiledElement, seen: Seen): Unreached[] {
  if (element.kind === 'info') return conditionGaps(element, element.path || element.page.id, seen);
  const own = conditionGaps(element, element.path, seen);
  if (element.kind === 'field') return [...own, ...fieldGaps(element, seen)];
  const rows =
    element.kind === 'repeat' && element.max > 1 && (seen.rows.get(element) ?? 0) < 2
      ? [{ kind: 'rows' as const, path: element.path, message: `Die Liste „${element.path}“ hat nie zwei Einträge` }]
      : [];
  return [...own, ...rows, ...element.children.flatMap((child) => gapsOf(child, seen))];
}

function fieldGaps(field: CompiledField, seen: Seen): Unreached[] {
  const gaps: Unreached[] = [];
  if (!seen.fields.has(field)) gaps.push({ kind: 'field', path: field.path, message: `Das Feld „${field.path}“ ist nie ausgefüllt` });
  const values = field.definition.type === 'yesNo' ? ['true', 'false'] : (field.definition.options?.map((option) => option.value) ?? []);
  for (const value of values) {
    const path = `${field.path}=${value}`;
    if (!seen.options.has(path)) gaps.push({ kind: 'option', path, message: `Die Antwort „${value}“ auf „${field.path}“ kommt nie vor` });
  }
  if (typeof field.required === 'object') {
    const found = seen.required.get(field) ?? { yes: false, no: false };
    for (const [side, hit] of [['Pflicht', found.yes] as const, ['freiwillig', found.no] as const]) {
      if (!hit) gaps.push({ kind: 'condition', path: field.path, message: `Das Feld „${field.path}“ ist nie ${side}` });
    }
  }
  return gaps;
}
