-- What a file says: read once per content, however many documents have it.
create table records.blob_text (
  tenant_id int not null,
  hash text not null,
  -- 'read' from the file itself; 'recognising' waits for text recognition; 'none' has no text; 'password' and 'broken' cannot be read
  state text not null check (state in ('read', 'recognising', 'recognised', 'none', 'password', 'broken')),
  pages int not null default 0,
  pages_done int not null default 0,
  confidence int,
  text text not null default '',
  read_at timestamptz not null,
  primary key (tenant_id, hash)
);
create index blob_text_waiting on records.blob_text (tenant_id, read_at, hash) where state = 'recognising';
select platform_protect('records.blob_text');

-- One row per document: its words, and its facets as lexemes that begin with '~', so that one index answers both (docs/adr/0008).
-- Row-level security is not forced for the owner: below it PostgreSQL may not use a GIN index for @@. The table is only read by the
-- functions below, which filter by tenant themselves; what they find is looked up again under the security of records.document.
create table records.search_entry (
  tenant_id int not null,
  document_id uuid not null,
  words tsvector not null,
  primary key (tenant_id, document_id)
);
create index search_entry_words on records.search_entry using gin (words);
select platform_protect('records.search_entry');
alter table records.search_entry no force row level security;

-- All words of the index, for compounds ("steuer" finds "hundesteuerbescheid") and for typing mistakes.
create table records.search_word (
  tenant_id int not null,
  word text not null,
  primary key (tenant_id, word)
);
create index search_word_parts on records.search_word using gin (word public.gin_trgm_ops);
select platform_protect('records.search_word');
alter table records.search_word no force row level security;

create function records.find_entries(wanted tsquery, most int) returns table (document_id uuid, rank real)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select e.document_id, ts_rank(e.words, wanted) from records.search_entry e
    where e.tenant_id = nullif(current_setting('app.tenant', true), '')::int and e.words @@ wanted limit most
  $$;
create function records.words_with(part text, most int) returns setof text
  language sql stable security definer set search_path = pg_catalog, public as $$
    select w.word from records.search_word w
    where w.tenant_id = nullif(current_setting('app.tenant', true), '')::int and w.word like '%' || part || '%' order by length(w.word), w.word limit most
  $$;
create function records.words_like(wanted text, most int) returns setof text
  language sql stable security definer set search_path = pg_catalog, public as $$
    select w.word from records.search_word w
    where w.tenant_id = nullif(current_setting('app.tenant', true), '')::int and w.word % wanted order by similarity(w.word, wanted) desc, w.word limit most
  $$;

-- Searches that a person wants to find again.
create table records.saved_search (
  tenant_id int not null,
  id uuid not null,
  account_id uuid not null,
  name text not null,
  query text not null,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create index saved_search_by_account on records.saved_search (tenant_id, account_id, name);
select platform_protect('records.saved_search');

-- Notes and stamps above a document: they lie beside it and never change it.
create table records.annotation (
  tenant_id int not null,
  id uuid not null,
  document_id uuid not null,
  version int not null,
  page int not null,
  kind text not null check (kind in ('note', 'stamp', 'mark')),
  text text not null,
  -- in thousandths of the page, from the top left
  x int not null,
  y int not null,
  width int not null,
  height int not null,
  created_at timestamptz not null,
  created_by uuid,
  created_by_name text not null,
  removed_at timestamptz,
  primary key (tenant_id, id)
);
create index annotation_by_document on records.annotation (tenant_id, document_id, page, id);
select platform_protect('records.annotation');
