import { sql } from 'kysely';
import { SYSTEM, type Ctx, type Platform } from '#platform/module';
import type { Vars } from '../state.ts';
import { advanceLocked, forbidReentry } from './advance.ts';
import { lockInstance } from './read-instance.ts';
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

/** Hands a message to the instance that has waited longest for it; undefined when nobody waits. */
export async function correlate(ctx: Ctx, options: RuntimeOptions, message: Correlation): Promise<{ instanceId: string } | undefined> {
  const { name, key, variables } = message;
  for (const instanceId of await listWaiting(ctx, message)) {
    forbidReentry(ctx, instanceId);
    const instance = await lockInstance(ctx, instanceId);
    if (!instance) continue;
    const command = { type: 'message' as const, name, ...(key === undefined ? {} : { key }), ...(variables ? { variables } : {}) };
    const { refused } = await advanceLocked(ctx, options, { instance, commands: [command] });
    // Somebody else was quicker, and the instance waits no longer: try the next one.
    if (!refused) return { instanceId };
  }
  return undefined;
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

/** Hands a signal to every instance that listens, each in a transaction of its own; returns how many did. */
export async function broadcast(platform: Platform, options: RuntimeOptions, signal: { tenantId: number; name: string; variables?: Vars; except?: string }): Promise<number> {
  const who = { tenantId: signal.tenantId, actor: SYSTEM };
  let heard = 0;
  const listening = await platform.read(who, (ctx) => listListening(ctx, signal.name));
  for (const id of listening.filter((one) => one !== signal.except))
    await platform.transact(who, async (ctx) => {
      const instance = await lockInstance(ctx, id);
      if (!instance) return;
      const command = { type: 'signal' as const, name: signal.name, ...(signal.variables ? { variables: signal.variables } : {}) };
      const { refused } = await advanceLocked(ctx, options, { instance, commands: [command] });
      if (!refused) heard += 1;
    });
  return heard;
}

async function listListening(ctx: Ctx, name: string): Promise<string[]> {
  const { rows } = await sql<{ instance_id: string }>`select distinct instance_id from process.subscription
    where tenant_id = ${ctx.tenantId} and kind = 'signal' and name = ${name}`.execute(ctx.db());
  return rows.map((row) => row.instance_id);
}
