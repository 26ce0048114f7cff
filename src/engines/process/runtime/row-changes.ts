import type { Effect, JobQueued } from '../effects.ts';

export type TimerRow = { wait_id: number; node_id: string; due_at: string };
export type SubscriptionRow = { wait_id: number; node_id: string; kind: 'message' | 'signal'; name: string; key: string | null };
export type JobRow = {
  id: string;
  kind: 'work' | 'message' | 'signal';
  token_id: number | null;
  node_id: string;
  name: string;
  job_type: string;
  idempotency_key: string;
  input: unknown;
  headers: Record<string, string>;
  retries: number;
  tries: number;
  due_at: string;
  lane: 'here' | 'outside' | 'external';
};
export type IncidentRow = { id: string; token_id: number; node_id: string; node_name: string; code: string; message: string };
export type ResolvedRow = { token_id: number; resolution: string; reason: string | null };

/** What the rows beside the instance's own become after a step; what was made and undone within it does not appear. */
export type RowChanges = {
  timers: Map<number, TimerRow>;
  clearedTimers: Set<number>;
  subscriptions: Map<number, SubscriptionRow>;
  unsubscribed: Set<number>;
  jobs: JobRow[];
  closedJobs: Set<number>;
  incidents: Map<number, IncidentRow>;
  resolved: Map<number, ResolvedRow>;
};

type Making = { instanceId: string; now: Date; newId: () => string; /** Connectors whose work is done between two transactions. */ runsOutside?: (jobType: string) => boolean };

/** Sums up the effects of one or more steps of an instance. */
export function rowChanges(effects: readonly Effect[], making: Making): RowChanges {
  const changes: RowChanges = {
    timers: new Map(),
    clearedTimers: new Set(),
    subscriptions: new Map(),
    unsubscribed: new Set(),
    jobs: [],
    closedJobs: new Set(),
    incidents: new Map(),
    resolved: new Map(),
  };
  for (const effect of effects) apply(changes, effect, making);
  return changes;
}

function apply(changes: RowChanges, effect: Effect, making: Making): void {
  switch (effect.type) {
    case 'timer-set':
      changes.timers.set(effect.id, { wait_id: effect.id, node_id: effect.nodeId, due_at: effect.at });
      return;
    case 'timer-cleared':
      changes.timers.delete(effect.id);
      changes.clearedTimers.add(effect.id);
      return;
    case 'subscribed': {
      const { id, nodeId, kind, name, key } = effect;
      changes.subscriptions.set(id, { wait_id: id, node_id: nodeId, kind, name, key });
      return;
    }
    case 'unsubscribed':
      if (!changes.subscriptions.delete(effect.id)) changes.unsubscribed.add(effect.id);
      return;
    case 'job-queued':
      return addJob(changes, effect, making);
    case 'job-closed':
      return closeJob(changes, effect.tokenId);
    case 'message-thrown':
    case 'signal-thrown':
      return addBroadcast(changes, effect, making);
    case 'incident-raised': {
      const { tokenId, nodeId, name, code, message } = effect;
      changes.incidents.set(tokenId, { id: making.newId(), token_id: tokenId, node_id: nodeId, node_name: name, code, message });
      return;
    }
    case 'incident-resolved':
      if (!changes.incidents.delete(effect.tokenId))
        changes.resolved.set(effect.tokenId, { token_id: effect.tokenId, resolution: effect.how, reason: effect.reason ?? null });
      break;
    default:
  }
}

function addJob(changes: RowChanges, effect: JobQueued, making: Making): void {
  // A new attempt takes the place of the row of the last one.
  closeJob(changes, effect.tokenId);
  changes.jobs.push({
    id: making.newId(),
    kind: 'work',
    token_id: effect.tokenId,
    node_id: effect.nodeId,
    name: effect.name,
    job_type: effect.jobType,
    idempotency_key: idempotencyKey(making.instanceId, effect),
    // A decision reads whatever is there when it is made; storing that twice would only go stale.
    input: effect.decisionId === undefined ? effect.input : { decisionId: effect.decisionId },
    headers: effect.headers,
    retries: effect.retries,
    tries: effect.tries,
    due_at: effect.at,
    lane: effect.external ? 'external' : making.runsOutside?.(effect.jobType) ? 'outside' : 'here',
  });
}

/** Names one run of the work of a token. */
export function idempotencyKey(instanceId: string, { tokenId, round }: { tokenId: number; round: number }): string {
  return `${instanceId}/${tokenId}/${round}`;
}

function closeJob(changes: RowChanges, tokenId: number): void {
  const before = changes.jobs.length;
  changes.jobs = changes.jobs.filter((job) => job.token_id !== tokenId);
  if (changes.jobs.length === before) changes.closedJobs.add(tokenId);
}

type Thrown = Extract<Effect, { type: 'message-thrown' | 'signal-thrown' }>;

/** Others hear of it after the commit, in transactions of their own. */
function addBroadcast(changes: RowChanges, effect: Thrown, making: Making): void {
  const id = making.newId();
  changes.jobs.push({
    id,
    kind: effect.type === 'message-thrown' ? 'message' : 'signal',
    token_id: null,
    node_id: effect.nodeId,
    name: effect.name,
    job_type: '',
    idempotency_key: id,
    input: { ...(effect.type === 'message-thrown' && effect.key !== null ? { key: effect.key } : {}), variables: effect.variables },
    headers: {},
    retries: 3,
    tries: 0,
    due_at: making.now.toISOString(),
    lane: 'here',
  });
}
