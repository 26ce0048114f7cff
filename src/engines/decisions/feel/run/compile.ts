import type { Node } from '../syntax/ast.ts';
import { fromHost } from '../values/kind.ts';
import { setEntry } from '../values/feel-value.ts';
import type { Context } from '../values/feel-value.ts';
import { inRange, order } from '../values/compare.ts';
import { FeelRange } from '../values/range.ts';
import { findFunction } from '../functions/registry.ts';
import { compileCall, compileFunction } from './compile-call.ts';
import { compileFilter, compileFor, compileQuantified } from './compile-iteration.ts';
import { compileHalfRange, compileIn } from './compile-tests.ts';
import { isInstance, resolveType } from './feel-type.ts';
import type { TypeResolver } from './feel-type.ts';
import { calculate, compare, german, negation } from './operators.ts';
import { property } from './properties.ts';
import { inner, lookup, nothing } from './run.ts';
import type { Code } from './run.ts';

/** Turns a syntax tree into closures; done once per text. */
export function compileNode(node: Node, types: TypeResolver): Code {
  switch (node.kind) {
    case 'literal': {
      const { value } = node;
      return () => value;
    }
    case 'name':
      return compileName(node.name, node.at);
    case 'path': {
      const of = compileNode(node.of, types);
      const { name } = node;
      return (env) => property(of(env), name);
    }
    case 'filter':
      return compileFilter(node, types);
    case 'call':
      return compileCall(node, types);
    case 'for':
      return compileFor(node, types);
    case 'quantified':
      return compileQuantified(node, types);
    case 'function':
      return compileFunction(node, types);
    case 'in':
      return compileIn(node, types);
    case 'half-range':
      return compileHalfRange(node, types);
    default:
      return compileOperator(node, types);
  }
}

function compileOperator(node: Node, types: TypeResolver): Code {
  switch (node.kind) {
    case 'negate': {
      const of = compileNode(node.of, types);
      return (env) => negation(of(env), env.run, node.at);
    }
    case 'arithmetic': {
      const [left, right] = both(node, types);
      const operation = calculate(node.operator, node.at);
      return (env) => operation(left(env), right(env), env.run);
    }
    case 'compare':
      return compileCompare(node, types);
    case 'and':
    case 'or':
      return compileLogic(node.kind === 'and' ? false : true, both(node, types));
    case 'between':
      return compileBetween(node, types);
    case 'instance':
      return compileInstance(node, types);
    case 'if': {
      const condition = compileNode(node.condition, types);
      const yes = compileNode(node.yes, types);
      const no = compileNode(node.no, types);
      return (env) => (condition(env) === true ? yes(env) : no(env));
    }
    default:
      return compileCollection(node, types);
  }
}

function compileCollection(node: Node, types: TypeResolver): Code {
  switch (node.kind) {
    case 'list': {
      const items = node.items.map((item) => compileNode(item, types));
      return (env) => items.map((item) => item(env));
    }
    case 'context':
      return compileContext(node, types);
    case 'range': {
      const [start, end] = [compileNode(node.start, types), compileNode(node.end, types)];
      const { startIncluded, endIncluded, at } = node;
      return (env) => {
        const ends = { start: start(env), end: end(env), startIncluded, endIncluded };
        const sign = order(ends.start, ends.end);
        if (sign !== undefined && sign <= 0) return new FeelRange(ends);
        return nothing(env.run, at, 'Die Enden des Bereichs passen nicht zusammen');
      };
    }
    default:
      throw new Error(`FEEL node ${node.kind} has no compiler`);
  }
}

function compileName(name: string, at: number): Code {
  const builtIn = findFunction(name);
  return (env) => {
    const value = lookup(env, name);
    if (value !== undefined)
      return typeof value === 'object' || typeof value === 'string' ? hostObject(value) : fromHost(value);
    return builtIn ?? nothing(env.run, at, `„${name}“ ist nicht bekannt`);
  };
}

function hostObject(value: unknown): unknown {
  return value instanceof Date ? fromHost(value) : value;
}

function compileCompare(node: Node & { kind: 'compare' }, types: TypeResolver): Code {
  const [left, right] = both(node, types);
  const operation = compare(node.operator);
  return (env) => {
    const a = left(env);
    const b = right(env);
    const result = operation(a, b);
    if (result !== null) return result;
    return nothing(env.run, node.at, `„${node.operator}“ vergleicht nicht ${german(a)} mit ${german(b)}`);
  };
}

// Three-valued logic (DMN 1.5, table 50): what is not a boolean counts as null.
function compileLogic(decisive: boolean, [left, right]: [Code, Code]): Code {
  return (env) => {
    const a = left(env);
    if (a === decisive) return decisive;
    const b = right(env);
    if (b === decisive) return decisive;
    return a === !decisive && b === !decisive ? !decisive : null;
  };
}

function compileBetween(node: Node & { kind: 'between' }, types: TypeResolver): Code {
  const [of, low, high] = [node.of, node.low, node.high].map((part) => compileNode(part, types)) as [Code, Code, Code];
  return (env) => {
    const ends = { start: low(env), end: high(env), startIncluded: true, endIncluded: true };
    return inRange(of(env), new FeelRange(ends)) ?? nothing(env.run, node.at, '„between“ vergleicht Verschiedenes');
  };
}

function compileInstance(node: Node & { kind: 'instance' }, types: TypeResolver): Code {
  const of = compileNode(node.of, types);
  const type = resolveType(node.type, types);
  if (!type) return (env) => nothing(env.run, node.at, 'Der Typ nach „instance of“ ist nicht bekannt');
  return (env) => isInstance(of(env), type);
}

// Later entries see earlier ones.
function compileContext(node: Node & { kind: 'context' }, types: TypeResolver): Code {
  const keys = node.entries.map((entry) => entry.key);
  if (new Set(keys).size !== keys.length) {
    return (env) => nothing(env.run, node.at, 'Der Kontext hat einen Schlüssel zweimal');
  }
  const entries = node.entries.map((entry) => ({ key: entry.key, code: compileNode(entry.value, types) }));
  return (env) => {
    const context: Context = {};
    const scope = inner(env, context);
    for (const { key, code } of entries) setEntry(context, key, code(scope));
    return context;
  };
}

function both(node: { left: Node; right: Node }, types: TypeResolver): [Code, Code] {
  return [compileNode(node.left, types), compileNode(node.right, types)];
}
