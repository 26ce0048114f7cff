import { sql } from 'kysely';
import type { Text } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { EntrySettings } from './bundle/settings-schema.ts';
import type { CatalogueKind } from './imports/import-row.ts';
import { problem } from './problems.ts';
import type { ServiceHit } from './search/search-services.ts';
import type { Worded } from './own-words.ts';
import type { CatalogueTables } from './tables.ts';

/** A catalogue entry with all that its page shows. */
export type EntryDetails = {
  settings: EntrySettings;
  /** Set when one can apply online. */
  versionId: string | null;
  updatedAt: Date;
  /** When an editor ticked the text last, and who answers for it. */
  checked: { on: string; by: string } | null;
  /** Other catalogues that the entry comes from. */
  sources: CatalogueKind[];
  /** Related services that are in the catalogue, with their names in the language of the request. */
  related: (Worded & { online: boolean })[];
};

/** @throws catalogue/unknown-service 404 */
export async function getEntry(ctx: Ctx, slug: string): Promise<EntryDetails> {
  const db = ctx.db<CatalogueTables>();
  const { rows } = await sql<EntryDetails>`select e.details as settings, e.version_id as "versionId", e.updated_at as "updatedAt",
      (select json_build_object('on', c.checked_on, 'by', c.owner_name) from catalogue.care c where c.tenant_id = ${ctx.tenantId} and c.slug = ${slug} and c.checked_on is not null) as checked,
      array(select catalogue from catalogue.origin o where o.tenant_id = ${ctx.tenantId} and o.slug = ${slug} and e.source = 'import') as sources,
      coalesce((select json_agg(json_build_object('slug', t.slug, 'name', t.name, 'online', t.online) order by t.folded)
        from catalogue.entry_text t where t.tenant_id = ${ctx.tenantId} and t.locale = ${ctx.locale} and e.details->'related' ? t.slug
          and t.slug = any(array(select jsonb_array_elements_text(e.details->'related')))), '[]') as related
    from catalogue.entry e where e.tenant_id = ${ctx.tenantId} and e.slug = ${slug}`.execute(db);
  const [entry] = rows;
  if (!entry) throw problem('catalogue/unknown-service');
  return entry;
}

/** When the text was looked at last and who answers for it: as its folder says, or the editor who ticked it since. */
export function lastReview({ settings, checked }: Pick<EntryDetails, 'settings' | 'checked'>): { on: string; by: string } | undefined {
  if (checked && checked.on > (settings.reviewedOn ?? '')) return checked;
  return settings.reviewedOn ? { on: settings.reviewedOn, by: settings.reviewer ?? '' } : undefined;
}

export type PopularService = ServiceHit & { minutes: number | null };

/** The services that people applied for most in the last three months; before there are numbers, in the order the city chose. Online ones first. */
export async function listPopularServices(ctx: Ctx, limit: number): Promise<PopularService[]> {
  const since = new Date(ctx.now.getTime() - 92 * 86_400_000).toISOString().slice(0, 10);
  const { rows } = await sql<PopularService>`select t.slug, t.name, t.summary, t.online, t.office, (e.details->>'minutes')::int as minutes
    from catalogue.entry e
    join catalogue.entry_text t on t.tenant_id = e.tenant_id and t.slug = e.slug and t.locale = ${ctx.locale}
    left join (select slug, sum(applications) as used from catalogue.use_count where tenant_id = ${ctx.tenantId} and month >= ${since}::date group by slug) u on u.slug = e.slug
    where e.tenant_id = ${ctx.tenantId} and (e.popular < 100 or u.used > 0)
    order by t.online desc, coalesce(u.used, 0) desc, e.popular, t.folded limit ${limit}`.execute(ctx.db<CatalogueTables>());
  return rows;
}

/** Notes that somebody applied; kept by month and service, without anything about the person. */
export function countUse(ctx: Ctx, slug: string): void {
  ctx.write(sql`insert into catalogue.use_count (tenant_id, slug, month, applications) values (${ctx.tenantId}, ${slug}, date_trunc('month', ${ctx.now}::timestamptz at time zone 'Europe/Berlin')::date, 1)
    on conflict (tenant_id, slug, month) do update set applications = catalogue.use_count.applications + 1`);
}

/** Offices that have services, with how many, for the filter of the list. */
export async function listOfficesWithServices(ctx: Ctx): Promise<{ office: string; count: number }[]> {
  const { rows } = await sql<{ office: string; count: number }>`select t.office, count(*) as count from catalogue.entry_text t
    where t.tenant_id = ${ctx.tenantId} and t.locale = 'de' and t.office is not null group by t.office`.execute(ctx.db<CatalogueTables>());
  return rows;
}

export type ChecklistEntry = Worded & { online: boolean; deadline: Text | null };

/** Some services by their slugs, with what a list of things to do needs; unknown ones are left out. */
export async function listChecklist(ctx: Ctx, slugs: string[]): Promise<ChecklistEntry[]> {
  if (slugs.length === 0) return [];
  const { rows } = await sql<ChecklistEntry>`select t.slug, t.name, t.online, e.details->'deadline' as deadline
    from catalogue.entry_text t join catalogue.entry e on e.tenant_id = t.tenant_id and e.slug = t.slug
    where t.tenant_id = ${ctx.tenantId} and t.locale = ${ctx.locale} and t.slug = any(${slugs}::text[])`.execute(ctx.db<CatalogueTables>());
  return rows;
}

/** What was written last, newest first; of one office or one service only, when asked for. */
export async function listLatestChanges(ctx: Ctx, { limit, slug, office }: { limit: number; slug?: string | undefined; office?: string | undefined }): Promise<{ slug: string; name: string; summary: string; updatedAt: Date }[]> {
  const { rows } = await sql<{ slug: string; name: string; summary: string; updatedAt: Date }>`with latest as (select slug, updated_at from catalogue.entry where tenant_id = ${ctx.tenantId} and ${slug ? sql<boolean>`slug = ${slug}` : sql`true`} and ${office ? sql<boolean>`slug in (select slug from catalogue.entry_text where tenant_id = ${ctx.tenantId} and locale = 'de' and office = ${office})` : sql`true`} order by updated_at desc, slug desc limit ${limit})
    select l.slug, t.name, t.summary, l.updated_at as "updatedAt" from latest l join catalogue.entry_text t on t.tenant_id = ${ctx.tenantId} and t.locale = ${ctx.locale} and t.slug = l.slug order by l.updated_at desc, l.slug desc`.execute(ctx.db<CatalogueTables>());
  return rows;
}
