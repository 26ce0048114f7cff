import type { TypeNode } from '../syntax/ast.ts';
import { FeelFunction } from '../values/feel-function.ts';
import { getEntry, isContext, setEntry } from '../values/feel-value.ts';
import type { Context } from '../values/feel-value.ts';
import { kindOf } from '../values/kind.ts';
import { FeelRange } from '../values/range.ts';
import { FeelDate, FeelDateTime } from '../values/temporal-values.ts';
import { UTC } from '../values/zone.ts';

/** A type that values are checked against. */
export type FeelType =
  | { kind: 'any' }
  | { kind: 'simple'; name: string }
  | { kind: 'list' | 'range'; of: FeelType }
  | { kind: 'context'; entries: ReadonlyMap<string, FeelType> }
  | { kind: 'function'; parameters: readonly FeelType[]; result: FeelType }
  /** An item definition: another type with allowed values; read lazily because definitions may refer to each other. */
  | { kind: 'item'; name: string; base: () => FeelType; allows: ((value: unknown) => boolean) | undefined };

/** Finds the types that a DMN model defines; undefined for an unknown name. */
export type TypeResolver = (name: string) => FeelType | undefined;

export const ANY: FeelType = { kind: 'any' };

const ALIASES: Readonly<Record<string, string>> = {
  dateTime: 'date and time',
  dayTimeDuration: 'days and time duration',
  yearMonthDuration: 'years and months duration',
  'day and time duration': 'days and time duration',
  'year and month duration': 'years and months duration',
  integer: 'number',
  long: 'number',
  double: 'number',
};
const SIMPLE = new Set([
  'string',
  'number',
  'boolean',
  'date',
  'time',
  'date and time',
  'days and time duration',
  'years and months duration',
  'list',
  'context',
  'range',
  'function',
]);

/** A built-in type by name, e.g. `number`, `feel:date and time`; undefined when there is none. */
export function builtInType(name: string): FeelType | undefined {
  const plain = name.replace(/^feel:/, '');
  if (plain === 'Any') return ANY;
  if (plain === 'Null') return { kind: 'simple', name: 'null' };
  const canonical = ALIASES[plain] ?? plain;
  return SIMPLE.has(canonical) ? { kind: 'simple', name: canonical } : undefined;
}

export function resolveType(node: TypeNode, resolve: TypeResolver): FeelType | undefined {
  switch (node.kind) {
    case 'named':
      return resolve(node.name) ?? builtInType(node.name);
    case 'list':
    case 'range': {
      const of = resolveType(node.of, resolve);
      return of && { kind: node.kind, of };
    }
    case 'context': {
      const entries = new Map<string, FeelType>();
      for (const entry of node.entries) {
        const type = resolveType(entry.type, resolve);
        if (!type) return undefined;
        entries.set(entry.name, type);
      }
      return { kind: 'context', entries };
    }
    case 'function': {
      const parameters = node.parameters.map((parameter) => resolveType(parameter, resolve));
      const result = resolveType(node.result, resolve);
      if (!result || parameters.some((parameter) => !parameter)) return undefined;
      return { kind: 'function', parameters: parameters as FeelType[], result };
    }
  }
}

/** FEEL's `instance of` (DMN 1.5, table 49): null is an instance of nothing but Null; allowed values do not matter. */
export function isInstance(value: unknown, type: FeelType): boolean {
  if (value === null || value === undefined) return type.kind === 'simple' && type.name === 'null';
  switch (type.kind) {
    case 'any':
      return true;
    case 'simple':
      return kindOf(value) === type.name;
    case 'list':
      return Array.isArray(value) && value.every((item) => isInstance(item, type.of));
    case 'range':
      return (
        value instanceof FeelRange &&
        [value.start, value.end].every((end) => end === undefined || isInstance(end, type.of))
      );
    case 'context':
      return isContext(value) && [...type.entries].every(([key, entry]) => hasEntry(value, key, entry));
    case 'function':
      return value instanceof FeelFunction && value.parameters.length === type.parameters.length && fits(value, type);
    case 'item':
      return isInstance(value, type.base());
  }
}

