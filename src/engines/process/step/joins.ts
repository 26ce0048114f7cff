import { type Flow, type Node, titleOf } from '../graph.ts';
import type { Token } from '../state.ts';
import { raise } from './faults.ts';
import { leave } from './leave.ts';
import { addToken, entered, left, nodeOf, removeToken, type Run } from './run.ts';

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
  for (const token of firstPerFlow(run, node, scope).values()) removeToken(run, token);
  pass(run, node, scope);
}

function firstPerFlow(run: Run, node: Node, scope: number): Map<string, Token> {
  const first = new Map<string, Token>();
  for (const token of run.state.tokens)
    if (token.node === node.id && token.scope === scope && token.flow && isAtJoin(token) && !first.has(token.flow))
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
  const [first] = waiting.filter((token) => onlyJoins(run, token.scope));
  if (first) passJoin(run, nodeOf(run, first), first.scope);
  return first !== undefined;
}

function mayReceive(run: Run, token: Token, node: Node): boolean {
  const filled = firstPerFlow(run, node, token.scope);
  const open = node.incoming.map((flow) => !filled.has(flow.id));
  return run.state.tokens.some((other) => {
    if (other.scope !== token.scope || other.node === node.id) return false;
    const reaches = (wanted: boolean): boolean =>
      open.some((isOpen, index) => isOpen === wanted && node.upstream?.[index]?.has(other.node) === true);
    return reaches(true) && !reaches(false);
  });
}

function onlyJoins(run: Run, scope: number): boolean {
  return run.state.tokens.every((token) => token.scope !== scope || token.wait === 'merge' || token.wait === 'join');
}

/** Parallel joins to which a missing token cannot come any more get an incident instead of waiting for ever. */
export function raiseStuckJoins(run: Run): void {
  for (let stuck = findStuckJoin(run); stuck; stuck = findStuckJoin(run)) {
    const { token, missing } = stuck;
    raise(run, token, {
      stage: 'join',
      code: 'join-stuck',
      message: `Das parallele Gateway wartet auf den Weg von „${titleOf(missing.source)}“, dort kommt aber nichts mehr an.`,
    });
  }
}

type Join = { token: Token; node: Node; missing: number[] };

/** A join can go on when each missing way can still be come by, from a token that moves or from a join that can go on; the rest waits for each other. */
function findStuckJoin(run: Run): { token: Token; missing: Flow } | undefined {
  if (!run.state.tokens.some((token) => token.wait === 'join')) return undefined;
  const open = new Set(waitingJoins(run));
  const sources = run.state.tokens.filter((token) => token.wait !== 'join').map(({ node, scope }) => ({ node, scope }));
  for (let size = -1; size !== open.size; ) {
    size = open.size;
    for (const join of open) {
      const reached = join.missing.every((index) =>
        sources.some(({ node, scope }) => scope === join.token.scope && node !== join.node.id && join.node.upstream?.[index]?.has(node) === true),
      );
      if (!reached) continue;
      open.delete(join);
      sources.push({ node: join.node.id, scope: join.token.scope });
    }
  }
  const [first] = open;
  const missing = first?.node.incoming[first.missing[0] ?? 0];
  return first && missing ? { token: first.token, missing } : undefined;
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
