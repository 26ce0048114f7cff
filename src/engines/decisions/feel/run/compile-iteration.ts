import type { Iterator, Node } from '../syntax/ast.ts';
import { dayNumber, dateOfDay } from '../values/calendar.ts';
import { compareNumbers } from '../values/arithmetic.ts';
import { isNumber, toNumber } from '../values/decimal.ts';
import { isContext } from '../values/feel-value.ts';
import { fromHost } from '../values/kind.ts';
import { FeelRange } from '../values/range.ts';
import { FeelDate } from '../values/temporal-values.ts';
import { compileNode } from './compile.ts';
import type { TypeResolver } from './feel-type.ts';
import { checkSize, inner, nothing, step } from './run.ts';
import type { Code, Env, Run } from './run.ts';

/** `list[3]`, `list[-1]`, `list[item > 2]`, `persons[age >= 18]`. */
export function compileFilter(node: Node & { kind: 'filter' }, types: TypeResolver): Code {
  const of = compileNode(node.of, types);
  const match = compileNode(node.match, types);
  return (env) => {
    const value = of(env);
    if (value === null) return null;
    const list = listOf(value, env.run);
    if (list === null) return nothing(env.run, node.at, 'Dieser Bereich lässt sich nicht aufzählen');
    return filterList(list, env, match);
  };
}

/** Keeps the items that match; a number picks one item, counted from 1 or from the end. */
export function filterList(list: readonly unknown[], env: Env, match: Code): unknown {
  const kept: unknown[] = [];
  if (list.length === 0) return isNumber(match(env)) ? null : kept;
  for (const raw of list) {
    step(env.run);
    const item = fromHost(raw);
    const result = match(itemScope(env, item));
    if (result === true) kept.push(item);
    else if (isNumber(result)) return pick(list, toNumber(result));
  }
  return kept;
}

/** Scope of a filter: the item's own properties first, then `item`. */
export function itemScope(env: Env, item: unknown): Env {
  const named = inner(env, { item });
  return isContext(item) ? inner(named, item) : named;
}

function pick(list: readonly unknown[], position: number): unknown {
  if (!Number.isInteger(position)) return null;
  return fromHost(list.at(position > 0 ? position - 1 : position === 0 ? list.length : position));
}

export function compileFor(node: Node & { kind: 'for' }, types: TypeResolver): Code {
  const iterate = compileIterators(node.iterators, types);
  const body = compileNode(node.body, types);
  return (env) => {
    const partial: unknown[] = [];
    const done = iterate(inner(env, { partial }), (scope) => {
      partial.push(body(scope));
      return true;
    });
    return done ? [...partial] : nothing(env.run, node.at, '„for“ braucht eine Liste oder einen Bereich ganzer Zahlen');
  };
}

export function compileQuantified(node: Node & { kind: 'quantified' }, types: TypeResolver): Code {
  const iterate = compileIterators(node.iterators, types);
  const body = compileNode(node.body, types);
  const { every } = node;
  return (env) => {
    let result: boolean | null = every;
    const done = iterate(env, (scope) => {
      const holds = body(scope);
      if (holds === !every) result = !every;
      else if (holds !== every) result = null;
      return result !== !every;
    });
    return done ? result : nothing(env.run, node.at, `„${every ? 'every' : 'some'}“ braucht eine Liste`);
  };
}

type Iterate = (env: Env, visit: (scope: Env) => boolean) => boolean;

/** Nested loops; a later iterator sees the variables of the earlier ones. False when something is no list. */
function compileIterators(iterators: readonly Iterator[], types: TypeResolver): Iterate {
  const parts = iterators.map(({ name, from, to }) => ({
    name,
    from: compileNode(from, types),
    to: to && compileNode(to, types),
  }));
  return (env, visit) => {
    let ok = true;
    const loop = (depth: number, scope: Env): boolean => {
      const part = parts[depth];
      if (!part) return visit(scope);
      const list = part.to ? enumerate([part.from(scope), part.to(scope)], env.run) : listOf(part.from(scope), env.run);
      ok &&= list !== null;
      return (list ?? []).every((item) => {
        step(env.run);
        return loop(depth + 1, inner(scope, { [part.name]: fromHost(item) }));
      });
    };
    loop(0, env);
    return ok;
  };
}

/** Value as a list: a range of whole numbers or dates is enumerated, a single value is a list of one. */
export function listOf(value: unknown, run: Run): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  if (value === null || value === undefined) return null;
  if (!(value instanceof FeelRange)) return [value];
  if (value.start === undefined || value.end === undefined) return null;
  const list = enumerate([value.start, value.end], run, false);
  if (!list) return null;
  return list.slice(value.startIncluded ? 0 : 1, value.endIncluded ? list.length : -1);
}

/** Whole numbers or dates from one end to the other, also downwards; null when the ends cannot be counted. */
function enumerate([from, to]: [unknown, unknown], run: Run, downwards = true): unknown[] | null {
  if (isNumber(from) && isNumber(to)) {
    const [first, last] = [toNumber(from), toNumber(to)];
    if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last)) return null;
    return compareNumbers(from, to) > 0 && !downwards ? [] : count(first, last, run);
  }
  if (from instanceof FeelDate && to instanceof FeelDate) {
    const [first, last] = [dayNumber(from), dayNumber(to)];
    return first > last && !downwards ? [] : count(first, last, run).map((day) => new FeelDate(dateOfDay(day)));
  }
  return null;
}

function count(first: number, last: number, run: Run): number[] {
  const size = Math.abs(last - first) + 1;
  checkSize(run, size);
  step(run, size);
  const direction = first <= last ? 1 : -1;
  return Array.from({ length: size }, (_, index) => first + index * direction);
}
