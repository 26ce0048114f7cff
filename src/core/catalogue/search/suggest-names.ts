import { sql } from 'kysely';
import type { Ctx } from '#platform/module';
import type { CatalogueTables } from '../tables.ts';
import { foldName, foldTyped, wordsOf } from './fold.ts';

export type Suggestion = { slug: string; name: string; online: boolean };

/**
 * Names that begin with what was typed so far, then names with a word that begins so (all other words being there too); online ones
 * first, then the city's own, and of these what many need. Ranges on B-trees only: LIKE may not use an index below row-level security.
 */
export async function suggestNames(ctx: Ctx, typed: string, limit = 8): Promise<Suggestion[]> {
  const folded = foldName(typed.slice(0, 100));
  const words = wordsOf(typed).map(foldTyped);
  const last = words.at(-1) ?? '';
  if (last.length < 2) return [];
  const language = ctx.locale === 'en' ? 'en' : 'de';
  const db = ctx.db<CatalogueTables>();
  const { rows } = await sql<Suggestion>`
    with begins as (
      select slug, 0 as place from catalogue.entry_text where tenant_id = ${ctx.tenantId} and locale = ${ctx.locale} and folded >= ${folded} and folded < ${`${folded}~`} order by folded limit 40),
    piece as (
      select distinct p.n, w.lexeme from unnest(${words}::text[]) with ordinality as p(word, n)
        join lateral (select lexeme from catalogue.word where tenant_id = ${ctx.tenantId} and language = ${language} and word >= p.word and word < p.word || '~' order by word limit 40) w on true),
    has as (
      select e.slug, 1 as place, max(e.weight) as weight from piece p join catalogue.entry_lexeme e on e.tenant_id = ${ctx.tenantId} and e.language = ${language} and e.lexeme = p.lexeme and e.weight >= 6
      group by e.slug having count(distinct p.n) = ${words.length})
    select t.slug, t.name, t.online from (select slug, min(place) as place, max(weight) as weight from (select slug, place, 0 as weight from begins union all select slug, place, weight from has) as found group by slug) f
      join catalogue.entry_text t on t.tenant_id = ${ctx.tenantId} and t.locale = ${ctx.locale} and t.slug = f.slug
      left join (select slug, popular from catalogue.entry where tenant_id = ${ctx.tenantId} and popular < 100) p on p.slug = f.slug
    order by t.online desc, t.imported, f.place, coalesce(p.popular, 100), f.weight desc, t.name_words, t.folded limit ${limit}`.execute(db);
  return rows;
}
