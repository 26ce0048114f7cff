import { FeelError } from '../feel-error.ts';
import type { RuleFired } from './trace.ts';

/** How much one evaluation may cost; more ends in FeelError `budget`, never in a blocked server. */
export type FeelLimits = {
  /** Evaluated loop bodies, filtered items, function calls and list items. */
  steps: number;
  /** Items of one list or characters of one text that an expression may build. */
  size: number;
  /** Nested calls of functions that an author wrote. */
  depth: number;
  /** Milliseconds. */
  time_ms: number;
};

export const DEFAULT_LIMITS: FeelLimits = { steps: 500_000, size: 200_000, depth: 150, time_ms: 1000 };

/** Why a part of an expression became null. */
export type FeelWarning = { message: string; offset: number };

/** State of one evaluation. */
export type Run = {
  /** What `now()` and `today()` see. */
  readonly now: Date | undefined;
  /** Zone in which `today()` begins at midnight, e.g. `Europe/Berlin`. */
  readonly timeZone: string;
  readonly limits: FeelLimits;
  readonly expression: string;
  readonly warn: ((warning: FeelWarning) => void) | undefined;
  /** Told of every rule that a decision table fires. */
  readonly fired: ((rule: RuleFired) => void) | undefined;
  steps: number;
  depth: number;
  deadline: number;
};

/** A scope: variables and what lies around them. */
export type Env = {
  readonly vars: Readonly<Record<string, unknown>>;
  readonly parent: Env | null;
  readonly run: Run;
};

/** A compiled part of an expression. */
export type Code = (env: Env) => unknown;

export type RunOptions = {
  now?: Date;
  timeZone?: string;
  limits?: Partial<FeelLimits>;
  warn?: (warning: FeelWarning) => void;
  fired?: (rule: RuleFired) => void;
};

export function startRun(expression: string, options: RunOptions | undefined): Run {
  return {
    now: options?.now,
    timeZone: options?.timeZone ?? 'Europe/Berlin',
    limits: options?.limits ? { ...DEFAULT_LIMITS, ...options.limits } : DEFAULT_LIMITS,
    expression,
    warn: options?.warn,
    fired: options?.fired,
    steps: 0,
    depth: 0,
    deadline: 0,
  };
}

/** Counts work; looks at the clock every 1,024 steps. */
export function step(run: Run, count = 1): void {
  const before = run.steps;
  run.steps += count;
  if (run.steps > run.limits.steps) exceeded(run, 'Der Ausdruck braucht zu viele Schritte');
  if (before >> 10 === run.steps >> 10) return;
  const now = performance.now();
  if (run.deadline === 0) run.deadline = now + run.limits.time_ms;
  else if (now > run.deadline) exceeded(run, 'Der Ausdruck rechnet zu lange');
}

/** Refuses a list or text that would grow beyond the limit. */
export function checkSize(run: Run, size: number): void {
  if (size > run.limits.size) exceeded(run, `Der Ausdruck erzeugt zu viele Werte (mehr als ${run.limits.size})`);
}

export function enter<T>(run: Run, call: () => T): T {
  step(run);
  run.depth += 1;
  if (run.depth > run.limits.depth) exceeded(run, 'Funktionen rufen sich zu tief gegenseitig auf');
  try {
    return call();
  } finally {
    run.depth -= 1;
  }
}

function exceeded(run: Run, message: string): never {
  throw new FeelError('budget', message, { expression: run.expression, offset: 0 });
}

/** Value of a name in the scopes around; undefined when no scope has it. */
export function lookup(env: Env, name: string): unknown {
  for (let scope: Env | null = env; scope !== null; scope = scope.parent) {
    const value = scope.vars[name];
    if (value !== undefined && Object.hasOwn(scope.vars, name)) return value;
  }
  return undefined;
}

export function inner(env: Env, vars: Readonly<Record<string, unknown>>): Env {
  return { vars, parent: env, run: env.run };
}

/** Null, with the reason for whoever listens. */
export function nothing(run: Run, offset: number, message: string): null {
  run.warn?.({ message, offset });
  return null;
}
