import type { Ctx } from '#platform/module';
import { sql } from 'kysely';

/** What a person typed, as groups of lexemes: one of each group must be there, none of the excluded. */
export type Wanted = { groups: string[][]; excluded: string[]; /** Words that were not known and were read as others. */ guesses: { typed: string; read: string[] }[]; /** For marking hits in the text. */ words: string[] };

const MOST_WORDS = 8;
/** Compounds that one word stands for, the shortest first; each is one more list to be read. */
const MOST_COMPOUNDS = 20;
const unfolded: [RegExp, string][] = [[/ae/g, 'ä'], [/oe/g, 'ö'], [/ue/g, 'ü'], [/ss/g, 'ß']];

/** A typed word with "ue" for "ü" and the other way round. */
export function spellings(word: string): string[] {
  const folded = word.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss');
  const marked = unfolded.reduce((text, [two, one]) => text.replace(two, one), word);
  return [...new Set([word, folded, marked])];
}

type Row = { position: number; kind: 'stem' | 'compound' | 'near'; word: string };

/** Reads a query: stems in every spelling, compounds they are part of, and for unknown words the most similar known ones. One round trip. */
export async function readQuery(ctx: Ctx, text: string): Promise<Wanted> {
  const typed = text.toLowerCase().normalize('NFC').split(/\s+/).map((word) => word.replaceAll(/^["'(]+|["'),.;:!?]+$/g, '')).filter(Boolean);
  const wantedWords = typed.filter((word) => !word.startsWith('-')).slice(0, MOST_WORDS);
  const excludedWords = typed.filter((word) => word.startsWith('-') && word.length > 1).map((word) => word.slice(1));
  const forms = wantedWords.flatMap((word, position) => spellings(word).map((form) => ({ position, form })));
  const excluded = excludedWords.flatMap(spellings);
  if (forms.length === 0) return { groups: [], excluded: [], guesses: [], words: [] };
  const { rows } = await sql<Row>`with forms as (select * from unnest(${forms.map((one) => one.position)}::int[], ${forms.map((one) => one.form)}::text[]) as f(position, form)),
      stems as (select position, form, s as word from forms, unnest(ts_lexize('german_stem', form)) as s)
    select position, 'stem' as kind, word from stems
    union all select position, 'compound', c from stems, records.words_with(replace(replace(replace(word, '\\', ''), '%', ''), '_', ''), ${MOST_COMPOUNDS}) as c where length(word) >= 4 and word ~ '^[[:alpha:]]+$'
    union all select p.position, 'near', n from (select position, form from forms where form ~ '^[[:alpha:]]{4,}$') p, records.words_like(p.form, 4) as n
      where not exists (select 1 from stems s join records.search_word w on w.tenant_id = ${ctx.tenantId} and w.word = s.word where s.position = p.position)`.execute(ctx.db());
  const guesses: Wanted['guesses'] = [];
  const groups = wantedWords.flatMap((word, position) => {
    const mine = rows.filter((row) => row.position === position);
    const near = mine.filter((row) => row.kind === 'near').map((row) => row.word);
    const known = mine.filter((row) => row.kind !== 'near').map((row) => row.word);
    if (near.length > 0 && !mine.some((row) => row.kind === 'compound')) guesses.push({ typed: word, read: near });
    const lexemes = [...known, ...(mine.some((row) => row.kind === 'compound') ? [] : near), ...(/[\d-]/.test(word) ? [word] : [])];
    return lexemes.length ? [[...new Set(lexemes)]] : [];
  });
  const { rows: stems } = await sql<{ word: string }>`select s as word from unnest(${excluded}::text[]) as e, unnest(ts_lexize('german_stem', e)) as s`.execute(ctx.db());
  return { groups, excluded: stems.map((row) => row.word), guesses, words: [...new Set(groups.flat())] };
}

const quoted = (lexeme: string): string => `'${lexeme.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
/** One of these lexemes. */
export const anyOf = (lexemes: string[]): string => `(${lexemes.map(quoted).join(' | ')})`;

/** The text of a tsquery: all groups, none of the excluded, and all further conditions. */
export const queryText = (wanted: Wanted, further: string[]): string => [...wanted.groups.map(anyOf), ...wanted.excluded.map((lexeme) => `!${quoted(lexeme)}`), ...further].join(' & ');
