import type { PoolClient } from 'pg';
import type { Database } from '#platform/db';

/** The same lock as the migrations: one process at a time changes what all others rely on. */
const SCHEMA_LOCK = 7305001;

/**
 * Makes new events sort after all recorded ones, also when the log came from a server that had counted further.
 * Call it at every start, before anything is recorded.
 * @returns true when the base had to be raised, which means the log has moved.
 */
export async function continueOrder(db: Database, tenantIds: number[]): Promise<boolean> {
  const client = await db.pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [SCHEMA_LOCK]);
    const last = await lastPosition(client, tenantIds);
    const { rows } = await client.query<{ now: number; base: number }>('select audit.current_position() as now, audit.xid_base() as base');
    const { now = 0, base = 0 } = rows[0] ?? {};
    const moved = now < last;
    // this transaction itself counts, so the next one is past `last` for certain
    if (moved) await client.query(`create or replace function audit.xid_base() returns bigint language sql immutable parallel safe return ${base + last - now}::bigint`);
    await client.query('commit');
    return moved;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

async function lastPosition(client: PoolClient, tenantIds: number[]): Promise<number> {
  let last = 0;
  for (const tenantId of tenantIds) {
    await client.query("select set_config('app.tenant', $1, true)", [String(tenantId)]);
    const { rows } = await client.query<{ last: number }>(
      `select greatest((select max(xid) from audit.event where tenant_id = $1), (select max(to_xid) from audit.seal where tenant_id = $1), 0) as last`,
      [tenantId],
    );
    last = Math.max(last, rows[0]?.last ?? 0);
  }
  return last;
}
