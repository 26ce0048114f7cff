import { sql } from 'kysely';
import type { Ctx } from '#platform/module';
import type { Worded } from '../own-words.ts';
import type { CatalogueTables } from '../tables.ts';
import { analyseQuery, type Analysed } from './analyse-query.ts';
import { foldName, type SearchLanguage } from './fold.ts';
import { WEIGHTS } from './index-entries.ts';
import { readWish } from './read-question.ts';

export type ServiceFilter = {
  /** True: only those one can apply for online; false: only the others. */
  online?: boolean;
  audience?: 'citizen' | 'business' | 'newcomer';
  /** Key of a life situation of the city. */
  lifeSituation?: string;
  /** Key of an office. */
  office?: string;
  /** First letter ('A' … 'Z', '0-9'); lists only. */
  letter?: string;
};
export type ServiceHit = Required<Pick<Worded, 'slug' | 'name' | 'summary'>> & Pick<Worded, 'language'> & { online: boolean; office: string | null };
export type ServicePage = {
  hits: ServiceHit[];
  /** How many there are in all. */
  total: number;
  /** Opaque; undefined on the last page. */
  nextCursor?: string;
};
export type ServiceSearch = ServiceFilter & { query: string; limit?: number; cursor?: string };

const PAGE = 20;
/** Below this share of the best score a hit has only a common word in common. */
const TAIL = 0.12;

/** Fewer choices than this tell nothing and could tell of one person. */
export const FEWEST_CHOICES = 5;

/** Added to the score of a service that is called exactly as was typed. */
export const EXACTLY = 100_000;
/** The same for one that the city says is also called so (its synonyms). */
const ALSO_CALLED = 10_000;

export type Found = ServiceHit & { score: number; folded: string; total: number };

/** Finds services by word, stem, synonym, part of a compound or with typing mistakes, best first. An empty query finds nothing: use {@link listEntries}. */
export async function searchServices(ctx: Ctx, search: ServiceSearch): Promise<ServicePage> {
  const limit = search.limit ?? PAGE;
  return pageOf(await findRanked(ctx, { ...search, limit: limit + 1 }), limit);
}

/**
 * The hits with their scores. A service called exactly so comes first, then one with exactly this synonym; then counts where the words
 * stand, how rare they are, how much of the name was typed, that the city itself wrote about it, that one can apply online, how much the
 * service is used, and what people chose after the same words (from {@link FEWEST_CHOICES} on).
 */
export async function findRanked(ctx: Ctx, search: ServiceSearch & { limit: number }): Promise<Found[]> {
  let language: SearchLanguage = ctx.locale === 'en' ? 'en' : 'de';
  const wish = readWish(search.query);
  let analysed = await analyseQuery(ctx, language, wish);
  if (analysed.words === 0) return [];
  // "parking permit" on the German page: a word that is not German is English, so all of it is looked for in English.
  if (analysed.english) [language, analysed] = ['en', await analyseQuery(ctx, 'en', wish)];
  return rank(ctx, { ...search, language, ...analysed });
}

type Ranking = ServiceSearch & Analysed & { language: SearchLanguage; limit: number };

