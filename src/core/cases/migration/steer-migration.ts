import { getServiceVersion } from '#core/catalogue';
import { newId } from '#platform/db';
import { requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import { caseRuntime } from '../process/case-runtime.ts';
import { startRun } from '../runs/bulk-run.ts';
import { steerRun } from '../runs/bulk-work.ts';
import type { CasesTables } from '../tables.ts';
import { getMigration, KINDS, runsOf, type ByHand, type Migration } from './migration.ts';

export type NewMigration = { fromVersionId: string; toVersionId: string; byHand?: ByHand; renewTimers?: boolean };

/** Keeps a plan and begins its dry run. @returns its id. @throws 403; cases/same-version 422, cases/nothing-to-move 409 */
export async function createMigration(ctx: Ctx, { fromVersionId, toVersionId, byHand = {}, renewTimers = false }: NewMigration): Promise<string> {
  requirePermission(ctx, 'cases/migrate');
  const [from, to] = [await getServiceVersion(ctx, fromVersionId), await getServiceVersion(ctx, toVersionId)];
  if (from.slug !== to.slug || fromVersionId === toVersionId) throw problem('cases/same-version');
  const id = newId();
  await ctx
    .db<CasesTables>()
    .insertInto('cases.migration')
    .values({
      tenant_id: ctx.tenantId, id, service_slug: from.slug, from_version_id: fromVersionId, to_version_id: toVersionId, from_number: from.number ?? 0, to_number: to.number ?? 0,
      by_hand: JSON.stringify(byHand), renew_timers: renewTimers, created_at: ctx.now, created_by_name: ctx.actor.name,
    })
    .execute();
  ctx.emit({ type: 'cases/migration-planned', subject: `migration:${id}`, data: { service: from.slug, from: from.number ?? null, to: to.number ?? null, byHand } });
  await checkMigration(ctx, id);
  return id;
}

/** Looks at every case, whether it could move; changes nothing. @throws 403, 404; cases/migration-busy, cases/nothing-to-move 409 */
export async function checkMigration(ctx: Ctx, id: string): Promise<string> {
  const migration = await idle(ctx, id);
  return startRun(ctx, { kind: KINDS.check, subjectId: id, total: await running(ctx, migration) });
}

/** Moves all cases that can be moved. @throws 403, 404; cases/migration-unchecked, cases/migration-busy, cases/nothing-to-move 409 */
export async function startMove(ctx: Ctx, id: string): Promise<string> {
  const migration = await idle(ctx, id);
  if ((await runsOf(ctx, id)).check?.state !== 'done') throw problem('cases/migration-unchecked');
  const total = await running(ctx, migration);
  ctx.emit({ type: 'cases/migration-started', subject: `migration:${id}`, data: { total } });
  return startRun(ctx, { kind: KINDS.move, subjectId: id, total });
}

/** Puts back every moved case to which nothing has happened since. @throws 403, 404; cases/migration-busy, cases/nothing-to-restore 409 */
export async function startUndo(ctx: Ctx, id: string): Promise<string> {
  await idle(ctx, id);
  const total = await countRestorable(ctx, id);
  if (total === 0) throw problem('cases/nothing-to-restore');
  ctx.emit({ type: 'cases/migration-undo-started', subject: `migration:${id}`, data: { total } });
  return startRun(ctx, { kind: KINDS.undo, subjectId: id, total });
}

/** Halts what goes on, lets it go on, or ends it where it is. @throws 403, 404; cases/run-over 409 */
export async function steerMigration(ctx: Ctx, id: string, to: 'paused' | 'running' | 'stopped'): Promise<void> {
  requirePermission(ctx, 'cases/migrate');
  const { busy } = await runsOf(ctx, (await getMigration(ctx, id)).id);
  if (!busy) throw problem('cases/run-over');
  await steerRun(ctx, busy.id, to);
}

/** Moved cases that could still be put back, as far as anybody knows before looking at each. */
export async function countRestorable(ctx: Ctx, id: string): Promise<number> {
  const { count } = await ctx
    .db<CasesTables>()
    .selectFrom('cases.migration_item')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('tenant_id', '=', ctx.tenantId)
    .where('migration_id', '=', id)
    .where('state', '=', 'moved')
    .where('snapshot', 'is not', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function idle(ctx: Ctx, id: string): Promise<Migration> {
  requirePermission(ctx, 'cases/migrate');
  const migration = await getMigration(ctx, id);
  // Two people who press at once wait for each other, and the second one is told.
  await ctx.db<CasesTables>().selectFrom('cases.migration').select('id').where('tenant_id', '=', ctx.tenantId).where('id', '=', id).forUpdate().execute();
  if ((await runsOf(ctx, id)).busy) throw problem('cases/migration-busy');
  return migration;
}

async function running(ctx: Ctx, { from }: Migration): Promise<number> {
  const [count] = await caseRuntime.moves.countByVersion(ctx, [from.versionId]);
  if (!count?.running) throw problem('cases/nothing-to-move');
  return count.running;
}
