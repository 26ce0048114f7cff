import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { sql } from 'kysely';
import { readerOf, type Reader } from '../access/reader.ts';
import { seesDocument } from '../access/record-reach.ts';
import type { DocumentKind } from '../documents/document.ts';
import { snippet, type Snippet } from './snippet.ts';
import { anyOf, queryText, readQuery, type Wanted } from './read-query.ts';
import { searchWindows, type Reach } from './search-windows.ts';

export type SearchFilter = { text: string; office?: string; kind?: string; year?: string; position?: string; person?: string; fileId?: string };
export type DocumentHit = { id: string; title: string; kind: DocumentKind; createdAt: Date; fileId: string; fileNumber: string; fileTitle: string; person: string; planPosition: string; snippet: Snippet };
export type Facet = { value: string; count: number };
export type SearchResult = {
  hits: DocumentHit[];
  /** Of the documents looked at; `more` says that there are others. */
  total: number;
  more: boolean;
  facets: { office: Facet[]; kind: Facet[]; year: Facet[]; position: Facet[]; person: Facet[] };
  guesses: Wanted['guesses'];
};

/** So many of the newest fitting documents are looked at, weighed and counted; who gets more should narrow the search. */
export const MOST_HITS = 200;
const nothing: SearchResult = { hits: [], total: 0, more: false, facets: { office: [], kind: [], year: [], position: [], person: [] }, guesses: [] };

/**
 * Full-text search over every document this person may see. The index finds candidates, newest quarters first; what is shown
 * is looked up again under the rights of the record, so that an index entry that lags never shows too much.
 */
export async function searchDocuments(ctx: Ctx, filter: SearchFilter, { offset = 0, limit = 20 }: { offset?: number; limit?: number } = {}): Promise<SearchResult> {
  const wanted = await readQuery(ctx, filter.text.slice(0, 300));
  if (wanted.groups.length === 0) return nothing;
  const reader = await readerOf(ctx);
  const candidates = await findCandidates(ctx, wanted, { facets: facetConditions(filter), windows: searchWindows(filter, await withinReach(ctx, reader), calendarDayOf(ctx.now)) });
  if (candidates.length === 0) return { ...nothing, guesses: wanted.guesses };
  const seen = await lookUp(ctx, reader, candidates);
  const shown = seen.slice(offset, offset + limit);
  const texts = await readTexts(ctx, shown.map((row) => row.id));
  return {
    hits: shown.map((row) => hitOf(row, snippet(texts.get(row.id) ?? '', wanted.words))),
    total: seen.length,
    more: candidates.length >= MOST_HITS,
    facets: countFacets(seen),
    guesses: wanted.guesses,
  };
}

/** What this person may reach: offices, and files elsewhere of their cases and of what they are admitted to. Only narrows; the rights are checked with the rows. */
async function withinReach(ctx: Ctx, reader: Reader): Promise<Reach> {
  if (reader.everything || reader.offices === 'all' || reader.protectedOffices === 'all') return { offices: 'all', files: [] };
  const offices = [...new Set([...reader.offices, ...reader.protectedOffices])];
  const { rows } = await sql<{ id: string }>`with admitted as materialized (select object_id as id from records.access where tenant_id = ${ctx.tenantId} and kind = 'account' and holder = any(${reader.persons}::text[])
      union all select object_id from records.access where tenant_id = ${ctx.tenantId} and kind = 'group' and holder = any(${reader.groups}::text[]) limit 200),
    reached as (select f.id from records.case_file f where f.tenant_id = ${ctx.tenantId} and f.case_id = any(${reader.cases.slice(0, 300)}::uuid[])
      union select id from admitted
      union select d.file_id from admitted a join records.document d on d.tenant_id = ${ctx.tenantId} and d.id = a.id
      union select f.id from admitted a join records.case_file f on f.tenant_id = ${ctx.tenantId} and f.parent_id = a.id)
    select f.id from reached r join records.case_file f on f.tenant_id = ${ctx.tenantId} and f.id = r.id where (f.office_id = any(${offices}::uuid[])) is not true`.execute(ctx.db());
  return { offices, files: rows.map(({ id }) => id) };
}

