import { sql } from 'kysely';
import { newId } from '#platform/db';
import { calendarDayOf } from '#platform/i18n';
import { ANONYMOUS, notAllowed, requirePermission, type Ctx, type Platform } from '#platform/module';
import { audiencesOf, groupsOfPerson, isIn, readMembership, SMALL, type Membership } from './audience.ts';
import { markOf, newKey } from './once-key.ts';
import { problem } from './problems.ts';
import type { ChangeTables, NewsGroupRow, NewsRow } from './tables.ts';

/** After so many days a news asks for nothing any more, and the keys behind its confirmations are thrown away. */
export const NEWS_DAYS = 90;

export type NewNews = { title: string; text: string; audiences: string[]; projectId?: string; topic?: string };

/** Tells groups what changes for them. @throws change/text-needed, audience-needed, unknown-group 422, 403 */
export async function publishNews(ctx: Ctx, given: NewNews): Promise<string> {
  requirePermission(ctx, 'change/edit');
  if (!given.title.trim() || !given.text.trim()) throw problem('change/text-needed');
  const audiences = await audiencesOf(ctx, given.audiences);
  const id = newId();
  const db = ctx.db<ChangeTables>();
  await db.insertInto('change.news').values({ tenant_id: ctx.tenantId, id, project_id: given.projectId || null, topic: given.topic ?? '', title: given.title.trim(), text: given.text.trim(), published_at: ctx.now, author_name: ctx.actor.name, reader_key: newKey(ctx, { kind: 'news', id }), closed_on: null }).execute();
  await db.insertInto('change.news_group').values(audiences.map((one) => ({ tenant_id: ctx.tenantId, id: newId(), news_id: id, ...one, confirmed: 0 }))).execute();
  ctx.emit({ type: 'change/news-published', subject: `news:${id}`, data: { groups: audiences.length } });
  return id;
}

export type News = Omit<NewsRow, 'reader_key'> & { open: boolean; confirmed: boolean };

const groupsOf = (ctx: Ctx, ids: string[]): Promise<NewsGroupRow[]> => (ids.length === 0 ? Promise.resolve([]) : ctx.db<ChangeTables>().selectFrom('change.news_group').selectAll().where('tenant_id', '=', ctx.tenantId).where('news_id', 'in', ids).orderBy('id').execute());

/** News, the latest first, each with whether this person has confirmed it: asked of the hash, told to nobody else. */
export async function listNews(ctx: Ctx, { projectId, before, limit = 20, mine = false }: { projectId?: string; before?: Date; limit?: number; mine?: boolean } = {}): Promise<News[]> {
  let query = ctx.db<ChangeTables>().selectFrom('change.news').selectAll().where('tenant_id', '=', ctx.tenantId);
  if (projectId) query = query.where('project_id', '=', projectId);
  if (before) query = query.where('published_at', '<', before);
  if (mine) query = query.where('closed_on', 'is', null).where('published_at', '>', new Date(ctx.now.getTime() - NEWS_DAYS * 86_400_000));
  const rows = await query.orderBy('published_at', 'desc').orderBy('id', 'desc').limit(mine ? 100 : limit).execute();
  const groups = mine ? await groupsOf(ctx, rows.map(({ id }) => id)) : [];
  const belongsTo = groups.length > 0 ? await groupsOfPerson(ctx, ctx.actor.id ?? '') : new Set<string>();
  const wanted = mine ? rows.filter(({ id }) => groups.some((group) => group.news_id === id && isIn(belongsTo, group))) : rows;
  const read = await confirmedBy(ctx, wanted);
  return wanted.map(({ reader_key, ...row }) => ({ ...row, open: reader_key !== null, confirmed: read.has(row.id) }));
}

async function confirmedBy(ctx: Ctx, rows: NewsRow[]): Promise<Set<string>> {
  const accountId = ctx.actor.id;
  if (!accountId) return new Set();
  const marks = rows.flatMap(({ id, reader_key }) => (reader_key ? [markOf(ctx, { kind: 'news', id, key: reader_key, accountId })] : []));
  if (marks.length === 0) return new Set();
  const found = await ctx.db<ChangeTables>().selectFrom('change.news_reader').select('news_id').where('tenant_id', '=', ctx.tenantId).where('news_id', 'in', rows.map(({ id }) => id)).where('reader_hash', 'in', marks).execute();
  return new Set(found.map(({ news_id }) => news_id));
}

