import { sql } from 'kysely';
import { speaks, tr, type Locale, type Text } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { EntrySettings } from '../bundle/settings-schema.ts';
import type { CatalogueTables } from '../tables.ts';
import { foldName, wordsOf, type SearchLanguage } from './fold.ts';
import { stemWords } from './stem.ts';
import { writeVocabulary } from './vocabulary.ts';

type Weighted = { slug: string; word: string; weight: number };

/** How much a word tells, by where it stands. */
export const WEIGHTS = { name: 12, synonyms: 10, keywords: 6, summary: 3, details: 1 };

/** Makes entries findable: their stems, and the words for typing mistakes and compounds. Replaces what was there for them. */
export async function indexEntries(ctx: Ctx, entries: EntrySettings[]): Promise<void> {
  const slugs = entries.map((entry) => entry.slug);
  await sql`delete from catalogue.entry_lexeme where tenant_id = ${ctx.tenantId} and slug = any(${slugs}::text[])`.execute(ctx.db<CatalogueTables>());
  const names = await listAliases(ctx, slugs);
  const german = entries.flatMap((entry) => [...weightedWords(entry, 'de'), ...otherNames(names, entry.slug), ...weightedWords(entry, 'de-leicht', 0.5)]);
  // Who types "كلب" means the dog, too; there is no stemmer for it, the words count as they are.
  for (const locale of ['ar', 'uk', 'tr'] as const) german.push(...entries.filter((entry) => speaks(entry.name, locale)).flatMap((entry) => weightedWords({ ...entry, synonyms: [], keywords: [], description: undefined, papers: [] }, locale, 0.8)));
  const english = entries.flatMap((entry) => weightedWords(entry, 'en'));
  // Who reads English still types the German word that stands on the letter.
  const borrowed = entries.flatMap((entry) => weightedWords({ ...entry, description: undefined, papers: [] }, 'de', 0.6));
  await writeWords(ctx, { language: 'de', stemmer: 'de' }, german);
  await writeWords(ctx, { language: 'en', stemmer: 'en' }, english);
  await writeWords(ctx, { language: 'en', stemmer: 'de' }, borrowed);
}

/** What a service is also called, as a whole: who types just this means it. */
export async function writePhrases(ctx: Ctx, entries: EntrySettings[]): Promise<void> {
  const english = ({ name }: EntrySettings): string => (typeof name === 'string' ? '' : (name.en ?? ''));
  const phrases = entries.flatMap((entry) => [...new Set([...listed(entry.synonyms, 'de'), ...listed(entry.synonyms, 'en'), english(entry)].map(foldName))].filter(Boolean).map((folded) => ({ slug: entry.slug, folded })));
  const db = ctx.db<CatalogueTables>();
  await sql`delete from catalogue.phrase where tenant_id = ${ctx.tenantId} and slug = any(${entries.map(({ slug }) => slug)}::text[])`.execute(db);
  await sql`insert into catalogue.phrase (tenant_id, folded, slug)
    select ${ctx.tenantId}::int, folded, slug from unnest(${phrases.map((row) => row.folded)}::text[], ${phrases.map((row) => row.slug)}::text[]) as p(folded, slug) on conflict do nothing`.execute(db);
}

/** Names under which catalogues know what the city offers itself: found like its synonyms, with their typing mistakes. */
const otherNames = (names: Map<string, string[]>, slug: string): Weighted[] => [...new Set((names.get(slug) ?? []).flatMap(wordsOf))].map((word) => ({ slug, word, weight: WEIGHTS.synonyms }));

async function listAliases(ctx: Ctx, slugs: string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ slug: string; names: string[] }>`select slug, array_agg(name) as names from catalogue.alias where tenant_id = ${ctx.tenantId} and slug = any(${slugs}::text[]) group by slug`.execute(ctx.db<CatalogueTables>());
  return new Map(rows.map(({ slug, names }) => [slug, names]));
}

