import { type Node, titleOf } from '../graph.ts';
import type { Token } from '../state.ts';
import { raise } from './faults.ts';
import { leave } from './leave.ts';
import { addToken, emit, entered, left, nodeOf, removeToken, type Run, tokensIn } from './run.ts';

/** A token arrives where several ways come together; it waits for the others. */
export function arriveAtJoin(run: Run, node: Node, { scope, flow }: { scope: number; flow?: string }): void {
  if (node.incoming.length < 2 || flow === undefined) return pass(run, node, scope);
  addToken(run, node, { scope, flow, wait: node.kind === 'parallel' ? 'join' : 'merge' });
  if (node.kind !== 'parallel') return;
  const first = firstPerFlow(run, node, scope);
  if (first.size === node.incoming.length) passJoin(run, node, scope);
}

/** A gateway that needs no waiting. */
export function pass(run: Run, node: Node, scope: number): void {
  entered(run, node);
  left(run, node);
  leave(run, node, scope);
}

/** Takes one token of each flow and goes on with one. */
export function passJoin(run: Run, node: Node, scope: number): void {
  for (const token of firstPerFlow(run, node, scope).values()) {
    if (token.wait === 'incident')
      emit(run, { type: 'incident-resolved', tokenId: token.id, nodeId: node.id, how: 'cancelled', reason: 'Der fehlende Weg ist doch noch gegangen worden.' });
    removeToken(run, token);
  }
  pass(run, node, scope);
}

function firstPerFlow(run: Run, node: Node, scope: number): Map<string, Token> {
  const first = new Map<string, Token>();
  for (const token of tokensIn(run, scope))
    if (token.node === node.id && token.flow && isAtJoin(token) && !first.has(token.flow))
      first.set(token.flow, token);
  return first;
}

function isAtJoin(token: Token): boolean {
  return token.wait === 'join' || token.wait === 'merge' || (token.wait === 'incident' && token.stage === 'join');
}

/** Lets one inclusive join go on to which nothing more can come (BPMN 2.0 § 13.4.3); false when there is none. */
export function passInclusive(run: Run): boolean {
  const waiting = run.state.tokens.filter((token) => token.wait === 'merge');
  for (const token of waiting) {
    const node = nodeOf(run, token);
    if (mayReceive(run, token, node)) continue;
    passJoin(run, node, token.scope);
    return true;
  }
  // Joins that wait only for each other are let go in order, or the instance would stand still for ever.
  const first = waiting.find((token) => onlyJoins(run, token.scope));
  if (first) passJoin(run, nodeOf(run, first), first.scope);
  return first !== undefined;
}

function mayReceive(run: Run, token: Token, node: Node): boolean {
  const filled = firstPerFlow(run, node, token.scope);
  const open = node.incoming.map((flow) => !filled.has(flow.id));
  return tokensIn(run, token.scope).some((other) => {
    if (other.node === node.id) return false;
    const reaches = (wanted: boolean): boolean =>
      open.some((isOpen, index) => isOpen === wanted && node.upstream?.[index]?.has(other.node) === true);
    return reaches(true) && !reaches(false);
  });
}

function onlyJoins(run: Run, scope: number): boolean {
  return tokensIn(run, scope).every((token) => token.wait === 'merge' || token.wait === 'join');
}

type Join = { token: Token; node: Node; missing: number[] };

/**
 * Parallel joins to which a missing token cannot come any more get an incident instead of waiting for ever.
 * A join can go on when each missing way can still be come by, from a token that moves or from a join that can go on; the rest wait for each other.
 * One that became an incident counts as one that can go on: people may let it pass.
 */
export function raiseStuckJoins(run: Run): void {
  if (!run.state.tokens.some((token) => token.wait === 'join')) return;
  const open = new Set(waitingJoins(run));
  const passing: Join[] = [];
  while (open.size > 0) {
    for (let size = -1; size !== open.size; ) {
      size = open.size;
      for (const join of open)
        if (join.missing.every((index) => isReached(run, { join, index, passing }))) {
          open.delete(join);
          passing.push(join);
        }
    }
    const [stuck] = open;
    if (!stuck) return;
    open.delete(stuck);
    passing.push(stuck);
    const source = stuck.node.incoming[stuck.missing[0] ?? 0]?.source ?? stuck.node;
    raise(run, stuck.token, { stage: 'join', code: 'join-stuck', message: `Das parallele Gateway wartet auf den Weg von „${titleOf(source)}“, dort kommt aber nichts mehr an.` });
  }
}

function isReached(run: Run, { join: { node, token }, index, passing }: { join: Join; index: number; passing: readonly Join[] }): boolean {
  const upstream = node.upstream?.[index];
  const leads = (from: string): boolean => from !== node.id && upstream?.has(from) === true;
  return (
    tokensIn(run, token.scope).some((other) => other.wait !== 'join' && leads(other.node)) ||
    passing.some((other) => other.token.scope === token.scope && leads(other.node.id))
  );
}

/** One entry per parallel join and scope that waits and is no incident yet. */
function waitingJoins(run: Run): Join[] {
  const joins = new Map<string, Join>();
  for (const token of run.state.tokens) {
    const place = `${token.scope} ${token.node}`;
    if (token.wait !== 'join' || joins.has(place)) continue;
    const node = nodeOf(run, token);
    const filled = firstPerFlow(run, node, token.scope);
    if ([...filled.values()].some((other) => other.wait === 'incident')) continue;
    const missing = node.incoming.flatMap((flow, index) => (filled.has(flow.id) ? [] : [index]));
    joins.set(place, { token, node, missing });
  }
  return [...joins.values()];
}
