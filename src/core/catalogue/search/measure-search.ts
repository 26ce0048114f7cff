import { sql } from 'kysely';
import { SYSTEM, type Ctx, type Platform } from '#platform/module';
import type { CatalogueTables } from '../tables.ts';
import { searchServices } from './search-services.ts';

export type SearchMeasure = { names: number; different: number; exactFirst: number; typoInThree: number; notFirst: string[]; notInThree: string[] };

/** A typing mistake that is the same every time: swaps, leaves out, doubles or replaces one letter inside the longest word. */
export function withTypo(name: string, turn: number): string {
  const words = [...name.matchAll(/\p{L}{3,}/gu)].sort((a, b) => b[0].length - a[0].length);
  const word = words[0];
  if (!word) return name;
  const at = word.index + 1 + (turn % Math.max(1, word[0].length - 2));
  const [before, letter, next, rest] = [name.slice(0, at), name[at] ?? '', name[at + 1] ?? '', name.slice(at + 2)];
  return [`${before}${next}${letter}${rest}`, `${before}${next}${rest}`, `${before}${letter}${letter}${next}${rest}`, `${before}${letter === 'e' ? 'r' : 'e'}${next}${rest}`][turn % 4] ?? name;
}

type Named = { folded: string; name: string; slugs: string[] };

/** Every name of the catalogue with the services that bear it: as their own, or as that of an imported row which the city offers itself. */
async function listNames(ctx: Ctx): Promise<Named[]> {
  const { rows } = await sql<Named>`select folded, min(name) as name, array_agg(distinct slug) as slugs from (
      select folded, name, slug from catalogue.entry_text where tenant_id = ${ctx.tenantId} and locale = 'de' union all select folded, name, slug from catalogue.alias where tenant_id = ${ctx.tenantId}) as named
    where folded <> '' group by folded order by folded`.execute(ctx.db<CatalogueTables>());
  return rows;
}

/** Looks for every name of the catalogue, and for the name with one typing mistake. A name that several services bear counts when one of them is found. */
export async function measureSearch(platform: Platform, tenantId: number, { every = 1 }: { every?: number } = {}): Promise<SearchMeasure> {
  const who = { tenantId, actor: SYSTEM };
  const all = await platform.read(who, listNames);
  const names = all.filter((_, at) => at % every === 0);
  const found: SearchMeasure = { names: all.length, different: names.length, exactFirst: 0, typoInThree: 0, notFirst: [], notInThree: [] };
  const top = async (query: string): Promise<string[]> => (await platform.read(who, (ctx) => searchServices(ctx, { query, limit: 3 }))).hits.map(({ slug }) => slug);
  for (const [turn, { name, slugs }] of names.entries()) {
    const [first] = await top(name);
    if (first && slugs.includes(first)) found.exactFirst++;
    else found.notFirst.push(name);
    if ((await top(withTypo(name, turn))).some((slug) => slugs.includes(slug))) found.typoInThree++;
    else found.notInThree.push(`${name} ← ${withTypo(name, turn)}`);
  }
  return found;
}
