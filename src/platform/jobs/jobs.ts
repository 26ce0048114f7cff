import { setTimeout as sleep } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import { CompiledQuery } from 'kysely';
import { grantAppRole, type Database } from '#platform/db';
import { SYSTEM, definePoint, type Ctx, type JsonObject, type Platform } from '#platform/module';

/** Background work: at least once, retried with growing pauses; put effects into one transaction to make it exactly once. */
export type Job = {
  name: string;
  /** What it does, in German, for administrators: "Mail senden". */
  title?: string;
  /** What one job of this kind is about, when it has failed for good: "Mail „Ihr Antrag“". No content, no more data of people than needed. */
  describe?(ctx: Ctx, data: JsonObject): Promise<string | undefined>;
  /** Cron text (Europe/Berlin): the job then also runs by itself, once per tenant. */
  schedule?: string;
  /** Nobody waits for it: while the process is busy with people it does one every five seconds, otherwise one after the other. */
  gentle?: true;
  /** Opens its own transactions; `tenantId` comes with the data. */
  handle(platform: Platform, tenantId: number, data: JsonObject): Promise<void>;
};
export const jobs = definePoint<Job>('jobs/job');

export type JobRunner = {
  /** Starts to fetch and handle; without it jobs are only stored. */
  work(): Promise<void>;
  /** Handles what is due right now and returns how many jobs that were (tests, `stadtkern worker --once`). */
  drain(): Promise<number>;
  /** Lets running jobs end (at most 20 s) and disconnects. */
  stop(): Promise<void>;
};

type Stored = { tenantId: number; data: JsonObject };
/** By database: the sample city's past is a second platform on the same one. `wake`: there is a job of this kind now. */
const runners = new WeakMap<Database, { boss: PgBoss; wake(name: string): void }>();
export const queueName = (name: string): string => name.replaceAll('/', '.');
/** Where jobs lie that failed for good. */
export const DEAD_QUEUE = 'dead-letters';
/** Nobody has looked at it for a year: it goes. */
const KEPT_SECONDS = 365 * 86_400;

/** Connects the queue and makes its tables and one queue per job kind. */
export async function openJobs(platform: Platform, { tenants }: { tenants: () => Promise<number[]> }): Promise<JobRunner> {
  const boss = new PgBoss({ connectionString: platform.db.url, max: 3, application_name: 'stadtkern-jobs', schedule: true, supervise: true });
  boss.on('error', (error) => platform.log.warn({ err: error }, 'job queue'));
  await boss.start();
  await grantAppRole(platform.db.pool);
  const workers = new Map<string, string>();
  const resting = new Map<string, Promise<void>>();
  const wake = (name: string): void => {
    const rested = resting.get(name);
    if (rested) void rested.then(() => wake(name));
    else boss.notifyWorker(workers.get(name) ?? '');
  };
  runners.set(platform.db, { boss, wake });
  const kinds = platform.contributions(jobs);
  await makeQueues(boss, kinds);
  const run = (job: Job) => async (stored: { data: Stored }[]) => {
    for (const { data } of stored) await runOne({ platform, tenants }, job, data);
  };
  return {
    work: async () => {
      for (const job of kinds) {
        const work = (stored: { data: Stored }[]): Promise<void> => {
          if (job.gentle && platform.isBusy()) resting.set(job.name, sleep(BUSY_PAUSE_MS, undefined, { ref: false }).then(() => void resting.delete(job.name)));
          return run(job)(stored).finally(() => wake(job.name)); // there may be more
        };
        workers.set(job.name, await boss.work<Stored>(queueName(job.name), { pollingIntervalSeconds: POLL_SECONDS }, work));
        if (job.schedule) await boss.schedule(queueName(job.name), job.schedule, {}, { tz: 'Europe/Berlin' });
      }
    },
    drain: () => drain(boss, kinds, run),
    stop: () => boss.stop({ graceful: true, timeout: 20_000 }),
  };
}

/** Jobs of this process wake their worker; this finds those of other processes, those due later and those to be tried again. */
const POLL_SECONDS = 10;
const BUSY_PAUSE_MS = 5000;
/** One queue per kind; what fails for good goes to one more, where people look at it (`dead-jobs.ts`). */
async function makeQueues(boss: PgBoss, kinds: Job[]): Promise<void> {
  const known = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]));
  if (!known.has(DEAD_QUEUE)) await boss.createQueue(DEAD_QUEUE, { retryLimit: 0, retentionSeconds: KEPT_SECONDS });
  for (const name of kinds.map((job) => queueName(job.name))) {
    if (!known.has(name)) await boss.createQueue(name, { retryLimit: 8, retryDelay: 5, retryBackoff: true, expireInSeconds: 600, deadLetter: DEAD_QUEUE });
    else if (known.get(name)?.deadLetter !== DEAD_QUEUE) await boss.updateQueue(name, { deadLetter: DEAD_QUEUE });
  }
}

async function runOne({ platform, tenants }: { platform: Platform; tenants: () => Promise<number[]> }, job: Job, stored: Partial<Stored>): Promise<void> {
  const ids = stored.tenantId === undefined ? await tenants() : [stored.tenantId];
  for (const tenantId of ids) {
    try {
      await job.handle(platform, tenantId, stored.data ?? {});
    } catch (error) {
      platform.log.error({ err: error, job: job.name, tenantId }, 'job failed, will be tried again');
      throw error;
    }
  }
}

async function drain(boss: PgBoss, kinds: Job[], run: (job: Job) => (stored: { data: Stored }[]) => Promise<void>): Promise<number> {
  let handled = 0;
  for (const job of kinds) {
    for (;;) {
      const [next] = await boss.fetch<Stored>(queueName(job.name));
      if (!next) break;
      try {
        await run(job)([next]);
        await boss.complete(queueName(job.name), next.id);
      } catch (error) {
        await boss.fail(queueName(job.name), next.id, error as Error);
      }
      handled++;
    }
  }
  return handled;
}

/**
 * Stores a job in the caller's transaction: it exists exactly when the change does.
 * @param options.at not before this instant; `key`: at most one waiting job with this key.
 */
// oxlint-disable-next-line max-params -- the context is not counted: it leads every use case
export async function enqueue(ctx: Ctx, name: string, data: JsonObject, options: { at?: Date; key?: string } = {}): Promise<void> {
  const runner = runners.get(ctx.platform.db);
  if (!runner) throw new Error('The job queue is not open.');
  const stored: Stored = { tenantId: ctx.tenantId, data };
  await runner.boss.send(queueName(name), stored, {
    ...(options.at ? { startAfter: options.at } : {}),
    ...(options.key ? { singletonKey: `${ctx.tenantId}:${options.key}` } : {}),
    // nobody needs the number of the job
    db: { executeSql: async (text, values) => (ctx.write({ compile: () => CompiledQuery.raw(text, values ?? []) }), { rows: [] }) },
  });
  if (!options.at) ctx.afterCommit(() => runner.wake(name));
}

export const runAsSystem = (tenantId: number): { tenantId: number; actor: typeof SYSTEM } => ({ tenantId, actor: SYSTEM });
