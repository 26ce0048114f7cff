import { getServiceVersion, listServiceVersions } from '#core/catalogue';
import { planMigration, type Graph } from '#engines/process';
import { requirePermission, type Ctx } from '#platform/module';
import { sql } from 'kysely';
import { caseRuntime } from '../process/case-runtime.ts';
import type { CasesTables } from '../tables.ts';

/** One version of a service and the cases that run on it. */
export type VersionInUse = {
  versionId: string;
  number: number;
  publishedAt: Date;
  publishedBy: string;
  running: number;
  /** Steps at which cases stand and nothing of the new process takes over; empty when none was given. */
  stuck: { title: string; instances: number }[];
};

/**
 * The versions of a service with how many cases run on each, newest first. With a process that shall come next, also which cases would
 * find no step in it. Numbers only, so whoever edits services may see them.
 * @throws platform/not-allowed
 */
export async function listVersionsInUse(ctx: Ctx, slug: string, next?: Graph): Promise<VersionInUse[]> {
  requirePermission(ctx, 'catalogue/edit');
  const versions = await listServiceVersions(ctx, slug);
  const counts = new Map((await caseRuntime.moves.countByVersion(ctx, versions.map(({ versionId }) => versionId))).map(({ versionId, running }) => [versionId, running]));
  const found: VersionInUse[] = [];
  for (const { versionId, number, publishedAt, publishedBy } of versions) {
    const running = counts.get(versionId) ?? 0;
    found.push({ versionId, number, publishedAt, publishedBy, running, stuck: next && running > 0 ? await stuckIn(ctx, versionId, next) : [] });
  }
  return found;
}

async function stuckIn(ctx: Ctx, versionId: string, next: Graph): Promise<VersionInUse['stuck']> {
  const { process } = await getServiceVersion(ctx, versionId);
  const waiting = await caseRuntime.moves.countWaiting(ctx, versionId);
  return planMigration(process, next).rows.flatMap(({ nodeId, title, to, misfit }) => {
    const instances = Math.max(0, ...waiting.filter((one) => one.nodeId === nodeId).map((one) => one.instances));
    return instances > 0 && (to === null || misfit) ? [{ title, instances }] : [];
  });
}

/** A migration whose cases could go back to where they came from. */
export type Restorable = { migrationId: string; count: number };

/** Migrations between two versions with moved cases that may still go back, newest first. @throws platform/not-allowed */
export async function listRestorable(ctx: Ctx, { fromVersionId, toVersionId }: { fromVersionId: string; toVersionId: string }): Promise<Restorable[]> {
  requirePermission(ctx, 'cases/migrate');
  const { rows } = await sql<Restorable>`select m.id as "migrationId", count(*)::int as count
    from cases.migration m join cases.migration_item i on i.tenant_id = m.tenant_id and i.migration_id = m.id
    where m.tenant_id = ${ctx.tenantId} and m.from_version_id = ${fromVersionId}::uuid and m.to_version_id = ${toVersionId}::uuid and i.state = 'moved' and i.snapshot is not null
    group by m.id order by m.id desc`.execute(ctx.db<CasesTables>());
  return rows;
}
