import { sql } from 'kysely';
import type { Ctx, JsonObject } from '#platform/module';
import { DEAD_QUEUE, enqueue, jobs, queueName } from './jobs.ts';

/** A job that failed for good. */
export type DeadJob = {
  id: string;
  /** Kind of job, e.g. `mail/send`. */
  name: string;
  /** What it was to do, for people. */
  title: string;
  cause: string;
  tries: number;
  /** When it was stored first, and when it was given up. */
  createdAt: Date;
  failedAt: Date;
};

type Row = { id: string; source: string; data: { tenantId?: number; data?: JsonObject }; output: { message?: string; value?: { message?: string } } | null; retries: number; createdAt: Date; failedAt: Date };

/** The library's table knows no tenants and no row-level security: the tenant stands in the data, and jobs of the clock belong to all. */
const mine = (ctx: Ctx) => sql`name = ${DEAD_QUEUE} and state = 'created' and coalesce((data->>'tenantId')::int, ${ctx.tenantId}::int) = ${ctx.tenantId}`;
const columns = sql.raw(`id, source_name as source, data, output, source_retry_count as retries, source_created_on as "createdAt", created_on as "failedAt"`);

/** Jobs that failed for good, the newest first; pages by `after` (id of the last one). */
export async function listDeadJobs(ctx: Ctx, { after, limit }: { after?: string | undefined; limit: number }): Promise<DeadJob[]> {
  const { rows } = await sql<Row>`select ${columns} from pgboss.job where ${mine(ctx)}
    ${after ? sql`and (created_on, id) < (select created_on, id from pgboss.job where id = ${after} and name = ${DEAD_QUEUE})` : sql``} order by created_on desc, id desc limit ${limit}`.execute(ctx.db());
  return Promise.all(rows.map((row) => describe(ctx, row)));
}

/** How many there are, counted up to `most`. */
export async function countDeadJobs(ctx: Ctx, most = 1000): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (select 1 from pgboss.job where ${mine(ctx)} limit ${most}) counted`.execute(ctx.db());
  return rows[0]?.n ?? 0;
}

async function describe(ctx: Ctx, row: Row): Promise<DeadJob> {
  const kind = ctx.platform.contributions(jobs).find((job) => queueName(job.name) === row.source);
  const about = await kind?.describe?.(ctx, row.data.data ?? {});
  const { id, createdAt, failedAt, retries } = row;
  return { id, name: kind?.name ?? row.source, title: about ?? kind?.title ?? kind?.name ?? row.source, cause: row.output?.message ?? row.output?.value?.message ?? 'ohne Angabe', tries: retries + 1, createdAt, failedAt };
}

async function take(ctx: Ctx, id: string): Promise<Row | undefined> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return undefined;
  const { rows } = await sql<Row>`delete from pgboss.job where ${mine(ctx)} and id = ${id} returning ${columns}`.execute(ctx.db());
  return rows[0];
}

/** Stores the job anew, with all its attempts; false when it is gone already, or nobody knows its kind any more. */
export async function retryDeadJob(ctx: Ctx, id: string): Promise<DeadJob | undefined> {
  const row = await take(ctx, id);
  const kind = row && ctx.platform.contributions(jobs).find((job) => queueName(job.name) === row.source);
  if (!row || !kind) return undefined;
  await enqueue(ctx, kind.name, row.data.data ?? {});
  return describe(ctx, row);
}

/** Gives a job up; undefined when it is gone already. */
export async function dropDeadJob(ctx: Ctx, id: string): Promise<DeadJob | undefined> {
  const row = await take(ctx, id);
  return row && describe(ctx, row);
}
