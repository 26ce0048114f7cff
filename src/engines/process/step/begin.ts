import type { Node } from '../graph.ts';
import { titleOf } from '../graph.ts';
import type { Token } from '../state.ts';
import { startCall } from './call.ts';
import { completeActivity, finish } from './complete.ts';
import { guarded } from './faults.ts';
import { startJob } from './job.ts';
import { openMany } from './many.ts';
import { addScope, addToken, dropTokenWaits, emit, entered, modelOf, nodeOf, type Run } from './run.ts';
import { openScope } from './scopes.ts';
import { openTask } from './user-task.ts';
import { evaluate, holds, mapInputs } from './variables.ts';
import { isWaitable, watch } from './waits.ts';

/** A token arrives at an activity. */
export function enterActivity(run: Run, node: Node, scope: number): void {
  const token = addToken(run, node, { scope });
  entered(run, node, token.id);
  activate(run, token);
}

/** Makes an activity ready (inputs, boundary events, rounds) and begins it. */
export function activate(run: Run, token: Token): void {
  const node = nodeOf(run, token);
  let ready = false;
  const fine = guarded(run, token, [
    'enter',
    () => {
      const { loop } = node;
      if (loop?.kind === 'many') {
        watchBoundaries(run, token, node);
        return openMany(run, token, { node, loop });
      }
      mapInputs(run, token, node.inputs);
      if (loop?.kind === 'standard') token.vars = { ...token.vars, loopCounter: modelOf(run, token.scope).dialect === 'camunda' ? 0 : 1 };
      if (loop?.kind === 'standard' && loop.before && skipsFirst(run, token, loop)) return finish(run, token, node);
      watchBoundaries(run, token, node);
      ready = true;
    },
  ]);
  if (!fine) dropTokenWaits(run, token);
  else if (ready) perform(run, token, node);
}

function skipsFirst(run: Run, token: Token, loop: Extract<NonNullable<Node['loop']>, { kind: 'standard' }>): boolean {
  return loop.max < 1 || (loop.condition !== undefined && !holds(run, { token, scope: token.scope }, loop.condition));
}

function watchBoundaries(run: Run, token: Token, node: Node): void {
  const place = { token, scope: token.scope };
  for (const boundary of node.boundaries)
    if (isWaitable(boundary)) watch(run, boundary, { holder: { token: token.id }, place });
}

/** Begins a round of a loop, or an activity again after an incident. */
export function beginRound(run: Run, token: Token): void {
  const node = nodeOf(run, token);
  if (guarded(run, token, ['begin', () => mapInputs(run, token, node.inputs)])) perform(run, token, node);
}

/** Does what the activity is there for. */
export function perform(run: Run, token: Token, node: Node): void {
  guarded(run, token, ['begin', () => work(run, token, node)]);
}

function work(run: Run, token: Token, node: Node): void {
  if (node.job || node.decision) return startJob(run, token, node);
  switch (node.kind) {
    case 'user':
      return openTask(run, token, node);
    case 'receive':
      token.wait = 'event';
      return watch(run, node, { holder: { token: token.id }, place: { token, scope: token.scope } });
    case 'script': {
      const value = node.script && evaluate(run, { token, scope: token.scope }, node.script.source);
      return completeActivity(run, token, node.script?.resultVariable ? { [node.script.resultVariable]: value } : {});
    }
    case 'sub':
      return openSub(run, token, node);
    case 'call':
      return startCall(run, token, node);
    case 'send':
    case 'throw':
    case 'end':
      throwMessage(run, token, node);
      return completeActivity(run, token);
    default:
      return completeActivity(run, token);
  }
}

function openSub(run: Run, token: Token, node: Node): void {
  token.wait = 'scope';
  const scope = addScope(run, node, { parent: token.id });
  const [start] = node.starts;
  openScope(run, scope, start ? { start } : {});
}

function throwMessage(run: Run, token: Token, node: Node): void {
  const place = { token, scope: token.scope };
  const name = node.event?.name ? String(evaluate(run, place, node.event.name) ?? '') : titleOf(node);
  const key = node.event?.key ? evaluate(run, place, node.event.key) : null;
  emit(run, {
    type: 'message-thrown',
    nodeId: node.id,
    name,
    key: key === null || key === undefined ? null : String(key),
    variables: { ...token.vars },
  });
}
