import type {
  CompiledContainer,
  CompiledElement,
  CompiledField,
  CompiledForm,
  CompiledNode,
  CompiledPage,
  CompiledRepeat,
  Expression,
  FeelClock,
  FormData,
  FormEnv,
  Json,
} from './compiled.ts';
import type { Locale } from '#platform/i18n';

/** Where in the answers an element stands: its path with row numbers, the answer objects above it, the rows it lies in. */
export type Place = { prefix: string; levels: (FormData | undefined)[]; rows: number[]; row?: FormData };

/** The answers with conditions decided and calculations made. */
export type FormState = { form: CompiledForm; env: FormEnv; locale: Locale; data: FormData; hidden: Set<string>; clock?: FeelClock };

type JsonObject = { [key: string]: Json | undefined };
export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Decides every condition in order of dependency and drops what is hidden. The answers given stay untouched; only known keys are copied.
 */
export function openState(form: CompiledForm, data: FormData, env: FormEnv): FormState {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(env.today)) throw new Error(`env.today ist kein Tag: „${env.today}“`);
  // Noon in Berlin lies on the same day in every zone of Germany, in summer and winter.
  const clock = { now: new Date(`${env.today}T12:00:00+01:00`) };
  const state: FormState = { form, env, locale: env.locale ?? 'de', data: {}, hidden: new Set(), clock };
  for (const page of form.pages) pick(page.children, data, state.data);
  for (const step of form.steps) forEachInstance(state, step, (place) => decide(state, step, place));
  prune(form, state.data);
  return state;
}

// The longest list a definition allows, and one more so that validation can say it is too long.
const mostRows = 501;

function pick(children: CompiledElement[], from: JsonObject, to: FormData): void {
  for (const child of children) {
    if (child.kind === 'info') continue;
    if (child.kind === 'group' && !child.key) {
      pick(child.children, from, to);
      continue;
    }
    const key = child.key as string;
    const value = Object.hasOwn(from, key) ? from[key] : undefined;
    if (child.kind === 'field') {
      if (value !== undefined && !child.calculate) to[key] = value;
    } else if (child.kind === 'group') {
      const inner: FormData = {};
      pick(child.children, isObject(value) ? value : {}, inner);
      to[key] = inner;
    } else {
      // A list nobody filled is an empty list, so that count(dogs) is 0 and not null.
      to[key] = (Array.isArray(value) ? value.slice(0, mostRows) : []).map((row) => {
        const inner: FormData = {};
        pick(child.children, isObject(row) ? row : {}, inner);
        return inner;
      });
    }
  }
}

function decide(state: FormState, node: CompiledNode, place: Place): void {
  if (node.condition && evaluate(state, node.condition, place) !== true) {
    state.hidden.add(appearance(node, place.rows));
    drop(node, place.levels[node.level]);
    return;
  }
  if (node.kind === 'field' && node.calculate) {
    const target = place.levels[node.level];
    const value = evaluate(state, node.calculate, place);
    if (target && value !== null && value !== undefined) target[node.key] = value as Json;
  }
}

function drop(node: CompiledNode, from: FormData | undefined): void {
  if (!from || node.kind === 'info') return;
  if (node.kind === 'page' || (node.kind === 'group' && !node.key)) {
    for (const child of node.children) drop(child, from);
  } else {
    delete from[node.key as string];
  }
}

function prune(form: CompiledForm, data: FormData): void {
  const within = (children: CompiledElement[], at: FormData): void => {
    for (const child of children) {
      if (child.kind !== 'group' && child.kind !== 'repeat') continue;
      if (child.kind === 'group' && !child.key) {
        within(child.children, at);
        continue;
      }
      const value = at[child.key as string];
      if (Array.isArray(value)) for (const row of value) within(child.children, row as FormData);
      else if (isObject(value)) {
        within(child.children, value);
        if (Object.keys(value).length === 0) delete at[child.key as string];
      }
    }
  };
  for (const page of form.pages) within(page.children, data);
}

/** Names one appearance of a node: its number, and the rows it lies in. */
export const appearance = (node: CompiledNode, rows: number[]): string =>
  node.rowDepth === 0 ? `${node.uid}` : `${node.uid}:${rows.slice(0, node.rowDepth).join('.')}`;

/** True when the element's own condition does not hold here; containers above are the walker's business. */
export const isHidden = (state: FormState, node: CompiledNode, place: Place): boolean =>
  node.condition !== undefined && state.hidden.has(appearance(node, place.rows));

/** The place of everything that stands directly on a page. */
export const rootPlace = (state: FormState): Place => ({ prefix: '', levels: [state.data], rows: [] });

