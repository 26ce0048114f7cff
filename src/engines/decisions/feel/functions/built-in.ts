import type { FeelNumber } from '../values/decimal.ts';
import type { FeelFunction } from '../values/feel-function.ts';
import { FeelValue } from '../values/feel-value.ts';
import type { Context } from '../values/feel-value.ts';
import { kindOf } from '../values/kind.ts';
import type { FeelRange } from '../values/range.ts';
import { FeelDate, FeelDateTime } from '../values/temporal-values.ts';
import type { DayTimeDuration, FeelTime, YearMonthDuration } from '../values/temporal-values.ts';
import { UTC } from '../values/zone.ts';
import { checkSize, nothing, step, work } from '../run/run.ts';
import type { Run } from '../run/run.ts';
import type { Arguments } from '../run/compile-call.ts';

/** JavaScript types of the kinds that a signature may name. */
type Kinds = {
  any: unknown;
  string: string;
  number: FeelNumber;
  boolean: boolean;
  list: readonly unknown[];
  context: Context;
  range: FeelRange;
  function: FeelFunction;
  date: FeelDate;
  time: FeelTime;
  'date and time': FeelDateTime;
  'days and time duration': DayTimeDuration;
  'years and months duration': YearMonthDuration;
  null: null;
};
type KindOf<S extends string> = S extends `${infer A}|${infer B}`
  ? KindOf<A> | KindOf<B>
  : S extends keyof Kinds
    ? Kinds[S]
    : never;
type ArgumentOf<S extends string> = S extends `${string}?:${infer T}`
  ? KindOf<T> | undefined
  : S extends `${string}:${infer T}`
    ? KindOf<T>
    : never;

/** Arguments as a signature such as `string:string, length?:number` promises them. */
export type ArgumentsOf<S extends string> = S extends ''
  ? []
  : S extends `...${string}:${infer T}`
    ? KindOf<T>[]
    : S extends `${infer Head}, ${infer Rest}`
      ? [ArgumentOf<Head>, ...ArgumentsOf<Rest>]
      : [ArgumentOf<S>];

type Parameter = { name: string; kinds: readonly string[]; optional: boolean };
type Body = (args: readonly unknown[], run: Run) => unknown;
type Overload = { parameters: readonly Parameter[]; variadic: boolean; body: Body };

/** A function of FEEL's own library. */
export class BuiltIn extends FeelValue {
  readonly kind = 'function';
  readonly name: string;
  readonly overloads: Overload[] = [];

  constructor(name: string) {
    super();
    this.name = name;
  }

  /** Adds a signature; the first whose arguments fit is called. The body returns null when it has no result. */
  with<S extends string>(signature: S, body: (args: ArgumentsOf<S>, run: Run) => unknown): this {
    const variadic = signature.startsWith('...');
    const parameters = signature === '' ? [] : signature.replace('...', '').split(', ').map(parseParameter);
    this.overloads.push({ parameters, variadic, body: body as unknown as Body });
    return this;
  }

  toString(): string {
    return this.name;
  }

  override toJSON(): null {
    return null;
  }
}

export function builtIn(name: string): BuiltIn {
  return new BuiltIn(name);
}

/** Calls the first overload that takes the arguments; null with a warning when none does. */
export function callBuiltIn(target: BuiltIn, args: Arguments, run: Run): unknown {
  step(run);
  for (const value of args.values) work(run, weight(value));
  for (const overload of target.overloads) {
    const values = bind(overload, args);
    if (!values) continue;
    const result = overload.body(values, run);
    if (result === undefined || result === null)
      return nothing(run, args.at, `„${target.name}“ hat hier kein Ergebnis`);
    if (typeof result === 'string' || Array.isArray(result)) {
      checkSize(run, result.length);
      work(run, weight(result));
    }
    return result;
  }
  return nothing(run, args.at, `„${target.name}“ passt nicht zu diesen Angaben`);
}

// Going through a list or a text once costs about this much, whatever the function does with it.
function weight(value: unknown): number {
  if (typeof value === 'string') return value.length >> 4;
  return Array.isArray(value) ? value.length : 1;
}

function parseParameter(text: string): Parameter {
  const split = text.lastIndexOf(':');
  const name = text.slice(0, split);
  const optional = name.endsWith('?');
  return { name: optional ? name.slice(0, -1) : name, kinds: text.slice(split + 1).split('|'), optional };
}

function bind(overload: Overload, { values, names }: Arguments): readonly unknown[] | undefined {
  const { parameters, variadic } = overload;
  if (variadic) return names ? undefined : bindEach(parameters[0], values);
  const given = names ? byName(parameters, values, names) : values.length <= parameters.length ? values : undefined;
  if (!given) return undefined;
  const bound: unknown[] = [];
  for (const [index, parameter] of parameters.entries()) {
    const value = given[index];
    if (value === undefined || (value === null && parameter.optional && index < given.length)) {
      if (!parameter.optional) return undefined;
      bound.push(undefined);
      continue;
    }
    const fitted = fit(value, parameter.kinds);
    if (fitted === undefined) return undefined;
    bound.push(fitted);
  }
  return bound;
}

function bindEach(parameter: Parameter | undefined, values: readonly unknown[]): readonly unknown[] | undefined {
  if (!parameter || values.length === 0) return undefined;
  const bound = values.map((value) => fit(value, parameter.kinds));
  return bound.includes(undefined) ? undefined : bound;
}

function byName(
  parameters: readonly Parameter[],
  values: readonly unknown[],
  names: readonly string[],
): readonly unknown[] | undefined {
  const known = new Set(parameters.map((parameter) => parameter.name));
  if (new Set(names).size !== names.length || !names.every((name) => known.has(name))) return undefined;
  return parameters.map((parameter) => {
    const index = names.indexOf(parameter.name);
    return index < 0 ? undefined : values[index];
  });
}

/** Value as one of the kinds, with DMN's implicit conversions; undefined when it is none of them. */
function fit(value: unknown, kinds: readonly string[]): unknown {
  const kind = kindOf(value);
  if (kinds.includes(kind) || kinds[0] === 'any') return value;
  if (kinds.includes('date and time') && value instanceof FeelDate) {
    return new FeelDateTime(value, { seconds: 0, nanos: 0 }, UTC);
  }
  if (kinds.includes('list') && value !== null) return [value];
  return Array.isArray(value) && value.length === 1 ? fit(value[0], kinds) : undefined;
}
