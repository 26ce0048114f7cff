import { getServiceVersion } from '#core/catalogue';
import type { MigrationPlan } from '#engines/process';
import { tr } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import { caseRuntime } from '../process/case-runtime.ts';
import { listRuns } from '../runs/bulk-runs.queries.ts';
import type { BulkRun } from '../runs/bulk-run.ts';
import type { CasesTables } from '../tables.ts';

/** Old element → the new one that takes over, or null: stays behind. Chosen by hand, beside what finds itself. */
export type ByHand = Record<string, string | null>;

/** The plan to move the running cases of a service from one version to another (Umzug). */
export type Migration = {
  id: string;
  serviceSlug: string;
  serviceName: string;
  from: { versionId: string; number: number };
  to: { versionId: string; number: number };
  byHand: ByHand;
  /** Timers begin anew by the new version; otherwise those that run keep their instant. */
  renewTimers: boolean;
  createdAt: Date;
  createdBy: string;
};

export const KINDS = { check: 'migration-check', move: 'migration-move', undo: 'migration-undo' } as const;

const columns = ['id', 'service_slug', 'from_version_id', 'to_version_id', 'from_number', 'to_number', 'by_hand', 'renew_timers', 'created_at', 'created_by_name'] as const;
const select = (ctx: Ctx) => ctx.db<CasesTables>().selectFrom('cases.migration').select(columns).where('tenant_id', '=', ctx.tenantId);
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

async function migrationOf(ctx: Ctx, row: Row): Promise<Migration> {
  const { settings } = await getServiceVersion(ctx, row.to_version_id);
  return {
    id: row.id,
    serviceSlug: row.service_slug,
    serviceName: tr(settings.name, 'de'),
    from: { versionId: row.from_version_id, number: row.from_number },
    to: { versionId: row.to_version_id, number: row.to_number },
    byHand: row.by_hand,
    renewTimers: row.renew_timers,
    createdAt: row.created_at,
    createdBy: row.created_by_name,
  };
}

/** @throws cases/no-such-migration 404 */
export async function getMigration(ctx: Ctx, id: string): Promise<Migration> {
  const row = await select(ctx).where('id', '=', id).executeTakeFirst();
  if (!row) throw problem('cases/no-such-migration');
  return migrationOf(ctx, row);
}

/** The newest first; pages by `after`. */
export async function listMigrations(ctx: Ctx, { after, limit = 20 }: { after?: string | undefined; limit?: number } = {}): Promise<Migration[]> {
  let query = select(ctx);
  if (after) query = query.where('id', '<', after);
  const rows = await query.orderBy('id', 'desc').limit(limit).execute();
  return Promise.all(rows.map((row) => migrationOf(ctx, row)));
}

/** The newest run of each kind; `busy` is the one that goes on or is halted. */
export type MigrationRuns = { check?: BulkRun; move?: BulkRun; undo?: BulkRun; busy?: BulkRun };

export async function runsOf(ctx: Ctx, migrationId: string): Promise<MigrationRuns> {
  const runs = await listRuns(ctx, migrationId);
  const newest = (kind: string): BulkRun | undefined => runs.find((run) => run.kind === kind);
  const found = { check: newest(KINDS.check), move: newest(KINDS.move), undo: newest(KINDS.undo), busy: runs.find((run) => run.state === 'running' || run.state === 'paused') };
  return Object.fromEntries(Object.entries(found).filter(([, run]) => run !== undefined));
}

/** Who takes over from whom, by what finds itself and what was chosen. */
export const planOf = (ctx: Ctx, migration: Pick<Migration, 'from' | 'to' | 'byHand'>): Promise<MigrationPlan> =>
  caseRuntime.moves.plan(ctx, { from: migration.from.versionId, to: migration.to.versionId }, migration.byHand);
