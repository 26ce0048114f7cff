-- Catalogues of others (LeiKa, OZG, a portal's export, the city's spreadsheet): what each says about a service, kept apart from
-- what the city says itself, so that a new edition can replace the one and never the other.
create table catalogue.origin (
  tenant_id int not null,
  catalogue text not null,
  key text collate "C" not null,
  slug text not null,
  -- LeiKa key when the row has one, and the key of the group it belongs to in another catalogue (LeiKa → OZG).
  leika text,
  parent_key text,
  said jsonb not null,
  seen_at timestamptz not null,
  primary key (tenant_id, catalogue, key)
);
create index origin_by_slug on catalogue.origin (tenant_id, slug);
create index origin_by_parent on catalogue.origin (tenant_id, parent_key);
select platform_protect('catalogue.origin');

-- What the city says itself about a service, field by field: wins over every catalogue.
create table catalogue.own_text (
  tenant_id int not null,
  slug text not null,
  fields jsonb not null,
  revision int not null,
  edited_at timestamptz not null,
  edited_by_name text not null,
  primary key (tenant_id, slug)
);
select platform_protect('catalogue.own_text');

-- Other names of a service (official ones, those of other catalogues): found like its own.
create table catalogue.alias (
  tenant_id int not null,
  folded text collate "C" not null,
  slug text not null,
  name text not null,
  primary key (tenant_id, folded, slug)
);
create index alias_by_slug on catalogue.alias (tenant_id, slug);
select platform_protect('catalogue.alias');

-- One reading of one file: first looked at, then applied in the background, then perhaps taken back.
create table catalogue.import_run (
  tenant_id int not null,
  id uuid not null,
  catalogue text not null,
  file_name text not null,
  file_hash text not null,
  -- Which column of a spreadsheet holds what.
  columns jsonb,
  state text not null check (state in ('reading', 'choosing', 'ready', 'applying', 'applied', 'undoing', 'undone', 'discarded', 'refused')),
  note text not null default '',
  counts jsonb not null default '{}',
  total int not null default 0,
  done int not null default 0,
  started_at timestamptz not null,
  started_by_name text not null,
  applied_at timestamptz,
  applied_by_name text,
  primary key (tenant_id, id)
);
create index import_run_by_start on catalogue.import_run (tenant_id, started_at, id);
select platform_protect('catalogue.import_run');

create table catalogue.import_row (
  tenant_id int not null,
  run_id uuid not null,
  kind text not null check (kind in ('new', 'changed', 'conflict', 'gone', 'kept', 'covered', 'same', 'refused')),
  number int not null,
  line int not null,
  key text not null,
  name text not null,
  slug text,
  -- What the file says, what the edition before said, which fields the city has of its own; for a refused row the reason.
  after jsonb,
  before jsonb,
  own_fields text[] not null default '{}',
  reason text,
  applied boolean not null default false,
  primary key (tenant_id, run_id, kind, number),
  foreign key (tenant_id, run_id) references catalogue.import_run (tenant_id, id)
);
select platform_protect('catalogue.import_row');