const listed = (words: EntrySettings['synonyms'], language: SearchLanguage): string[] => (Array.isArray(words) ? (language === 'de' ? words : []) : words[language]);

function weightedWords(entry: EntrySettings, locale: Locale, factor = 1): Weighted[] {
  const language: SearchLanguage = locale === 'en' ? 'en' : 'de';
  const text = (value: Text | undefined): string => tr(value, locale) ?? '';
  const parts: [string, number][] = [
    [text(entry.name), WEIGHTS.name],
    [listed(entry.synonyms, language).join(' '), WEIGHTS.synonyms],
    [listed(entry.keywords, language).join(' '), WEIGHTS.keywords],
    [text(entry.summary), WEIGHTS.summary],
    [text(entry.description), WEIGHTS.details],
    [entry.papers.map((paper) => text(paper.name)).join(' '), WEIGHTS.details],
  ];
  const best = new Map<string, number>();
  for (const [part, weight] of parts) for (const word of wordsOf(part)) best.set(word, Math.max(best.get(word) ?? 0, weight));
  return [...best].map(([word, weight]) => ({ slug: entry.slug, word, weight: Math.max(1, Math.round(weight * factor)) }));
}

type Target = { language: SearchLanguage; stemmer: SearchLanguage };

async function writeWords(ctx: Ctx, { language, stemmer }: Target, words: Weighted[]): Promise<void> {
  const stems = new Map((await stemWords(ctx, stemmer, words.map(({ word }) => word))).map((stem) => [stem.word, stem]));
  const weights = new Map<string, { slug: string; lexeme: string; weight: number }>();
  for (const { slug, word, weight } of words) {
    const lexeme = stems.get(word)?.lexeme;
    if (!lexeme) continue;
    const key = `${slug} ${lexeme}`;
    if ((weights.get(key)?.weight ?? 0) < weight) weights.set(key, { slug, lexeme, weight });
  }
  const rows = [...weights.values()];
  const db = ctx.db<CatalogueTables>();
  await sql`insert into catalogue.entry_lexeme (tenant_id, language, lexeme, slug, weight)
    select ${ctx.tenantId}::int, ${language}, lexeme, slug, weight
    from unnest(${rows.map((row) => row.lexeme)}::text[], ${rows.map((row) => row.slug)}::text[], ${rows.map((row) => row.weight)}::smallint[]) as w(lexeme, slug, weight)
    on conflict (tenant_id, language, lexeme, slug) do update set weight = greatest(catalogue.entry_lexeme.weight, excluded.weight)`.execute(db);
  await writeVocabulary(ctx, language, new Map([...stems.values()].map(({ folded, lexeme }) => [folded, lexeme])));
}

/** Writes the city's groups of words that mean the same; replaces all that were there. */
export async function writeSynonyms(ctx: Ctx, groups: string[][]): Promise<void> {
  const db = ctx.db<CatalogueTables>();
  const stems = new Map((await stemWords(ctx, 'de', groups.flat().flatMap(wordsOf))).map((stem) => [stem.word, stem.lexeme]));
  const pairs = groups.flatMap((group) => {
    const lexemes = [...new Set(group.flatMap(wordsOf).flatMap((word) => stems.get(word) ?? []))];
    return lexemes.flatMap((lexeme) => lexemes.filter((other) => other !== lexeme).map((other) => ({ lexeme, other })));
  });
  await sql`delete from catalogue.synonym where tenant_id = ${ctx.tenantId} and language = 'de'`.execute(db);
  await sql`insert into catalogue.synonym (tenant_id, language, lexeme, other)
    select ${ctx.tenantId}::int, 'de', lexeme, other from unnest(${pairs.map((pair) => pair.lexeme)}::text[], ${pairs.map((pair) => pair.other)}::text[]) as s(lexeme, other)
    on conflict do nothing`.execute(db);
}
