import { getEntry, isContext, setEntry } from '../values/feel-value.ts';
import type { Context } from '../values/feel-value.ts';
import { spend } from '../run/run.ts';
import { builtIn } from './built-in.ts';
import type { BuiltIn } from './built-in.ts';

function getValue(context: Context, key: string): unknown {
  return getEntry(context, key);
}

function entriesOf(context: Context): readonly Context[] {
  return Object.keys(context).map((key) => ({ key, value: getEntry(context, key) }));
}

/** Copy of a context with an entry changed, also deep inside: `context put(c, ["a", "b"], 1)`. */
function put(context: Context, path: readonly unknown[], value: unknown): Context | null {
  const [key, ...rest] = path;
  if (typeof key !== 'string') return null;
  const inside = getEntry(context, key);
  const entry = rest.length === 0 ? value : isContext(inside) ? put(inside, rest, value) : null;
  if (rest.length > 0 && entry === null) return null;
  const copy = { ...context };
  spend(Object.keys(copy).length * 2);
  setEntry(copy, key, entry);
  return copy;
}

function merge(contexts: readonly unknown[]): Context | null {
  if (!contexts.every(isContext)) return null;
  const merged: Context = {};
  for (const context of contexts) {
    spend(16);
    for (const key of Object.keys(context)) setEntry(merged, key, getEntry(context, key));
  }
  return merged;
}

function fromEntries(entries: readonly unknown[]): Context | null {
  const context: Context = {};
  for (const entry of entries) {
    if (!isContext(entry) || !Object.hasOwn(entry, 'value')) return null;
    const key = getEntry(entry, 'key');
    if (typeof key !== 'string' || Object.hasOwn(context, key)) return null;
    setEntry(context, key, getEntry(entry, 'value'));
  }
  return context;
}

export const CONTEXT_FUNCTIONS: readonly BuiltIn[] = [
  builtIn('get value')
    .with('m:context, key:string', ([context, key]) => getValue(context, key))
    .with('context:context, key:string', ([context, key]) => getValue(context, key)),
  builtIn('get entries')
    .with('m:context', ([context]) => entriesOf(context))
    .with('context:context', ([context]) => entriesOf(context)),
  builtIn('context').with('entries:list', ([entries]) => fromEntries(entries)),
  builtIn('context put')
    .with('context:context, key:string, value:any', ([context, key, value]) => put(context, [key], value))
    .with('context:context, keys:list, value:any', ([context, keys, value]) => put(context, keys, value)),
  builtIn('context merge').with('contexts:list', ([contexts]) => merge(contexts)),
  // Extensions that the Camunda Modeler offers its authors.
  builtIn('is defined').with('value:any', ([value]) => value !== null),
  builtIn('get or else').with('value:any, default:any', ([value, other]) => value ?? other),
];