/**
 * Value made to fit a type (DMN 1.5, 10.3.2.9.4): a list of one where one is wanted and the other way round, a date where
 * a date and time is wanted; undefined when it does not fit. Null fits every type.
 */
export function coerce(value: unknown, type: FeelType, depth = 0): unknown {
  if (value === null || value === undefined) return null;
  const result = fit(value, type, depth);
  if (result !== undefined || !Array.isArray(value) || value.length !== 1 || wantsList(type)) return result;
  const [only] = value;
  return only === null || only === undefined ? null : fit(only, type, depth);
}

function fit(value: unknown, type: FeelType, depth: number): unknown {
  if (depth > 40) return undefined;
  switch (type.kind) {
    case 'any':
      return value;
    case 'simple':
      return fitSimple(value, type.name);
    case 'list': {
      const items = (Array.isArray(value) ? value : [value]).map((item) => coerce(item, type.of, depth + 1));
      return items.includes(undefined) ? undefined : items;
    }
    case 'range':
    case 'function':
      return isInstance(value, type) || (type.kind === 'function' && kindOf(value) === 'function') ? value : undefined;
    case 'context':
      return isContext(value) ? fitContext(value, type.entries, depth) : undefined;
    case 'item': {
      const inner = fit(value, type.base(), depth + 1);
      return inner !== undefined && (type.allows?.(inner) ?? true) ? inner : undefined;
    }
  }
}

function fitSimple(value: unknown, name: string): unknown {
  if (kindOf(value) === name) return value;
  if (name === 'date and time' && value instanceof FeelDate) {
    return new FeelDateTime(value, { seconds: 0, nanos: 0 }, UTC);
  }
  return name === 'list' ? [value] : undefined;
}

function fitContext(value: Context, entries: ReadonlyMap<string, FeelType>, depth: number): Context | undefined {
  const result: Context = { ...value };
  for (const [key, type] of entries) {
    if (!Object.hasOwn(value, key)) return undefined;
    const entry = coerce(getEntry(value, key), type, depth + 1);
    if (entry === undefined) return undefined;
    setEntry(result, key, entry);
  }
  return result;
}

function wantsList(type: FeelType): boolean {
  if (type.kind === 'item') return wantsList(type.base());
  return type.kind === 'list' || (type.kind === 'simple' && type.name === 'list');
}

function hasEntry(value: Context, key: string, type: FeelType): boolean {
  const entry = getEntry(value, key);
  return Object.hasOwn(value, key) && (entry === null || isInstance(entry, type));
}

// Contravariant parameters, covariant result; what was not declared is Any.
function fits(value: FeelFunction, type: FeelType & { kind: 'function' }): boolean {
  const { signature } = value;
  const declared = (name: string | undefined): FeelType => (name === undefined ? ANY : (builtInType(name) ?? ANY));
  return (
    type.parameters.every((parameter, index) => conforms(parameter, declared(signature?.parameters[index]))) &&
    (signature?.result === undefined || conforms(declared(signature.result), type.result))
  );
}

const UNKNOWN: FeelType = { kind: 'simple', name: 'unknown' };

function conforms(type: FeelType, to: FeelType): boolean {
  if (to.kind === 'any' || type === to) return true;
  if (type.kind === 'item') return conforms(type.base(), to);
  if (to.kind === 'item') return conforms(type, to.base());
  if (type.kind === 'simple' && type.name === 'null') return true;
  if (type.kind === 'simple' && to.kind === 'simple') return type.name === to.name;
  if (type.kind === 'context' && to.kind === 'context') {
    return [...to.entries].every(([key, entry]) => conforms(type.entries.get(key) ?? UNKNOWN, entry));
  }
  if ((type.kind === 'list' && to.kind === 'list') || (type.kind === 'range' && to.kind === 'range')) {
    return conforms(type.of, to.of);
  }
  return false;
}
