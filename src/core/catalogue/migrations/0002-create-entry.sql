-- One row per service that the city offers, online or not: all that its page shows.
create table catalogue.entry (
  tenant_id int not null,
  slug text not null,
  details jsonb not null,
  hash text not null,
  -- 'service': from a published version; 'list': a plain entry of the catalogue.
  source text not null,
  version_id uuid,
  popular int not null,
  updated_at timestamptz not null,
  primary key (tenant_id, slug)
);
select platform_protect('catalogue.entry');

-- The same per language, in the order of A-Z, with everything lists filter by.
create table catalogue.entry_text (
  tenant_id int not null,
  locale text not null,
  slug text not null,
  name text not null,
  summary text not null,
  -- Name without case, umlauts and punctuation: for sorting and for finding by the exact name.
  folded text collate "C" not null,
  name_words smallint not null,
  letter text not null,
  online boolean not null,
  office text,
  audience text[] not null,
  life_situations text[] not null,
  primary key (tenant_id, locale, slug)
);
create index entry_text_by_name on catalogue.entry_text (tenant_id, locale, folded, slug);
create index entry_text_by_letter on catalogue.entry_text (tenant_id, locale, letter, folded, slug);
select platform_protect('catalogue.entry_text');

-- The search index. Full-text and trigram operators (@@, %) are not leakproof: below row-level security PostgreSQL may not use
-- their GIN indexes and would read every row. Stems and words as rows need nothing but equality, which is leakproof.
-- `language` is 'de' or 'en'; easy language is found by the German words.
create table catalogue.entry_lexeme (
  tenant_id int not null,
  language text not null,
  lexeme text collate "C" not null,
  slug text not null,
  weight smallint not null,
  primary key (tenant_id, language, lexeme, slug)
);
create index entry_lexeme_by_slug on catalogue.entry_lexeme (tenant_id, slug);
select platform_protect('catalogue.entry_lexeme');

-- Every word that ever occurred, with its stem; words that no entry uses any more do no harm.
create table catalogue.word (
  tenant_id int not null,
  language text not null,
  word text collate "C" not null,
  lexeme text collate "C" not null,
  primary key (tenant_id, language, word)
);
select platform_protect('catalogue.word');

-- Each word with one letter left out: two words with a common variant differ by a typing mistake or two.
create table catalogue.word_variant (
  tenant_id int not null,
  language text not null,
  variant text collate "C" not null,
  word text collate "C" not null,
  primary key (tenant_id, language, variant, word)
);
select platform_protect('catalogue.word_variant');

-- "steuer" is the ending of "hundesteuer": stems of words that are parts of other words; place is 'beginning', 'ending' or 'inside'.
create table catalogue.compound (
  tenant_id int not null,
  language text not null,
  part text collate "C" not null,
  whole text collate "C" not null,
  place text not null,
  primary key (tenant_id, language, part, whole)
);
select platform_protect('catalogue.compound');

-- Words of the city that mean the same ("Auto", "Kfz", "Wagen").
create table catalogue.synonym (
  tenant_id int not null,
  language text not null,
  lexeme text collate "C" not null,
  other text collate "C" not null,
  primary key (tenant_id, language, lexeme, other)
);
select platform_protect('catalogue.synonym');

-- How often a service was applied for, by month: the order of "most used".
create table catalogue.use_count (
  tenant_id int not null,
  slug text not null,
  month date not null,
  applications int not null,
  primary key (tenant_id, slug, month)
);
select platform_protect('catalogue.use_count');
