import type { Node } from '../graph.ts';
import type { Scope, Token, Vars } from '../state.ts';
import { guarded } from './faults.ts';
import { addScope, addToken, containerOf, dropWaits, emit, findToken, nodeOf, removeScope, removeToken, type Run, scopesInside, tokensIn } from './run.ts';
import { isWaitable, watch } from './waits.ts';

/** Begins a process or sub-process: its event sub-processes listen, a token arrives at its start. */
export function openScope(run: Run, scope: Scope, { start, payload }: { start?: Node; payload?: Vars }): void {
  const container = containerOf(run, scope);
  for (const eventSub of container.eventSubs)
    for (const event of eventSub.starts) if (isWaitable(event)) watchForScope(run, scope, event);
  if (start) run.queue.push({ do: 'arrive', node: start, scope: scope.id, ...(payload ? { payload } : {}) });
}

/** Lets a scope listen for the start of an event sub-process; a fault stands as a token of its own. */
export function watchForScope(run: Run, scope: Scope, event: Node): void {
  const parent = findToken(run, scope.parent);
  const place = { ...(parent ? { token: parent } : {}), scope: scope.id };
  const failed = addToken(run, event, { scope: scope.id });
  if (guarded(run, failed, ['watch', () => watch(run, event, { holder: { scope: scope.id }, place })])) removeToken(run, failed);
}

/** Starts an event sub-process, after ending everything else in its scope when it interrupts. */
export function openEventSub(run: Run, event: Node, { scope, payload }: { scope: Scope; payload?: Vars }): Scope {
  const eventSub = event.parent;
  if (!eventSub) throw new Error(`${event.id} starts no event sub-process`);
  if (event.interrupting) interruptScope(run, scope);
  const token = addToken(run, eventSub, { scope: scope.id, wait: 'scope' });
  emit(run, { type: 'node-entered', nodeId: eventSub.id, tokenId: token.id });
  const inner = addScope(run, eventSub, { parent: token.id });
  openScope(run, inner, { start: event, ...(payload ? { payload } : {}) });
  return inner;
}

/** Ends everything in a scope, but not the scope itself. */
export function interruptScope(run: Run, scope: Scope): void {
  for (const token of tokensIn(run, scope.id)) cancelToken(run, token);
  dropWaits(run, (wait) => wait.scope === scope.id);
  run.queue = run.queue.filter((work) => work.do !== 'arrive' || work.scope !== scope.id);
}

/** Ends a token and everything inside it without going on. */
export function cancelToken(run: Run, token: Token, reason: 'cancelled' | 'error' = 'cancelled'): void {
  if (findToken(run, token.id) !== token) return;
  for (const scope of scopesInside(run, token.id)) {
    interruptScope(run, scope);
    dropScope(run, scope);
  }
  const node = nodeOf(run, token);
  if (token.wait === 'user') emit(run, { type: 'task-closed', tokenId: token.id, nodeId: node.id, reason });
  if (token.wait === 'job') emit(run, { type: 'job-closed', tokenId: token.id, nodeId: node.id, reason });
  if (token.wait === 'incident')
    emit(run, { type: 'incident-resolved', tokenId: token.id, nodeId: node.id, how: 'cancelled' });
  if (token.index === undefined) emit(run, { type: 'node-left', nodeId: node.id, tokenId: token.id, outcome: reason });
  removeToken(run, token);
  run.queue = run.queue.filter((work) => work.do === 'arrive' || work.tokenId !== token.id);
  // A handler that is broken off must not keep the one who ordered it waiting.
  if (token.undoFor !== undefined && findToken(run, token.undoFor)) run.queue.push({ do: 'undo', tokenId: token.undoFor });
}

/** Forgets a scope; what could have been undone in it cannot any more. */
export function dropScope(run: Run, scope: Scope): void {
  removeScope(run, scope);
  dropWaits(run, (wait) => wait.scope === scope.id);
  if (run.state.done) run.state.done = run.state.done.filter((done) => done.scope !== scope.id);
}
