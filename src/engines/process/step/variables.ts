import type { Expression } from '../expression.ts';
import type { Mapping } from '../graph.ts';
import type { Scope, Token, Vars } from '../state.ts';
import { Fault } from './faults.ts';
import { plainValue } from './plain-value.ts';
import { findScope, findToken, type Place, type Run } from './run.ts';

/** The levels at which variables live, from the inside out; the instance's own come last. */
function* levels(run: Run, place: Place): Generator<{ vars?: Vars; many?: Scope['many']; closed?: boolean; called?: boolean }> {
  let token: Token | undefined = place.token;
  for (let scope = findScope(run, place.scope); ; ) {
    if (token?.vars) yield { vars: token.vars };
    if (scope?.many) yield { many: scope.many };
    if (scope?.vars) yield { vars: scope.vars, called: true, ...(scope.closed ? { closed: true } : {}) };
    token = scope && findToken(run, scope.parent);
    if (!token) break;
    scope = findScope(run, token.scope);
  }
  yield { vars: run.state.vars };
}

const COUNTERS: Record<string, (many: NonNullable<Scope['many']>) => number> = {
  nrOfInstances: (many) => many.total,
  nrOfCompletedInstances: (many) => many.done,
  nrOfActiveInstances: (many) => many.started - many.done,
  numberOfInstances: (many) => many.total,
  numberOfCompletedInstances: (many) => many.done,
  numberOfActiveInstances: (many) => many.started - many.done,
};

/** The value of a variable as it is seen from a place; undefined when nobody has set it. */
export function lookup(run: Run, place: Place, name: string): unknown {
  if (Object.hasOwn(run.env.context, name)) return run.env.context[name];
  for (const level of levels(run, place)) {
    if (level.many) {
      const counter = COUNTERS[name];
      if (counter) return counter(level.many);
    } else if (level.vars && Object.hasOwn(level.vars, name)) return level.vars[name];
    if (level.closed) return undefined;
  }
  return undefined;
}

/** Everything that is visible from a place, for work that reads what it likes (decisions). */
export function visible(run: Run, place: Place): Vars {
  const seen: Vars[] = [];
  for (const level of levels(run, place)) {
    if (level.vars) seen.push(level.vars);
    if (level.closed) break;
  }
  return Object.assign({}, ...seen.reverse(), run.env.context) as Vars;
}

/** Evaluates an expression of the model; throws a {@link Fault} that names it when that fails. */
export function evaluate(run: Run, place: Place, expression: Expression): unknown {
  if (expression.constant) return expression.evaluate({});
  const vars: Vars = {};
  for (const name of expression.names) {
    const value = lookup(run, place, name);
    if (value !== undefined) vars[name] = value;
  }
  try {
    return plainValue(expression.evaluate(vars, { now: run.env.now }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Fault('expression-failed', `Der Ausdruck „${expression.text}“ ließ sich nicht auswerten: ${reason}`);
  }
}

/** True only when a condition is exactly true; null and everything else is false (FEEL, DMN 1.3 § 10.3.2.2). */
export function holds(run: Run, place: Place, condition: Expression): boolean {
  return evaluate(run, place, condition) === true;
}

/** The value as text, undefined when there is none. */
export function evaluateText(run: Run, place: Place, expression: Expression | undefined): string | undefined {
  if (!expression) return undefined;
  const value = evaluate(run, place, expression);
  return value === null || value === undefined || value === '' ? undefined : String(value);
}

/** Sets variables where they live already, else at the instance (or the called process). */
export function assign(run: Run, place: Place, vars: Vars): void {
  for (const [name, value] of Object.entries(vars)) {
    if (Object.hasOwn(run.env.context, name))
      throw new Fault('reserved-name', `Der Name „${name}“ ist vergeben und kann nicht überschrieben werden.`);
    const home = homeOf(run, place, name);
    home[name] = storable(name, value);
    run.dirty = true;
    run.assigned.add(name);
  }
}

/** The value as plain JSON; one that is too deep or too big is a {@link Fault}. */
export function storable(name: string, value: unknown): unknown {
  try {
    return plainValue(value);
  } catch (error) {
    throw new Fault('not-storable', `„${name}“ lässt sich nicht speichern: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function homeOf(run: Run, place: Place, name: string): Vars {
  for (const level of levels(run, place))
    if (level.vars && (Object.hasOwn(level.vars, name) || level.called)) return level.vars;
  return run.state.vars;
}

/** Input mapping: each target becomes a local variable of the token; later lines see earlier ones. */
export function mapInputs(run: Run, token: Token, mappings: readonly Mapping[]): void {
  for (const { source, target } of mappings) {
    const value = evaluate(run, { token, scope: token.scope }, source);
    token.vars = withPath(token.vars ?? {}, target.split('.'), value);
  }
}

/** Output mapping: sources see the token's local variables, targets live outside of it. */
export function mapOutputs(run: Run, token: Token, mappings: readonly Mapping[]): void {
  if (mappings.length === 0) return;
  const outside: Place = { scope: token.scope };
  for (const { source, target } of mappings) {
    const value = evaluate(run, { token, scope: token.scope }, source);
    const [name = '', ...rest] = target.split('.');
    assign(run, outside, { [name]: rest.length === 0 ? value : withPath(lookup(run, outside, name), rest, value) });
  }
}

function withPath(base: unknown, [key = '', ...rest]: readonly string[], value: unknown): Vars {
  const record: Vars = typeof base === 'object' && base !== null && !Array.isArray(base) ? { ...base } : {};
  record[key] = rest.length === 0 ? value : withPath(record[key], rest, value);
  return record;
}
