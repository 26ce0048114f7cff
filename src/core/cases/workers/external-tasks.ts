import { getServiceVersion } from '#core/catalogue';
import type { Answered, ExternalTask } from '#engines/process';
import { notAllowed, type Ctx, type JsonObject, type Platform, type Who } from '#platform/module';
import { problem } from '../problems.ts';
import { caseRuntime } from '../process/case-runtime.ts';
import { taskJson } from './camunda-json.ts';
import { ringBell } from './topic-bell.ts';
import { waitForWork } from './wait-for-work.ts';
import { coversTopic } from './worker-token.ts';

/** A program outside that asks: its account, and the worker of it that speaks. */
export type Worker = { tokenId: string; topics: readonly string[]; workerId: string };

export type Fetch = {
  worker: Worker;
  maxTasks: number;
  /** So long it may be kept waiting for work; 0: not at all. */
  waitMs: number;
  topics: readonly { name: string; lockMs: number; businessKey?: string | undefined; variables?: readonly string[] | null | undefined; withHeaders?: boolean }[];
};

/** A name that nobody else's worker can have: a lock belongs to the account, too. */
const lockName = ({ tokenId, workerId }: Worker): string => `${tokenId} ${workerId}`;
const workerOf = (lock: string | null): string | null => lock && lock.slice(lock.indexOf(' ') + 1);

/**
 * Fetches and locks free tasks; without any it waits until there are some, without a connection. Two workers never get the same one.
 * @throws cases/worker-topic 403 for a topic that the account does not have
 */
export async function fetchTasks(platform: Platform, who: Who, { signal, ...fetch }: Fetch & { signal: AbortSignal }): Promise<JsonObject[]> {
  const foreign = fetch.topics.find(({ name }) => !coversTopic(fetch.worker.topics, name));
  if (foreign) throw problem('cases/worker-topic', { topic: foreign.name });
  const until = performance.now() + fetch.waitMs;
  for (;;) {
    const tasks = await platform.transact(who, (ctx) => lockTasks(ctx, fetch));
    const leftMs = until - performance.now();
    if (tasks.length > 0 || leftMs <= 0 || signal.aborted) return tasks;
    await waitForWork(platform, { tenantId: who.tenantId, topics: fetch.topics.map(({ name }) => name), forMs: leftMs, signal });
    // Whoever has hung up must not be given work that would then lie until its lock runs out.
    if (signal.aborted) return [];
  }
}

async function lockTasks(ctx: Ctx, { worker, topics, maxTasks }: Fetch): Promise<JsonObject[]> {
  const wanted = topics.map(({ name, lockMs, businessKey }) => ({ name, lockMs, ...(businessKey ? { businessKey } : {}) }));
  const tasks = await caseRuntime.external.fetchAndLock(ctx, { workerId: lockName(worker), topics: wanted, limit: maxTasks });
  // Perhaps there is more than this one could take: the next in line looks, too.
  if (tasks.length === maxTasks) for (const { name } of topics) ringBell(ctx.platform, { tenantId: ctx.tenantId, topic: name });
  return Promise.all(tasks.map((task) => describe(ctx, task, topics.find(({ name }) => name === task.topic))));
}

async function describe(ctx: Ctx, task: ExternalTask, wanted?: Fetch['topics'][number]): Promise<JsonObject> {
  const { slug } = await getServiceVersion(ctx, task.versionId);
  return taskJson(task, { serviceSlug: slug, workerId: workerOf(task.workerId), variables: wanted?.variables ?? null, withHeaders: wanted?.withHeaders ?? true });
}

/** One task of a topic that this account has. @throws cases/no-such-external 404 */
export async function getTask(ctx: Ctx, worker: Pick<Worker, 'topics'>, id: string): Promise<ExternalTask> {
  const task = await caseRuntime.external.find(ctx, id);
  // Of other topics an account learns nothing, not even that there is something.
  if (!task || !coversTopic(worker.topics, task.topic)) throw problem('cases/no-such-external');
  return task;
}

export const showTask = async (ctx: Ctx, worker: Pick<Worker, 'topics'>, id: string): Promise<JsonObject> => describe(ctx, await getTask(ctx, worker, id));

type Deed = 'complete' | 'fail' | 'throwError' | 'extendLock' | 'lock' | 'unlock';
const EVENTS: Partial<Record<Deed, string>> = { complete: 'cases/external-completed', fail: 'cases/external-failed', throwError: 'cases/external-error' };

/** What a worker says about its task. @throws cases/no-such-external 404, cases/not-your-external 400, cases/refused 409 */
export async function answerTask<D extends Deed>(ctx: Ctx, worker: Worker, { id, deed, more }: { id: string; deed: D; more: Omit<Parameters<(typeof caseRuntime.external)[D]>[1], 'id' | 'workerId'> }): Promise<void> {
  const task = await getTask(ctx, worker, id);
  // Camunda's unlock names no worker: whoever has the topic may free a task of the own account.
  const held = deed === 'unlock' && worker.workerId === '' && task.workerId?.startsWith(`${worker.tokenId} `) ? task.workerId : lockName(worker);
  const say = caseRuntime.external[deed] as unknown as (ctx: Ctx, given: object) => Promise<Answered>;
  const answered = await say(ctx, { ...more, id, workerId: held });
  if (answered.kind === 'gone') throw problem('cases/no-such-external');
  if (answered.kind === 'not-yours') throw problem('cases/not-your-external', { worker: worker.workerId, owner: workerOf(answered.owner) ?? 'niemandem' });
  if (answered.kind === 'refused') throw problem('cases/refused', { reason: answered.message });
  const type = EVENTS[deed];
  if (type) ctx.emit({ type, subject: `case:${task.businessKey}`, caseId: task.businessKey, data: { topic: task.topic, step: task.nodeId, worker: worker.workerId } });
}

/** Only programs come here, but a session of people must never slip through. */
export function workerFrom(rq: { actor: { kind: string; id: string | null }; session: { data: Record<string, unknown> } | undefined }, workerId = ''): Worker {
  if (rq.actor.kind !== 'machine' || !rq.actor.id) throw notAllowed();
  return { tokenId: rq.actor.id, topics: (rq.session?.data['topics'] as string[] | undefined) ?? [], workerId };
}
