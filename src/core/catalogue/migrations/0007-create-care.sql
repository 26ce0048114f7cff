-- Who answers for a text of the catalogue, when it was looked at last and by when it has to be looked at again.
create table catalogue.care (
  tenant_id int not null,
  slug text not null,
  owner_name text not null,
  checked_on date,
  checked_by text not null,
  review_on date not null,
  primary key (tenant_id, slug)
);
create index care_by_review on catalogue.care (tenant_id, review_on, slug);
select platform_protect('catalogue.care');

-- "Was this page helpful?": counts by month.
create table catalogue.rating (
  tenant_id int not null,
  slug text not null,
  month date not null,
  good int not null,
  bad int not null,
  primary key (tenant_id, slug, month)
);
select platform_protect('catalogue.rating');

-- What readers say about a text: a word with a rating, or a mistake they report; with an address only if they want an answer.
create table catalogue.remark (
  tenant_id int not null,
  id uuid not null,
  slug text not null,
  kind text not null check (kind in ('rating', 'mistake')),
  words text not null,
  email text,
  made_at timestamptz not null,
  answer text,
  settled_at timestamptz,
  settled_by_name text,
  primary key (tenant_id, id)
);
create index remark_open on catalogue.remark (tenant_id, id) where settled_at is null;
select platform_protect('catalogue.remark');

-- The newest changes, for the feed.
create index entry_by_update on catalogue.entry (tenant_id, updated_at, slug);
