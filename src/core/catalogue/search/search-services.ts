import { sql } from 'kysely';
import type { Ctx } from '#platform/module';
import type { CatalogueTables } from '../tables.ts';
import { analyseQuery } from './analyse-query.ts';
import { foldName, type SearchLanguage } from './fold.ts';

export type ServiceFilter = {
  online?: boolean;
  audience?: 'citizen' | 'business';
  /** Key of a life situation of the city. */
  lifeSituation?: string;
  /** Key of an office. */
  office?: string;
  /** First letter ('A' … 'Z', '0-9'); lists only. */
  letter?: string;
};
export type ServiceHit = { slug: string; name: string; summary: string; online: boolean; office: string | null };
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

type Found = ServiceHit & { score: number; folded: string; total: number };

/** Finds services by word, stem, synonym, part of a compound or with typing mistakes, best first. An empty query finds nothing: use {@link listEntries}. */
export async function searchServices(ctx: Ctx, search: ServiceSearch): Promise<ServicePage> {
  const language: SearchLanguage = ctx.locale === 'en' ? 'en' : 'de';
  const { words, wanted } = await analyseQuery(ctx, language, search.query);
  if (words === 0) return { hits: [], total: 0 };
  const limit = search.limit ?? PAGE;
  const after = readCursor(search.cursor);
  const { rows } = await sql<Found>`
    with wanted as (
      select * from unnest(${wanted.map((one) => one.position)}::int[], ${wanted.map((one) => one.lexeme)}::text[], ${wanted.map((one) => one.factor)}::float8[]) as w(position, lexeme, factor)),
    hit as (
      select e.slug, w.position, max(w.factor * e.weight) as score
      from wanted w join catalogue.entry_lexeme e on e.tenant_id = ${ctx.tenantId} and e.language = ${language} and e.lexeme = w.lexeme
      group by e.slug, w.position),
    rarity as (select position, ln(1 + 5000.0 / count(*)) as rarity from hit group by position),
    score as (
      select slug, sum(score * rarity) * power(count(*) / ${words}::float8, 2) as score
      from hit join rarity using (position) group by slug),
    ranked as (
      select t.slug, t.name, t.summary, t.online, t.office, t.folded,
        round((s.score * (1 + 1.5 / t.name_words) * case when t.online then 1.15 else 1 end
          + case when t.folded = ${foldName(search.query)} then 100000 else 0 end)::numeric, 4)::float8 as score
      from score s join catalogue.entry_text t on t.tenant_id = ${ctx.tenantId} and t.locale = ${ctx.locale} and t.slug = s.slug
      where ${matches(search)}),
    kept as (select *, count(*) over () as total from ranked where score >= ${TAIL}::float8 * (select max(least(score, 100000)) from ranked))
    select * from kept
    where ${after ? sql<boolean>`(-score, folded, slug) > (${-after.score}::float8, ${after.folded}, ${after.slug})` : sql`true`}
    order by -score, folded, slug limit ${limit + 1}`.execute(ctx.db<CatalogueTables>());
  return pageOf(rows, limit);
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
    filter.online ? sql<boolean>`t.online` : undefined,
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

