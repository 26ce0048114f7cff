import { newId } from '#platform/db';
import { SYSTEM, type Actor, type Ctx, type Platform } from '#platform/module';
import { sql } from 'kysely';
import { problem } from '../problems.ts';
import type { CasesTables } from '../tables.ts';
import { bulkColumns, bulkRunOf, getRun } from './bulk-runs.queries.ts';
import { bulkKinds, type Batch, type BulkRun, type BulkState } from './bulk-run.ts';

/** Broken off so often, a run waits for a person. */
const MOST_ATTEMPTS = 10;

/**
 * Does the next batch of a run that goes on in the background; call it until it returns 0. Several workers at once are safe: one has
 * the run, the others find nothing. @returns how many cases were looked at
 */
export async function runBulkWork(platform: Platform, tenantId: number): Promise<number> {
  const next = await platform.read({ tenantId, actor: SYSTEM }, findNext);
  if (!next) return 0;
  try {
    return await platform.transact({ tenantId, actor: onBehalfOf(next) }, (ctx) => doBatch(ctx, next.id));
  } catch (error) {
    platform.log.error({ err: error, run: next.id, kind: next.kind }, 'a batch of a bulk run broke off and is tried again');
    await platform.transact({ tenantId, actor: SYSTEM }, (ctx) => putOff(ctx, next.id, error as Error));
    return 0;
  }
}

/** The machine works, and the log says for whom. */
const onBehalfOf = ({ startedBy }: BulkRun): Actor => ({ ...SYSTEM, id: startedBy.id, name: `${startedBy.name} (Sammellauf)` });

const open = (ctx: Ctx) =>
  ctx
    .db<CasesTables>()
    .selectFrom('cases.bulk_run')
    .select(bulkColumns)
    .where('tenant_id', '=', ctx.tenantId)
    .where('state', '=', 'running')
    .where((where) => where.or([where('retry_at', 'is', null), where('retry_at', '<=', ctx.now)]));

async function findNext(ctx: Ctx): Promise<BulkRun | undefined> {
  const row = await open(ctx).orderBy('started_at').orderBy('id').limit(1).executeTakeFirst();
  return row && bulkRunOf(row);
}

async function doBatch(ctx: Ctx, id: string): Promise<number> {
  const row = await open(ctx).where('id', '=', id).forUpdate().skipLocked().executeTakeFirst();
  if (!row) return 0;
  const run = bulkRunOf(row);
  const kind = ctx.platform.contributions(bulkKinds).find((one) => one.kind === run.kind);
  if (!kind) throw new Error(`nobody knows how to do a bulk run of kind ${run.kind}`);
  const batch = await kind.batch(ctx, run);
  const after = await note(ctx, run, batch);
  if (after.state === 'done') await kind.finish(ctx, after);
  return batch.done + batch.problems.length;
}

async function note(ctx: Ctx, run: BulkRun, { cursor, done, problems }: Batch): Promise<BulkRun> {
  if (problems.length > 0) {
    const rows = problems.map(({ caseId, code, place, message }) => ({ tenant_id: ctx.tenantId, run_id: run.id, id: newId(), case_id: caseId, code, place, message: message.slice(0, 500) }));
    await ctx.db<CasesTables>().insertInto('cases.bulk_problem').values(rows).execute();
  }
  // One case may have several problems, and counts once.
  const failed = new Set(problems.map((one, index) => one.caseId ?? index)).size;
  const after: BulkRun = { ...run, cursor, done: run.done + done, failed: run.failed + failed, state: cursor === null ? 'done' : 'running', attempts: 0, error: null, changedAt: ctx.now, finishedAt: cursor === null ? ctx.now : null };
  await ctx
    .db<CasesTables>()
    .updateTable('cases.bulk_run')
    .set({ cursor, done: after.done, failed: after.failed, state: after.state, attempts: 0, error: null, retry_at: null, changed_at: ctx.now, finished_at: after.finishedAt })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', run.id)
    .execute();
  return after;
}

async function putOff(ctx: Ctx, id: string, error: Error): Promise<void> {
  await sql`update cases.bulk_run set attempts = attempts + 1, error = ${error.message.slice(0, 500)}, changed_at = ${ctx.now}, retry_at = ${ctx.now}::timestamptz + least(power(2, attempts), 300) * interval '1 second',
      state = case when attempts + 1 >= ${MOST_ATTEMPTS} then 'paused' else state end
    where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'running'`.execute(ctx.db<CasesTables>());
}

/** From which state a person may bring a run into which. */
const WAYS: Record<'paused' | 'running' | 'stopped', readonly BulkState[]> = { paused: ['running'], running: ['paused'], stopped: ['running', 'paused'] };

/** Halts a run, lets it go on, or ends it where it is. Who may is asked by the caller. @throws cases/run-over 409 */
export async function steerRun(ctx: Ctx, id: string, to: 'paused' | 'running' | 'stopped'): Promise<BulkRun> {
  const changed = await ctx
    .db<CasesTables>()
    .updateTable('cases.bulk_run')
    .set({ state: to, changed_at: ctx.now, retry_at: null, attempts: 0, finished_at: to === 'stopped' ? ctx.now : null })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .where('state', 'in', [...WAYS[to]])
    .returning('id')
    .executeTakeFirst();
  if (!changed) throw problem('cases/run-over');
  const run = await getRun(ctx, id);
  ctx.emit({ type: `cases/run-${to === 'running' ? 'continued' : to}`, subject: `run:${id}`, data: { kind: run.kind, done: run.done, failed: run.failed } });
  return run;
}
