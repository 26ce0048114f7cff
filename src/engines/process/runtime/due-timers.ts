import { sql } from 'kysely';
import { SYSTEM, type Ctx, type Platform } from '#platform/module';
import type { Command } from '../commands.ts';
import { advanceLocked } from './advance.ts';
import type { ProcessInstance } from './instance.ts';
import { lockDueInstances } from './read-instance.ts';
import type { RuntimeOptions } from './runtime-options.ts';
import type { ProcessTables } from './tables.ts';

/** Instances stepped in one transaction: few commits, and still short locks. */
const BATCH = 20;

type Due = { tenantId: number; limit: number };

/** Fires timers that are due, each with all it causes in one transaction; returns how many instances were stepped. Several workers share the work. */
export async function runDueTimers(platform: Platform, options: RuntimeOptions, { tenantId, limit }: Due): Promise<number> {
  let done = 0;
  while (done < limit) {
    const stepped = await fireBatch(platform, options, { tenantId, limit: Math.min(BATCH, limit - done) });
    if (stepped === 0) break;
    done += stepped;
  }
  return done;
}

async function fireBatch(platform: Platform, options: RuntimeOptions, due: Due): Promise<number> {
  try {
    return await platform.transact({ tenantId: due.tenantId, actor: SYSTEM }, async (ctx) => {
      const instances = await lockDueInstances(ctx, due.limit);
      for (const instance of instances) await fireDue(ctx, options, instance);
      return instances.length;
    });
  } catch (error) {
    if (due.limit > 1) return fireOneByOne(platform, options, due);
    platform.log.error({ err: error }, 'a process timer broke off and is tried again later');
    return await postpone(platform, due.tenantId);
  }
}

/** One of a batch has a bug: the others must not suffer from it. */
async function fireOneByOne(platform: Platform, options: RuntimeOptions, due: Due): Promise<number> {
  let done = 0;
  for (let i = 0; i < due.limit; i++) done += await fireBatch(platform, options, { ...due, limit: 1 });
  return done;
}

async function fireDue(ctx: Ctx, options: RuntimeOptions, instance: ProcessInstance): Promise<void> {
  const now = ctx.now.toISOString();
  const due = instance.state.waits.filter((wait) => wait.kind === 'timer' && wait.at !== undefined && wait.at <= now);
  due.sort((a, b) => (a.at ?? '').localeCompare(b.at ?? ''));
  const commands = due.map((wait): Command => ({ type: 'fireTimer', id: wait.id }));
  if (commands.length > 0) await advanceLocked(ctx, options, { instance, commands });
  else await dropStaleTimers(ctx, instance);
}

/** Rows without a wait in the state would come up again and again. */
async function dropStaleTimers(ctx: Ctx, instance: ProcessInstance): Promise<void> {
  await sql`delete from process.timer where tenant_id = ${ctx.tenantId} and instance_id = ${instance.id} and due_at <= ${ctx.now}`.execute(
    ctx.db<ProcessTables>(),
  );
}

/** Puts the timers of the first due instance off, longer each time. */
async function postpone(platform: Platform, tenantId: number): Promise<number> {
  return platform.transact({ tenantId, actor: SYSTEM }, async (ctx) => {
    const [instance] = await lockDueInstances(ctx, 1);
    if (!instance) return 0;
    await sql`update process.timer set failures = failures + 1, due_at = ${ctx.now}::timestamptz + least(failures + 1, 60) * interval '1 minute'
      where tenant_id = ${tenantId} and instance_id = ${instance.id} and due_at <= ${ctx.now}`.execute(ctx.db<ProcessTables>());
    return 0;
  });
}
