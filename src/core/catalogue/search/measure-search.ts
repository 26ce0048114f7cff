import { SYSTEM, type Platform } from '#platform/module';
import { foldName } from './fold.ts';
import { listEntries, searchServices, type ServiceHit } from './search-services.ts';

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

/** Looks for every entry by its name and by its name with one typing mistake. Names that several entries have count when one of them is found. */
export async function measureSearch(platform: Platform, tenantId: number, { every = 1 }: { every?: number } = {}): Promise<SearchMeasure> {
  const who = { tenantId, actor: SYSTEM };
  const hits: ServiceHit[] = [];
  let cursor: string | undefined;
  do {
    const page = await platform.read(who, (ctx) => listEntries(ctx, { limit: 1000, ...(cursor ? { cursor } : {}) }));
    hits.push(...page.hits);
    cursor = page.nextCursor;
  } while (cursor);
  const names = [...new Map(hits.map(({ name }) => [foldName(name), name])).values()].filter((_, at) => at % every === 0);
  const found: SearchMeasure = { names: hits.length, different: names.length, exactFirst: 0, typoInThree: 0, notFirst: [], notInThree: [] };
  const top = async (query: string): Promise<string[]> => (await platform.read(who, (ctx) => searchServices(ctx, { query, limit: 3 }))).hits.map((hit) => foldName(hit.name));
  for (const [turn, name] of names.entries()) {
    if ((await top(name))[0] === foldName(name)) found.exactFirst++;
    else found.notFirst.push(name);
    if ((await top(withTypo(name, turn))).includes(foldName(name))) found.typoInThree++;
    else found.notInThree.push(`${name} ← ${withTypo(name, turn)}`);
  }
  return found;
}
