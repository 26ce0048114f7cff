import { type BpmnError, type InlineTask, isBpmnError } from '../environment.ts';
import { type Node, titleOf } from '../graph.ts';
import type { Token, Vars } from '../state.ts';
import { addPeriod, parsePeriod } from '../time/period.ts';
import { completeActivity } from './complete.ts';
import { throwError } from './errors.ts';
import { Fault, raise } from './faults.ts';
import { emit, type Run } from './run.ts';
import { evaluate, storable, visible } from './variables.ts';

/** Waiting time before the 2nd, 3rd … attempt; the last one repeats. */
const BACK_OFF = ['PT10S', 'PT1M', 'PT5M', 'PT30M', 'PT2H'];
const DECISION_RETRIES = 3;

/** Does the work of an automatic step at once when that is possible, else queues it. */
export function startJob(run: Run, token: Token, node: Node): void {
  const task = describe(run, token, node);
  let result: unknown;
  try {
    result = run.env.inline?.(task);
  } catch (error) {
    if (isBpmnError(error)) return throwBpmnError(run, token, error);
    throw new Fault('job-failed', error instanceof Error ? error.message : String(error));
  }
  if (result !== undefined) return completeActivity(run, token, resultsOf(node, result));
  token.wait = 'job';
  queueJob(run, token, { node, at: run.env.now });
}

function throwBpmnError(run: Run, token: Token, error: BpmnError): void {
  throwError(run, token, { code: error.code, message: error.message, variables: error.variables });
}

/** A decision reads what it likes; a connector is handed only what is mapped to it (data minimisation, Art. 5 (1) c GDPR). */
function describe(run: Run, token: Token, node: Node): InlineTask {
  const place = { token, scope: token.scope };
  const common = { nodeId: node.id, name: titleOf(node), headers: node.job?.headers ?? {} };
  if (!node.decision) return { ...common, type: node.job?.type ?? node.kind, input: { ...token.vars } };
  const decisionId = String(evaluate(run, place, node.decision.id) ?? '');
  return { ...common, type: 'decision', decisionId, input: visible(run, place) };
}

function queueJob(run: Run, token: Token, { node, at }: { node: Node; at: Date }): void {
  const { decisionId, input, name, type, headers } = describe(run, token, node);
  emit(run, {
    type: 'job-queued',
    tokenId: token.id,
    nodeId: node.id,
    name,
    jobType: type,
    ...(decisionId === undefined ? {} : { decisionId }),
    input,
    headers,
    ...(node.job?.external ? { external: true } : {}),
    round: token.round ?? 0,
    retries: node.job?.retries ?? DECISION_RETRIES,
    tries: token.tries ?? 0,
    at: at.toISOString(),
  });
}

/** Queues waiting work anew, as another model wants it. */
export function requeueJob(run: Run, token: Token, node: Node): void {
  queueJob(run, token, { node, at: run.env.now });
}

/** The variables that a result becomes. */
export function resultsOf(node: Node, result: unknown): Vars {
  const value = storable('Ergebnis', result);
  const variable = node.decision?.resultVariable || node.job?.resultVariable;
  if (variable) return { [variable]: value };
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Vars) : {};
}

/** Another attempt later, or an incident when it was the last one. */
export function retryOrRaise(run: Run, token: Token, { node, message, retryable, notBefore }: Failure): void {
  const tries = (token.tries ?? 0) + 1;
  if (retryable && tries < (node.job?.retries ?? DECISION_RETRIES)) {
    token.tries = tries;
    const planned = nextAttempt(run, node, tries);
    const wanted = notBefore === undefined ? planned : new Date(notBefore);
    return queueJob(run, token, { node, at: wanted > planned ? wanted : planned });
  }
  delete token.tries;
  emit(run, { type: 'job-closed', tokenId: token.id, nodeId: node.id, reason: 'incident' });
  raise(run, token, { stage: 'begin', code: 'job-failed', message, tries });
}

type Failure = { node: Node; message: string; retryable: boolean; notBefore?: string };

function nextAttempt(run: Run, node: Node, tries: number): Date {
  const written = node.job?.headers['retryBackoff'] ?? BACK_OFF[Math.min(tries, BACK_OFF.length) - 1] ?? 'PT1M';
  const period = parsePeriod(written) ?? parsePeriod('PT1M');
  return period ? addPeriod(run.env.now, period, run.env.addWorkingDays) : run.env.now;
}
