import { sql } from 'kysely';
import { SYSTEM, type Ctx, type Platform } from '#platform/module';
import type { Command } from '../commands.ts';
import { advanceLocked } from './advance.ts';
import { isUnbegun } from '../state.ts';
import type { ProcessInstance } from './instance.ts';
import { lockDueInstances } from './read-instance.ts';
import type { RuntimeOptions } from './runtime-options.ts';
import type { ProcessTables } from './tables.ts';

/** Instances stepped in one transaction: few commits, and still short locks. */
const BATCH = 20;

type Due = { tenantId: number; limit: number };

/** `found`: instances that were locked. Another worker may have fired their timers in between; then they don't count as `stepped`. */
type Batch = { found: number; stepped: number };
const NOTHING: Batch = { found: 0, stepped: 0 };

/** Fires timers that are due, each with all it causes in one transaction; returns how many instances were stepped. Several workers share the work. */
export async function runDueTimers(platform: Platform, options: RuntimeOptions, { tenantId, limit }: Due): Promise<number> {
  let done = 0;
  while (done < limit) {
    const { found, stepped } = await fireBatch(platform, options, { tenantId, limit: Math.min(BATCH, limit - done) });
    if (found === 0) break;
    done += stepped;
  }
  return done;
}

async function fireBatch(platform: Platform, options: RuntimeOptions, due: Due): Promise<Batch> {
  try {
    return await platform.transact({ tenantId: due.tenantId, actor: SYSTEM }, async (ctx) => {
      const instances = await lockDueInstances(ctx, due.limit);
      await options.prepare?.(ctx, instances);
      let stepped = 0;
      for (const instance of instances) if (await fireDue(ctx, options, { instance, together: due.limit > 1 })) stepped += 1;
      return { found: instances.length, stepped };
    });
  } catch (error) {
    // each then has its savepoints, in which a connector may fail
    if (due.limit > 1) return fireOneByOne(platform, options, due);
    platform.log.error({ err: error }, 'a process timer broke off and is tried again later');
    await postpone(platform, due.tenantId);
    return NOTHING;
  }
}

/** One of a batch has a bug: the others must not suffer from it. */
async function fireOneByOne(platform: Platform, options: RuntimeOptions, due: Due): Promise<Batch> {
  const all = { ...NOTHING };
  for (let i = 0; i < due.limit; i++) {
    const { found, stepped } = await fireBatch(platform, options, { ...due, limit: 1 });
    all.found += found;
    all.stepped += stepped;
  }
  return all;
}

async function fireDue(ctx: Ctx, options: RuntimeOptions, { instance, together }: { instance: ProcessInstance; together: boolean }): Promise<boolean> {
  const now = ctx.now.toISOString();
  const due = instance.state.waits.filter((wait) => wait.kind === 'timer' && wait.at !== undefined && wait.at <= now);
  due.sort((a, b) => (a.at ?? '').localeCompare(b.at ?? ''));
  const commands = due.map((wait): Command => ({ type: 'fireTimer', id: wait.id }));
  const wanted = commands.length > 0 || isUnbegun(instance.state);
  if (wanted) await advanceLocked(ctx, options, { instance, commands, together });
  else await dropStaleTimers(ctx, instance);
  return wanted;
}

/** Rows without a wait in the state would come up again and again. */
async function dropStaleTimers(ctx: Ctx, instance: ProcessInstance): Promise<void> {
  await sql`delete from process.timer where tenant_id = ${ctx.tenantId} and instance_id = ${instance.id} and due_at <= ${ctx.now}`.execute(
    ctx.db<ProcessTables>(),
  );
}

/** Puts the timers of the first due instance off, longer each time. */
async function postpone(platform: Platform, tenantId: number): Promise<void> {
  await platform.transact({ tenantId, actor: SYSTEM }, async (ctx) => {
    const [instance] = await lockDueInstances(ctx, 1);
    if (!instance) return;
    await sql`update process.timer set failures = failures + 1, due_at = ${ctx.now}::timestamptz + least(failures + 1, 60) * interval '1 minute'
      where tenant_id = ${tenantId} and instance_id = ${instance.id} and due_at <= ${ctx.now}`.execute(ctx.db<ProcessTables>());
  });
}
