import { sql } from 'kysely';
import { sendMail } from '#platform/mail';
import { newId } from '#platform/db';
import type { Job } from '#platform/jobs';
import { SYSTEM, requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { CatalogueTables } from '../tables.ts';
import { assignCare } from './text-care.ts';
import { remindOwners, tellOwner } from './text-owners.ts';

export type Remark = { id: string; slug: string; name: string | null; kind: 'rating' | 'mistake'; /** Of a rating: whether the page helped. */ helpful: boolean | null; words: string; email: string | null; madeAt: Date; ownerName: string | null };

/** More than that in ten minutes are no readers. */
const MOST_IN_TEN_MINUTES = 60;

/** Counts a rating of a page; words with it go to the editors. */
export async function rateText(ctx: Ctx, slug: string, { good, words }: { good: boolean; words: string }): Promise<void> {
  const db = ctx.db<CatalogueTables>();
  const { rows } = await sql<{ slug: string }>`insert into catalogue.rating (tenant_id, slug, month, good, bad)
    select ${ctx.tenantId}::int, slug, date_trunc('month', ${ctx.now}::timestamptz at time zone 'Europe/Berlin')::date, ${good ? 1 : 0}, ${good ? 0 : 1} from catalogue.entry where tenant_id = ${ctx.tenantId} and slug = ${slug}
    on conflict (tenant_id, slug, month) do update set good = catalogue.rating.good + excluded.good, bad = catalogue.rating.bad + excluded.bad returning slug`.execute(db);
  if (rows.length === 0) throw problem('catalogue/unknown-service');
  if (words.trim()) await keep(ctx, slug, { kind: 'rating', words, helpful: good });
}

/** How readers found a text in the last twelve months. */
export type Rating = { good: number; bad: number };

export async function listRatings(ctx: Ctx, slugs: string[]): Promise<Map<string, Rating>> {
  requirePermission(ctx, 'catalogue/edit');
  if (slugs.length === 0) return new Map();
  const { rows } = await sql<Rating & { slug: string }>`select slug, sum(good)::int as good, sum(bad)::int as bad from catalogue.rating
    where tenant_id = ${ctx.tenantId} and slug = any(${slugs}::text[]) and month > (${ctx.now}::timestamptz - interval '12 months')::date group by slug`.execute(ctx.db<CatalogueTables>());
  return new Map(rows.map(({ slug, good, bad }) => [slug, { good, bad }]));
}

/** A reader reports a mistake in a text. @returns its id */
export async function reportMistake(ctx: Ctx, slug: string, { words, email }: { words: string; email: string | null }): Promise<string> {
  const entry = await ctx.db<CatalogueTables>().selectFrom('catalogue.entry').select('slug').where('tenant_id', '=', ctx.tenantId).where('slug', '=', slug).executeTakeFirst();
  if (!entry) throw problem('catalogue/unknown-service');
  const id = await keep(ctx, slug, { kind: 'mistake', words, email });
  await tellOwner(ctx, slug);
  return id;
}

async function keep(ctx: Ctx, slug: string, { kind, words, email = null, helpful = null }: { kind: Remark['kind']; words: string; email?: string | null; helpful?: boolean | null }): Promise<string> {
  const id = newId();
  // Ids begin with the time, so this reads the newest rows only.
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from (select from catalogue.remark where tenant_id = ${ctx.tenantId} and settled_at is null and made_at > ${new Date(ctx.now.getTime() - 600_000)} order by id desc limit ${MOST_IN_TEN_MINUTES}) as recent`.execute(ctx.db<CatalogueTables>());
  if ((rows[0]?.count ?? 0) >= MOST_IN_TEN_MINUTES) throw problem('catalogue/too-many-remarks');
  await ctx.db<CatalogueTables>().insertInto('catalogue.remark').values({ tenant_id: ctx.tenantId, id, slug, kind, helpful, words: words.trim().slice(0, 3000), email, made_at: ctx.now }).execute();
  // The words may tell of people: they stay out of the log.
  ctx.emit({ type: 'catalogue/remark-made', subject: `remark:${id}`, data: { slug, kind } });
  return id;
}

/** What readers said and nobody has settled yet, oldest first, with who answers for the text. */
export async function listOpenRemarks(ctx: Ctx, { after, limit = 30 }: { after?: string; limit?: number } = {}): Promise<Remark[]> {
  requirePermission(ctx, 'catalogue/edit');
  const { rows } = await sql<Remark>`select r.id, r.slug, t.name, r.kind, r.helpful, r.words, r.email, r.made_at as "madeAt", c.owner_name as "ownerName" from catalogue.remark r
    left join catalogue.entry_text t on t.tenant_id = r.tenant_id and t.locale = 'de' and t.slug = r.slug left join catalogue.care c on c.tenant_id = r.tenant_id and c.slug = r.slug
    where r.tenant_id = ${ctx.tenantId} and r.settled_at is null and ${after ? sql<boolean>`r.id > ${after}::uuid` : sql`true`} order by r.id limit ${limit}`.execute(ctx.db<CatalogueTables>());
  return rows;
}

/** Settles a remark; an answer goes to the reader who left an address. */
export async function settleRemark(ctx: Ctx, id: string, answer: string): Promise<void> {
  requirePermission(ctx, 'catalogue/edit');
  const { rows } = await sql<{ slug: string; email: string | null; words: string; name: string | null }>`update catalogue.remark r set settled_at = ${ctx.now}, settled_by_name = ${ctx.actor.name}, answer = nullif(${answer.trim()}, '')
    where tenant_id = ${ctx.tenantId} and id = ${id} and settled_at is null
    returning slug, email, words, (select name from catalogue.entry_text t where t.tenant_id = r.tenant_id and t.locale = 'de' and t.slug = r.slug) as name`.execute(ctx.db<CatalogueTables>());
  const [remark] = rows;
  if (!remark) throw problem('catalogue/unknown-remark');
  if (remark.email && answer.trim()) await sendMail(ctx, { to: remark.email, subject: `Ihr Hinweis zu „${remark.name ?? remark.slug}“`, text: `Guten Tag,\n\nvielen Dank für Ihren Hinweis:\n\n${remark.words.split('\n').map((line) => `> ${line}`).join('\n')}\n\n${answer.trim()}\n\n${ctx.actor.name}\n` });
  ctx.emit({ type: 'catalogue/remark-settled', subject: `remark:${id}`, data: { slug: remark.slug, answered: Boolean(remark.email && answer.trim()) } });
}

/** Every night: texts without owner get one, persons hear of what is due; addresses and words of settled remarks go after 90 days. */
export const careJob: Job = {
  name: 'catalogue/care',
  title: 'Texte der Leistungen betreuen',
  schedule: '15 3 * * *',
  handle: (platform, tenantId) =>
    platform.transact({ tenantId, actor: SYSTEM }, async (ctx) => {
      await assignCare(ctx);
      await remindOwners(ctx);
      await sql`delete from catalogue.remark where tenant_id = ${ctx.tenantId} and settled_at < ${new Date(ctx.now.getTime() - 90 * 86_400_000)}`.execute(ctx.db<CatalogueTables>());
      await sql`delete from catalogue.choice where tenant_id = ${ctx.tenantId} and month < (${ctx.now}::timestamptz - interval '13 months')::date`.execute(ctx.db<CatalogueTables>());
    }),
};
