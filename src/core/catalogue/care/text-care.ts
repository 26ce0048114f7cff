import { sql } from 'kysely';
import { forgetBrief } from '#platform/http';
import { calendarDayOf } from '#platform/i18n';
import { requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { CatalogueTables } from '../tables.ts';
import { getEditor } from './text-owners.ts';

export type TextCare = { slug: string; name: string; online: boolean; /** The person, when one answers for it. */ ownerId: string | null; /** The office or team, as the public page says it. */ ownerName: string; checkedOn: string | null; checkedBy: string; reviewOn: string };
/** Months after which a text is looked at again, when nobody says otherwise. */
export const REVIEW_MONTHS = 12;

/**
 * Gives every text that has no owner yet one: the office in charge, else who reviewed it, else the office for online services; to be
 * looked at again a year after it was, or a year from now. A text that was reviewed anew in its folder is due a year after that.
 */
export async function assignCare(ctx: Ctx): Promise<number> {
  const today = calendarDayOf(ctx.now);
  const { rows } = await sql<{ slug: string }>`
    insert into catalogue.care (tenant_id, slug, owner_name, checked_on, checked_by, review_on)
    select ${ctx.tenantId}::int, e.slug, coalesce(e.details->>'reviewer', e.details->>'office', 'digitalisierung'), (e.details->>'reviewedOn')::date, coalesce(e.details->>'reviewer', ''),
      (coalesce((e.details->>'reviewedOn')::date, ${today}::date) + make_interval(months => ${REVIEW_MONTHS}))::date
    from catalogue.entry e left join catalogue.care c on c.tenant_id = e.tenant_id and c.slug = e.slug
    where e.tenant_id = ${ctx.tenantId} and (c.slug is null or (e.details->>'reviewedOn')::date > coalesce(c.checked_on, '-infinity'::date))
    on conflict (tenant_id, slug) do update set checked_on = excluded.checked_on, checked_by = excluded.checked_by, review_on = excluded.review_on
    returning slug`.execute(ctx.db<CatalogueTables>());
  await sql`delete from catalogue.care c where c.tenant_id = ${ctx.tenantId} and not exists (select from catalogue.entry e where e.tenant_id = c.tenant_id and e.slug = c.slug)`.execute(ctx.db<CatalogueTables>());
  return rows.length;
}

/** Texts in the order in which they have to be looked at; what is due by `until` only, when given. */
export async function listTextCare(ctx: Ctx, { until, ownerId, after, limit = 50 }: { until?: string; ownerId?: string | undefined; after?: { reviewOn: string; slug: string }; limit?: number } = {}): Promise<TextCare[]> {
  requirePermission(ctx, 'catalogue/edit');
  const { rows } = await sql<TextCare>`select c.slug, t.name, t.online, c.owner_id as "ownerId", c.owner_name as "ownerName", c.checked_on::text as "checkedOn", c.checked_by as "checkedBy", c.review_on::text as "reviewOn"
    from catalogue.care c join catalogue.entry_text t on t.tenant_id = c.tenant_id and t.locale = 'de' and t.slug = c.slug
    where c.tenant_id = ${ctx.tenantId} and ${until ? sql<boolean>`c.review_on <= ${until}::date` : sql`true`} and ${ownerId ? sql<boolean>`c.owner_id = ${ownerId}::uuid` : sql`true`} and ${after ? sql<boolean>`(c.review_on, c.slug) > (${after.reviewOn}::date, ${after.slug})` : sql`true`}
    order by c.review_on, c.slug limit ${limit}`.execute(ctx.db<CatalogueTables>());
  return rows;
}

export async function countDueTexts(ctx: Ctx, until: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from catalogue.care where tenant_id = ${ctx.tenantId} and review_on <= ${until}::date`.execute(ctx.db<CatalogueTables>());
  return rows[0]?.count ?? 0;
}

/** Owner and dates of one text; undefined until they are given: after publishing at start, else at night. */
export async function findTextCare(ctx: Ctx, slug: string): Promise<Pick<TextCare, 'ownerId' | 'ownerName' | 'checkedOn' | 'checkedBy' | 'reviewOn'> | undefined> {
  const { rows } = await sql<TextCare>`select owner_id as "ownerId", owner_name as "ownerName", checked_on::text as "checkedOn", checked_by as "checkedBy", review_on::text as "reviewOn" from catalogue.care where tenant_id = ${ctx.tenantId} and slug = ${slug}`.execute(ctx.db<CatalogueTables>());
  return rows[0];
}

export type Checked = { /** A person who may edit texts, when one answers for it. */ ownerId?: string | undefined; ownerName: string; reviewOn: string };

/** Somebody has looked at a text and found it right. @throws catalogue/unknown-service, catalogue/no-editor, catalogue/bad-file for a review date that has passed */
export async function checkText(ctx: Ctx, slug: string, { ownerId, ownerName, reviewOn }: Checked): Promise<void> {
  requirePermission(ctx, 'catalogue/edit');
  const today = calendarDayOf(ctx.now);
  if (reviewOn <= today) throw problem('catalogue/bad-file', { reason: 'Der Tag der nächsten Prüfung muss in der Zukunft liegen.' });
  if (ownerId) await getEditor(ctx, ownerId);
  const { rows } = await sql<{ slug: string }>`insert into catalogue.care (tenant_id, slug, owner_id, owner_name, checked_on, checked_by, review_on)
    select ${ctx.tenantId}::int, slug, ${ownerId ?? null}::uuid, ${ownerName}, ${today}::date, ${ctx.actor.name}, ${reviewOn}::date from catalogue.entry where tenant_id = ${ctx.tenantId} and slug = ${slug}
    on conflict (tenant_id, slug) do update set owner_id = excluded.owner_id, owner_name = excluded.owner_name, checked_on = excluded.checked_on, checked_by = excluded.checked_by, review_on = excluded.review_on returning slug`.execute(ctx.db<CatalogueTables>());
  if (rows.length === 0) throw problem('catalogue/unknown-service');
  ctx.emit({ type: 'catalogue/text-checked', subject: `entry:${slug}`, data: { slug, ownerName, reviewOn } });
  ctx.afterCommit(() => forgetBrief(ctx.platform));
}