/** The full path of an element that has a key: "dogs.0.name". */
export const pathOf = (element: { key?: string }, place: Place): string => (element.key ? place.prefix + element.key : place.prefix.replace(/\.$/, ''));

/** The answers object in which an element at this place stores its value. */
export const answersAt = (place: Place): FormData | undefined => place.levels.at(-1);

/** The value of a field here. */
export const valueAt = (field: { key: string }, place: Place): Json | undefined => answersAt(place)?.[field.key];

/** The place inside a group; without a key it is the place around it. */
export function insideGroup(key: string | undefined, place: Place): Place {
  if (!key) return place;
  const value = answersAt(place)?.[key];
  return { prefix: `${place.prefix}${key}.`, levels: [...place.levels, isObject(value) ? value : undefined], rows: place.rows, row: place.row };
}

/** Number of rows of a list here. */
export function rowCount(repeat: CompiledRepeat, place: Place): number {
  const value = answersAt(place)?.[repeat.key];
  return Array.isArray(value) ? value.length : 0;
}

/** The place inside one row of a list. */
export function insideRow(repeat: CompiledRepeat, place: Place, row: number): Place {
  const list = answersAt(place)?.[repeat.key];
  const found = Array.isArray(list) ? list[row] : undefined;
  const value = isObject(found) ? found : undefined;
  return { prefix: `${place.prefix}${repeat.key}.${row}.`, levels: [...place.levels, value], rows: [...place.rows, row], row: value };
}

function containersAbove(node: CompiledNode): CompiledContainer[] {
  const found: CompiledContainer[] = [];
  for (let at = node; at.kind !== 'page'; at = at.parent) found.unshift(at.parent);
  return found;
}

function forEachInstance(state: FormState, node: CompiledNode, visit: (place: Place) => void): void {
  const above = containersAbove(node);
  const enter = (position: number, place: Place): void => {
    const container = above[position];
    if (!container) return visit(place);
    if (isHidden(state, container, place)) return;
    if (container.kind === 'page') return enter(position + 1, place);
    if (container.kind === 'group') return enter(position + 1, insideGroup(container.key, place));
    for (let row = 0; row < rowCount(container, place); row++) enter(position + 1, insideRow(container, place, row));
  };
  enter(0, rootPlace(state));
}

/** Evaluates FEEL at a place; an engine failure names the place in the form. */
export function evaluate(state: FormState, expression: Expression, place: Place): unknown {
  const variables: Record<string, unknown> = {};
  for (const { name, from } of expression.lookups) variables[name] = lookUp(state, { name, from }, place) ?? null;
  try {
    return expression.evaluate(variables, state.clock);
  } catch (error) {
    throw new Error(`Formular „${state.form.id}“, ${expression.where}: Der Ausdruck „${expression.text}“ ist gescheitert`, { cause: error });
  }
}

function lookUp(state: FormState, { name, from }: Expression['lookups'][number], place: Place): unknown {
  if (typeof from === 'number') return place.levels[from]?.[name];
  switch (from) {
    case 'context':
      return state.env.context?.[name];
    case 'application':
      return state.data;
    case 'today':
      return state.env.today;
    case 'row':
      return place.row;
    case 'rowNumber':
      return (place.rows.at(-1) ?? 0) + 1;
  }
}

export type Visitor = {
  field?: (field: CompiledField, place: Place) => void;
  /** Called before what is inside. */
  container?: (container: CompiledContainer, place: Place, inside: Place[]) => void;
  /** Called after it. */
  leave?: (container: CompiledContainer, place: Place, inside: Place[]) => void;
};

/** Walks everything visible of a page in reading order. */
export function walkPage(state: FormState, page: CompiledPage, visitor: Visitor): void {
  const root = rootPlace(state);
  if (isHidden(state, page, root)) return;
  visitor.container?.(page, root, [root]);
  walk(state, page.children, { place: root, visitor });
  visitor.leave?.(page, root, [root]);
}

function walk(state: FormState, children: CompiledElement[], { place, visitor }: { place: Place; visitor: Visitor }): void {
  for (const child of children) {
    if (child.kind === 'info' || isHidden(state, child, place)) continue;
    if (child.kind === 'field') visitor.field?.(child, place);
    else {
      const inside =
        child.kind === 'group'
          ? [insideGroup(child.key, place)]
          : Array.from({ length: rowCount(child, place) }, (_, row) => insideRow(child, place, row));
      visitor.container?.(child, place, inside);
      for (const inner of inside) walk(state, child.children, { place: inner, visitor });
      visitor.leave?.(child, place, inside);
    }
  }
}