function facetConditions(filter: SearchFilter): string[] {
  const pairs: [string, string | undefined][] = [['o', filter.office], ['k', filter.kind], ['y', filter.year], ['p', filter.position], ['n', filter.person?.toLowerCase()], ['f', filter.fileId]];
  return pairs.flatMap(([key, value]) => (value ? [anyOf([`~${key}:${value}`])] : []));
}

type Candidate = { id: string; rank: number };

/** Newest first without sorting millions: the first window that holds enough is taken, else the last one, which holds everything. */
async function findCandidates(ctx: Ctx, wanted: Wanted, { facets, windows }: { facets: string[]; windows: string[] }): Promise<Candidate[]> {
  let found: Candidate[] = [];
  for (const window of windows) {
    const text = queryText(wanted, [...facets, ...(window ? [window] : [])]);
    ({ rows: found } = await sql<Candidate>`select document_id as id, rank from records.find_entries(${text}::tsquery, ${MOST_HITS})`.execute(ctx.db()));
    if (found.length >= MOST_HITS) break;
  }
  return found;
}

type Row = { id: string; title: string; kind: DocumentKind; created_at: Date; file_id: string; number: string; file_title: string; person: string; plan_position: string; office_id: string | null; rank: number };

async function lookUp(ctx: Ctx, reader: Reader, candidates: Candidate[]): Promise<Row[]> {
  const { rows } = await sql<Row>`select d.id, d.title, d.kind, d.created_at, d.file_id, f.number, f.title as file_title, f.person, f.plan_position, f.office_id, c.rank
    from unnest(${candidates.map((one) => one.id)}::uuid[], ${candidates.map((one) => one.rank)}::real[]) as c(id, rank)
    join records.document d on d.tenant_id = ${ctx.tenantId} and d.id = c.id
    join records.case_file f on f.tenant_id = d.tenant_id and f.id = d.file_id
    where ${seesDocument(reader)}`.execute(ctx.db());
  // words in the title count ten times those in the text; among equals the newer one
  return rows.toSorted((a, b) => b.rank - a.rank || b.created_at.getTime() - a.created_at.getTime());
}

async function readTexts(ctx: Ctx, ids: string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; text: string }>`select d.id, left(t.text, 60000) as text from records.document d
    join records.version v on v.tenant_id = d.tenant_id and v.document_id = d.id and v.number = d.current_version
    join records.blob_text t on t.tenant_id = v.tenant_id and t.hash = v.blob_hash
    where d.tenant_id = ${ctx.tenantId} and d.id = any(${ids}::uuid[])`.execute(ctx.db());
  return new Map(rows.map((row) => [row.id, row.text]));
}

const hitOf = (row: Row, found: Snippet): DocumentHit => ({ id: row.id, title: row.title, kind: row.kind, createdAt: row.created_at, fileId: row.file_id, fileNumber: row.number, fileTitle: row.file_title, person: row.person, planPosition: row.plan_position, snippet: found });

function countFacets(rows: Row[]): SearchResult['facets'] {
  const count = (value: (row: Row) => string | null): Facet[] => {
    const counts = new Map<string, number>();
    for (const row of rows) {
      const one = value(row);
      if (one) counts.set(one, (counts.get(one) ?? 0) + 1);
    }
    return [...counts].map(([one, n]) => ({ value: one, count: n })).sort((a, b) => b.count - a.count || a.value.localeCompare(b.value, 'de')).slice(0, 8);
  };
  return { office: count((row) => row.office_id), kind: count((row) => row.kind), year: count((row) => calendarDayOf(row.created_at).slice(0, 4)), position: count((row) => row.plan_position), person: count((row) => row.person) };
}
