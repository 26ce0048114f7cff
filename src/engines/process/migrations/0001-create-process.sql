-- One running or ended process; `state` is what the engine's reducer works on, changed by every step under the row's lock.
create table process.instance (
  tenant_id int not null,
  id uuid not null,
  version_id uuid not null,
  -- what the process is about, e.g. the id of a case
  business_key text not null,
  state jsonb not null,
  revision int not null default 0,
  started_at timestamptz not null,
  changed_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  primary key (tenant_id, id)
) with (fillfactor = 70);
create index instance_by_key on process.instance (tenant_id, business_key, id);
create index instance_by_version on process.instance (tenant_id, version_id, id) where ended_at is null;
select platform_protect('process.instance');

create table process.timer (
  tenant_id int not null,
  instance_id uuid not null,
  wait_id int not null,
  node_id text not null,
  due_at timestamptz not null,
  -- how often firing it broke off with a bug; it is tried again later and never blocks the others
  failures int not null default 0,
  primary key (tenant_id, instance_id, wait_id),
  foreign key (tenant_id, instance_id) references process.instance (tenant_id, id) on delete cascade
);
create index timer_by_due on process.timer (tenant_id, due_at);
select platform_protect('process.timer');

-- A message or signal that an instance waits for.
create table process.subscription (
  tenant_id int not null,
  instance_id uuid not null,
  wait_id int not null,
  node_id text not null,
  kind text not null check (kind in ('message', 'signal')),
  name text not null,
  key text,
  primary key (tenant_id, instance_id, wait_id),
  foreign key (tenant_id, instance_id) references process.instance (tenant_id, id) on delete cascade
);
create index subscription_by_name on process.subscription (tenant_id, kind, name, key);
select platform_protect('process.subscription');

-- Work for a connector, or a message or signal on its way to other instances.
create table process.job (
  tenant_id int not null,
  id uuid not null,
  instance_id uuid not null,
  kind text not null check (kind in ('work', 'message', 'signal')),
  token_id int,
  node_id text not null,
  name text not null,
  job_type text not null,
  -- the same for every attempt of one run of the work; for systems outside
  idempotency_key text not null,
  input jsonb not null,
  headers jsonb not null,
  retries int not null,
  tries int not null,
  -- not before this instant; while a worker is at it: until when it is left alone
  due_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, instance_id) references process.instance (tenant_id, id) on delete cascade
);
create index job_by_due on process.job (tenant_id, due_at);
create unique index job_by_token on process.job (tenant_id, instance_id, token_id) where kind = 'work';
select platform_protect('process.job');

create table process.incident (
  tenant_id int not null,
  id uuid not null,
  instance_id uuid not null,
  token_id int not null,
  node_id text not null,
  node_name text not null,
  code text not null,
  message text not null,
  raised_at timestamptz not null,
  resolved_at timestamptz,
  resolution text,
  reason text,
  resolved_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, instance_id) references process.instance (tenant_id, id) on delete cascade
);
create index incident_open on process.incident (tenant_id, id) where resolved_at is null;
create index incident_by_instance on process.incident (tenant_id, instance_id, token_id);
select platform_protect('process.incident');
