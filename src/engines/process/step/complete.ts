import type { Node } from '../graph.ts';
import type { Done, Token, Vars } from '../state.ts';
import { guarded } from './faults.ts';
import { leave } from './leave.ts';
import { afterRound, closeRound, skipRound } from './many.ts';
import { left, modelOf, nodeOf, removeToken, type Run } from './run.ts';
import { assign, holds, mapOutputs } from './variables.ts';

/** An activity or event of a token is done: takes over its results, repeats it, or goes on. */
export function completeActivity(run: Run, token: Token, results: Vars = {}): void {
  const node = nodeOf(run, token);
  let next: 'again' | 'stop' | 'next' = 'next';
  delete token.wait;
  const applied = guarded(run, token, [
    'outputs',
    () => {
      applyResults(run, token, { node, results });
      next = node.loop ? judgeLoop(run, token, node) : 'next';
    },
  ]);
  if (!applied) token.results = results;
  else settle(run, token, { node, next });
}

/** Goes on without results, because somebody decided so. */
export function skipActivity(run: Run, token: Token, variables: Vars = {}): void {
  delete token.wait;
  const node = nodeOf(run, token);
  const { loop } = node;
  const next = loop?.kind === 'many' && token.index !== undefined ? skipRound(run, token, { loop, variables }) : 'next';
  settle(run, token, { node, next });
}

function settle(run: Run, token: Token, { node, next }: { node: Node; next: 'again' | 'stop' | 'next' }): void {
  delete token.results;
  delete token.tries;
  if (next === 'again') {
    run.queue.push({ do: 'begin', tokenId: token.id });
    return;
  }
  if (token.index !== undefined) return closeRound(run, token, { node, stop: next === 'stop' });
  finish(run, token, node);
}

/** Takes the token out and sends it on. */
export function finish(run: Run, token: Token, node: Node): void {
  left(run, node, token.id);
  rememberUndo(run, token, node);
  removeToken(run, token);
  if (token.undoFor !== undefined) run.queue.push({ do: 'undo', tokenId: token.undoFor });
  else leave(run, node, token.scope);
}

/** Notes a completed activity that can be undone, with its local variables as they are now. */
export function rememberUndo(run: Run, token: Token, node: Node): void {
  if (!node.undoneBy) return;
  const done: Done = { node: node.id, scope: token.scope, ...(token.vars ? { vars: token.vars } : {}) };
  run.state.done = [...(run.state.done ?? []), done];
}

function applyResults(run: Run, token: Token, { node, results }: { node: Node; results: Vars }): void {
  const place = { token, scope: token.scope };
  const keepsLocal = node.outputs.length > 0 || (node.loop?.kind === 'many' && node.loop.result !== undefined);
  // In Camunda 7 outputs are beside the results, in Camunda 8 they are instead of them.
  if (!keepsLocal || modelOf(run, token.scope).dialect === 'camunda') assign(run, place, results);
  else token.vars = { ...token.vars, ...results };
  mapOutputs(run, token, node.outputs);
}

function judgeLoop(run: Run, token: Token, node: Node): 'again' | 'stop' | 'next' {
  const { loop } = node;
  if (loop?.kind === 'many') return token.index === undefined ? 'next' : afterRound(run, token, loop);
  if (loop?.kind !== 'standard') return 'next';
  const round = (token.round ?? 0) + 1;
  token.vars = { ...token.vars, loopCounter: modelOf(run, token.scope).dialect === 'camunda' ? round : round + 1 };
  const place = { token, scope: token.scope };
  const again = round < loop.max && (!loop.condition || holds(run, place, loop.condition));
  token.round = round;
  return again ? 'again' : 'next';
}
