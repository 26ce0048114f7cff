import type { Node, TypeNode } from '../syntax/ast.ts';
import { javaFunction } from '../functions/java-functions.ts';
import { findFunction } from '../functions/registry.ts';
import { FeelFunction } from '../values/feel-function.ts';
import { setEntry } from '../values/feel-value.ts';
import type { Context } from '../values/feel-value.ts';
import { kindOf } from '../values/kind.ts';
import { compileNode } from './compile.ts';
import { ANY, coerce, resolveType } from './feel-type.ts';
import type { FeelType, TypeResolver } from './feel-type.ts';
import { enter, lookup, nothing } from './run.ts';
import type { Code, Run } from './run.ts';
import { BuiltIn, callBuiltIn } from '../functions/built-in.ts';

type CallNode = Node & { kind: 'call' };

/** `f(1, 2)` and `f(a: 1, b: 2)`. */
export function compileCall(node: CallNode, types: TypeResolver): Code {
  const args = node.args.map((arg) => compileNode(arg, types));
  const callee = compileCallee(node, types);
  const { names, at } = node;
  return (env) => {
    const target = callee(env);
    const values = args.map((arg) => arg(env));
    return invoke(target, { values, names, at }, env.run);
  };
}

export type Arguments = { values: readonly unknown[]; names: readonly string[] | undefined; at: number };

/** Calls a built-in or user-defined function; null when the arguments do not fit. */
export function invoke(target: unknown, args: Arguments, run: Run): unknown {
  if (target instanceof BuiltIn) return callBuiltIn(target, args, run);
  if (target instanceof FeelFunction) {
    const values = inOrder(target, args);
    if (values) return enter(run, () => target.call(values, run)) ?? null;
    return nothing(run, args.at, 'Anzahl oder Namen der Parameter stimmen nicht');
  }
  if (typeof target === 'function') return (target as (...values: unknown[]) => unknown)(...args.values) ?? null;
  return nothing(run, args.at, 'Das ist keine Funktion');
}

// Positional arguments must be complete; named ones that are missing are null (DMN 1.5, table 63).
function inOrder(target: FeelFunction, { values, names }: Arguments): readonly unknown[] | undefined {
  if (!names) return values.length === target.parameters.length ? values : undefined;
  if (!names.every((name) => target.parameters.includes(name))) return undefined;
  return target.parameters.map((parameter) => values[names.indexOf(parameter)] ?? null);
}

// A variable of that name hides a built-in function only when it can be called.
function compileCallee(node: CallNode, types: TypeResolver): Code {
  const { callee } = node;
  if (callee.kind !== 'name') return compileNode(callee, types);
  const builtIn = findFunction(callee.name);
  return (env) => {
    const value = lookup(env, callee.name);
    if (value !== undefined && (!builtIn || kindOf(value) === 'function' || typeof value === 'function')) return value;
    return builtIn ?? nothing(env.run, callee.at, `Die Funktion „${callee.name}“ gibt es nicht`);
  };
}

/** A function that the author writes; its parameters may have types. */
export function compileFunction(node: Node & { kind: 'function' }, types: TypeResolver): Code {
  const names = node.parameters.map((parameter) => parameter.name);
  const wanted = node.parameters.map(({ type }) => (type ? resolveType(type, types) : ANY));
  const signature = { parameters: node.parameters.map(({ type }) => typeName(type)) };
  if (wanted.includes(undefined)) {
    return () => new FeelFunction(names, (_, run) => nothing(run, node.at, UNKNOWN_TYPE), signature);
  }
  const body = compileNode(node.body, types);
  const parameters = names.map((name, index) => ({ name, type: wanted[index] ?? ANY }));
  return (env) => {
    const external = node.external ? externalBody(body(env)) : undefined;
    return new FeelFunction(
      names,
      (values, run) => {
        const vars = bindParameters(parameters, values);
        if (typeof vars === 'string') return nothing(run, node.at, vars);
        return (external ?? body)({ vars, parent: env, run });
      },
      signature,
    );
  };
}

const UNKNOWN_TYPE = 'Der Typ eines Parameters ist nicht bekannt';
export const NO_EXTERNAL = 'Diese Funktion außerhalb von FEEL wird nicht ausgeführt';

/** Variables of a call; a German sentence when an argument has the wrong type. */
export function bindParameters(
  parameters: readonly { name: string; type: FeelType }[],
  values: readonly unknown[],
): Context | string {
  const vars: Context = {};
  for (const [index, { name, type }] of parameters.entries()) {
    const value = coerce(values[index], type);
    if (value === undefined) return `Der Parameter „${name}“ hat den falschen Typ`;
    setEntry(vars, name, value);
  }
  return vars;
}

/** Code of an external function: computed from its parameters in order. */
export function externalBody(mapping: unknown): Code {
  const method = javaFunction(mapping);
  return ({ vars, run }) => (method ? (method(Object.values(vars)) ?? null) : nothing(run, 0, NO_EXTERNAL));
}

function typeName(type: TypeNode | undefined): string | undefined {
  return type?.kind === 'named' ? type.name : undefined;
}
