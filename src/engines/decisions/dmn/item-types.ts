import { compileTestsIn } from '../feel/compile-feel.ts';
import { FeelError } from '../feel/feel-error.ts';
import { ANY, builtInType } from '../feel/run/feel-type.ts';
import type { FeelType, TypeResolver } from '../feel/run/feel-type.ts';
import { startRun } from '../feel/run/run.ts';
import type { Definitions, ItemDefinition } from './model.ts';
import type { Finding } from './finding.ts';

/** Types that a model defines; `imported` finds those of other models (`alias.tPerson`). */
export function compileItemTypes(
  definitions: Definitions,
  tools: { names: Iterable<string>; imported: TypeResolver; report: (finding: Finding) => void },
): TypeResolver {
  const types = new Map<string, FeelType>();
  const resolve: TypeResolver = (name) => types.get(name) ?? tools.imported(name);
  const circular = circularAliases(definitions.items);
  for (const item of definitions.items) {
    if (circular.has(item.name)) tools.report(circularType(item));
    types.set(item.name, circular.has(item.name) ? ANY : itemType(item, { ...tools, resolve }));
  }
  return resolve;
}

type Tools = { names: Iterable<string>; resolve: TypeResolver; report: (finding: Finding) => void };

function itemType(item: ItemDefinition, tools: Tools): FeelType {
  const allows = allowedValues(item.allowedValues, item, tools);
  const ofWhole = allowedValues(item.typeConstraint, item, tools);
  let made: FeelType | undefined;
  // An alias may name a definition further down, so it is resolved at first use.
  const base = (): FeelType => (made ??= baseType(item, tools));
  const one: FeelType = { kind: 'item', name: item.name, base, allows };
  const all: FeelType = item.isCollection ? { kind: 'list', of: one } : one;
  return ofWhole ? { kind: 'item', name: item.name, base: () => all, allows: ofWhole } : all;
}

function baseType(item: ItemDefinition, { names, resolve, report }: Tools): FeelType {
  if (item.functionItem) {
    const named = (name: string | undefined): FeelType => typeNamed(name, resolve) ?? ANY;
    return {
      kind: 'function',
      parameters: item.functionItem.parameters.map((parameter) => named(parameter.typeRef)),
      result: named(item.functionItem.outputTypeRef),
    };
  }
  if (item.components.length > 0) {
    const tools = { names, resolve, report };
    return { kind: 'context', entries: new Map(item.components.map((part) => [part.name, itemType(part, tools)])) };
  }
  const found = typeNamed(item.typeRef, resolve);
  if (!found) report(unknownType(item));
  return found ?? ANY;
}

/** Type of a `typeRef`, as name or as qualified name; undefined when it is not known. */
export function typeNamed(name: string | undefined, resolve: TypeResolver): FeelType | undefined {
  if (name === undefined || name === '') return ANY;
  return resolve(name) ?? builtInType(name) ?? builtInType(name.slice(name.indexOf(':') + 1));
}

function allowedValues(
  text: string | undefined,
  item: ItemDefinition,
  { names, resolve, report }: Tools,
): ((value: unknown) => boolean) | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  try {
    const { passes } = compileTestsIn(text, { names, types: resolve });
    return (value) => {
      const env = { vars: { '?': value }, parent: null, run: startRun(text, NO_CLOCK) };
      return passes(value, env);
    };
  } catch (error) {
    if (!(error instanceof FeelError)) throw error;
    report({
      severity: 'error',
      code: 'feel-syntax',
      elementId: item.name,
      elementName: item.name,
      message: `Erlaubte Werte des Typs „${item.name}“: ${error.message}`,
      line: item.line,
    });
    return undefined;
  }
}

// Allowed values are the same on every day.
const NO_CLOCK = { now: new Date(0) };

function unknownType(item: ItemDefinition): Finding {
  return {
    severity: 'warning',
    code: 'unknown-type',
    elementId: item.name,
    elementName: item.name,
    message: `Der Typ „${item.name}“ verweist auf den unbekannten Typ „${item.typeRef}“`,
    line: item.line,
  };
}

function circularType(item: ItemDefinition): Finding {
  const message = `Der Typ „${item.name}“ verweist auf sich selbst`;
  return { severity: 'error', code: 'circular-type', elementId: item.name, elementName: item.name, message, line: item.line };
}

/** Definitions that name each other in a circle; through a component a type may contain itself, because data ends somewhere. */
function circularAliases(items: readonly ItemDefinition[]): Set<string> {
  const alias = new Map(items.flatMap((item) => (item.components.length === 0 && item.typeRef ? [[item.name, item.typeRef]] : [])));
  const circular = new Set<string>();
  for (const { name } of items) {
    const seen = new Set<string>([name]);
    for (let at = alias.get(name); at !== undefined && !circular.has(name); at = alias.get(at)) {
      if (at === name) circular.add(name);
      if (seen.has(at)) break;
      seen.add(at);
    }
  }
  return circular;
}
