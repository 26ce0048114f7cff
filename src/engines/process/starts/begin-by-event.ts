import { sql } from 'kysely';
import { newId } from '#platform/db';
import { SYSTEM, type Ctx, type Platform } from '#platform/module';
import type { RuntimeOptions } from '../runtime/runtime-options.ts';
import { startInstance } from '../runtime/start-instance.ts';
import type { Vars } from '../state.ts';
import { nextOfCycle } from '../time/cycle.ts';
import type { StartEvent } from './start-event.ts';

type Row = { key: string; version_id: string; process_id: string; node_id: string; kind: StartEvent['kind']; name: string; due_at: Date | null; every: string | null; rounds: number | null };

const columns = sql.raw('key, version_id, process_id, node_id, kind, name, due_at, every, rounds');

/** Begins an instance at a start event, as whoever owns the models wants it: with a case around it, or alone. */
async function begin(ctx: Ctx, options: RuntimeOptions, { row, variables }: { row: Row; variables: Vars }): Promise<{ instanceId: string }> {
  const start: StartEvent = { key: row.key, versionId: row.version_id, processId: row.process_id, nodeId: row.node_id, kind: row.kind, name: row.name, variables };
  if (options.onStart) return options.onStart(ctx, start);
  const { instance } = await startInstance(ctx, options, { versionId: start.versionId, businessKey: newId(), nodeId: start.nodeId, variables });
  return { instanceId: instance.id };
}

/** Begins instances whose start timer is due, each in a transaction of its own, with the next round of the timer; returns how many. Several workers share the work. */
export async function runDueStarts(platform: Platform, options: RuntimeOptions, { tenantId, limit }: { tenantId: number; limit: number }): Promise<number> {
  let done = 0;
  while (done < limit && (await fireNext(platform, options, tenantId))) done += 1;
  return done;
}

async function fireNext(platform: Platform, options: RuntimeOptions, tenantId: number): Promise<boolean> {
  const who = { tenantId, actor: SYSTEM };
  let taken: Row | undefined;
  try {
    return await platform.transact(who, async (ctx) => {
      taken = await takeDue(ctx);
      if (!taken) return false;
      await putToNextRound(ctx, options, taken);
      await begin(ctx, options, { row: taken, variables: {} });
      return true;
    });
  } catch (error) {
    if (!taken) throw error;
    platform.log.error({ err: error, key: taken.key, node: taken.node_id }, 'a start timer broke off and is tried again later');
    const { key, node_id } = taken;
    await platform.transact(who, (ctx) => postpone(ctx, { key, nodeId: node_id }));
    return true;
  }
}

async function takeDue(ctx: Ctx): Promise<Row | undefined> {
  const { rows } = await sql<Row>`select ${columns} from process.start where tenant_id = ${ctx.tenantId} and due_at <= ${ctx.now}
    order by due_at limit 1 for update skip locked`.execute(ctx.db());
  return rows[0];
}

async function putToNextRound(ctx: Ctx, { addWorkingDays }: RuntimeOptions, row: Row): Promise<void> {
  const rounds = row.rounds === null ? null : row.rounds - 1;
  const calendar = { now: ctx.now, ...(addWorkingDays ? { addWorkingDays: (from: Date, days: number) => addWorkingDays(ctx, from, days) } : {}) };
  const next = row.every !== null && row.due_at && (rounds === null || rounds > 0) ? nextOfCycle(row.every, row.due_at, calendar) : undefined;
  await sql`update process.start set due_at = ${next ?? null}::timestamptz, rounds = ${rounds}::int, failures = 0
    where tenant_id = ${ctx.tenantId} and key = ${row.key} and node_id = ${row.node_id}`.execute(ctx.db());
}

/** Later, and later each time: one that cannot begin must not hold up the others. */
async function postpone(ctx: Ctx, { key, nodeId }: { key: string; nodeId: string }): Promise<void> {
  await sql`update process.start set failures = failures + 1, due_at = ${ctx.now}::timestamptz + least(failures + 1, 60) * interval '1 minute'
    where tenant_id = ${ctx.tenantId} and key = ${key} and node_id = ${nodeId} and due_at <= ${ctx.now}`.execute(ctx.db());
}

/** Begins an instance by a message that nobody waits for; undefined when nothing begins with it. */
export async function beginByMessage(ctx: Ctx, options: RuntimeOptions, { name, variables }: { name: string; variables?: Vars }): Promise<{ instanceId: string } | undefined> {
  const { rows } = await sql<Row>`select ${columns} from process.start where tenant_id = ${ctx.tenantId} and kind = 'message' and name = ${name} order by key limit 1`.execute(ctx.db());
  return rows[0] && begin(ctx, options, { row: rows[0], variables: variables ?? {} });
}

/** Begins everything that begins with a signal; what cannot begin keeps the rest from nothing. Returns how many. */
export async function beginBySignal(ctx: Ctx, options: RuntimeOptions, { name, variables }: { name: string; variables?: Vars }): Promise<number> {
  const { rows } = await sql<Row>`select ${columns} from process.start where tenant_id = ${ctx.tenantId} and kind = 'signal' and name = ${name} order by key, node_id`.execute(ctx.db());
  let begun = 0;
  for (const row of rows)
    try {
      await ctx.savepoint(() => begin(ctx, options, { row, variables: variables ?? {} }));
      begun += 1;
    } catch (error) {
      ctx.log.error({ err: error, key: row.key, node: row.node_id, signal: name }, 'a signal could not begin a process');
    }
  return begun;
}
