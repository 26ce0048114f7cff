-- An edition of the strategy (Fortschreibung). Its tree is one document: it is edited, compared and published as a whole and stays below 200 kB.
create table steering.edition (
  tenant_id int not null,
  id uuid not null,
  number int not null,
  title text not null,
  -- why this edition was needed
  reason text not null,
  state text not null check (state in ('draft', 'current', 'past')),
  valid_from date,
  revision int not null,
  tree jsonb not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  changed_by_name text not null,
  primary key (tenant_id, id),
  unique (tenant_id, number)
);
-- one edition is in force, one is being written
create unique index edition_in_force on steering.edition (tenant_id, state) where state in ('draft', 'current');
select platform_protect('steering.edition');

-- Every earlier state of a draft, so that a change can be taken back.
create table steering.edition_revision (
  tenant_id int not null,
  edition_id uuid not null,
  revision int not null,
  tree jsonb not null,
  what text not null,
  made_at timestamptz not null,
  made_by_name text not null,
  primary key (tenant_id, edition_id, revision)
);
select platform_protect('steering.edition_revision');

-- What was measured for an indicator by hand. The key of an indicator stays the same over all editions, so its series goes on.
create table steering.reading (
  tenant_id int not null,
  indicator text not null,
  read_on date not null,
  value double precision not null,
  source text not null,
  entered_at timestamptz not null,
  entered_by_name text not null,
  primary key (tenant_id, indicator, read_on)
);
select platform_protect('steering.reading');
