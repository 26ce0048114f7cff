import type { Effect } from '../effects.ts';
import type { Environment } from '../environment.ts';
import { getNode, type Graph, type Node } from '../graph.ts';
import type { Scope, State, Token, Vars, Wait } from '../state.ts';
import { indexScope, indexState, indexToken, type InstanceIndex, needsIndex } from './instance-index.ts';

/** Something that still has to happen within this step. */
export type Work =
  | { do: 'arrive'; node: Node; scope: number; flow?: string; /** What came with an event. */ payload?: Vars }
  | { do: 'begin'; tokenId: number }
  | { do: 'undo'; tokenId: number };

/** The work table of one step; lives as long as one command is carried out. */
export type Run = {
  readonly graph: Graph;
  readonly env: Environment;
  /** A copy that belongs to this step. */
  readonly state: State;
  /** Where everything is; absent while the instance is small. */
  index?: InstanceIndex;
  readonly effects: Effect[];
  queue: Work[];
  steps: number;
  /** How many steps are allowed; grows with the rounds of a multi-instance. */
  limit: number;
  /** A terminate event has ended the instance itself. */
  terminated: boolean;
  /** Something has changed that conditional events may look at. */
  dirty: boolean;
  /** Names of variables that have been set, which conditions of Camunda 7 hear each time. */
  assigned: Set<string>;
  /** Waits for conditions that have come true and are not fired yet. */
  conditions: Set<number>;
};

/** Steps one command may take; more is an endless loop of the author. */
export const STEP_LIMIT = 2000;

/** A work table on a state that belongs to it. */
export function newRun(graph: Graph, state: State, env: Environment): Run {
  return { graph, env, state, effects: [], queue: [], steps: 0, limit: STEP_LIMIT, terminated: false, dirty: false, assigned: new Set(), conditions: new Set() };
}

/** Where an expression is evaluated: at a token, or in a scope. */
export type Place = { token?: Token; scope: number };

export function emit(run: Run, effect: Effect): void {
  run.effects.push(effect);
}

function indexOf(run: Run): InstanceIndex | undefined {
  if (!run.index && needsIndex(run.state)) run.index = indexState(run.state);
  return run.index;
}

export function findToken(run: Run, id: number | undefined): Token | undefined {
  if (id === undefined) return undefined;
  const index = indexOf(run);
  return index ? index.tokens.get(id) : run.state.tokens.find((token) => token.id === id);
}

export function findScope(run: Run, id: number): Scope | undefined {
  const index = indexOf(run);
  return index ? index.scopes.get(id) : run.state.scopes.find((scope) => scope.id === id);
}

/** The tokens of a scope, in their order. */
export function tokensIn(run: Run, scopeId: number): Token[] {
  const index = indexOf(run);
  return index ? [...(index.inScope.get(scopeId) ?? [])] : run.state.tokens.filter((token) => token.scope === scopeId);
}

export function isEmpty(run: Run, scope: Scope): boolean {
  if (scope.many) return false;
  const index = indexOf(run);
  return index ? (index.inScope.get(scope.id)?.size ?? 0) === 0 : !run.state.tokens.some((token) => token.scope === scope.id);
}

/** The scopes that a token has opened. */
export function scopesInside(run: Run, tokenId: number): Scope[] {
  const index = indexOf(run);
  return index ? [...(index.inside.get(tokenId) ?? [])] : run.state.scopes.filter((scope) => scope.parent === tokenId);
}

export function getScope(run: Run, id: number): Scope {
  const scope = findScope(run, id);
  if (!scope) throw new Error(`the instance has no scope ${id}`);
  return scope;
}

/** The model a scope belongs to: the instance's own, or that of a called process. */
export function modelOf(run: Run, scopeId: number): Graph {
  for (let scope = findScope(run, scopeId); scope; ) {
    if (scope.model) {
      const { process, version } = scope.model;
      const graph = run.env.resolveCall?.(process, version);
      if (!graph) throw new Error(`the called process ${process} (${version ?? 'no version'}) is not available`);
      return graph;
    }
    const parent = findToken(run, scope.parent);
    scope = parent && findScope(run, parent.scope);
  }
  return run.graph;
}

export function nodeOf(run: Run, token: Pick<Token, 'node' | 'scope'>): Node {
  return getNode(modelOf(run, token.scope), token.node);
}

/** The process or sub-process that a scope is. */
export function containerOf(run: Run, scope: Scope): Node {
  return getNode(modelOf(run, scope.id), scope.node);
}

export function addToken(run: Run, node: Node, more: Partial<Token> & { scope: number }): Token {
  const token: Token = { id: run.state.seq++, node: node.id, ...more };
  run.state.tokens.push(token);
  if (run.index) indexToken(run.index, token);
  return token;
}

export function addScope(run: Run, node: Node, more: Partial<Scope>): Scope {
  const scope: Scope = { id: run.state.seq++, node: node.id, ...more };
  run.state.scopes.push(scope);
  if (run.index) indexScope(run.index, scope);
  return scope;
}

export function removeScope(run: Run, scope: Scope): void {
  run.state.scopes = run.state.scopes.filter((one) => one !== scope);
  run.index?.scopes.delete(scope.id);
  if (scope.parent !== undefined) run.index?.inside.get(scope.parent)?.delete(scope);
}

export function addWait(run: Run, wait: Wait): void {
  run.state.waits.push(wait);
  if (run.index && wait.token !== undefined) run.index.waiting.set(wait.token, (run.index.waiting.get(wait.token) ?? 0) + 1);
}

/** Takes a token out; its waits go with it. */
export function removeToken(run: Run, token: Token): void {
  const at = run.state.tokens.indexOf(token);
  if (at >= 0) run.state.tokens.splice(at, 1);
  run.index?.tokens.delete(token.id);
  run.index?.inScope.get(token.scope)?.delete(token);
  dropTokenWaits(run, token);
}

/** Stops all waiting of a token. */
export function dropTokenWaits(run: Run, token: Token): void {
  const index = indexOf(run);
  if (index && !index.waiting.get(token.id)) return;
  index?.waiting.delete(token.id);
  dropWaits(run, (wait) => wait.token === token.id);
}

/** Stops waiting and says so; for the waits of a token there is {@link dropTokenWaits}. */
export function dropWaits(run: Run, matches: (wait: State['waits'][number]) => boolean): void {
  if (run.state.waits.length === 0) return;
  const kept: State['waits'] = [];
  for (const wait of run.state.waits) {
    if (!matches(wait)) kept.push(wait);
    else if (wait.kind === 'timer') emit(run, { type: 'timer-cleared', id: wait.id, nodeId: wait.node, reason: 'cancelled' });
    else if (wait.kind !== 'condition') emit(run, { type: 'unsubscribed', id: wait.id, nodeId: wait.node });
  }
  run.state.waits = kept;
}

export function entered(run: Run, node: Node, tokenId: number | null = null): void {
  emit(run, { type: 'node-entered', nodeId: node.id, tokenId });
}

export function left(run: Run, node: Node, tokenId: number | null = null): void {
  emit(run, { type: 'node-left', nodeId: node.id, tokenId, outcome: 'completed' });
}
