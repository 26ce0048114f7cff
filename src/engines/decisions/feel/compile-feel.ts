import { evaluate, parseExpression, isFunction } from 'feelin';
import { FeelError } from './feel-error.ts';

export type FeelVariables = Readonly<Record<string, unknown>>;
export type FeelExpression = {
  readonly text: string;
  /** Free variables of the expression. */
  readonly names: readonly string[];
  evaluate(variables?: FeelVariables, options?: { now?: Date }): unknown;
};
export type FeelUnaryTests = {
  readonly text: string;
  readonly names: readonly string[];
  test(value: unknown, variables?: FeelVariables, options?: { now?: Date }): boolean;
};

const cache = new Map<string, FeelExpression>();

export function compileFeel(text: string): FeelExpression {
  const found = cache.get(text);
  if (found) return found;
  const expression = build(text);
  if (cache.size >= 5000) cache.clear();
  cache.set(text, expression);
  return expression;
}

export function compileUnaryTests(text: string): FeelUnaryTests {
  const trimmed = text.trim();
  const negated = /^not\s*\((.*)\)$/s.exec(trimmed)?.[1];
  const body =
    trimmed === '-' || trimmed === ''
      ? 'true'
      : trimmed.includes('?')
        ? trimmed.replaceAll('?', 'in_')
        : negated === undefined
          ? `in_ in (${trimmed})`
          : `not(in_ in (${negated}))`;
  const expression = compileFeel(body);
  return {
    text,
    names: expression.names.filter((name) => name !== 'in_'),
    test: (value, variables) => expression.evaluate({ ...variables, in_: value }) === true,
  };
}

function build(text: string): FeelExpression {
  const names = freeNames(text);
  let compiled: unknown;
  try {
    compiled = evaluate(`function(${names.join(', ')}) ${text}`, {}).value;
  } catch (error) {
    throw syntaxError(text, error);
  }
  if (!isFunction(compiled)) throw syntaxError(text, undefined);
  const call = compiled;
  return {
    text,
    names,
    evaluate: (variables = {}) => jsonSafe(call.invoke(names.map((name) => variables[name] ?? null))),
  };
}

function syntaxError(text: string, error: unknown): FeelError {
  const offset = (error as { position?: { from?: number } } | undefined)?.position?.from ?? 0;
  return new FeelError('syntax', `Der Ausdruck „${text}“ ist nicht lesbar`, { expression: text, offset });
}

function freeNames(text: string): string[] {
  const names = new Set<string>();
  const bound = new Set<string>();
  parseExpression(text, {}, undefined).iterate({
    enter(node) {
      const name = text.slice(node.from, node.to);
      if (node.name === 'VariableName') names.add(name);
      if (node.name === 'Name' || node.name === 'ParameterName') bound.add(name);
    },
  });
  return [...names].filter((name) => !bound.has(name) && evaluate(name, {}).value === null && /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name));
}

function jsonSafe(value: unknown): unknown {
  if (value === undefined || value === null || typeof value === 'function') return null;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(jsonSafe);
  if ('toJSON' in value && typeof value.toJSON === 'function') return value.toJSON();
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, jsonSafe(entry)]));
}

/** Value as FEEL sees it: ISO strings become dates, times and durations when the type says so. */
export function toFeel(value: unknown, typeRef?: string): unknown {
  if (value === undefined || value === null) return null;
  const make = { date: 'date(x)', time: 'time(x)', 'date and time': 'date and time(x)', dateTime: 'date and time(x)' }[typeRef ?? ''];
  return make && typeof value === 'string' ? evaluate(make, { x: value }).value : value;
}

/** JSON value of a FEEL value: dates, times and durations as ISO strings. */
export function fromFeel(value: unknown): unknown {
  return jsonSafe(value);
}
