-- A service being designed in the workshop: its files live here until it is published as a version.
create table catalogue.draft (
  tenant_id int not null,
  id uuid not null,
  slug text not null,
  name text not null,
  -- 'test': handed in and waiting for approval; 'published' and 'discarded' are closed.
  state text not null check (state in ('draft', 'test', 'approved', 'published', 'discarded')),
  -- Counts every change; a file carries the number of the change that wrote it last.
  revision int not null,
  base_version_id uuid,
  created_at timestamptz not null,
  created_by uuid,
  created_by_name text not null,
  changed_at timestamptz not null,
  changed_by_name text not null,
  handed_in_by uuid,
  handed_in_by_name text,
  approved_by uuid,
  approved_by_name text,
  approved_at timestamptz,
  decision_note text,
  published_version_id uuid,
  primary key (tenant_id, id)
);
-- One open draft per service: two of them could only lose each other's work.
create unique index draft_open on catalogue.draft (tenant_id, slug) where state in ('draft', 'test', 'approved');
create index draft_by_change on catalogue.draft (tenant_id, changed_at, id);
select platform_protect('catalogue.draft');

create table catalogue.draft_file (
  tenant_id int not null,
  draft_id uuid not null,
  path text not null,
  content text not null,
  revision int not null,
  primary key (tenant_id, draft_id, path),
  foreign key (tenant_id, draft_id) references catalogue.draft (tenant_id, id)
);
select platform_protect('catalogue.draft_file');

-- The history: what each change did to each file. `before` or `after` is null when the file was made or removed.
create table catalogue.draft_change (
  tenant_id int not null,
  draft_id uuid not null,
  revision int not null,
  path text not null,
  kind text not null check (kind in ('edit', 'undo', 'redo', 'restore')),
  before text,
  after text,
  note text not null,
  -- Typing that is saved by itself joins the change before it, so that undo takes back a thought and not a letter.
  by_itself boolean not null,
  changed_at timestamptz not null,
  changed_by uuid,
  changed_by_name text not null,
  primary key (tenant_id, draft_id, revision, path)
);
create index draft_change_by_path on catalogue.draft_change (tenant_id, draft_id, path, revision);
select platform_protect('catalogue.draft_change');

-- What somebody wrote while somebody else saved the same part: kept until a person has chosen.
create table catalogue.draft_conflict (
  tenant_id int not null,
  id uuid not null,
  draft_id uuid not null,
  path text not null,
  content text not null,
  based_on int not null,
  written_at timestamptz not null,
  written_by uuid,
  written_by_name text not null,
  settled_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, draft_id) references catalogue.draft (tenant_id, id)
);
create index draft_conflict_open on catalogue.draft_conflict (tenant_id, draft_id, id) where settled_at is null;
select platform_protect('catalogue.draft_conflict');

-- Who has which part open; rows older than half a minute count for nothing.
create table catalogue.draft_presence (
  tenant_id int not null,
  draft_id uuid not null,
  account_id uuid not null,
  name text not null,
  part text not null,
  seen_at timestamptz not null,
  primary key (tenant_id, draft_id, account_id),
  foreign key (tenant_id, draft_id) references catalogue.draft (tenant_id, id)
);
select platform_protect('catalogue.draft_presence');

-- A run through a draft in the browser: the inputs only, everything else is played again from them.
create table catalogue.draft_trial (
  tenant_id int not null,
  draft_id uuid not null,
  account_id uuid not null,
  walkthrough jsonb not null,
  changed_at timestamptz not null,
  primary key (tenant_id, draft_id, account_id),
  foreign key (tenant_id, draft_id) references catalogue.draft (tenant_id, id)
);
select platform_protect('catalogue.draft_trial');

-- What the folder on disk held when it was published last: a newer version from the workshop must survive the next start.
alter table catalogue.service add column folder_hash text;
