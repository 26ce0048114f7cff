import { sql } from 'kysely';
import type { Ctx } from '#platform/module';
import type { ProcessTables } from '../runtime/tables.ts';

type Json = Record<string, unknown>[];
/** The rows of an instance beside its own, as JSON. */
export type KeptRows = { timers: Json; subscriptions: Json; jobs: Json; incidents: Json };

/** The rows that moving an instance may change. */
export async function readRows(ctx: Ctx, instanceId: string): Promise<KeptRows> {
  const of = (table: string, columns: string, where = 'true') =>
    sql`coalesce((select jsonb_agg(to_jsonb(r)) from (select ${sql.raw(columns)} from ${sql.table(table)} where tenant_id = ${ctx.tenantId} and instance_id = ${instanceId} and ${sql.raw(where)}) r), '[]')`;
  const { rows } = await sql<KeptRows>`select ${of('process.timer', 'wait_id, node_id, due_at')} as timers, ${of('process.subscription', 'wait_id, node_id, kind, name, key')} as subscriptions,
    ${of('process.job', 'id, token_id, node_id, name, job_type, idempotency_key, input, headers, retries, tries, due_at, lane', "kind = 'work'")} as jobs,
    ${of('process.incident', 'id, node_id, node_name', 'resolved_at is null')} as incidents`.execute(ctx.db<ProcessTables>());
  return rows[0] ?? { timers: [], subscriptions: [], jobs: [], incidents: [] };
}

/** Puts them back. A job that an outside worker has taken meanwhile stays with it. */
export async function restoreRows(ctx: Ctx, instanceId: string, kept: KeptRows): Promise<void> {
  const db = ctx.db<ProcessTables>();
  const mine = sql`tenant_id = ${ctx.tenantId} and instance_id = ${instanceId}`;
  const [timers, subscriptions, jobs, incidents] = [kept.timers, kept.subscriptions, kept.jobs, kept.incidents].map((rows) => JSON.stringify(rows));
  await sql`with t as (delete from process.timer where ${mine}), s as (delete from process.subscription where ${mine}),
      j as (delete from process.job where ${mine} and kind = 'work' and token_id not in (select token_id from jsonb_to_recordset(${jobs}::jsonb) as x(token_id int))) select 1`.execute(db);
  await sql`with t as (insert into process.timer (tenant_id, instance_id, wait_id, node_id, due_at)
        select ${ctx.tenantId}::int, ${instanceId}::uuid, * from jsonb_to_recordset(${timers}::jsonb) as x(wait_id int, node_id text, due_at timestamptz)),
      s as (insert into process.subscription (tenant_id, instance_id, wait_id, node_id, kind, name, key)
        select ${ctx.tenantId}::int, ${instanceId}::uuid, * from jsonb_to_recordset(${subscriptions}::jsonb) as x(wait_id int, node_id text, kind text, name text, key text)),
      n as (update process.incident set node_id = x.node_id, node_name = x.node_name from jsonb_to_recordset(${incidents}::jsonb) as x(id uuid, node_id text, node_name text)
        where tenant_id = ${ctx.tenantId} and process.incident.id = x.id),
      j as (insert into process.job (tenant_id, instance_id, kind, id, token_id, node_id, name, job_type, idempotency_key, input, headers, retries, tries, due_at, lane)
        select ${ctx.tenantId}::int, ${instanceId}::uuid, 'work', * from jsonb_to_recordset(${jobs}::jsonb)
          as x(id uuid, token_id int, node_id text, name text, job_type text, idempotency_key text, input jsonb, headers jsonb, retries int, tries int, due_at timestamptz, lane text)
        on conflict (tenant_id, instance_id, token_id) where kind = 'work' do update set node_id = excluded.node_id, name = excluded.name, job_type = excluded.job_type,
          input = excluded.input, headers = excluded.headers, retries = excluded.retries, tries = excluded.tries, lane = excluded.lane)
    select 1`.execute(db);
}
