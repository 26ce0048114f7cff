import type { Command, Refusal } from '../commands.ts';
import { completeActivity } from './complete.ts';
import { throwError } from './errors.ts';
import { guarded, raise } from './faults.ts';
import { fire, fireMessage, fireSignal } from './fire.ts';
import { retryIncident, skipIncident } from './incidents.ts';
import { resultsOf, retryOrRaise } from './job.ts';
import { addToken, emit, findToken, nodeOf, type Run } from './run.ts';
import { dropScope, interruptScope } from './scopes.ts';
import { refuseVariables } from './refuse-variables.ts';
import { start } from './start.ts';
import { excludedPersons } from './user-task.ts';
import { assign } from './variables.ts';
import { moveTimer } from './waits.ts';

type Handler<K extends Command['type']> = (run: Run, command: Extract<Command, { type: K }>) => Refusal | undefined;

/** How each command is carried out; a refusal means that nothing has happened. */
export const COMMANDS: { [K in Command['type']]: Handler<K> } = {
  start,
  completeTask,
  completeJob,
  failJob,
  throwError: throwErrorAt,
  fireTimer,
  message,
  signal,
  messageUnheard,
  retryIncident,
  skipIncident,
  setVariables,
  reevaluate,
  cancel,
};

function completeTask(run: Run, command: Extract<Command, { type: 'completeTask' }>): Refusal | undefined {
  const token = findToken(run, command.tokenId);
  if (token?.wait !== 'user') return { code: 'task-not-open', message: 'Die Aufgabe ist nicht mehr offen.' };
  const node = nodeOf(run, token);
  const persons = [command.by, command.for].filter((one) => one !== undefined);
  const excluded = excludedPersons(run, node);
  if (persons.some((one) => excluded.includes(one)))
    return { code: 'four-eyes', message: 'Diese Aufgabe muss eine andere Person erledigen (Vier-Augen-Prinzip).' };
  const reserved = refuseVariables(run, command.variables);
  if (reserved) return reserved;
  if (persons.length > 0 && run.graph.remembersDoer.has(node.id))
    run.state.doers = { ...run.state.doers, [node.id]: [...new Set([...(run.state.doers?.[node.id] ?? []), ...persons])] };
  emit(run, { type: 'task-closed', tokenId: token.id, nodeId: node.id, reason: 'completed' });
  completeActivity(run, token, command.variables);
  return undefined;
}

const NO_JOB: Refusal = { code: 'task-not-open', message: 'Der Schritt wartet nicht mehr auf dieses Ergebnis.' };

function completeJob(run: Run, command: Extract<Command, { type: 'completeJob' }>): Refusal | undefined {
  const token = findToken(run, command.tokenId);
  if (token?.wait !== 'job') return NO_JOB;
  const node = nodeOf(run, token);
  emit(run, { type: 'job-closed', tokenId: token.id, nodeId: node.id, reason: 'completed' });
  guarded(run, token, ['begin', () => completeActivity(run, token, resultsOf(node, command.output ?? {}))]);
  return undefined;
}

function failJob(run: Run, command: Extract<Command, { type: 'failJob' }>): Refusal | undefined {
  const token = findToken(run, command.tokenId);
  if (token?.wait !== 'job') return NO_JOB;
  const { message, retryable = true, notBefore } = command;
  retryOrRaise(run, token, { node: nodeOf(run, token), message, retryable, ...(notBefore ? { notBefore } : {}) });
  return undefined;
}

function throwErrorAt(run: Run, command: Extract<Command, { type: 'throwError' }>): Refusal | undefined {
  const token = findToken(run, command.tokenId);
  if (token?.wait !== 'job' && token?.wait !== 'user') return NO_JOB;
  const { code, message = code, variables } = command;
  throwError(run, token, { code, message, ...(variables ? { variables } : {}) });
  return undefined;
}

function fireTimer(run: Run, command: Extract<Command, { type: 'fireTimer' }>): Refusal | undefined {
  const wait = run.state.waits.find((one) => one.id === command.id && one.kind === 'timer');
  if (!wait) return { code: 'not-waiting', message: 'Auf diesen Zeitpunkt wird nicht mehr gewartet.' };
  // The day it waits for may have been put off in the meantime.
  if (moveTimer(run, wait) && (wait.at === undefined || new Date(wait.at) > run.env.now)) return undefined;
  fire(run, wait);
  return undefined;
}

function message(run: Run, command: Extract<Command, { type: 'message' }>): Refusal | undefined {
  const { name, key, variables } = command;
  const reserved = refuseVariables(run, variables);
  if (reserved) return reserved;
  const taken = fireMessage(run, name, { ...(key === undefined ? {} : { key }), ...(variables ? { payload: variables } : {}) });
  return taken ? undefined : { code: 'not-waiting', message: `Auf die Nachricht „${name}“ wird gerade nicht gewartet.` };
}

function signal(run: Run, command: Extract<Command, { type: 'signal' }>): Refusal | undefined {
  const reserved = refuseVariables(run, command.variables);
  if (reserved) return reserved;
  return fireSignal(run, command.name, command.variables)
    ? undefined
    : { code: 'not-waiting', message: `Auf das Signal „${command.name}“ wird gerade nicht gewartet.` };
}

/** A message that nobody took stands as an incident of the step that threw it: trying again throws it again, skipping it lets it go. */
function messageUnheard(run: Run, { nodeId, name, key, variables }: Extract<Command, { type: 'messageUnheard' }>): undefined {
  const [root] = run.state.scopes;
  const node = run.graph.nodes.get(nodeId) ?? run.graph.main;
  const token = addToken(run, node, { scope: root?.id ?? 0, results: { name, key, variables } });
  raise(run, token, { stage: 'unheard', code: 'message-unheard', message: `Auf die Nachricht „${name}“ hat niemand gewartet.` });
}

function setVariables(run: Run, command: Extract<Command, { type: 'setVariables' }>): Refusal | undefined {
  const reserved = refuseVariables(run, command.variables);
  if (reserved) return reserved;
  const [root] = run.state.scopes;
  if (root) assign(run, { scope: root.id }, command.variables);
  return undefined;
}

/** Something outside has changed that conditions and moving timers look at. */
function reevaluate(run: Run): undefined {
  for (const wait of run.state.waits) if (wait.kind === 'timer') moveTimer(run, wait);
  run.dirty = true;
  return undefined;
}

function cancel(run: Run, command: Extract<Command, { type: 'cancel' }>): undefined {
  for (const scope of run.state.scopes.filter((one) => one.parent === undefined)) {
    interruptScope(run, scope);
    dropScope(run, scope);
  }
  run.queue = [];
  delete run.state.done;
  run.state.ended = 'cancelled';
  emit(run, { type: 'ended', reason: 'cancelled', detail: command.reason });
  return undefined;
}
