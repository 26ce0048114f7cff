import { sql } from 'kysely';
import { SYSTEM, type Ctx, type Platform } from '#platform/module';
import type { Command } from '../commands.ts';
import type { Vars } from '../state.ts';
import { advanceLocked, toFailure } from './advance.ts';
import { broadcast, correlate } from './correlate.ts';
import type { ProcessInstance, ProcessJob } from './instance.ts';
import { lockInstance } from './read-instance.ts';
import type { RuntimeOptions } from './runtime-options.ts';
import type { ProcessTables } from './tables.ts';

/** How long a worker has a job to itself; after that it is taken for dead. */
const LEASE = '10 minutes';
const BATCH = 10;

type Claimed = {
  id: string;
  instance_id: string;
  business_key: string;
  kind: 'work' | 'message' | 'signal';
  token_id: number | null;
  node_id: string;
  name: string;
  job_type: string;
  idempotency_key: string;
  input: Vars;
  headers: Record<string, string>;
  tries: number;
};
type Working = { platform: Platform; options: RuntimeOptions; tenantId: number };

/** Does queued work of service tasks; returns how much. Several workers share it: at most once inside the database, at least once outside. */
export async function runDueJobs(platform: Platform, options: RuntimeOptions, { tenantId, limit }: { tenantId: number; limit: number }): Promise<number> {
  const working: Working = { platform, options, tenantId };
  let done = 0;
  while (done < limit) {
    const claimed = await platform.transact({ tenantId, actor: SYSTEM }, (ctx) => claim(ctx, Math.min(BATCH, limit - done)));
    if (claimed.length === 0) break;
    for (const job of claimed) await runOne(working, job);
    done += claimed.length;
  }
  return done;
}

/**
 * Takes jobs for a while instead of holding their locks: a connector may take seconds, and neither the row nor the instance
 * may be closed to clerks for so long.
 */
async function claim(ctx: Ctx, limit: number): Promise<Claimed[]> {
  const { rows } = await sql<Claimed>`update process.job j set due_at = ${ctx.now}::timestamptz + ${LEASE}::interval
    from (select id from process.job where tenant_id = ${ctx.tenantId} and due_at <= ${ctx.now} order by due_at, id limit ${limit} for update skip locked) d,
      process.instance i
    where j.tenant_id = ${ctx.tenantId} and j.id = d.id and i.tenant_id = j.tenant_id and i.id = j.instance_id
    returning j.id, j.instance_id, i.business_key, j.kind, j.token_id, j.node_id, j.name, j.job_type, j.idempotency_key, j.input, j.headers, j.tries`.execute(
    ctx.db<ProcessTables>(),
  );
  return rows;
}

async function runOne(working: Working, claimed: Claimed): Promise<void> {
  const { platform } = working;
  try {
    if (claimed.kind === 'work') await runWork(working, claimed);
    else await runBroadcast(working, claimed);
  } catch (error) {
    // A bug or a lost database: the lease ends, somebody tries again.
    platform.log.error({ err: error, job: claimed.id, step: claimed.name }, 'a job of a process broke off');
  }
}

class NoLongerWanted extends Error {}

/** The connector's effect and the step of the process are one transaction; when the process has gone another way, neither happens. */
async function runWork(working: Working, claimed: Claimed): Promise<void> {
  const who = { tenantId: working.tenantId, actor: SYSTEM };
  let failure: unknown;
  try {
    await working.platform.transact(who, async (ctx) => {
      const output = await call(ctx, working.options, claimed);
      const advanced = await tell(ctx, working.options, { claimed, command: { type: 'completeJob', tokenId: claimed.token_id ?? 0, output } });
      if (advanced === 'refused') throw new NoLongerWanted();
    });
    return;
  } catch (error) {
    failure = error;
  }
  await working.platform.transact(who, async (ctx) => {
    const command = toFailure(claimed.token_id ?? 0, failure);
    const told = failure instanceof NoLongerWanted ? 'refused' : await tell(ctx, working.options, { claimed, command });
    if (told === 'refused') await drop(ctx, claimed.id);
  });
}

async function call(ctx: Ctx, options: RuntimeOptions, claimed: Claimed): Promise<unknown> {
  if (!options.runJob) throw new Error(`Für „${claimed.job_type}“ ist kein Konnektor eingerichtet.`);
  const decisionId = claimed.job_type === 'decision' ? String(claimed.input['decisionId'] ?? '') : undefined;
  const job: ProcessJob = {
    instanceId: claimed.instance_id,
    businessKey: claimed.business_key,
    tokenId: claimed.token_id ?? 0,
    nodeId: claimed.node_id,
    name: claimed.name,
    type: claimed.job_type,
    ...(decisionId === undefined ? {} : { decisionId }),
    input: claimed.input,
    headers: claimed.headers,
    idempotencyKey: claimed.idempotency_key,
    tries: claimed.tries,
  };
  return options.runJob(ctx, job);
}

async function tell(ctx: Ctx, options: RuntimeOptions, { claimed, command }: { claimed: Claimed; command: Command }): Promise<'done' | 'refused'> {
  const instance: ProcessInstance | undefined = await lockInstance(ctx, claimed.instance_id);
  if (!instance) return 'refused';
  const { refused } = await advanceLocked(ctx, options, { instance, commands: [command] });
  return refused ? 'refused' : 'done';
}

async function drop(ctx: Ctx, id: string): Promise<void> {
  await ctx.db<ProcessTables>().deleteFrom('process.job').where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
}

/** A message or signal that an instance has thrown, on its way to the others. */
async function runBroadcast({ platform, options, tenantId }: Working, claimed: Claimed): Promise<void> {
  const { key, variables } = claimed.input as { key?: string; variables?: Vars };
  if (claimed.kind === 'signal')
    await broadcast(platform, options, { tenantId, name: claimed.name, except: claimed.instance_id, ...(variables ? { variables } : {}) });
  await platform.transact({ tenantId, actor: SYSTEM }, async (ctx) => {
    if (claimed.kind === 'message')
      await correlate(ctx, options, { name: claimed.name, ...(key === undefined ? {} : { key }), ...(variables ? { variables } : {}) });
    await drop(ctx, claimed.id);
  });
}
