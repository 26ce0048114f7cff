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
  /** Milliseconds of this thread's CPU, so that a busy machine makes no right expression fail. */
  time_ms: number;
};

export const DEFAULT_LIMITS: FeelLimits = { steps: 500_000, size: 200_000, depth: 150, time_ms: 150 };

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
  /** Items of the result so far. */
  written: number;
  /** Units of work until the clock is read again. */
  untilCheck: number;
  /** CPU milliseconds at which it must end; 0 before the clock was first read. */
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
    written: 0,
    untilCheck: WORK_BETWEEN_CHECKS,
    deadline: 0,
  };
}

const WORK_BETWEEN_CHECKS = 4096;
const WORK_OF_A_STEP = 8;
let current: Run | undefined;

/** Evaluates under a budget that also holds where values are compared, copied and written down (see `spend`). */
export function within<T>(run: Run, evaluate: () => T): T {
  const outer = current;
  current = run;
  try {
    return evaluate();
  } catch (error) {
    // The last net: an expression that exhausts the stack is an author's mistake, not a broken server.
    if (error instanceof RangeError && /call stack/i.test(error.message)) exceeded(run, 'Der Ausdruck ist zu tief verschachtelt');
    throw error;
  } finally {
    current = outer;
  }
}

/** Counts one evaluated part. */
export function step(run: Run, count = 1): void {
  run.steps += count;
  if (run.steps > run.limits.steps) exceeded(run, 'Der Ausdruck braucht zu viele Schritte');
  work(run, count * WORK_OF_A_STEP);
}

/** Counts work that is no step of its own, such as going through a list; looks at the clock now and then. */
export function work(run: Run, units: number): void {
  run.untilCheck -= units;
  if (run.untilCheck > 0) return;
  run.untilCheck = WORK_BETWEEN_CHECKS;
  const { user, system } = process.threadCpuUsage();
  const now = (user + system) / 1000;
  if (run.deadline === 0) run.deadline = now + run.limits.time_ms;
  else if (now > run.deadline) exceeded(run, 'Der Ausdruck rechnet zu lange');
}

/** Work on values, where no evaluation is at hand; counts against the one that is going on. */
export function spend(units: number): void {
  if (current) work(current, units);
}

/** Refuses a list or text that would grow beyond the limit. */
export function checkSize(run: Run, size: number): void {
  if (size > run.limits.size) exceeded(run, `Der Ausdruck erzeugt zu viele Werte (mehr als ${run.limits.size})`);
}

/** Counts what a result is written down to: lists that share their items inside are short there and endless here. */
export function writeDown(items: number): void {
  if (!current) return;
  current.written += items;
  checkSize(current, current.written / 2);
  work(current, items);
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
