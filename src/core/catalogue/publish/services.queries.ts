import { requirePermission, type Ctx } from '#platform/module';
import type { CatalogueTables } from '../tables.ts';

/** A service as it is published now. */
export type PublishedService = {
  slug: string;
  /** German name. */
  name: string;
  versionId: string;
  number: number;
  hash: string;
  publishedAt: Date;
  publishedBy: string;
  /** Content of its folder when that was published last; null when it was made in the workshop. */
  folderHash?: string | null;
};

/** All services with a current version, by slug. */
export async function listServices(ctx: Ctx): Promise<PublishedService[]> {
  return ctx
    .db<CatalogueTables>()
    .selectFrom('catalogue.service as s')
    .innerJoin('catalogue.service_version as v', (join) => join.onRef('v.tenant_id', '=', 's.tenant_id').onRef('v.id', '=', 's.current_version_id'))
    .innerJoin('catalogue.entry_text as t', (join) => join.onRef('t.tenant_id', '=', 's.tenant_id').onRef('t.slug', '=', 's.slug').on('t.locale', '=', 'de'))
    .select(['s.slug', 't.name', 'v.id as versionId', 'v.number', 'v.hash', 'v.published_at as publishedAt', 'v.published_by as publishedBy', 's.folder_hash as folderHash'])
    .where('s.tenant_id', '=', ctx.tenantId)
    .orderBy('s.slug')
    .execute();
}

/** What is online, with all files, by slug; pages by `after`. For whoever edits services. @throws platform/not-allowed */
export async function listCurrentBundles(ctx: Ctx, { after, limit }: { after?: string | undefined; limit: number }): Promise<{ slug: string; name: string; versionId: string; number: number; files: Record<string, string> }[]> {
  requirePermission(ctx, 'catalogue/edit');
  let query = ctx
    .db<CatalogueTables>()
    .selectFrom('catalogue.service as s')
    .innerJoin('catalogue.service_version as v', (join) => join.onRef('v.tenant_id', '=', 's.tenant_id').onRef('v.id', '=', 's.current_version_id'))
    .innerJoin('catalogue.entry_text as t', (join) => join.onRef('t.tenant_id', '=', 's.tenant_id').onRef('t.slug', '=', 's.slug').on('t.locale', '=', 'de'))
    .select(['s.slug', 't.name', 'v.id as versionId', 'v.number', 'v.bundle as files'])
    .where('s.tenant_id', '=', ctx.tenantId);
  if (after) query = query.where('s.slug', '>', after);
  return query.orderBy('s.slug').limit(limit).execute();
}

/** All versions of a service, the newest first. */
export async function listServiceVersions(ctx: Ctx, slug: string): Promise<Omit<PublishedService, 'name'>[]> {
  return ctx
    .db<CatalogueTables>()
    .selectFrom('catalogue.service_version')
    .select(['slug', 'id as versionId', 'number', 'hash', 'published_at as publishedAt', 'published_by as publishedBy'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('slug', '=', slug)
    .orderBy('number', 'desc')
    .execute();
}
