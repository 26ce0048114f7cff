import { sql } from 'kysely';
import { SYSTEM, type Ctx, type Platform } from '#platform/module';
import type { Command } from '../commands.ts';
import { toFailure } from './advance.ts';
import { call, drop, readJob, tell, type Claimed, type Working } from './due-jobs.ts';
import type { RuntimeOptions } from './runtime-options.ts';
import { sideBySide } from './side-by-side.ts';
import type { ProcessTables } from './tables.ts';

/** Calls one worker has open at the same time; they cost no connection, only patience. */
const SIDE_BY_SIDE = 8;
/** So long a job belongs to the worker that took it; a worker that died leaves it to the others after that. Calls give up well before. */
const LEASE = '3 minutes';

type Begun = { claimed: Claimed; attempt: () => Promise<unknown> };

/**
 * Does work that waits for somebody else's machine: prepared in one transaction, done without any, told in a third. A worker that
 * dies in between does it again, with the same idempotency key: at least once.
 */
export async function runOutsideJobs(platform: Platform, options: RuntimeOptions, { tenantId, limit }: { tenantId: number; limit: number }): Promise<number> {
  const working: Working = { platform, options, tenantId };
  let left = limit;
  let done = 0;
  await sideBySide(SIDE_BY_SIDE, async (found) => {
    while (left-- > 0 && (await runOne(working, found))) done += 1;
  });
  return done;
}

async function runOne(working: Working, found: () => void): Promise<boolean> {
  const { platform, tenantId } = working;
  const who = { tenantId, actor: SYSTEM };
  const begun = await platform.transact(who, (ctx) => begin(ctx, working));
  if (!begun) return false;
  found();
  const command = await attempt(begun);
  try {
    await platform.transact(who, (ctx) => finish(ctx, working, { claimed: begun.claimed, command }));
  } catch (error) {
    platform.log.error({ err: error, job: begun.claimed.id, step: begun.claimed.name }, 'a job of a process broke off and is tried again later');
  }
  return true;
}

/** Takes a job and prepares the call; what cannot even be prepared fails as the call would. */
async function begin(ctx: Ctx, { options }: Working): Promise<Begun | undefined> {
  const { rows } = await sql<{ id: string }>`select id from process.job where tenant_id = ${ctx.tenantId} and lane = 'outside' and due_at <= ${ctx.now}
    order by due_at, id limit 1 for update skip locked`.execute(ctx.db<ProcessTables>());
  const claimed = rows[0] && (await readJob(ctx, rows[0].id));
  if (!claimed) return undefined;
  await sql`update process.job set due_at = ${ctx.now}::timestamptz + ${LEASE}::interval where tenant_id = ${ctx.tenantId} and id = ${claimed.id}`.execute(ctx.db());
  try {
    const made = await ctx.savepoint(() => call(ctx, options, claimed));
    return { claimed, attempt: typeof made === 'function' ? (made as Begun['attempt']) : async () => made };
  } catch (error) {
    return { claimed, attempt: () => Promise.reject(error as Error) };
  }
}

async function attempt({ claimed, attempt: work }: Begun): Promise<Command> {
  const tokenId = claimed.token_id ?? 0;
  try {
    return { type: 'completeJob', tokenId, output: (await work()) ?? {} };
  } catch (error) {
    return toFailure(tokenId, error);
  }
}

/** Only as long as the process still waits for this very run of the work. */
async function finish(ctx: Ctx, { options }: Working, { claimed, command }: { claimed: Claimed; command: Command }): Promise<void> {
  const { rows } = await sql<{ key: string }>`select j.idempotency_key as key from process.instance i join process.job j on j.tenant_id = i.tenant_id and j.instance_id = i.id
    where i.tenant_id = ${ctx.tenantId} and i.id = ${claimed.instance_id} and j.id = ${claimed.id} for update of i`.execute(ctx.db<ProcessTables>());
  if (rows[0]?.key !== claimed.idempotency_key) return;
  if (!(await tell(ctx, options, { claimed, command }))) await drop(ctx, claimed.id);
}
