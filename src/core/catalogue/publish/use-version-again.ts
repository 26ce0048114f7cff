import { requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import { publishService, type Published } from './publish-service.ts';
import { getBundle } from './service-versions.ts';
import { listServices } from './services.queries.ts';

/**
 * Takes a published version back into use for new applications (rollback). The versions themselves stay as they are; the reason stands in the log.
 * @throws catalogue/reason-needed 422, version-is-current 409, unknown-version 404; platform/not-allowed
 */
export async function useVersionAgain(ctx: Ctx, { slug, versionId, reason }: { slug: string; versionId: string; reason: string }): Promise<Published> {
  requirePermission(ctx, 'catalogue/publish');
  const why = reason.trim();
  if (why.length < 3) throw problem('catalogue/reason-needed');
  const bundle = await getBundle(ctx, slug, versionId);
  const before = (await listServices(ctx)).find((service) => service.slug === slug);
  const published = await publishService(ctx, bundle);
  if (!published.changed) throw problem('catalogue/version-is-current');
  ctx.emit({ type: 'catalogue/rolled-back', subject: `service:${slug}`, data: { slug, versionId, number: published.number, from: before?.number ?? null, reason: why } });
  return published;
}
