-- Buildings of the administration with their network and how one gets in (S37).
create table assets.site (
  tenant_id int not null,
  id uuid not null,
  key text not null,
  name text not null,
  address text not null,
  down_mbit int not null check (down_mbit >= 0),
  up_mbit int not null check (up_mbit >= 0),
  second_line boolean not null,
  wifi text not null check (wifi in ('none', 'partly', 'full')),
  guest_wifi boolean not null,
  network_note text not null,
  -- { entrance: 'yes' | 'partly' | 'no', lift, toilet, hearing, guidance, parking }
  access jsonb not null,
  changed_at timestamptz not null,
  changed_by_name text not null,
  primary key (tenant_id, id),
  unique (tenant_id, key)
);
create index site_by_name on assets.site (tenant_id, name, id);
select platform_protect('assets.site');

-- A place to work. What it must offer is a need of the place: no name, no health data of anybody stands here.
create table assets.workplace (
  tenant_id int not null,
  id uuid not null,
  site_id uuid not null,
  code text not null,
  room text not null,
  office_id uuid not null,
  kind text not null check (kind in ('desk', 'counter', 'shared', 'meeting', 'field')),
  computer text not null check (computer in ('none', 'notebook', 'desktop', 'thin', 'tablet')),
  computer_year int check (computer_year between 1990 and 2100),
  screens int not null check (screens between 0 and 12),
  dock boolean not null,
  headset boolean not null,
  camera boolean not null,
  height_adjustable boolean not null,
  mobile boolean not null,
  needs text[] not null,
  met text[] not null,
  -- 100 for each unmet need, less for the rest (gaps.ts); so that lists are ordered by an index
  gap_points int not null,
  changed_at timestamptz not null,
  changed_by_name text not null,
  primary key (tenant_id, id),
  unique (tenant_id, code),
  foreign key (tenant_id, site_id) references assets.site (tenant_id, id)
);
create index workplace_by_site on assets.workplace (tenant_id, site_id, code, id);
create index workplace_by_gap on assets.workplace (tenant_id, gap_points desc, id);
select platform_protect('assets.workplace');

create table assets.import_run (
  tenant_id int not null,
  id uuid not null,
  kind text not null check (kind in ('it-services', 'workplaces')),
  file_name text not null,
  state text not null check (state in ('preview', 'applied', 'undone', 'discarded')),
  made int not null,
  changed int not null,
  same int not null,
  refused int not null,
  at timestamptz not null,
  by_name text not null,
  primary key (tenant_id, id)
);
create index import_run_by_kind on assets.import_run (tenant_id, kind, id);
select platform_protect('assets.import_run');

create table assets.import_row (
  tenant_id int not null,
  run_id uuid not null,
  line int not null,
  key text not null,
  action text not null check (action in ('new', 'change', 'same', 'refused')),
  -- cells as they stood in the file, by field
  cells jsonb not null,
  -- what was there before, for undoing; null for what is new
  before jsonb,
  said text not null,
  target_id uuid,
  primary key (tenant_id, run_id, line),
  foreign key (tenant_id, run_id) references assets.import_run (tenant_id, id)
);
select platform_protect('assets.import_row');
