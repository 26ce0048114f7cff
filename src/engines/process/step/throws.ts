import type { Node } from '../graph.ts';
import type { Token } from '../state.ts';
import { enterActivity } from './begin.ts';
import { finish } from './complete.ts';
import { escalate, throwError } from './errors.ts';
import { guarded } from './faults.ts';
import { fireSignal } from './fire.ts';
import { addToken, emit, entered, findToken, getScope, left, type Run } from './run.ts';
import { interruptScope } from './scopes.ts';
import { cancelTransaction, throwCompensation } from './undo.ts';
import { evaluate, evaluateText, mapInputs } from './variables.ts';

/** A token arrives at an end or throwing event. */
export function throwEvent(run: Run, node: Node, scope: number): void {
  switch (node.event?.type) {
    case 'message':
      return enterActivity(run, node, scope);
    case 'signal':
    case 'escalation':
    case 'error':
      return throwOutwards(run, node, scope);
    case 'compensation':
      return throwCompensation(run, node, scope);
    case 'cancel':
      return cancelTransaction(run, node, scope);
    case 'terminate':
      return terminate(run, node, scope);
    case 'link':
      return followLink(run, node, scope);
    default: {
      const token = addToken(run, node, { scope });
      entered(run, node, token.id);
      return finish(run, token, node);
    }
  }
}

/** The throwing token may be ended by the one who catches; then it does not go on. */
function throwOutwards(run: Run, node: Node, scope: number): void {
  const token = addToken(run, node, { scope });
  entered(run, node, token.id);
  if (!guarded(run, token, ['throw', () => throwNow(run, token, node)])) return;
  if (token.wait !== 'incident' && findToken(run, token.id) === token) finish(run, token, node);
  else if (token.wait !== 'incident') left(run, node, token.id);
}

function throwNow(run: Run, token: Token, node: Node): void {
  const place = { token, scope: token.scope };
  mapInputs(run, token, node.inputs);
  if (node.event?.type === 'signal') {
    const name = node.event.name ? String(evaluate(run, place, node.event.name) ?? '') : '';
    emit(run, { type: 'signal-thrown', nodeId: node.id, name, variables: { ...token.vars } });
    fireSignal(run, name, token.vars);
    return;
  }
  const code = evaluateText(run, place, node.event?.code) ?? '';
  const thrown = { code, message: node.name || code, ...(token.vars ? { variables: token.vars } : {}) };
  if (node.event?.type === 'error') throwError(run, token, thrown);
  else escalate(run, token, thrown);
}

function terminate(run: Run, node: Node, scopeId: number): void {
  entered(run, node);
  left(run, node);
  const scope = getScope(run, scopeId);
  interruptScope(run, scope);
  if (scope.parent === undefined) run.terminated = true;
}

function followLink(run: Run, node: Node, scope: number): void {
  entered(run, node);
  left(run, node);
  const target = node.parent?.children.find(
    (other) => other.kind === 'catch' && other.event?.type === 'link' && other.event.link === node.event?.link,
  );
  if (target) run.queue.push({ do: 'arrive', node: target, scope });
}
