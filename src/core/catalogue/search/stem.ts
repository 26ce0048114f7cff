import { sql } from 'kysely';
import type { Ctx } from '#platform/module';
import type { CatalogueTables } from '../tables.ts';
import { fold, type SearchLanguage } from './fold.ts';

export type Stemmed = { word: string; folded: string; lexeme: string };
const dictionaries: Record<SearchLanguage, string> = { de: 'german_stem', en: 'english_stem' };

/** Stems of words by PostgreSQL's dictionaries; stop words are left out. The stop list knows words with umlauts, stems are made without. */
export async function stemWords(ctx: Ctx, language: SearchLanguage, words: string[]): Promise<Stemmed[]> {
  const different = [...new Set(words)].filter((word) => (word.length > 1 || /\d/.test(word)) && word.length <= 60);
  if (different.length === 0) return [];
  const folded = different.map(fold);
  const dictionary = dictionaries[language];
  const { rows } = await sql<Stemmed>`select word, folded, coalesce((ts_lexize(${dictionary}::regdictionary, folded))[1], folded) as lexeme
    from unnest(${different}::text[], ${folded}::text[]) as w(word, folded)
    where ts_lexize(${dictionary}::regdictionary, word) is distinct from '{}'::text[]`.execute(ctx.db<CatalogueTables>());
  return rows;
}
