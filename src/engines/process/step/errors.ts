import type { Node } from '../graph.ts';
import type { Scope, Token, Vars } from '../state.ts';
import { handBack } from './call.ts';
import { raise } from './faults.ts';
import { containerOf, emit, findToken, getScope, nodeOf, type Place, type Run } from './run.ts';
import { cancelToken, openEventSub } from './scopes.ts';
import { evaluateText } from './variables.ts';

/** An error or escalation on its way out. */
export type Thrown = { code: string; message: string; variables?: Vars };

/** Lets an error climb outwards until an event catches it; nobody does: incident. */
export function throwError(run: Run, origin: Token, thrown: Thrown): void {
  const left: Scope[] = [];
  for (let token: Token | undefined = origin; token; ) {
    const node = nodeOf(run, token);
    const place: Place = { token, scope: token.scope };
    const boundary = token.index === undefined ? pick(run, node.boundaries, { type: 'error', code: thrown.code, place }) : undefined;
    if (boundary) {
      leaveCalls(run, left);
      cancelToken(run, token, 'error');
      run.queue.push({ do: 'arrive', node: boundary, scope: token.scope, payload: payloadOf(boundary, thrown) });
      return;
    }
    const scope = getScope(run, token.scope);
    // An event sub-process does not catch what happens inside it or beside it in another one's handling.
    const event = node.kind === 'event-sub' ? undefined : eventSubFor(run, scope, { type: 'error', code: thrown.code });
    if (event) {
      leaveCalls(run, left);
      openEventSub(run, event, { scope, payload: payloadOf(event, thrown) });
      return;
    }
    left.push(scope);
    token = findToken(run, scope.parent);
  }
  if (origin.wait === 'job') emit(run, { type: 'job-closed', tokenId: origin.id, nodeId: origin.node, reason: 'incident' });
  if (origin.wait === 'user') emit(run, { type: 'task-closed', tokenId: origin.id, nodeId: origin.node, reason: 'error' });
  raise(run, origin, {
    stage: nodeOf(run, origin).kind === 'end' ? 'throw' : 'begin',
    code: 'error-uncaught',
    message: `Der Fehler „${thrown.code}“ wird von keinem Ereignis behandelt: ${thrown.message}`,
  });
}

/** Lets an escalation climb outwards; nobody needs to catch it. */
export function escalate(run: Run, origin: Token, thrown: Thrown): void {
  const left: Scope[] = [];
  for (let token: Token | undefined = origin; token; ) {
    const node = nodeOf(run, token);
    const scope = getScope(run, token.scope);
    const place: Place = { token, scope: token.scope };
    const boundary =
      token.index === undefined && token !== origin
        ? pick(run, node.boundaries, { type: 'escalation', code: thrown.code, place })
        : undefined;
    if (boundary) {
      leaveCalls(run, left);
      if (boundary.interrupting) cancelToken(run, token);
      run.queue.push({ do: 'arrive', node: boundary, scope: token.scope, payload: payloadOf(boundary, thrown) });
      return;
    }
    const event = node.kind === 'event-sub' ? undefined : eventSubFor(run, scope, { type: 'escalation', code: thrown.code });
    if (event) {
      leaveCalls(run, left);
      openEventSub(run, event, { scope, payload: payloadOf(event, thrown) });
      return;
    }
    left.push(scope);
    token = findToken(run, scope.parent);
  }
}

function leaveCalls(run: Run, scopes: readonly Scope[]): void {
  for (const scope of scopes) {
    const token = findToken(run, scope.parent);
    if (token) handBack(run, token, scope);
  }
}

type Wanted = { type: 'error' | 'escalation'; code: string; place: Place };

/** The event with exactly this code; else one that catches every code. */
function pick(run: Run, events: readonly Node[], { type, code, place }: Wanted): Node | undefined {
  const right = events.filter((event) => event.event?.type === type);
  return (
    right.find((event) => event.event?.code && evaluateText(run, place, event.event.code) === code) ??
    right.find((event) => !event.event?.code)
  );
}

function eventSubFor(run: Run, scope: Scope, wanted: Pick<Wanted, 'type' | 'code'>): Node | undefined {
  if (scope.many) return undefined;
  const starts = containerOf(run, scope).eventSubs.flatMap((eventSub) => eventSub.starts);
  return pick(run, starts, { ...wanted, place: { scope: scope.id } });
}

function payloadOf(event: Node, { code, message, variables }: Thrown): Vars {
  const { codeVariable, messageVariable } = event.event ?? {};
  return {
    ...variables,
    ...(codeVariable ? { [codeVariable]: code } : {}),
    ...(messageVariable ? { [messageVariable]: message } : {}),
  };
}
