-- A change of many cases that goes on in the background (Sammellauf): one batch per transaction, the place reached stands here, so a run
-- goes on after a crash where it was. The row is locked while a batch is at work.
create table cases.bulk_run (
  tenant_id int not null,
  id uuid not null,
  kind text not null,
  -- what it is about, e.g. the id of a migration; with `input` all that the next batch needs
  subject_id uuid,
  input jsonb not null,
  state text not null check (state in ('running', 'paused', 'done', 'stopped')),
  -- how many there were at the beginning
  total int not null,
  done int not null default 0,
  failed int not null default 0,
  -- the last one that was looked at
  cursor text,
  -- a batch that broke off with a bug: how often, why, and not before when
  attempts int not null default 0,
  error text,
  retry_at timestamptz,
  started_at timestamptz not null,
  started_by uuid,
  started_by_name text not null,
  changed_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id)
);
create index bulk_run_open on cases.bulk_run (tenant_id, started_at, id) where state = 'running';
create index bulk_run_by_subject on cases.bulk_run (tenant_id, subject_id, id);
select platform_protect('cases.bulk_run');

-- What a run could not do, in the order in which it met it.
create table cases.bulk_problem (
  tenant_id int not null,
  run_id uuid not null,
  id uuid not null,
  case_id uuid,
  -- what is alike is told together
  code text not null,
  place text not null,
  message text not null,
  primary key (tenant_id, run_id, id)
);
select platform_protect('cases.bulk_problem');

-- Moving the running cases of a service from one version to another.
create table cases.migration (
  tenant_id int not null,
  id uuid not null,
  service_slug text not null,
  from_version_id uuid not null,
  to_version_id uuid not null,
  from_number int not null,
  to_number int not null,
  -- old element → new one, or null: chosen by hand, beside what finds itself
  by_hand jsonb not null,
  renew_timers boolean not null,
  created_at timestamptz not null,
  created_by_name text not null,
  primary key (tenant_id, id)
);
create index migration_by_service on cases.migration (tenant_id, service_slug, id);
select platform_protect('cases.migration');

-- One moved case, with all that is needed to put it back as long as nothing has happened to it.
create table cases.migration_item (
  tenant_id int not null,
  migration_id uuid not null,
  instance_id uuid not null,
  case_id uuid not null,
  state text not null check (state in ('moved', 'restored', 'moved-on')),
  revision int not null,
  -- null after 30 days: then it holds data of people for no purpose any more
  snapshot jsonb,
  moved_at timestamptz not null,
  primary key (tenant_id, migration_id, instance_id)
);
create index migration_item_by_age on cases.migration_item (tenant_id, moved_at) where snapshot is not null;
select platform_protect('cases.migration_item');
