import { sql } from 'kysely';
import type { Ctx } from '#platform/module';
import type { CatalogueTables } from '../tables.ts';
import { splitCompound } from './split-compound.ts';
import { substringsOf, variantsOf, type SearchLanguage } from './fold.ts';

/** Adds words (folded → stem) to what the search knows, with their variants and the compounds they form with the others. */
export async function writeVocabulary(ctx: Ctx, language: SearchLanguage, lexemes: Map<string, string>): Promise<void> {
  const db = ctx.db<CatalogueTables>();
  const { rows } = await sql<{ word: string }>`insert into catalogue.word (tenant_id, language, word, lexeme)
    select ${ctx.tenantId}::int, ${language}, word, lexeme from unnest(${[...lexemes.keys()]}::text[], ${[...lexemes.values()]}::text[]) as w(word, lexeme)
    on conflict do nothing returning word`.execute(db);
  const fresh = new Set(rows.map(({ word }) => word).filter((word) => word.length >= SHORTEST && !/^\d+$/.test(word)));
  if (fresh.size === 0) return;
  const variants = [...fresh].flatMap((word) => variantsOf(word).map((variant) => ({ word, variant })));
  await sql`insert into catalogue.word_variant (tenant_id, language, variant, word)
    select ${ctx.tenantId}::int, ${language}, variant, word from unnest(${variants.map((row) => row.variant)}::text[], ${variants.map((row) => row.word)}::text[]) as v(variant, word)
    on conflict do nothing`.execute(db);
  await writeCompounds(ctx, language, fresh);
}

const SHORTEST = 4;
/** A part in the middle must be a long word: "eiche" is no part of "Speicherung". */
const SHORTEST_INSIDE = 7;
type Compound = { part: string; whole: string; place: 'beginning' | 'ending' | 'inside' };

async function writeCompounds(ctx: Ctx, language: SearchLanguage, fresh: Set<string>): Promise<void> {
  const db = ctx.db<CatalogueTables>();
  const { rows } = await sql<{ word: string; lexeme: string }>`select word, lexeme from catalogue.word where tenant_id = ${ctx.tenantId} and language = ${language}`.execute(db);
  const lexemes = new Map(rows.map((row) => [row.word, row.lexeme]));
  const compounds = new Map<string, Compound>();
  for (const [word, whole] of lexemes) {
    const isNew = fresh.has(word);
    for (const piece of word.length > SHORTEST ? substringsOf(word, SHORTEST) : []) {
      const part = isNew || fresh.has(piece) ? lexemes.get(piece) : undefined;
      const place = part && part !== whole ? placeOf(word, piece) : undefined;
      if (part && place && stronger(place, compounds.get(`${part} ${whole}`))) compounds.set(`${part} ${whole}`, { part, whole, place });
    }
  }
  for (const word of fresh) {
    const whole = lexemes.get(word) ?? word;
    for (const part of splitCompound(word, lexemes)) if (!compounds.has(`${part} ${whole}`)) compounds.set(`${part} ${whole}`, { part, whole, place: 'inside' });
  }
  const all = [...compounds.values()];
  await sql`insert into catalogue.compound (tenant_id, language, part, whole, place)
    select ${ctx.tenantId}::int, ${language}, part, whole, place from unnest(${all.map((row) => row.part)}::text[], ${all.map((row) => row.whole)}::text[], ${all.map((row) => row.place)}::text[]) as c(part, whole, place)
    on conflict do nothing`.execute(db);
}

function placeOf(word: string, piece: string): Compound['place'] | undefined {
  const rest = word.length - piece.length;
  // Two letters more are an inflection, not a compound; the stem has taken care of it.
  if (rest < 3) return undefined;
  if (word.endsWith(piece)) return 'ending';
  if (word.startsWith(piece)) return 'beginning';
  return piece.length >= SHORTEST_INSIDE ? 'inside' : undefined;
}

const strength: Record<Compound['place'], number> = { ending: 3, beginning: 2, inside: 1 };
const stronger = (place: Compound['place'], known: Compound | undefined): boolean => !known || strength[place] > strength[known.place];
