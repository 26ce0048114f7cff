import { getNode, type Node } from '../graph.ts';
import type { Token, Vars, Wait } from '../state.ts';
import { completeActivity } from './complete.ts';
import { addToken, entered, findToken, getScope, left, modelOf, removeToken, type Run } from './run.ts';
import { cancelToken, openEventSub } from './scopes.ts';
import { consume } from './waits.ts';

/** What was waited for has come. */
export function fire(run: Run, wait: Wait, payload?: Vars): void {
  if (wait.scope !== undefined) {
    const scope = getScope(run, wait.scope);
    const event = getNode(modelOf(run, scope.id), wait.node);
    consume(run, wait, event.interrupting);
    openEventSub(run, event, { scope, ...(payload ? { payload } : {}) });
    return;
  }
  const token = findToken(run, wait.token);
  if (!token) return;
  const node = getNode(modelOf(run, token.scope), wait.node);
  if (node.kind === 'boundary') fireBoundary(run, wait, { token, node, ...(payload ? { payload } : {}) });
  else {
    consume(run, wait, true);
    completeActivity(run, token.node === node.id ? token : passGateway(run, token, node), payload);
  }
}

function fireBoundary(run: Run, wait: Wait, { token, node, payload }: { token: Token; node: Node; payload?: Vars }): void {
  consume(run, wait, node.interrupting);
  if (node.interrupting) cancelToken(run, token);
  run.queue.push({ do: 'arrive', node, scope: token.scope, ...(payload ? { payload } : {}) });
}

/** The first event after an event-based gateway wins; the others are no longer waited for. */
function passGateway(run: Run, token: Token, node: Node): Token {
  left(run, getNode(modelOf(run, token.scope), token.node), token.id);
  removeToken(run, token);
  const next = addToken(run, node, { scope: token.scope });
  entered(run, node, next.id);
  return next;
}

/** A message goes to the one who has waited longest for it; false when nobody waits. */
export function fireMessage(run: Run, name: string, { key, payload }: { key?: string; payload?: Vars }): boolean {
  const wait = run.state.waits.find(
    (one) => one.kind === 'message' && one.name === name && (key === undefined || one.key === undefined || one.key === key),
  );
  if (!wait) return false;
  fire(run, wait, payload);
  return true;
}

/** A signal goes to everyone who waits for it now. */
export function fireSignal(run: Run, name: string, payload?: Vars): boolean {
  const waits = run.state.waits.filter((one) => one.kind === 'signal' && one.name === name);
  for (const wait of waits) if (run.state.waits.includes(wait)) fire(run, wait, payload);
  return waits.length > 0;
}
