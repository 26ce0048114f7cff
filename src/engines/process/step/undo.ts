import { getNode, type Node } from '../graph.ts';
import type { Done, Scope, Token, Vars } from '../state.ts';
import { activate } from './begin.ts';
import { finish } from './complete.ts';
import { leave } from './leave.ts';
import { addToken, entered, findToken, getScope, left, modelOf, nodeOf, removeToken, type Run } from './run.ts';
import { cancelToken, interruptScope, openEventSub } from './scopes.ts';

/** A compensation event: undoes what was done in its scope, the last first (BPMN 2.0 § 10.7). */
export function throwCompensation(run: Run, node: Node, scope: number): void {
  const token = addToken(run, node, { scope, wait: 'undo' });
  entered(run, node, token.id);
  token.undoing = takeDone(run, token, node.event?.activity);
  if (node.event?.goesOn) {
    token.wentOn = true;
    leave(run, node, scope);
  }
  run.queue.push({ do: 'undo', tokenId: token.id });
}

/** A cancel end event: ends the transaction's open work, undoes the rest, then leaves by its cancel boundary event. */
export function cancelTransaction(run: Run, node: Node, scope: number): void {
  const at = transactionAround(run, scope);
  entered(run, node);
  const rounds = at.many ? run.state.scopes.filter((one) => findToken(run, one.parent)?.scope === at.id) : [];
  const inside = new Map([at, ...rounds].map((one) => [one.id, one === at ? undefined : findToken(run, one.parent)?.vars]));
  const done = (run.state.done ?? []).filter((one) => inside.has(one.scope)).map((one) => within(one, inside.get(one.scope)));
  interruptScope(run, at);
  const token = addToken(run, node, { scope: at.id, wait: 'undo', undoing: done.reverse() });
  run.state.done = (run.state.done ?? []).filter((one) => !inside.has(one.scope));
  run.queue.push({ do: 'undo', tokenId: token.id });
}

/** What was done, with the variables that were seen around it. */
function within(done: Done, vars: Vars | undefined): Done {
  return vars ? { ...done, vars: { ...vars, ...done.vars } } : done;
}

/** The transaction that is cancelled; of a multi-instance all its rounds, because its boundary event ends them all. */
function transactionAround(run: Run, scope: number): Scope {
  let at = getScope(run, scope);
  for (;;) {
    const host = findToken(run, at.parent);
    if (host?.index !== undefined && nodeOf(run, host).transaction) return getScope(run, host.scope);
    if (!host || nodeOf(run, host).transaction) return at;
    at = getScope(run, host.scope);
  }
}

/** What there is to undo for an event: in its scope, and from an event sub-process also in the one around it. */
function takeDone(run: Run, token: Token, activity: string | undefined): Done[] {
  const scopes = new Set([token.scope]);
  const host = findToken(run, getScope(run, token.scope).parent);
  if (host && nodeOf(run, host).kind === 'event-sub') scopes.add(host.scope);
  const wanted = (done: Done): boolean => scopes.has(done.scope) && (activity === undefined || done.node === activity);
  const all = run.state.done ?? [];
  run.state.done = all.filter((done) => !wanted(done));
  if (run.state.done.length === 0) delete run.state.done;
  return all.filter(wanted).reverse();
}

/** Does the next thing that an ordering token wants undone, or ends it. */
export function undoNext(run: Run, token: Token): void {
  const [next, ...rest] = token.undoing ?? [];
  if (!next) return endUndo(run, token);
  token.undoing = rest;
  const node = getNode(modelOf(run, token.scope), next.node);
  if (next.inner) return undoInside(run, token, { node, done: next });
  if (!node.undoneBy) {
    run.queue.push({ do: 'undo', tokenId: token.id });
    return;
  }
  const handler = addToken(run, node.undoneBy, { scope: token.scope, undoFor: token.id });
  if (next.vars) handler.vars = { ...next.vars };
  entered(run, node.undoneBy, handler.id);
  activate(run, handler);
}

/** A sub-process is undone by its own event sub-process if it has one, else by what was done inside. */
function undoInside(run: Run, token: Token, { node, done: { vars, many, inner = [] } }: { node: Node; done: Done }): void {
  const event = many ? undefined : node.eventSubs.flatMap((eventSub) => eventSub.starts).find((start) => start.event?.type === 'compensation');
  if (!event?.parent) {
    token.undoing = [...inner.toReversed().map((done) => within(done, vars)), ...(token.undoing ?? [])];
    run.queue.push({ do: 'undo', tokenId: token.id });
    return;
  }
  const scope = openEventSub(run, { ...event, interrupting: false }, { scope: getScope(run, token.scope) });
  const host = findToken(run, scope.parent);
  if (host) Object.assign(host, { undoFor: token.id, ...(vars ? { vars: { ...vars } } : {}) });
  run.state.done = [...(run.state.done ?? []), ...inner.map((done) => ({ ...done, scope: scope.id }))];
}

function endUndo(run: Run, token: Token): void {
  const node = nodeOf(run, token);
  delete token.undoing;
  if (node.event?.type !== 'cancel' && !token.wentOn) return finish(run, token, node);
  left(run, node, token.id);
  if (token.wentOn) return removeToken(run, token);
  const host = findToken(run, getScope(run, token.scope).parent);
  removeToken(run, token);
  const boundary = host && nodeOf(run, host).boundaries.find((one) => one.event?.type === 'cancel');
  if (!host || !boundary) return;
  cancelToken(run, host);
  run.queue.push({ do: 'arrive', node: boundary, scope: host.scope });
}
