import { type RawBuilder, sql } from 'kysely';
import { newId } from '#platform/db';
import type { Ctx } from '#platform/module';
import type { Effect } from '../effects.ts';
import type { ProcessInstance } from './instance.ts';
import { rowChanges, type RowChanges } from './row-changes.ts';

/** Writes a stepped instance and all rows that follow from it in one statement that nobody waits for before the commit. */
export function writeInstance(ctx: Ctx, instance: ProcessInstance, { effects, isNew, runsOutside }: Writing): void {
  const changes = rowChanges(effects, { instanceId: instance.id, now: ctx.now, newId, ...(runsOutside ? { runsOutside } : {}) });
  const parts = [instancePart(ctx, instance, isNew), ...rowParts(ctx, instance, changes)];
  ctx.write(sql`with ${sql.join(parts)} select 1`);
}

type Writing = { effects: readonly Effect[]; isNew: boolean; runsOutside?: (jobType: string) => boolean };

function instancePart(ctx: Ctx, instance: ProcessInstance, isNew: boolean): RawBuilder<unknown> {
  const { id, versionId, businessKey, state } = instance;
  const endedAt = state.ended ? ctx.now : null;
  const reason = state.ended ?? null;
  const json = JSON.stringify(state);
  if (isNew)
    return sql`i as (insert into process.instance (tenant_id, id, version_id, business_key, state, started_at, changed_at, ended_at, end_reason)
      values (${ctx.tenantId}, ${id}, ${versionId}, ${businessKey}, ${json}, ${ctx.now}, ${ctx.now}, ${endedAt}, ${reason}))`;
  return sql`i as (update process.instance set version_id = ${versionId}, state = ${json}, revision = revision + 1, changed_at = ${ctx.now}, ended_at = ${endedAt}, end_reason = ${reason}
    where tenant_id = ${ctx.tenantId} and id = ${id})`;
}

/** Only what has changed becomes part of the statement; there are few different ones, so each stays prepared. */
function rowParts(ctx: Ctx, instance: ProcessInstance, changes: RowChanges): RawBuilder<unknown>[] {
  const parts: RawBuilder<unknown>[] = [];
  const { timers, subscriptions, jobs, incidents, resolved } = changes;
  const clearedTimers = [...changes.clearedTimers].filter((id) => !timers.has(id));
  const closedJobs = [...changes.closedJobs].filter((id) => !jobs.some((job) => job.token_id === id));
  const mine = sql`tenant_id = ${ctx.tenantId} and instance_id = ${instance.id}`;
  if (clearedTimers.length > 0) parts.push(sql`td as (delete from process.timer where ${mine} and wait_id = any(${clearedTimers}::int[]))`);
  if (timers.size > 0)
    parts.push(sql`ti as (insert into process.timer (tenant_id, instance_id, wait_id, node_id, due_at)
      select ${ctx.tenantId}::int, ${instance.id}::uuid, * from jsonb_to_recordset(${rows(timers)}) as x(wait_id int, node_id text, due_at timestamptz)
      on conflict (tenant_id, instance_id, wait_id) do update set due_at = excluded.due_at, failures = 0)`);
  if (changes.unsubscribed.size > 0)
    parts.push(sql`sd as (delete from process.subscription where ${mine} and wait_id = any(${[...changes.unsubscribed]}::int[]))`);
  if (subscriptions.size > 0)
    parts.push(sql`si as (insert into process.subscription (tenant_id, instance_id, wait_id, node_id, kind, name, key)
      select ${ctx.tenantId}::int, ${instance.id}::uuid, * from jsonb_to_recordset(${rows(subscriptions)}) as x(wait_id int, node_id text, kind text, name text, key text))`);
  if (closedJobs.length > 0) parts.push(sql`jd as (delete from process.job where ${mine} and token_id = any(${closedJobs}::int[]))`);
  if (jobs.length > 0) parts.push(jobPart(ctx, instance, jobs));
  if (resolved.size > 0)
    parts.push(sql`rd as (update process.incident n set resolved_at = ${ctx.now}, resolution = x.resolution, reason = x.reason, resolved_by = ${ctx.actor.name}
      from jsonb_to_recordset(${rows(resolved)}) as x(token_id int, resolution text, reason text)
      where n.tenant_id = ${ctx.tenantId} and n.instance_id = ${instance.id} and n.token_id = x.token_id and n.resolved_at is null)`);
  if (incidents.size > 0)
    parts.push(sql`ni as (insert into process.incident (tenant_id, id, instance_id, token_id, node_id, node_name, code, message, raised_at)
      select ${ctx.tenantId}::int, x.id, ${instance.id}::uuid, token_id, node_id, node_name, code, message, ${ctx.now}::timestamptz
      from jsonb_to_recordset(${rows(incidents)}) as x(id uuid, token_id int, node_id text, node_name text, code text, message text))`);
  return parts;
}

function jobPart(ctx: Ctx, instance: ProcessInstance, jobs: RowChanges['jobs']): RawBuilder<unknown> {
  return sql`ji as (insert into process.job (tenant_id, instance_id, id, kind, token_id, node_id, name, job_type, idempotency_key, input, headers, retries, tries, due_at, lane)
    select ${ctx.tenantId}::int, ${instance.id}::uuid, * from jsonb_to_recordset(${JSON.stringify(jobs)}::jsonb)
      as x(id uuid, kind text, token_id int, node_id text, name text, job_type text, idempotency_key text, input jsonb, headers jsonb, retries int, tries int, due_at timestamptz, lane text)
    on conflict (tenant_id, instance_id, token_id) where kind = 'work'
      do update set due_at = excluded.due_at, tries = excluded.tries, input = excluded.input, idempotency_key = excluded.idempotency_key, node_id = excluded.node_id,
        name = excluded.name, job_type = excluded.job_type, headers = excluded.headers, retries = excluded.retries, lane = excluded.lane, worker_id = null, retries_left = null)`;
}

function rows(changes: ReadonlyMap<number, object>): RawBuilder<unknown> {
  return sql`${JSON.stringify([...changes.values()])}::jsonb`;
}
