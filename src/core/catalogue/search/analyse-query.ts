import { sql } from 'kysely';
import { cityOf } from '#core/organisation';
import type { Ctx } from '#platform/module';
import type { CatalogueTables } from '../tables.ts';
import { splitCompound } from './split-compound.ts';
import { editDistance, fold, foldTyped, substringsOf, variantsOf, wordsOf, type SearchLanguage } from './fold.ts';

/** A stem to look for on account of one word of the query; `factor` 1 is the word itself, less is further away. */
export type Wanted = { position: number; lexeme: string; factor: number };

const MOST_WORDS = 30;
/** Compounds are looked for in short queries only: a long one says what it wants. */
const MOST_FOR_COMPOUNDS = 4;
/** What counts for how much: a word that means the same, a word that it is part of, a part of it, a typing mistake. */
const FACTORS = { stem: 1, synonym: 0.6, beginning: 0.6, ending: 0.65, inside: 0.25, part: 0.5, typo: 0.8, soft: 0.5 };
/** What one wants to do with any service; a page that does not say so is no worse for it. */
const SOFT = new Set(`antrag antrage beantragen beantrage beantragt beantragung onlineantrag online digital formular formulare bekommen bekomme kriegen machen mache holen brauche brauchen benotige mochte will wollen muss
  stadt rathaus gemeinde apply application form get need want city`.split(/\s+/));

/** A way to read a typed word: as it is, and with "ue" for "ü". */
type Form = { position: number; word: string; folded: string };
type Row = { position: number; kind: 'stem' | 'synonym' | 'compound' | 'begin' | 'near' | 'piece'; word: string; lexeme: string; place: 'beginning' | 'ending' | 'inside' | null; known: boolean; english?: boolean };

/**
 * `words`: how many count; `soft`: positions of those that don't; `english`: some are not known in German, but in English; `stems`: those that
 * the catalogue itself uses in the order of the alphabet, the name under which choices are counted.
 */
export type Analysed = { words: number; wanted: Wanted[]; soft: number[]; english: boolean; stems: string };

/** Works out which stems a query means: the words, their synonyms, compounds they are part of or consist of, and likely typing mistakes. */
export async function analyseQuery(ctx: Ctx, language: SearchLanguage, query: string): Promise<Analysed> {
  const words = [...new Set(wordsOf(query.slice(0, 300)))].slice(0, MOST_WORDS).map((word) => word.slice(0, 40));
  if (words.length === 0) return { words: 0, wanted: [], soft: [], english: false, stems: '' };
  const forms = words.flatMap(formsOf);
  const rows = await lookUp(ctx, language, forms);
  const wanted = new Map<string, Wanted>();
  const want = (position: number, lexeme: string, factor: number): void => {
    const key = `${position} ${lexeme}`;
    if ((wanted.get(key)?.factor ?? 0) < factor) wanted.set(key, { position, lexeme, factor });
  };
  for (const row of rows) {
    if (row.kind === 'stem' || row.kind === 'synonym') want(row.position, row.lexeme, FACTORS[row.kind]);
    if (row.kind === 'compound' || row.kind === 'begin') want(row.position, row.lexeme, FACTORS[row.place ?? 'inside']);
    if (row.kind === 'near') want(row.position, row.lexeme, Math.max(...forms.map((form) => (form.position === row.position ? nearness(form.folded, row.word) : 0))));
  }
  const known = new Set(rows.filter((row) => row.known).map((row) => row.position));
  const positions = new Set(rows.filter((row) => row.kind === 'stem').map((row) => row.position));
  const soft = softOf(ctx, forms, positions);
  let count = positions.size - soft.length;
  for (const position of positions) {
    if (known.has(position)) continue;
    const lexemes = new Map(rows.flatMap((row) => (row.kind === 'piece' && row.position === position ? [[row.word, row.lexeme]] : [])));
    const parts = forms.filter((form) => form.position === position).map((form) => splitCompound(form.folded, lexemes)).find((found) => found.length > 0) ?? [];
    // Each part of a compound counts as a word of its own: who has both is nearer than who has one.
    parts.forEach((part, index) => want(position + 100 * index, part, FACTORS.part));
    // A word that is only mistyped has all parts that the mistyped one seems to have.
    const near = [...wanted.values()].filter((one) => one.position === position && one.factor >= FACTORS.typo);
    for (const { lexeme, factor } of near) for (let index = 1; index < parts.length; index++) want(position + 100 * index, lexeme, factor);
    count += Math.max(0, parts.length - 1);
  }
  const stems = [...new Set(rows.flatMap((row) => (row.kind === 'stem' && row.known ? [row.lexeme] : [])))].sort().join(' ');
  const weighed = [...wanted.values()].map((one) => (soft.includes(one.position) ? { ...one, factor: one.factor * FACTORS.soft } : one));
  return { words: count, wanted: weighed.filter(({ factor }) => factor > 0), soft, english: language === 'de' && rows.some((row) => row.english && !known.has(row.position)), stems };
}

