import { getServiceVersion, listServices, listServiceVersions } from '#core/catalogue';
import type { PlanRow, WaitingCount } from '#engines/process';
import { tr } from '#platform/i18n';
import { requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import { caseRuntime } from '../process/case-runtime.ts';
import type { ByHand } from './migration.ts';

/** A service with cases on a version that is not the current one. */
export type OldVersion = { slug: string; name: string; versionId: string; number: number; publishedAt: Date; running: number; current: { versionId: string; number: number } };

/** Versions on which cases still run although there is a newer one, by service. @throws 403 without cases/migrate */
export async function listOldVersions(ctx: Ctx): Promise<OldVersion[]> {
  requirePermission(ctx, 'cases/migrate');
  const services = await listServices(ctx);
  const versions = (await Promise.all(services.map((service) => listServiceVersions(ctx, service.slug)))).flat();
  const old = versions.filter((version) => services.every((service) => service.versionId !== version.versionId));
  const counts = new Map((await caseRuntime.moves.countByVersion(ctx, old.map(({ versionId }) => versionId))).map(({ versionId, running }) => [versionId, running]));
  return old.flatMap(({ slug, versionId, number, publishedAt }) => {
    const service = services.find((one) => one.slug === slug);
    const running = counts.get(versionId) ?? 0;
    return service && running > 0 ? [{ slug, name: service.name, versionId, number, publishedAt, running, current: { versionId: service.versionId, number: service.number } }] : [];
  });
}

/** One element of the old version: what becomes of it, and how many cases stand there now. */
export type MoveRow = PlanRow & { instances: number; /** Cases that stand there, by how they wait: for people, the machine, an event, in an incident. */ waits: WaitingCount[] };

export type MovePlan = {
  slug: string;
  name: string;
  from: { versionId: string; number: number };
  to: { versionId: string; number: number };
  running: number;
  /** Elements where cases stand now, then those where none stands. */
  rows: MoveRow[];
  /** Cases that stand inside of processes of other files: they stay bound to them. */
  elsewhere: number;
  /** Versions that cases could move to. */
  versions: { versionId: string; number: number }[];
};

/** What would move where. Nothing is changed. @throws 403; cases/same-version 422, catalogue/unknown-version 404 */
export async function planMove(ctx: Ctx, { fromVersionId, toVersionId, byHand = {} }: { fromVersionId: string; toVersionId: string; byHand?: ByHand }): Promise<MovePlan> {
  requirePermission(ctx, 'cases/migrate');
  const [from, to] = [await getServiceVersion(ctx, fromVersionId), await getServiceVersion(ctx, toVersionId)];
  if (from.slug !== to.slug || fromVersionId === toVersionId) throw problem('cases/same-version');
  const { rows } = await caseRuntime.moves.plan(ctx, { from: fromVersionId, to: toVersionId }, byHand);
  const waiting = await caseRuntime.moves.countWaiting(ctx, fromVersionId);
  const [count] = await caseRuntime.moves.countByVersion(ctx, [fromVersionId]);
  const known = new Set(rows.map((row) => row.nodeId));
  const counted = rows.map((row): MoveRow => {
    const waits = waiting.filter(({ nodeId }) => nodeId === row.nodeId);
    return { ...row, waits, instances: Math.max(0, ...waits.map(({ instances }) => instances)) };
  });
  return {
    slug: from.slug,
    name: tr(to.settings.name, 'de'),
    from: { versionId: fromVersionId, number: from.number ?? 0 },
    to: { versionId: toVersionId, number: to.number ?? 0 },
    running: count?.running ?? 0,
    rows: [...counted.filter((row) => row.instances > 0).sort((a, b) => b.instances - a.instances), ...counted.filter((row) => row.instances === 0)],
    elsewhere: waiting.filter(({ nodeId }) => !known.has(nodeId)).reduce((sum, { instances }) => sum + instances, 0),
    versions: (await listServiceVersions(ctx, from.slug)).filter(({ versionId }) => versionId !== fromVersionId).map(({ versionId, number }) => ({ versionId, number })),
  };
}
