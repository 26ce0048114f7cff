import { sql } from 'kysely';
import { requirePermission, type Ctx } from '#platform/module';
import { OPEN_STATES } from '../drafts/draft.ts';
import type { CatalogueTables, DraftState } from '../tables.ts';

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

/** A service with the draft that somebody is working on. */
export type ServiceLine = Pick<PublishedService, 'slug' | 'name' | 'number' | 'publishedAt' | 'publishedBy'> & { draft?: { id: string; state: DraftState; changedAt: Date; changedByName: string } };

/** What is online, by name and page by page; `words` must stand in the name or the key. @throws platform/not-allowed */
export async function listServicePage(ctx: Ctx, { words = '', after, limit }: { words?: string; after?: { name: string; slug: string } | undefined; limit: number }): Promise<ServiceLine[]> {
  requirePermission(ctx, 'catalogue/edit');
  const { rows } = await sql<Omit<ServiceLine, 'draft'> & { draftId: string | null; state: DraftState; changedAt: Date; changedByName: string }>`
    select s.slug, t.name, v.number, v.published_at as "publishedAt", v.published_by as "publishedBy", d.id as "draftId", d.state, d.changed_at as "changedAt", d.changed_by_name as "changedByName"
    from catalogue.service s join catalogue.service_version v on v.tenant_id = s.tenant_id and v.id = s.current_version_id join catalogue.entry_text t on t.tenant_id = s.tenant_id and t.slug = s.slug and t.locale = 'de'
      left join catalogue.draft d on d.tenant_id = s.tenant_id and d.slug = s.slug and d.state = any(${OPEN_STATES}::text[])
    where s.tenant_id = ${ctx.tenantId} and position(lower(${words.trim()}::text) in lower(t.name || ' ' || s.slug)) > 0 and ${after ? sql<boolean>`(t.name, s.slug) > (${after.name}, ${after.slug})` : sql`true`}
    order by t.name, s.slug limit ${limit}`.execute(ctx.db<CatalogueTables>());
  return rows.map(({ draftId, state, changedAt, changedByName, ...line }) => ({ ...line, ...(draftId ? { draft: { id: draftId, state, changedAt, changedByName } } : {}) }));
}

/** How many services are online, how many are being worked on, and how many of those wait for approval. */
export async function countServices(ctx: Ctx): Promise<{ online: number; open: number; waiting: number }> {
  const { rows } = await sql<{ online: number; open: number; waiting: number }>`select (select count(*)::int from catalogue.service where tenant_id = ${ctx.tenantId} and current_version_id is not null) as online,
    count(*)::int as open, count(*) filter (where state = 'test')::int as waiting from catalogue.draft where tenant_id = ${ctx.tenantId} and state = any(${OPEN_STATES}::text[])`.execute(ctx.db<CatalogueTables>());
  return rows[0] ?? { online: 0, open: 0, waiting: 0 };
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
