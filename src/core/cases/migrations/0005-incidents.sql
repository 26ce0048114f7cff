-- Steps that the machine could not do, as the people see them who have to mend them: one row per place in a process, which stays when
-- the step is tried again and fails again, so that 'since when' and 'how often' are true. Follows from the process in the same transaction.
create table cases.incident (
  tenant_id int not null,
  id uuid not null,
  case_id uuid not null,
  instance_id uuid not null,
  token_id int not null,
  node_id text not null,
  step text not null,
  code text not null,
  message text not null,
  state text not null check (state in ('open', 'resolved')),
  -- attempts of the machine that failed, and how often a person let it try again
  tries int not null,
  retried int not null default 0,
  first_raised_at timestamptz not null,
  raised_at timestamptz not null,
  resolved_at timestamptz,
  resolution text,
  primary key (tenant_id, id)
);
create unique index incident_by_place on cases.incident (tenant_id, instance_id, token_id);
create index incident_open on cases.incident (tenant_id, raised_at, id) where state = 'open';
create index incident_by_case on cases.incident (tenant_id, case_id, id);
select platform_protect('cases.incident');
