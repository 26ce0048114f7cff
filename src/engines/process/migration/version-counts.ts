import { sql } from 'kysely';
import type { Ctx } from '#platform/module';
import type { ProcessTables } from '../runtime/tables.ts';

/** How many running instances a version has. */
export type VersionCount = { versionId: string; running: number };
/** At which element how many instances stand, and how; an instance that stands at three elements counts at each. */
export type WaitingCount = { nodeId: string; wait: string; instances: number };

/** Running instances per version. */
export async function countByVersion(ctx: Ctx, versionIds: readonly string[]): Promise<VersionCount[]> {
  const { rows } = await sql<VersionCount>`select version_id as "versionId", count(*)::int as running from process.instance
    where tenant_id = ${ctx.tenantId} and version_id = any(${[...versionIds]}::uuid[]) and ended_at is null group by version_id`.execute(ctx.db<ProcessTables>());
  return rows;
}

/** Where the running instances of a version stand. */
export async function countWaiting(ctx: Ctx, versionId: string): Promise<WaitingCount[]> {
  const { rows } = await sql<WaitingCount>`select t->>'node' as "nodeId", t->>'wait' as wait, count(distinct i.id)::int as instances
    from process.instance i cross join lateral jsonb_array_elements(i.state->'tokens') t
    where i.tenant_id = ${ctx.tenantId} and i.version_id = ${versionId} and i.ended_at is null and t ? 'wait' and t->>'wait' <> 'many'
    group by 1, 2 order by 1, 2`.execute(ctx.db<ProcessTables>());
  return rows;
}

/** Ids of running instances of a version in order, those after `after`. */
export async function listRunning(ctx: Ctx, { versionId, after, limit }: { versionId: string; after?: string; limit: number }): Promise<{ id: string; businessKey: string }[]> {
  let query = ctx.db<ProcessTables>().selectFrom('process.instance').select(['id', 'business_key as businessKey']);
  query = query.where('tenant_id', '=', ctx.tenantId).where('version_id', '=', versionId).where('ended_at', 'is', null);
  if (after) query = query.where('id', '>', after);
  return query.orderBy('id').limit(limit).execute();
}
