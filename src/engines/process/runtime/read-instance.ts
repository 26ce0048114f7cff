import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '#platform/module';
import type { State } from '../state.ts';
import type { ProcessInstance } from './instance.ts';
import type { ProcessTables } from './tables.ts';

type Row = { id: string; version_id: string; business_key: string; state: State; revision: number };

const toInstance = (row: Row): ProcessInstance => ({
  id: row.id,
  versionId: row.version_id,
  businessKey: row.business_key,
  state: row.state,
  revision: row.revision,
});

const columns = sql.raw('i.id, i.version_id, i.business_key, i.state, i.revision');

async function read(ctx: Ctx, query: RawBuilder<Row>): Promise<ProcessInstance[]> {
  const { rows } = await query.execute(ctx.db<ProcessTables>());
  return rows.map(toInstance);
}

/** Takes the lock that every step needs; all other rows of an instance are changed only under it. */
export async function lockInstance(ctx: Ctx, id: string): Promise<ProcessInstance | undefined> {
  const [found] = await read(ctx, sql<Row>`select ${columns} from process.instance i where tenant_id = ${ctx.tenantId} and id = ${id} for update`);
  return found;
}

/** The instance without a lock, for looking at. */
export async function findInstance(ctx: Ctx, id: string): Promise<ProcessInstance | undefined> {
  const [found] = await read(ctx, sql<Row>`select ${columns} from process.instance i where tenant_id = ${ctx.tenantId} and id = ${id}`);
  return found;
}

/** All instances about one thing, oldest first. */
export async function listInstancesByKey(ctx: Ctx, businessKey: string): Promise<ProcessInstance[]> {
  return read(ctx, sql<Row>`select ${columns} from process.instance i where tenant_id = ${ctx.tenantId} and business_key = ${businessKey} order by id`);
}

/**
 * Locks instances with due timers that nobody else works on. The instance is locked, not the timer: a step that somebody
 * takes at the same moment changes timers under the same lock, so there is one order and no deadlock.
 */
export async function lockDueInstances(ctx: Ctx, limit: number): Promise<ProcessInstance[]> {
  return read(
    ctx,
    sql<Row>`select ${columns} from process.instance i where i.tenant_id = ${ctx.tenantId} and i.id in (
      select t.instance_id from process.timer t where t.tenant_id = ${ctx.tenantId} and t.due_at <= ${ctx.now} order by t.due_at limit ${limit * 4})
    limit ${limit} for update skip locked`,
  );
}
