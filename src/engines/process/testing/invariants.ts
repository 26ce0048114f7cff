import assert from 'node:assert/strict';
import type { Effect } from '../effects.ts';
import type { State } from '../state.ts';

/** What the world outside knows of an instance from its effects: open tasks, jobs, timers, subscriptions, incidents. */
export type Outside = { tasks: Set<number>; jobs: Set<number>; timers: Map<number, string>; subscriptions: Set<number>; incidents: Set<number>; ended: boolean };

export function newOutside(): Outside {
  return { tasks: new Set(), jobs: new Set(), timers: new Map(), subscriptions: new Set(), incidents: new Set(), ended: false };
}

/** Takes note of effects as a database does; one that opens twice or closes what is not open is a mistake of the engine. */
export function hear(outside: Outside, effects: readonly Effect[]): void {
  for (const effect of effects) hearOne(outside, effect);
}

function hearOne({ tasks, jobs, timers, subscriptions, incidents, ...outside }: Outside, effect: Effect): void {
  const says = JSON.stringify(effect);
  assert.ok(!outside.ended || effect.type !== 'ended', 'it ends once');
  switch (effect.type) {
    case 'task-opened':
      assert.ok(!tasks.has(effect.tokenId), says);
      return void tasks.add(effect.tokenId);
    case 'task-closed':
      return assert.ok(tasks.delete(effect.tokenId), says);
    case 'job-queued':
      return void jobs.add(effect.tokenId);
    case 'job-closed':
      return assert.ok(jobs.delete(effect.tokenId), says);
    case 'timer-set':
      return void timers.set(effect.id, effect.at);
    case 'timer-cleared':
      return assert.ok(timers.delete(effect.id), says);
    case 'subscribed':
      assert.ok(!subscriptions.has(effect.id), says);
      return void subscriptions.add(effect.id);
    case 'unsubscribed':
      return assert.ok(subscriptions.delete(effect.id), says);
    case 'incident-raised':
      assert.ok(!incidents.has(effect.tokenId) && effect.name !== '', says);
      return void incidents.add(effect.tokenId);
    case 'incident-resolved':
      return assert.ok(incidents.delete(effect.tokenId), says);
    default:
  }
}

/** The rows that follow from the effects are those that follow from the state. */
export function assertAgree(outside: Outside, { tokens, waits }: State): void {
  const at = (wait: string): number[] => tokens.filter((token) => token.wait === wait).map((token) => token.id).toSorted();
  assert.deepEqual([...outside.tasks].toSorted(), at('user'), 'open tasks');
  assert.deepEqual([...outside.jobs].toSorted(), at('job'), 'open jobs');
  assert.deepEqual([...outside.incidents].toSorted(), at('incident'), 'incidents');
  assert.deepEqual([...outside.timers].toSorted(), waits.flatMap((wait) => (wait.kind === 'timer' && wait.at ? [[wait.id, wait.at]] : [])).toSorted(), 'timers');
  assert.deepEqual([...outside.subscriptions].toSorted(), waits.filter((wait) => wait.kind === 'message' || wait.kind === 'signal').map((wait) => wait.id).toSorted(), 'subscriptions');
}

/** Every token rests somewhere that can go on, everything belongs to something that is there, and an ended instance is empty. */
export function assertAlive(state: State): void {
  const { tokens, scopes, waits } = state;
  if (state.ended) return assert.deepEqual([tokens, scopes, waits, state.done], [[], [], [], undefined]);
  const scopeIds = new Set(scopes.map((scope) => scope.id));
  const tokenIds = new Set(tokens.map((token) => token.id));
  for (const token of tokens) assert.ok(token.wait && scopeIds.has(token.scope), `token at ${token.node} is on its way to nowhere`);
  for (const scope of scopes) assert.ok(scope.parent === undefined || tokenIds.has(scope.parent), `scope ${scope.node} belongs to nobody`);
  for (const wait of waits) assert.ok(tokenIds.has(wait.token ?? -1) || scopeIds.has(wait.scope ?? -1), `nobody waits at ${wait.node}`);
  for (const done of state.done ?? []) assert.ok(scopeIds.has(done.scope), `${done.node} cannot be undone by anybody`);
  for (const token of tokens) {
    if (token.wait === 'event') assert.ok(waits.some((wait) => wait.token === token.id), `${token.node} waits for nothing`);
    if (token.wait === 'scope' || token.wait === 'many') assert.ok(scopes.some((scope) => scope.parent === token.id), `${token.node} has nothing inside`);
    if (token.wait === 'undo') assert.ok(tokens.some((other) => other.undoFor === token.id), `${token.node} waits for no handler`);
  }
  for (const scope of scopes) assert.ok(tokens.some((token) => token.scope === scope.id), `nothing goes on in ${scope.node}`);
  assert.ok(tokens.some((token) => ['user', 'job', 'event', 'incident'].includes(token.wait ?? '')), `nothing goes on: ${JSON.stringify(tokens)}`);
}
