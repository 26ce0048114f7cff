import type { LoopSpec, Node } from '../graph.ts';
import type { Scope, Token, Vars } from '../state.ts';
import { rememberUndo } from './complete.ts';
import { Fault, guarded } from './faults.ts';
import { leave } from './leave.ts';
import { addScope, addToken, findToken, getScope, left, modelOf, removeToken, type Run, tokensIn } from './run.ts';
import { cancelToken, dropScope } from './scopes.ts';
import { assign, evaluate, holds } from './variables.ts';

type Many = Extract<LoopSpec, { kind: 'many' }>;

/** A longer list is a mistake of the author, or a case for several instances. */
const MAX_ROUNDS = 1000;
/** Steps that each round adds to what one command may take, and how many in all: a loop may come to the same list again and again. */
const STEPS_PER_ROUND = 20;
const MAX_STEPS = 22_000;

/** Begins the rounds of a multi-instance: all at once, or the first one. */
export function openMany(run: Run, token: Token, { node, loop }: { node: Node; loop: Many }): void {
  const items = itemsOf(run, token, loop);
  run.limit = Math.max(run.limit, Math.min(MAX_STEPS, run.limit + items.length * STEPS_PER_ROUND));
  token.wait = 'many';
  const scope = addScope(run, node, { parent: token.id, many: { total: items.length, done: 0, started: 0 } });
  if (scope.many && loop.result) scope.many.out = items.map(() => null);
  if (items.length === 0) return closeMany(run, scope, { node, host: token });
  if (loop.sequential && scope.many) scope.many.rest = items.slice(1);
  for (const item of loop.sequential ? items.slice(0, 1) : items) startRound(run, scope, { node, item });
}

function itemsOf(run: Run, token: Token, loop: Many): unknown[] {
  const value = evaluate(run, { token, scope: token.scope }, loop.collection);
  const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  const size = Array.isArray(count) ? count.length : count;
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 0)
    throw new Fault('loop-collection', `„${loop.collection.text}“ ergibt weder eine Liste noch eine Anzahl.`);
  if (size > MAX_ROUNDS) throw new Fault('loop-too-many', `Mehr als ${MAX_ROUNDS} Durchläufe sind nicht möglich (es wären ${size}).`);
  return Array.isArray(count) ? count : Array.from({ length: size }, (_, index) => index + 1);
}

function startRound(run: Run, scope: Scope, { node, item }: { node: Node; item: unknown }): void {
  const { loop } = node;
  if (!scope.many || loop?.kind !== 'many') return;
  const index = scope.many.started++;
  const vars = { ...(loop.item ? { [loop.item]: item } : {}), loopCounter: modelOf(run, scope.id).dialect === 'camunda' ? index : index + 1 };
  const round = addToken(run, node, { scope: scope.id, index, vars });
  run.queue.push({ do: 'begin', tokenId: round.id });
}

/** Collects the result of a round and asks whether the rest is needed. */
export function afterRound(run: Run, token: Token, loop: Many): 'stop' | 'next' {
  const { many } = getScope(run, token.scope);
  const place = { token, scope: token.scope };
  if (many?.out && loop.result && token.index !== undefined)
    many.out = many.out.with(token.index, evaluate(run, place, loop.result.element));
  if (!many) return 'next';
  many.done += 1;
  try {
    return loop.until !== undefined && holds(run, place, loop.until) ? 'stop' : 'next';
  } catch (error) {
    // It is asked again after the incident, and must not count twice.
    many.done -= 1;
    throw error;
  }
}

/** A round that somebody skips counts as done, with the values given; what cannot be worked out from them is left out. */
export function skipRound(run: Run, token: Token, { loop, variables }: { loop: Many; variables: Vars }): 'stop' | 'next' {
  token.vars = { ...token.vars, ...variables };
  try {
    return afterRound(run, token, loop);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { many } = getScope(run, token.scope);
    if (many) many.done += 1;
    return 'next';
  }
}

/** Ends a round, and with the last one the activity. */
export function closeRound(run: Run, token: Token, { node, stop }: { node: Node; stop: boolean }): void {
  const scope = getScope(run, token.scope);
  const host = findToken(run, scope.parent);
  const { many } = scope;
  rememberUndo(run, token, node);
  removeToken(run, token);
  if (!many || !host) return;
  const [next, ...rest] = many.rest ?? [];
  if (!stop && many.done < many.total) {
    if (many.rest === undefined) return;
    many.rest = rest;
    return startRound(run, scope, { node, item: next });
  }
  for (const other of tokensIn(run, scope.id)) cancelToken(run, other);
  closeMany(run, scope, { node, host });
}

function closeMany(run: Run, scope: Scope, { node, host }: { node: Node; host: Token }): void {
  const { loop } = node;
  const out = scope.many?.out;
  const inner = (run.state.done ?? []).filter((done) => done.scope === scope.id);
  dropScope(run, scope);
  if (inner.length > 0) run.state.done = [...(run.state.done ?? []), { node: node.id, scope: host.scope, inner, many: true }];
  const stored = guarded(run, host, [
    'outputs',
    () => {
      if (loop?.kind === 'many' && loop.result && out) assign(run, { scope: host.scope }, { [loop.result.variable]: out });
    },
  ]);
  if (!stored) return;
  left(run, node, host.id);
  removeToken(run, host);
  if (host.undoFor !== undefined) run.queue.push({ do: 'undo', tokenId: host.undoFor });
  else leave(run, node, host.scope);
}
