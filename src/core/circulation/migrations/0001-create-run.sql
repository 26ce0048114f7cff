-- A document on its way over several desks, in stages; the steps of one stage run beside each other.
create table circulation.run (
  tenant_id int not null,
  id uuid not null,
  document_id uuid not null,
  file_id uuid not null,
  case_id uuid,
  title text not null,
  state text not null check (state in ('running', 'returned', 'done', 'cancelled')),
  round int not null default 1,
  started_at timestamptz not null,
  started_by uuid,
  started_by_name text not null,
  ended_at timestamptz,
  primary key (tenant_id, id)
);
create index run_by_document on circulation.run (tenant_id, document_id, id);
create index run_by_starter on circulation.run (tenant_id, started_by, id) where state in ('running', 'returned');
select platform_protect('circulation.run');

create table circulation.step (
  tenant_id int not null,
  id uuid not null,
  run_id uuid not null,
  number int not null,
  stage int not null,
  holder_kind text not null check (holder_kind in ('account', 'group')),
  holder text not null,
  holder_name text not null,
  -- 'read' for notice (zK), 'co-sign' Mitzeichnung, 'sign' Schlusszeichnung, 'resubmit' WV, 'close' zdA
  action text not null check (action in ('read', 'co-sign', 'sign', 'resubmit', 'close')),
  instruction text not null default '',
  due_on date,
  state text not null check (state in ('waiting', 'open', 'done', 'cancelled')),
  primary key (tenant_id, id)
);
create index step_by_run on circulation.step (tenant_id, run_id, stage, number);
create index step_by_holder on circulation.step (tenant_id, holder_kind, holder, id) where state = 'open';
select platform_protect('circulation.step');

-- What was said at each step: never changed, also when the run begins anew.
create table circulation.remark (
  tenant_id int not null,
  id uuid not null,
  run_id uuid not null,
  step_id uuid,
  round int not null,
  outcome text not null check (outcome in ('done', 'returned', 'restarted', 'cancelled')),
  comment text not null default '',
  -- what lay before the person: signatures belong to a version
  version int not null,
  made_at timestamptz not null,
  made_by_name text not null,
  primary key (tenant_id, id)
);
create index remark_by_run on circulation.remark (tenant_id, run_id, id);
select platform_protect('circulation.remark');
