import type { Boxed, Definitions, ItemDefinition } from './model.ts';

/**
 * Names that expressions of a model may use after a dot or for a type; FEEL needs them to read names with signs or
 * keywords inside. Variables are not among them: each expression knows its own.
 */
export function memberNames(definitions: Definitions): Set<string> {
  const names = new Set<string>();
  for (const { name } of definitions.imports) names.add(name);
  for (const item of definitions.items) addItem(names, item);
  for (const element of definitions.elements) {
    if (element.kind === 'decision' || element.kind === 'bkm') addBoxed(names, element.logic);
  }
  names.delete('');
  return names;
}

function addItem(names: Set<string>, item: ItemDefinition): void {
  names.add(item.name);
  for (const part of item.components) addItem(names, part);
  for (const parameter of item.functionItem?.parameters ?? []) names.add(parameter.name);
}

function addBoxed(names: Set<string>, boxed: Boxed | undefined): void {
  if (!boxed) return;
  const all = (parts: readonly (Boxed | undefined)[]): void => parts.forEach((part) => addBoxed(names, part));
  switch (boxed.kind) {
    case 'table':
      return boxed.outputs.forEach(({ name }) => names.add(name));
    case 'context':
      boxed.entries.forEach(({ variable }) => variable && names.add(variable.name));
      return all(boxed.entries.map(({ value }) => value));
    case 'invocation':
      return all([boxed.callee, ...boxed.bindings.map(({ value }) => value)]);
    case 'relation':
      boxed.columns.forEach(({ name }) => names.add(name));
      return all(boxed.rows.flat());
    case 'list':
      return all(boxed.items);
    case 'function':
      return addBoxed(names, boxed.body);
    case 'conditional':
      return all([boxed.condition, boxed.yes, boxed.no]);
    case 'filter':
      return all([boxed.list, boxed.match]);
    case 'iterator':
      return all([boxed.list, boxed.body]);
    default:
  }
}
