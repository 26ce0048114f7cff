import type { Effect } from '../effects.ts';
import type { Environment } from '../environment.ts';
import { type Graph, type Node, titleOf } from '../graph.ts';
import { copyState, type Scope, type State, type Token } from '../state.ts';
import { Fault } from '../step/faults.ts';
import { newRun, type Run } from '../step/run.ts';
import { goneOf, misfitOf, type Misfit, type NodeMap } from './fit.ts';
import { carryJobs } from './carry-jobs.ts';
import { carryUndo } from './carry-undo.ts';
import { carryWaits } from './carry-waits.ts';
import { carryWay } from './carry-way.ts';

export type MigrationRules = {
  from: Graph;
  to: Graph;
  map: NodeMap;
  /** Timers begin anew by the new model; otherwise those that run keep their instant. */
  renewTimers?: boolean;
};

/** Where something of an instance goes that has a row of its own. */
export type MovedToken = { tokenId: number; from: string; to: Node };
/** Why an instance cannot move: the element it waits at, and what is in the way. */
export type MoveProblem = Misfit & { nodeId: string; title: string };
export type MigratedState = { kind: 'moved'; state: State; effects: Effect[]; tokens: MovedToken[] } | { kind: 'stays'; problems: MoveProblem[] };

/** The work table of one migration. */
export type Moving = {
  rules: MigrationRules;
  run: Run;
  /** Ids of scopes that belong to called processes of other models: they stay as they are. */
  foreign: ReadonlySet<number>;
  problems: MoveProblem[];
};

/**
 * Carries the state of an instance over to another model, or says why that cannot be. Pure, and nothing moves on by it: tokens
 * stand afterwards where they stood, at the elements that take over. Timers, messages and signals go along; what the new model adds
 * at these places (a new boundary event, a new event sub-process) begins to wait, what it has not any more stops. Effects are what
 * follows for timers, subscriptions and jobs.
 */
export function migrateState(rules: MigrationRules, state: State, env: Environment): MigratedState {
  const moving: Moving = { rules, run: newRun(rules.to, copyState(state), env), foreign: foreignScopes(state), problems: [] };
  const before = new Map(state.tokens.map((token) => [token.id, token]));
  for (const scope of moving.run.state.scopes) carryScope(moving, scope);
  for (const token of moving.run.state.tokens) carryToken(moving, token);
  carryUndo(moving);
  carryDoers(moving);
  if (moving.problems.length === 0) tolerant(moving, () => carryWaits(moving, before));
  if (moving.problems.length === 0) tolerant(moving, () => carryJobs(moving, before));
  if (moving.problems.length > 0) return { kind: 'stays', problems: unique(moving.problems) };
  const { run } = moving;
  return { kind: 'moved', state: run.state, effects: run.effects, tokens: own(moving).map((token) => ({ tokenId: token.id, from: before.get(token.id)?.node ?? token.node, to: nodeIn(rules.to, token.node) })) };
}

/** Scopes inside of calls of other models; such a call stays bound to the model it was begun with. */
function foreignScopes(state: State): Set<number> {
  const byToken = new Map(state.tokens.map((token) => [token.id, token]));
  const isForeign = (scope: Scope | undefined): boolean => {
    if (!scope) return false;
    if (scope.model) return true;
    const parent = scope.parent === undefined ? undefined : byToken.get(scope.parent);
    return parent !== undefined && isForeign(state.scopes.find((one) => one.id === parent.scope));
  };
  return new Set(state.scopes.filter(isForeign).map((scope) => scope.id));
}

/** Tokens of the model itself. */
export const own = ({ run, foreign }: Moving): Token[] => run.state.tokens.filter((token) => !foreign.has(token.scope));

export function nodeIn(graph: Graph, id: string): Node {
  const node = graph.nodes.get(id);
  if (!node) throw new Error(`the model has no element ${id}`);
  return node;
}

/** The element that takes over; a problem when there is none that fits. */
export function targetOf({ rules, problems }: Moving, id: string): Node | undefined {
  const node = nodeIn(rules.from, id);
  const wanted = rules.map.get(id);
  const target = wanted === null || wanted === undefined ? undefined : rules.to.nodes.get(wanted);
  const misfit: Misfit | undefined = target ? misfitOf(node, target, rules.map) : goneOf(rules.to, node, rules.map);
  if (!misfit) return target;
  problems.push({ ...misfit, nodeId: id, title: titleOf(node) });
  return undefined;
}

function carryScope(moving: Moving, scope: Scope): void {
  if (moving.foreign.has(scope.id)) return;
  const node = nodeIn(moving.rules.from, scope.node);
  const gone = node.kind === 'process' && node !== moving.rules.from.main && !moving.rules.map.get(node.id);
  if (gone) return void moving.problems.push({ code: 'call-gone', message: 'Der aufgerufene Ablauf fehlt in der neuen Fassung.', nodeId: node.id, title: titleOf(node) });
  const target = targetOf(moving, scope.node);
  if (target) scope.node = target.id;
}

function carryToken(moving: Moving, token: Token): void {
  if (moving.foreign.has(token.scope)) return;
  const node = nodeIn(moving.rules.from, token.node);
  const target = targetOf(moving, token.node);
  if (!target) return;
  carryWay(moving, token, { node, target });
  token.node = target.id;
}

function carryDoers({ rules, run }: Moving): void {
  if (!run.state.doers) return;
  const doers: Record<string, string[]> = {};
  // Whoever did a step that is no longer there is still remembered: four eyes must not be lost by moving.
  for (const [id, persons] of Object.entries(run.state.doers)) {
    const to = rules.map.get(id) ?? id;
    doers[to] = [...new Set([...(doers[to] ?? []), ...persons])];
  }
  run.state.doers = doers;
}

function tolerant(moving: Moving, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    moving.problems.push({ code: 'expression', message: error.message, nodeId: '', title: 'Neue Fassung' });
  }
}

function unique(problems: readonly MoveProblem[]): MoveProblem[] {
  return [...new Map(problems.map((problem) => [`${problem.nodeId} ${problem.code} ${problem.message}`, problem])).values()];
}
