import { sql } from 'kysely';
import { newId } from '#platform/db';
import type { Ctx } from '#platform/module';
import { beginByMessage, beginBySignal } from '../starts/begin-by-event.ts';
import { isUnbegun, type Vars } from '../state.ts';
import { advanceLocked, forbidReentry } from './advance.ts';
import { listInstancesByKey, lockInstance } from './read-instance.ts';
import type { RuntimeOptions } from './runtime-options.ts';
import type { ProcessTables } from './tables.ts';

export type Correlation = {
  /** Message name of the model. */
  name: string;
  /** Must equal the correlation key the instance waits with, if it waits with one. */
  key?: string;
  /** Only this instance may take it. */
  instanceId?: string;
  /** Only an instance about this may take it. */
  businessKey?: string;
  variables?: Vars;
};

/** Hands a message to the instance that has waited longest for it; when none waits, it may begin one; undefined when neither happens. */
export async function correlate(ctx: Ctx, options: RuntimeOptions, message: Correlation): Promise<{ instanceId: string } | undefined> {
  const { name, key, variables } = message;
  const waiting = await listWaiting(ctx, message);
  for (const instanceId of waiting.length > 0 ? waiting : await listUnbegun(ctx, message)) {
    forbidReentry(ctx, instanceId);
    const instance = await lockInstance(ctx, instanceId);
    if (!instance) continue;
    const command = { type: 'message' as const, name, ...(key === undefined ? {} : { key }), ...(variables ? { variables } : {}) };
    const { refused } = await advanceLocked(ctx, options, { instance, commands: [command] });
    // Somebody else was quicker, and the instance waits no longer: try the next one.
    if (!refused) return { instanceId };
  }
  const meansOne = message.instanceId !== undefined || message.businessKey !== undefined;
  return meansOne ? undefined : beginByMessage(ctx, options, message);
}

async function listWaiting(ctx: Ctx, { name, key, instanceId, businessKey }: Correlation): Promise<string[]> {
  let query = ctx
    .db<ProcessTables>()
    .selectFrom('process.subscription as s')
    .select('s.instance_id')
    .distinct()
    .where('s.tenant_id', '=', ctx.tenantId)
    .where('s.kind', '=', 'message')
    .where('s.name', '=', name)
    .orderBy('s.instance_id')
    .limit(10);
  if (key !== undefined) query = query.where((where) => where.or([where('s.key', '=', key), where('s.key', 'is', null)]));
  if (instanceId !== undefined) query = query.where('s.instance_id', '=', instanceId);
  if (businessKey !== undefined)
    query = query
      .innerJoin('process.instance as i', (join) => join.onRef('i.tenant_id', '=', 's.tenant_id').onRef('i.id', '=', 's.instance_id'))
      .where('i.business_key', '=', businessKey);
  const rows = await query.execute();
  return rows.map((row) => row.instance_id);
}

/** Accepted a moment ago and not begun: it may wait for the message as soon as it does. */
async function listUnbegun(ctx: Ctx, { businessKey }: Correlation): Promise<string[]> {
  if (businessKey === undefined) return [];
  return (await listInstancesByKey(ctx, businessKey)).filter(({ state }) => isUnbegun(state)).map(({ id }) => id);
}

/**
 * Sends a signal on its way: one delivery for every instance that listens now, and instances for what begins with it. All of it is one
 * transaction, and each delivery another one with the step it causes, so nobody hears it twice, whoever is killed. Returns how many it reaches.
 */
export async function broadcast(ctx: Ctx, options: RuntimeOptions, signal: { name: string; variables?: Vars; except?: string }): Promise<number> {
  const { name, variables } = signal;
  const listening = (await listListening(ctx, name)).filter((id) => id !== signal.except);
  const jobs = listening.map((instanceId) => ({ id: newId(), instance_id: instanceId }));
  if (jobs.length > 0)
    await sql`insert into process.job (tenant_id, id, instance_id, kind, node_id, name, job_type, idempotency_key, input, headers, retries, tries, due_at)
      select ${ctx.tenantId}::int, x.id, x.instance_id, 'signal', '', ${name}, ${DELIVERY}, x.id::text, ${JSON.stringify({ variables })}::jsonb, '{}'::jsonb, 3, 0, ${ctx.now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(jobs)}::jsonb) as x(id uuid, instance_id uuid)`.execute(ctx.db());
  return jobs.length + (await beginBySignal(ctx, options, signal));
}

/** Job type of a signal on its way to one instance. */
export const DELIVERY = 'deliver';

async function listListening(ctx: Ctx, name: string): Promise<string[]> {
  const { rows } = await sql<{ instance_id: string }>`select distinct instance_id from process.subscription
    where tenant_id = ${ctx.tenantId} and kind = 'signal' and name = ${name}`.execute(ctx.db());
  return rows.map((row) => row.instance_id);
}
