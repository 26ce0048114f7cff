import type { Command, Refusal } from '../commands.ts';
import { getNode, isActivity } from '../graph.ts';
import type { Token, Vars } from '../state.ts';
import { watchAgain } from './arrive.ts';
import { activate } from './begin.ts';
import { completeActivity, finish, skipActivity } from './complete.ts';
import { passJoin } from './joins.ts';
import { go, leave } from './leave.ts';
import { dropTokenWaits, emit, findToken, getScope, modelOf, nodeOf, removeToken, type Run } from './run.ts';
import { refuseVariables } from './refuse-variables.ts';
import { watchForScope } from './scopes.ts';
import { assign } from './variables.ts';

/** Tries again where a token has failed, after the cause was mended. */
export function retryIncident(run: Run, command: Extract<Command, { type: 'retryIncident' }>): Refusal | undefined {
  const token = findIncident(run, command.tokenId);
  if (!token) return NO_INCIDENT;
  const reserved = refuseVariables(run, command.variables);
  if (reserved) return reserved;
  resolve(run, token, { how: 'retried', variables: command.variables });
  retry(run, token);
  return undefined;
}

const NO_INCIDENT: Refusal = { code: 'no-incident', message: 'Hier liegt keine Störung mehr vor.' };

function findIncident(run: Run, id: number): Token | undefined {
  const token = findToken(run, id);
  return token?.wait === 'incident' ? token : undefined;
}

function resolve(run: Run, token: Token, { how, variables, reason }: { how: 'retried' | 'skipped'; variables?: Vars | undefined; reason?: string }): void {
  emit(run, { type: 'incident-resolved', tokenId: token.id, nodeId: token.node, how, ...(reason ? { reason } : {}) });
  delete token.wait;
  delete token.error;
  assign(run, { token, scope: token.scope }, variables ?? {});
}

function retry(run: Run, token: Token): void {
  const node = nodeOf(run, token);
  const { stage, flow, results, scope } = token;
  delete token.stage;
  switch (stage) {
    case 'arrive':
      removeToken(run, token);
      run.queue.push({ do: 'arrive', node, scope, ...(flow ? { flow } : {}), ...(results ? { payload: results } : {}) });
      return;
    case 'enter':
      return isActivity(node) || node.job ? activate(run, token) : watchAgain(run, token);
    case 'outputs':
      return completeActivity(run, token, results);
    case 'leave':
      removeToken(run, token);
      return leave(run, node, scope);
    case 'join':
      token.wait = 'join';
      return;
    case 'watch':
      removeToken(run, token);
      return watchForScope(run, getScope(run, scope), getNode(modelOf(run, scope), token.node));
    case 'throw':
      removeToken(run, token);
      run.queue.push({ do: 'arrive', node, scope });
      return;
    case 'unheard':
      removeToken(run, token);
      return emit(run, { type: 'message-thrown', nodeId: node.id, ...(results as { name: string; key: string | null; variables: Vars }) });
    case 'undo':
      token.wait = 'undo';
      run.queue.push({ do: 'undo', tokenId: token.id });
      return;
    default:
      run.queue.push({ do: 'begin', tokenId: token.id });
  }
}

/** Goes on as if the step had been done, on somebody's responsibility. */
export function skipIncident(run: Run, command: Extract<Command, { type: 'skipIncident' }>): Refusal | undefined {
  const token = findIncident(run, command.tokenId);
  if (!token) return NO_INCIDENT;
  const reserved = refuseVariables(run, command.variables);
  if (reserved) return reserved;
  const node = nodeOf(run, token);
  const flow = node.outgoing.find(({ id }) => id === command.flowId);
  // Skipping what nobody has done yet would be a way round the second person.
  if (node.task && node.task.fourEyesNot.length > 0 && token.stage !== 'outputs' && token.stage !== 'leave')
    return { code: 'four-eyes', message: 'Dieser Schritt braucht eine zweite Person (Vier-Augen-Prinzip); er lässt sich nicht überspringen.' };
  if (command.flowId !== undefined && !flow) return { code: 'no-such-flow', message: 'Diesen Weg gibt es hier nicht.' };
  const { stage, scope } = token;
  resolve(run, token, { how: 'skipped', variables: command.variables, reason: command.reason });
  delete token.stage;
  dropTokenWaits(run, token);
  if (flow && token.index === undefined) {
    removeToken(run, token);
    go(run, flow, scope);
  } else if (stage === 'join') {
    token.wait = 'join';
    passJoin(run, node, scope);
  } else if (stage === 'watch' || stage === 'unheard') removeToken(run, token);
  else if (stage === 'leave' || stage === 'throw') {
    removeToken(run, token);
    if (stage === 'throw') leave(run, node, scope);
    // Nobody said which way: the first one, as the drawing lists them.
    else if (node.outgoing[0]) go(run, node.outgoing[0], scope);
  } else if (stage === 'undo') {
    finish(run, token, node);
  } else skipActivity(run, token, command.variables);
  return undefined;
}