/** The positions that say nothing about the service; none when there would be no other word left. */
function softOf(ctx: Ctx, forms: Form[], positions: Set<number>): number[] {
  const city = fold(cityOf(ctx.platform).name);
  const soft = [...new Set(forms.flatMap(({ position, folded }) => (positions.has(position) && (SOFT.has(folded) || folded === city) ? [position] : [])))];
  return soft.length < positions.size ? soft : [];
}

function formsOf(word: string, position: number): Form[] {
  const [plain, typed] = [fold(word), foldTyped(word)];
  return plain === typed ? [{ position, word, folded: plain }] : [{ position, word, folded: plain }, { position, word, folded: typed }];
}

/** One round trip by equality only: stems, words that mean the same, compounds, and for unknown words near ones and their pieces. */
async function lookUp(ctx: Ctx, language: SearchLanguage, forms: Form[]): Promise<Row[]> {
  const dictionaries = language === 'de' ? ['german_stem'] : ['english_stem', 'german_stem'];
  const variants = forms.flatMap(({ position, folded }) => typedVariants(folded).map((variant) => ({ position, variant })));
  const pieces = forms.flatMap(({ position, folded }) => (folded.length >= 8 ? substringsOf(folded, 4).map((piece) => ({ position, piece })) : []));
  const { rows } = await sql<Row>`
    with stem as materialized (
      select w.position, w.word, folded, coalesce((ts_lexize(dictionary::regdictionary, folded))[1], folded) as lexeme,
        exists (select from catalogue.word k where k.tenant_id = ${ctx.tenantId} and k.language = ${language} and k.word = folded) as known,
        exists (select from catalogue.word k where k.tenant_id = ${ctx.tenantId} and k.language = 'en' and k.word = folded) as english
      from unnest(${forms.map((one) => one.position)}::int[], ${forms.map((one) => one.word)}::text[], ${forms.map((one) => one.folded)}::text[]) as w(position, word, folded), unnest(${dictionaries}::text[]) as dictionary
      where ts_lexize(dictionary::regdictionary, w.word) is distinct from '{}'::text[]),
    open as materialized (select position from stem group by position having not bool_or(known)),
    variant as materialized (
      select v.position, v.variant from unnest(${variants.map((one) => one.position)}::int[], ${variants.map((one) => one.variant)}::text[]) as v(position, variant)
      where v.position in (select position from open)),
    piece as materialized (
      select p.position, p.word from unnest(${pieces.map((one) => one.position)}::int[], ${pieces.map((one) => one.piece)}::text[]) as p(position, word)
      where p.position in (select position from open))
    select position, 'stem' as kind, word, lexeme, null::text as place, known, english from stem
    union all select s.position, 'synonym', s.word, y.other, null, false, false from stem s
      join catalogue.synonym y on y.tenant_id = ${ctx.tenantId} and y.language = 'de' and y.lexeme = s.lexeme
    union all select s.position, 'compound', s.word, c.whole, c.place, false, false from stem s
      join catalogue.compound c on c.tenant_id = ${ctx.tenantId} and c.language = ${language} and c.part = s.lexeme
      where (select count(*) from stem) <= ${MOST_FOR_COMPOUNDS}
    union all select distinct v.position, 'near', w.word, w.lexeme, null, false, false from variant v
      join catalogue.word_variant n on n.tenant_id = ${ctx.tenantId} and n.language = ${language} and n.variant = v.variant
      join catalogue.word w on w.tenant_id = ${ctx.tenantId} and w.language = ${language} and w.word = n.word
    union all select s.position, 'begin', b.word, b.lexeme, 'beginning', false, false from (select distinct position, folded from stem where position in (select position from open) and length(folded) >= 5) s
      cross join lateral (select word, lexeme from catalogue.word where tenant_id = ${ctx.tenantId} and language = ${language} and word > s.folded and word < s.folded || '~' order by word limit 12) b
    union all select p.position, 'piece', p.word, w.lexeme, null, false, false from piece p
      join catalogue.word w on w.tenant_id = ${ctx.tenantId} and w.language = ${language} and w.word = p.word`.execute(ctx.db<CatalogueTables>());
  return rows;
}

/** The typed word with one letter left out, and with two for long words, where two mistakes are still clear. */
function typedVariants(word: string): string[] {
  if (word.length < 4) return [];
  const once = variantsOf(word);
  return word.length < 9 ? once : [...new Set(once.flatMap(variantsOf))];
}

/** How near a known word is to the typed one: 0 is not near. */
function nearness(typed: string, word: string): number {
  const allowed = typed.length >= 9 ? 2 : 1;
  const distance = editDistance(typed, word, allowed);
  return distance === 0 || distance > allowed ? 0 : FACTORS.typo / distance;
}
