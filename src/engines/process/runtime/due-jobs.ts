import { sql } from 'kysely';
import { SYSTEM, type Ctx, type Platform } from '#platform/module';
import type { Command } from '../commands.ts';
import type { Vars } from '../state.ts';
import { advanceLocked, toFailure } from './advance.ts';
import { broadcast, correlate, DELIVERY } from './correlate.ts';
import type { ProcessJob } from './instance.ts';
import { withSavepoint } from './savepoint.ts';
import { lockInstance } from './read-instance.ts';
import type { RuntimeOptions } from './runtime-options.ts';
import { sideBySide } from './side-by-side.ts';
import type { ProcessTables } from './tables.ts';

/** Jobs one worker does at the same time: a slow connector must not hold up the quick ones. */
const SIDE_BY_SIDE = 3;
const MESSAGE_PAUSES = ['10 seconds', '60 seconds'];

export type Claimed = {
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
export type Working = { platform: Platform; options: RuntimeOptions; tenantId: number };

/** Does queued work of service tasks; returns how much. Several workers share it: at most once inside the database, at least once outside. */
export async function runDueJobs(platform: Platform, options: RuntimeOptions, { tenantId, limit }: { tenantId: number; limit: number }): Promise<number> {
  const working: Working = { platform, options, tenantId };
  let left = limit;
  let done = 0;
  await sideBySide(SIDE_BY_SIDE, async (found) => {
    while (left-- > 0 && (await runOne(working, found))) done += 1;
  });
  return done;
}

/** Takes a job and does it, all in one transaction; false when none is due. */
async function runOne(working: Working, found: () => void): Promise<boolean> {
  const { platform, tenantId } = working;
  const who = { tenantId, actor: SYSTEM };
  let claimed: Claimed | undefined;
  try {
    return await platform.transact(who, async (ctx) => {
      const id = await takeJob(ctx);
      if (id === undefined) return false;
      found();
      claimed = await readJob(ctx, id);
      if (claimed) await (claimed.kind === 'work' ? runWork(ctx, working, claimed) : runBroadcast(ctx, working, claimed));
      return true;
    });
  } catch (error) {
    if (!claimed) throw error;
    const { id, name } = claimed;
    platform.log.error({ err: error, job: id, step: name }, 'a job of a process broke off and is tried again later');
    await platform.transact(who, (ctx) => postpone(ctx, id));
    return true;
  }
}

/**
 * Takes a due job that nobody else is at. The lock is advisory and ends with the transaction, so a dead worker frees it at once;
 * it is no row lock, because a clerk's step may remove the row meanwhile and must not wait for a slow connector.
 * Messages and signals of one instance go out in the order in which it threw them.
 */
async function takeJob(ctx: Ctx): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`with due as materialized (
      select j.id from process.job j where j.tenant_id = ${ctx.tenantId} and j.lane = 'here' and j.due_at <= ${ctx.now}
        and (j.kind = 'work' or not exists (select from process.job e
          where e.tenant_id = j.tenant_id and e.instance_id = j.instance_id and e.kind <> 'work' and e.tries = 0 and e.id < j.id))
      order by j.due_at, j.id limit 50)
    select id from due where pg_try_advisory_xact_lock(hashtextextended(id::text, 0)) limit 1`.execute(ctx.db<ProcessTables>());
  return rows[0]?.id;
}

/** Reads the job again under its lock: whoever had it before may just have finished. */
export async function readJob(ctx: Ctx, id: string): Promise<Claimed | undefined> {
  const { rows } = await sql<Claimed>`select j.id, j.instance_id, i.business_key, j.kind, j.token_id, j.node_id, j.name, j.job_type, j.idempotency_key, j.input, j.headers, j.tries
    from process.job j join process.instance i on i.tenant_id = j.tenant_id and i.id = j.instance_id
    where j.tenant_id = ${ctx.tenantId} and j.id = ${id} and j.due_at <= ${ctx.now}`.execute(ctx.db<ProcessTables>());
  return rows[0];
}

class NoLongerWanted extends Error {}

/** The connector's effect and the step of the process are one; when the process has gone another way, neither happens. */
async function runWork(ctx: Ctx, { options }: Working, claimed: Claimed): Promise<void> {
  const tokenId = claimed.token_id ?? 0;
  const failure = await withSavepoint(ctx, async () => {
    const output = await call(ctx, options, claimed);
    const told = await tell(ctx, options, { claimed, command: { type: 'completeJob', tokenId, output } });
    if (!told) throw new NoLongerWanted();
  });
  if (!failure) return;
  const { error } = failure;
  const told = !(error instanceof NoLongerWanted) && (await tell(ctx, options, { claimed, command: toFailure(tokenId, error) }));
  if (!told) await drop(ctx, claimed.id);
}

export async function call(ctx: Ctx, options: RuntimeOptions, claimed: Claimed): Promise<unknown> {
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

/** False when the process does not want to hear it (any more). */
export async function tell(ctx: Ctx, options: RuntimeOptions, { claimed, command }: { claimed: Claimed; command: Command }): Promise<boolean> {
  const instance = await lockInstance(ctx, claimed.instance_id);
  if (!instance) return false;
  const { refused } = await advanceLocked(ctx, options, { instance, commands: [command] });
  return !refused;
}

export async function drop(ctx: Ctx, id: string): Promise<void> {
  await ctx.db<ProcessTables>().deleteFrom('process.job').where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
}

async function postpone(ctx: Ctx, id: string): Promise<void> {
  await sql`update process.job set due_at = ${ctx.now}::timestamptz + interval '1 minute' where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.db<ProcessTables>());
}

/** A message or signal that an instance has thrown, on its way to the others. */
async function runBroadcast(ctx: Ctx, { options }: Working, claimed: Claimed): Promise<void> {
  const { key, variables } = claimed.input as { key?: string; variables?: Vars };
  const said = { name: claimed.name, ...(variables ? { variables } : {}) };
  if (claimed.job_type === DELIVERY) await tell(ctx, options, { claimed, command: { type: 'signal', ...said } });
  else if (claimed.kind === 'signal') await broadcast(ctx, options, { ...said, except: claimed.instance_id });
  else if (!(await correlate(ctx, options, { ...said, ...(key === undefined ? {} : { key }) }))) return nobodyWaits(ctx, options, claimed);
  await drop(ctx, claimed.id);
}

/** The receiver may be about to wait: a message is offered again after 10 and 60 seconds before it becomes an incident of the step that threw it. */
async function nobodyWaits(ctx: Ctx, options: RuntimeOptions, claimed: Claimed): Promise<void> {
  const { id, tries, name, instance_id, node_id } = claimed;
  const pause = MESSAGE_PAUSES[tries];
  if (pause === undefined) {
    const { key, variables } = claimed.input as { key?: string; variables?: Vars };
    const told = await tell(ctx, options, { claimed, command: { type: 'messageUnheard', nodeId: node_id, name, key: key ?? null, variables: variables ?? {} } });
    if (!told) ctx.log.warn({ message: name, instance: instance_id, step: node_id }, 'nobody waited for the message of a process that has ended');
    return drop(ctx, id);
  }
  await sql`update process.job set tries = tries + 1, due_at = ${ctx.now}::timestamptz + ${pause}::interval where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
    ctx.db<ProcessTables>(),
  );
}