async function rank(ctx: Ctx, { language, words, wanted, soft, stems, ...search }: Ranking): Promise<Found[]> {
  const after = readCursor(search.cursor);
  const [typed, meant] = [foldName(search.query), foldName(readWish(search.query))];
  const exact = [...new Set([typed, meant])];
  const monthsAgo = (count: number): string => new Date(ctx.now.getTime() - count * 30.5 * 86_400_000).toISOString().slice(0, 10);
  const { rows } = await sql<Found>`
    with wanted as (
      select * from unnest(${wanted.map((one) => one.position)}::int[], ${wanted.map((one) => one.lexeme)}::text[], ${wanted.map((one) => one.factor)}::float8[]) as w(position, lexeme, factor)),
    hit as (
      select e.slug, w.position, max(w.factor * e.weight) as score, bool_or(e.weight >= ${WEIGHTS.name} and w.factor >= 0.5) as in_name
      from wanted w join catalogue.entry_lexeme e on e.tenant_id = ${ctx.tenantId} and e.language = ${language} and e.lexeme = w.lexeme
      group by e.slug, w.position),
    rarity as (select position, ln(1 + 5000.0 / count(*)) as rarity from hit group by position),
    named as (
      select slug, bool_or(folded = ${typed}) as as_typed from (
        select slug, folded from catalogue.entry_text where tenant_id = ${ctx.tenantId} and locale = ${ctx.locale} and folded = any(${exact}::text[])
        union all select slug, folded from catalogue.alias where tenant_id = ${ctx.tenantId} and folded = any(${exact}::text[])) as found group by slug),
    called as (select distinct slug from catalogue.phrase where tenant_id = ${ctx.tenantId} and folded = any(${exact}::text[])),
    score as (
      select slug, sum(score * rarity) * power(count(*) filter (where position <> all(${soft}::int[])) / ${words}::float8, 2) as score, count(*) filter (where in_name) as in_name from hit join rarity using (position) group by slug
      union all select slug, 1, 0 from (select slug from named union select slug from called) also where slug not in (select slug from hit)),
    chosen as (
      select slug, sum(count) as times, sum(sum(count)) over () as of_all from catalogue.choice where tenant_id = ${ctx.tenantId} and stems = ${stems} and month >= ${monthsAgo(12)}::date
      group by slug having sum(count) >= ${FEWEST_CHOICES}),
    used as (select slug, sum(applications) as times from catalogue.use_count where tenant_id = ${ctx.tenantId} and month >= ${monthsAgo(3)}::date group by slug),
    forward as (select slug, popular from catalogue.entry where tenant_id = ${ctx.tenantId} and popular < 100),
    weighed as (
      select t.slug, t.name, t.summary, t.online, t.office, t.folded,
        s.score * (1 + 1.5 * least(1, s.in_name::float8 / t.name_words)) * case when t.online then 1.5 else 1 end * case when t.imported then 1 else 1.5 end * (1 + (100 - coalesce(f.popular, 100)) / 300.0) * (1 + ln(1 + coalesce(u.times, 0)) / 25) * (1 + coalesce(3.0 * c.times / c.of_all * least(1, c.times / 20.0), 0)) as base,
        case when n.as_typed then 2 * ${EXACTLY}::int when n.slug is not null then ${EXACTLY}::int when p.slug is not null then ${ALSO_CALLED}::int else 0 end as exactly
      from score s join catalogue.entry_text t on t.tenant_id = ${ctx.tenantId} and t.locale = ${ctx.locale} and t.slug = s.slug
        left join forward f on f.slug = s.slug left join used u on u.slug = s.slug left join chosen c on c.slug = s.slug left join named n on n.slug = s.slug left join called p on p.slug = s.slug
      where ${matches(search)}),
    ranked as (select slug, name, summary, online, office, folded, base, round((base + exactly)::numeric, 4)::float8 as score from weighed),
    kept as (select *, count(*) over () as total from ranked where base >= ${TAIL}::float8 * (select max(base) from ranked) or score >= ${ALSO_CALLED}::int)
    select * from kept
    where ${after ? sql<boolean>`(-score, folded, slug) > (${-after.score}::float8, ${after.folded}, ${after.slug})` : sql`true`}
    order by -score, folded, slug limit ${search.limit}`.execute(ctx.db<CatalogueTables>());
  return rows;
}

/** All services in the order of their names, page by page. */
export async function listEntries(ctx: Ctx, filter: ServiceFilter & { limit?: number; cursor?: string } = {}): Promise<ServicePage> {
  const limit = filter.limit ?? PAGE;
  const after = readCursor(filter.cursor);
  const db = ctx.db<CatalogueTables>();
  const { rows } = await sql<Found>`select t.slug, t.name, t.summary, t.online, t.office, t.folded, 0::float8 as score,
      (select count(*) from catalogue.entry_text t where t.tenant_id = ${ctx.tenantId} and t.locale = ${ctx.locale} and ${matches(filter)}) as total
    from catalogue.entry_text t
    where t.tenant_id = ${ctx.tenantId} and t.locale = ${ctx.locale} and ${matches(filter)}
      and ${after ? sql<boolean>`(t.folded, t.slug) > (${after.folded}, ${after.slug})` : sql`true`}
    order by t.folded, t.slug limit ${limit + 1}`.execute(db);
  return pageOf(rows, limit);
}

/** How many services stand under each letter. */
export async function countByLetter(ctx: Ctx, filter: ServiceFilter = {}): Promise<Map<string, number>> {
  const { rows } = await sql<{ letter: string; count: number }>`select t.letter, count(*) as count from catalogue.entry_text t
    where t.tenant_id = ${ctx.tenantId} and t.locale = ${ctx.locale} and ${matches({ ...filter, letter: undefined })} group by t.letter`.execute(ctx.db<CatalogueTables>());
  return new Map(rows.map((row) => [row.letter, row.count]));
}

function matches(filter: ServiceFilter) {
  const conditions = [
    filter.online === undefined ? undefined : filter.online ? sql<boolean>`t.online` : sql<boolean>`not t.online`,
    filter.audience ? sql<boolean>`${filter.audience} = any(t.audience)` : undefined,
    filter.lifeSituation ? sql<boolean>`${filter.lifeSituation} = any(t.life_situations)` : undefined,
    filter.office ? sql<boolean>`t.office = ${filter.office}` : undefined,
    filter.letter ? sql<boolean>`t.letter = ${filter.letter}` : undefined,
  ].filter((one) => one !== undefined);
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}

function pageOf(rows: Found[], limit: number): ServicePage {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hits = shown.map(({ slug, name, summary, online, office }) => ({ slug, name, summary, online, office }));
  return { hits, total: rows[0]?.total ?? 0, ...(rows.length > limit && last ? { nextCursor: writeCursor(last) } : {}) };
}

type Cursor = { score: number; folded: string; slug: string };
const writeCursor = ({ score, folded, slug }: Cursor): string => Buffer.from(JSON.stringify([score, folded, slug])).toString('base64url');

/** A cursor from a stranger: anything odd means the first page. */
function readCursor(text: string | undefined): Cursor | undefined {
  if (!text) return undefined;
  try {
    const [score, folded, slug] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    return typeof score === 'number' && typeof folded === 'string' && typeof slug === 'string' ? { score, folded, slug } : undefined;
  } catch {
    return undefined;
  }
}

