import { FeelError } from './feel-error.ts';
import { findFunction } from './functions/registry.ts';
import { compileNode } from './run/compile.ts';
import { compileTests } from './run/compile-tests.ts';
import type { TypeResolver } from './run/feel-type.ts';
import { inner, startRun, within } from './run/run.ts';
import type { Code, Env, Run, RunOptions } from './run/run.ts';
import type { Node, UnaryTestsNode } from './syntax/ast.ts';
import { freeNames } from './syntax/free-names.ts';
import type { FreeNames } from './syntax/free-names.ts';
import { parseFeel, parseUnaryTests } from './syntax/parse-expression.ts';
import { fromFeel } from './from-feel.ts';

/** Variables by name: JSON values, FEEL values (see toFeel), Dates or functions. */
export type FeelVariables = Readonly<Record<string, unknown>>;

export type FeelExpression = FreeNames & {
  readonly text: string;
  /** Result as JSON value: dates and durations as ISO strings, numbers as numbers. */
  evaluate(variables?: FeelVariables, options?: RunOptions): unknown;
  /** Result as FEEL value, for calculations that go on. */
  value(variables?: FeelVariables, options?: RunOptions): unknown;
};

export type FeelUnaryTests = FreeNames & {
  readonly text: string;
  /** Whether a value passes; anything but a clear yes is false. */
  test(value: unknown, variables?: FeelVariables, options?: RunOptions): boolean;
};

/** What a text may refer to beyond its own words. */
export type CompileOptions = {
  /** Declared names that contain signs or keywords, such as `Pre-bureau risk`. */
  names?: Iterable<string>;
  types?: TypeResolver;
};

const CACHE_SIZE = 5000;
const expressions = new Map<string, FeelExpression | FeelError>();
const unaryTests = new Map<string, FeelUnaryTests | FeelError>();

/** Compiles a FEEL expression once per text; throws FeelError with the place when it is malformed. */
export function compileFeel(text: string): FeelExpression {
  return remember(expressions, text, () => {
    const node = parseFeel(text);
    const code = compileNode(node, noTypes);
    const start = (variables: FeelVariables = {}, options?: RunOptions): Env => startEnv(text, variables, options);
    return {
      text,
      ...freeNamesOf(node),
      value: (variables, options) => {
        const env = start(variables, options);
        return within(env.run, () => code(env));
      },
      evaluate: (variables, options) => {
        const env = start(variables, options);
        return within(env.run, () => fromFeel(code(env)));
      },
    };
  });
}

/** Compiles unary tests (a decision table's cell) once per text; throws FeelError when they are malformed. */
export function compileUnaryTests(text: string): FeelUnaryTests {
  return remember(unaryTests, text, () => {
    const node = parseUnaryTests(text);
    const passes = compileTests(node, noTypes);
    return {
      text,
      ...freeNamesOfTests(node),
      test: (value, variables = {}, options) => {
        const env = startEnv(text, variables, options);
        return within(env.run, () => passes(value ?? null, inner(env, { '?': value ?? null })));
      },
    };
  });
}

/** Compiled part of a DMN model, with the model's names and types; not kept in the cache. */
export function compileExpressionIn(text: string, options: CompileOptions): { code: Code; node: Node } {
  const node = parseFeel(text, options.names);
  return { node, code: compileNode(node, options.types ?? noTypes) };
}

export type CompiledTests = { passes: (value: unknown, env: Env) => boolean; node: UnaryTestsNode };

export function compileTestsIn(text: string, options: CompileOptions): CompiledTests {
  const node = parseUnaryTests(text, options.names);
  return { node, passes: compileTests(node, options.types ?? noTypes) };
}

function startEnv(text: string, vars: FeelVariables, options: RunOptions | undefined): Env {
  const run: Run = startRun(text, options);
  return { vars, parent: null, run };
}

export function freeNamesOf(node: Node): FreeNames {
  return freeNames(node, (name) => findFunction(name) !== undefined);
}

export function freeNamesOfTests({ tests }: UnaryTestsNode): FreeNames {
  return freeNamesOf({ kind: 'list', items: tests ?? [], at: 0 });
}

function noTypes(): undefined {
  return undefined;
}

// A text that is one long chain can exhaust the stack where its parts are compiled.
function refusal(error: unknown, text: string): FeelError {
  if (!(error instanceof RangeError) || !/call stack/i.test(error.message)) return error as FeelError;
  return new FeelError('budget', 'Der Ausdruck ist zu tief verschachtelt', { expression: text.slice(0, 200), offset: 0 });
}

// A malformed text is remembered too: a page that shows it again must not parse it again.
function remember<T>(cache: Map<string, T | FeelError>, text: string, make: () => T): T {
  let found = cache.get(text);
  if (found === undefined) {
    try {
      found = make();
    } catch (error) {
      found = refusal(error, text);
    }
    if (cache.size >= CACHE_SIZE) cache.clear();
    cache.set(text, found);
  }
  if (found instanceof Error) throw found;
  return found;
}
