import type { Ctx } from '#platform/module';
import { sql } from 'kysely';

/** Letters of the text that are indexed; a tsvector holds a megabyte at most. */
const INDEXED_LETTERS = 300_000;

/**
 * Enters documents into the search: title and file weigh more than the text; facets are lexemes that begin with '~'.
 * Office with quarter and with year are lexemes of their own, so that a common word meets few documents (docs/adr/0008).
 */
export async function indexDocuments(ctx: Ctx, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`with entered as (
      insert into records.search_entry (tenant_id, document_id, words)
      select d.tenant_id, d.id,
        setweight(to_tsvector('german', d.title || ' ' || coalesce(d.sender, '') || ' ' || coalesce(d.keywords, '')), 'A')
        || setweight(to_tsvector('german', f.title || ' ' || f.person), 'B')
        || array_to_tsvector(array_remove(array[lower(f.number), lower(d.foreign_reference)], null))
        || to_tsvector('german', left(coalesce(t.text, ''), ${INDEXED_LETTERS}))
        || array_to_tsvector(array['~k:' || d.kind, '~f:' || f.id, '~o:' || coalesce(f.office_id::text, ''), '~n:' || lower(f.person),
             '~y:' || to_char(d.created_at, 'YYYY'), '~q:' || to_char(d.created_at, 'YYYY-Q'),
             '~oq:' || right(coalesce(f.office_id::text, ''), 12) || ':' || to_char(d.created_at, 'YYYY-Q'), '~oy:' || right(coalesce(f.office_id::text, ''), 12) || ':' || to_char(d.created_at, 'YYYY')]
             || (select array_agg('~p:' || array_to_string(parts[1:n], '.')) from string_to_array(f.plan_position, '.') as parts, generate_series(1, array_length(parts, 1)) as n))
      from records.document d
      join records.version v on v.tenant_id = d.tenant_id and v.document_id = d.id and v.number = d.current_version
      join records.case_file f on f.tenant_id = d.tenant_id and f.id = d.file_id
      left join records.blob_text t on t.tenant_id = v.tenant_id and t.hash = v.blob_hash
      where d.tenant_id = ${ctx.tenantId} and d.id = any(${ids}::uuid[])
      on conflict (tenant_id, document_id) do update set words = excluded.words
      returning words)
    insert into records.search_word (tenant_id, word)
    select distinct ${ctx.tenantId}::int, w.lexeme from entered, unnest(entered.words) as w
    where w.lexeme ~ '^[[:alpha:]]{3,40}$' order by 2
    on conflict do nothing`.execute(ctx.db());
}

/** Enters all documents anew whose current version has this content. */
export async function indexByContent(ctx: Ctx, hash: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`select d.id from records.version v join records.document d on d.tenant_id = v.tenant_id and d.id = v.document_id and d.current_version = v.number
    where v.tenant_id = ${ctx.tenantId} and v.blob_hash = ${hash} limit 10000`.execute(ctx.db());
  for (let at = 0; at < rows.length; at += 500) await indexDocuments(ctx, rows.slice(at, at + 500).map((row) => row.id));
}
