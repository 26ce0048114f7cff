import type { Done, Scope, Token, Wait } from '../state.ts';
import { arrive } from './arrive.ts';
import { beginRound } from './begin.ts';
import { closeCall } from './call.ts';
import { completeActivity } from './complete.ts';
import { Fault, raise } from './faults.ts';
import { fire } from './fire.ts';
import { passInclusive, raiseStuckJoins } from './joins.ts';
import { addToken, containerOf, emit, findToken, isEmpty, left, modelOf, nodeOf, removeToken, type Run, STEP_LIMIT, type Work } from './run.ts';
import { dropScope } from './scopes.ts';
import { undoNext } from './undo.ts';
import { holds } from './variables.ts';
import { getNode } from '../graph.ts';

/** Carries on until everything rests: tokens wait, scopes that are empty are closed. */
export function drain(run: Run): void {
  for (;;) {
    for (let work = run.queue.shift(); work; work = run.queue.shift()) {
      if (isTooMuch(run, work)) overflow(run, work);
      else doWork(run, work);
    }
    if (run.state.ended) return;
    if (fireCondition(run)) continue;
    if (passInclusive(run)) continue;
    const empty = run.state.scopes.find((scope) => isEmpty(run, scope));
    if (!empty) break;
    closeScope(run, empty);
  }
  raiseStuckJoins(run);
}

function doWork(run: Run, work: Work): void {
  if (work.do === 'arrive') return arrive(run, work);
  const token = findToken(run, work.tokenId);
  if (!token) return;
  if (work.do === 'begin') beginRound(run, token);
  else undoNext(run, token);
}

/** Ways at the same time, of the whole instance and on one level of it; more is a model that multiplies them, and each step would take longer. */
const MAX_TOKENS = 6000;
const MAX_TOKENS_OF_SCOPE = 1000;

function hasManyWays(run: Run, work: Work): boolean {
  return run.state.tokens.length > MAX_TOKENS || (work.do === 'arrive' && (run.index?.inScope.get(work.scope)?.size ?? 0) > MAX_TOKENS_OF_SCOPE);
}

function isTooMuch(run: Run, work: Work): boolean {
  run.steps += 1;
  return run.steps > run.limit || hasManyWays(run, work);
}

/** Lets everything that has not happened yet stand as incidents, so that nothing is blocked; of equal ways one stands for all. */
function overflow(run: Run, first: Work): void {
  const rest = [first, ...run.queue];
  run.queue = [];
  const incident =
    hasManyWays(run, first)
      ? { code: 'token-limit', message: `Mehr als ${MAX_TOKENS_OF_SCOPE} Wege sind zugleich offen. Das Modell vervielfacht sie vermutlich in einer Schleife.` }
      : { code: 'step-limit', message: `Nach ${STEP_LIMIT} Schritten ohne Halt wurde angehalten. Das Modell enthält vermutlich eine endlose Schleife.` };
  const arrivals = new Set<string>();
  for (const work of rest) {
    if (work.do === 'arrive') {
      const { node, scope, flow, payload } = work;
      const way = `${node.id} ${scope} ${flow ?? ''}`;
      if (arrivals.has(way)) continue;
      arrivals.add(way);
      const token = addToken(run, node, { scope, ...(flow ? { flow } : {}), ...(payload ? { results: payload } : {}) });
      raise(run, token, { stage: 'arrive', ...incident });
      continue;
    }
    const token = findToken(run, work.tokenId);
    if (token) raise(run, token, { stage: work.do === 'begin' ? 'begin' : 'undo', ...incident });
  }
}

/** Fires one condition that has come true; false when there is none. */
function fireCondition(run: Run): boolean {
  if (run.dirty) lookAtConditions(run);
  for (const waitId of run.conditions) {
    run.conditions.delete(waitId);
    const wait = run.state.waits.find((one) => one.id === waitId);
    if (!wait) continue;
    // Beyond the limit what it starts stands as an incident, so conditions that feed each other come to an end.
    run.steps += 1;
    fire(run, wait);
    return true;
  }
  return false;
}

/** All of them see the change, before what one of them starts changes things again. */
function lookAtConditions(run: Run): void {
  const { assigned } = run;
  run.dirty = false;
  run.assigned = new Set();
  for (const wait of run.state.waits) if (wait.kind === 'condition' && comesTrue(run, wait, assigned)) run.conditions.add(wait.id);
}

/** A condition fires when it turns true (BPMN 2.0 § 10.5.5); in Camunda 7 each time variables are set while it holds. */
function comesTrue(run: Run, wait: Wait, assigned: ReadonlySet<string>): boolean {
  const token = findToken(run, wait.token);
  const scope = token?.scope ?? wait.scope ?? 0;
  const model = modelOf(run, scope);
  const { condition, variable } = getNode(model, wait.node).event ?? {};
  if (variable !== undefined && wait.was !== undefined && !assigned.has(variable)) return false;
  const now = condition !== undefined && isTrue(run, { condition, scope, ...(token ? { token } : {}) });
  const before = wait.was ?? false;
  wait.was = now;
  return now && (!before || (assigned.size > 0 && model.dialect === 'camunda'));
}

/** A condition that cannot be evaluated has not come true. */
function isTrue(run: Run, { condition, ...place }: { condition: Parameters<typeof holds>[2]; scope: number; token?: Token }): boolean {
  try {
    return holds(run, place, condition);
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}

function closeScope(run: Run, scope: Scope): void {
  const token = findToken(run, scope.parent);
  if (!token) return endInstance(run);
  const node = nodeOf(run, token);
  const inner = (run.state.done ?? []).filter((done) => done.scope === scope.id);
  const results = node.kind === 'call' ? closeCall(token, node, scope) : {};
  const undoable = node.kind === 'sub' && !node.undoneBy && (inner.length > 0 || undoesItself(run, scope));
  dropScope(run, scope);
  if (undoable) {
    const done: Done = { node: node.id, scope: token.scope, inner, ...(token.vars ? { vars: token.vars } : {}) };
    run.state.done = [...(run.state.done ?? []), done];
  }
  if (node.kind !== 'event-sub') return completeActivity(run, token, results);
  left(run, node, token.id);
  removeToken(run, token);
  if (token.undoFor !== undefined) run.queue.push({ do: 'undo', tokenId: token.undoFor });
}

function undoesItself(run: Run, scope: Scope): boolean {
  return containerOf(run, scope).eventSubs.some((eventSub) =>
    eventSub.starts.some((start) => start.event?.type === 'compensation'),
  );
}

function endInstance(run: Run): void {
  for (const scope of run.state.scopes) dropScope(run, scope);
  delete run.state.done;
  delete run.state.doers;
  run.state.ended = run.terminated ? 'terminated' : 'completed';
  emit(run, { type: 'ended', reason: run.state.ended });
}
