import { sql } from 'kysely';
import type { Ctx } from '#platform/module';
import type { Vars } from '../state.ts';
import type { ProcessTables } from '../runtime/tables.ts';

/** Work of a service task that a program outside fetches by its topic (Camunda calls it an external task). */
export type ExternalTask = {
  id: string;
  topic: string;
  instanceId: string;
  businessKey: string;
  versionId: string;
  tokenId: number;
  /** BPMN id and name of the step. */
  nodeId: string;
  name: string;
  /** What the step maps to it, nothing else. */
  variables: Vars;
  headers: Record<string, string>;
  idempotencyKey: string;
  /** Whose it is, and until when. */
  workerId: string | null;
  lockedUntil: Date | null;
  /** Attempts that the worker still wants; null when none has failed yet. */
  retriesLeft: number | null;
  errorMessage: string | null;
  errorDetails: string | null;
};

export type FetchAndLock = {
  workerId: string;
  /** Topics and how long, in ms, a task of each belongs to the worker. */
  topics: readonly { name: string; lockMs: number; businessKey?: string }[];
  limit: number;
};

type Row = Omit<ExternalTask, 'lockedUntil'> & { dueAt: Date };
const toTask = ({ dueAt, ...row }: Row): ExternalTask => ({ ...row, lockedUntil: row.workerId === null ? null : dueAt });

const columns = sql.raw(`j.id, j.job_type as topic, j.instance_id as "instanceId", i.business_key as "businessKey", i.version_id as "versionId", j.token_id as "tokenId", j.node_id as "nodeId",
  j.name, j.input as variables, j.headers, j.idempotency_key as "idempotencyKey", j.worker_id as "workerId", j.due_at as "dueAt",
  j.retries_left as "retriesLeft", j.error_message as "errorMessage", j.error_details as "errorDetails"`);

/** Gives free tasks to a worker, the longest waiting first. Two workers never get the same one; a lock that ran out makes a task free again. */
export async function fetchAndLock(ctx: Ctx, { workerId, topics, limit }: FetchAndLock): Promise<ExternalTask[]> {
  const wanted = JSON.stringify(topics.map(({ name, lockMs, businessKey }) => ({ name, lock_ms: lockMs, business_key: businessKey ?? null })));
  const { rows } = await sql<Row>`with wanted as (select * from jsonb_to_recordset(${wanted}::jsonb) as w(name text, lock_ms bigint, business_key text)),
    free as materialized (select j.id, w.lock_ms from process.job j join wanted w on w.name = j.job_type
      where j.tenant_id = ${ctx.tenantId} and j.lane = 'external' and j.due_at <= ${ctx.now}
        and (w.business_key is null or exists (select from process.instance b where b.tenant_id = j.tenant_id and b.id = j.instance_id and b.business_key = w.business_key))
      order by j.due_at, j.id limit ${limit} for update of j skip locked)
    update process.job j set worker_id = ${workerId}, due_at = ${ctx.now}::timestamptz + free.lock_ms * interval '1 millisecond'
    from free, process.instance i where j.tenant_id = ${ctx.tenantId} and j.id = free.id and i.tenant_id = j.tenant_id and i.id = j.instance_id
    returning ${columns}`.execute(ctx.db<ProcessTables>());
  return rows.map(toTask).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Which of these topics have a free task now; for those who wait. */
export async function listFreeTopics(ctx: Ctx, topics: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ topic: string }>`select w.topic from unnest(${[...topics]}::text[]) as w(topic)
    where exists (select from process.job j where j.tenant_id = ${ctx.tenantId} and j.lane = 'external' and j.job_type = w.topic and j.due_at <= ${ctx.now})`.execute(ctx.db<ProcessTables>());
  return rows.map((row) => row.topic);
}

/** One task, whoever has it; undefined when its work is done or no longer wanted. */
export async function findExternalTask(ctx: Ctx, id: string): Promise<ExternalTask | undefined> {
  const { rows } = await sql<Row>`select ${columns} from process.job j join process.instance i on i.tenant_id = j.tenant_id and i.id = j.instance_id
    where j.tenant_id = ${ctx.tenantId} and j.id = ${id} and j.lane = 'external'`.execute(ctx.db<ProcessTables>());
  return rows[0] && toTask(rows[0]);
}

export type TopicCount = { topic: string; free: number; locked: number; later: number; oldestAt: Date | null };

/** How much waits per topic: free, with a worker, or for a later attempt. */
export async function countTopics(ctx: Ctx): Promise<TopicCount[]> {
  const { rows } = await sql<TopicCount>`select job_type as topic, count(*) filter (where due_at <= ${ctx.now})::int as free,
      count(*) filter (where due_at > ${ctx.now} and worker_id is not null)::int as locked, count(*) filter (where due_at > ${ctx.now} and worker_id is null)::int as later,
      min(due_at) filter (where due_at <= ${ctx.now}) as "oldestAt"
    from process.job where tenant_id = ${ctx.tenantId} and lane = 'external' group by job_type order by job_type`.execute(ctx.db<ProcessTables>());
  return rows;
}