/** What is new for this person and not confirmed yet. */
export const listUnread = async (ctx: Ctx): Promise<News[]> => (await listNews(ctx, { mine: true })).filter(({ confirmed, open }) => open && !confirmed);

/** @throws change/not-found 404 */
export async function getNews(ctx: Ctx, id: string): Promise<News> {
  const row = await ctx.db<ChangeTables>().selectFrom('change.news').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();
  if (!row) throw problem('change/not-found');
  const { reader_key, ...news } = row;
  return { ...news, open: reader_key !== null, confirmed: (await confirmedBy(ctx, [row])).has(id) };
}

export type GroupShare = { label: string; size: number; /** Null: the group is too small to be shown. */ percent: number | null };

/** How many of each group have confirmed, as a share; small groups are not shown, and single people never. */
export async function readShares(ctx: Ctx, newsId: string): Promise<GroupShare[]> {
  const membership: Membership = await readMembership(ctx);
  return (await groupsOf(ctx, [newsId])).map((group) => {
    const size = membership.size(group);
    return { label: group.label, size, percent: size < SMALL ? null : Math.min(100, Math.round((group.confirmed / size) * 100)) };
  });
}

type Reading = { tenantId: number; newsId: string; accountId: string };

/**
 * "Gelesen": counted once in each of the reader's groups. Runs as nobody, so that the log does not know either who it was.
 * @throws change/over 409, change/not-found 404
 */
export async function confirmNews(platform: Platform, { tenantId, newsId, accountId }: Reading): Promise<void> {
  await platform.transact({ tenantId, actor: ANONYMOUS }, async (ctx) => {
    const db = ctx.db<ChangeTables>();
    const news = await db.selectFrom('change.news').selectAll().where('tenant_id', '=', tenantId).where('id', '=', newsId).forUpdate().executeTakeFirst();
    if (!news) throw problem('change/not-found');
    if (!news.reader_key) throw problem('change/over');
    const belongsTo = await groupsOfPerson(ctx, accountId);
    const mine = (await groupsOf(ctx, [newsId])).filter((group) => isIn(belongsTo, group));
    if (mine.length === 0) return;
    const mark = markOf(ctx, { kind: 'news', id: newsId, key: news.reader_key, accountId });
    const made = await db.insertInto('change.news_reader').values({ tenant_id: tenantId, news_id: newsId, reader_hash: mark }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
    if (!made.numInsertedOrUpdatedRows) return;
    // all rows get the same transaction number: which one is the newest is not to be seen from the inside either
    await sql`update change.news_reader set reader_hash = reader_hash where tenant_id = ${tenantId} and news_id = ${newsId}`.execute(db);
    for (const group of mine) await db.updateTable('change.news_group').set((eb) => ({ confirmed: eb('confirmed', '+', 1) })).where('tenant_id', '=', tenantId).where('id', '=', group.id).execute();
    ctx.emit({ type: 'change/news-confirmed', subject: `news:${newsId}` });
  });
}

/** Throws away the keys and marks of news that are over; the shares stay. */
export async function closeOldNews(ctx: Ctx): Promise<number> {
  if (ctx.actor.kind !== 'system') throw notAllowed();
  const db = ctx.db<ChangeTables>();
  const over = await db.selectFrom('change.news').select('id').where('tenant_id', '=', ctx.tenantId).where('reader_key', 'is not', null).where('published_at', '<', new Date(ctx.now.getTime() - NEWS_DAYS * 86_400_000)).limit(200).execute();
  for (const { id } of over) {
    await db.deleteFrom('change.news_reader').where('tenant_id', '=', ctx.tenantId).where('news_id', '=', id).execute();
    await db.updateTable('change.news').set({ reader_key: null, closed_on: calendarDayOf(ctx.now) }).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
    ctx.emit({ type: 'change/news-closed', subject: `news:${id}` });
  }
  return over.length;
}

