-- A project from the draft of its application to its end. Facts that the traffic light needs (next date, worst risk, money) stand in the
-- row, kept by those who change them: so a list of all projects is one read and the light is never older than its data.
create table projects.project (
  tenant_id int not null,
  id uuid not null,
  number text not null,
  key text,
  title text not null,
  purpose text not null default '',
  situation text not null default '',
  state text not null check (state in ('draft', 'applied', 'approved', 'running', 'live', 'closed', 'stopped', 'rejected', 'deferred')),
  phase text not null,
  office_id uuid not null,
  office_name text not null,
  lead_id uuid,
  lead_name text not null default '',
  sponsor_id uuid,
  sponsor_name text not null default '',
  starts_on date,
  ends_on date,
  live_on date,
  ended_on date,
  service_slug text,
  duty_kind text check (duty_kind in ('law', 'operation', 'resolution')),
  duty_basis text not null default '',
  duty_on date,
  cases_per_year int,
  minutes_saved int,
  money_cents bigint,
  realisation_percent int,
  benefit_text text not null default '',
  capacity_days int,
  longevity_years int,
  estimate jsonb not null default '[]',
  funding text not null default '',
  source_kind text check (source_kind in ('idea', 'gap', 'measure')),
  source_id text,
  decision_reason text not null default '',
  decided_on date,
  decided_by_name text not null default '',
  round_id uuid,
  next_due_on date,
  next_due_title text not null default '',
  worst_risk int not null default 0,
  worst_risk_title text not null default '',
  blocking_issue text not null default '',
  plan_cents bigint not null default 0,
  expected_cents bigint not null default 0,
  -- a light set by hand, with the suggestion it contradicts: when the data suggest something else, it no longer counts
  override_light text check (override_light in ('green', 'amber', 'red')),
  override_reason text not null default '',
  override_against text not null default '',
  override_by_name text not null default '',
  override_on date,
  created_by uuid,
  created_by_name text not null,
  created_at timestamptz not null,
  applied_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  check (ends_on is null or starts_on is null or ends_on >= starts_on),
  check (money_cents is null or money_cents >= 0)
);
create unique index project_by_key on projects.project (tenant_id, key);
create index project_by_state on projects.project (tenant_id, state, number);
create index project_by_title on projects.project (tenant_id, title, id);
create index project_by_end on projects.project (tenant_id, ends_on, id);
create index project_by_lead on projects.project (tenant_id, lead_id);
create index project_by_service on projects.project (tenant_id, service_slug);
select platform_protect('projects.project');

create table projects.milestone (
  tenant_id int not null,
  id uuid not null,
  project_id uuid not null,
  title text not null,
  due_on date not null,
  done_on date,
  evidence text not null default '',
  primary key (tenant_id, id)
);
create index milestone_by_project on projects.milestone (tenant_id, project_id, due_on);
select platform_protect('projects.milestone');

-- project_id can't go on before needs_id is there.
create table projects.dependency (
  tenant_id int not null,
  project_id uuid not null,
  needs_id uuid not null,
  note text not null default '',
  primary key (tenant_id, project_id, needs_id),
  check (project_id <> needs_id)
);
create index dependency_by_need on projects.dependency (tenant_id, needs_id);
select platform_protect('projects.dependency');

create table projects.work_package (
  tenant_id int not null,
  id uuid not null,
  project_id uuid not null,
  title text not null,
  owner_id uuid,
  owner_name text not null default '',
  starts_on date,
  ends_on date,
  effort_days int,
  state text not null check (state in ('open', 'running', 'done')),
  primary key (tenant_id, id),
  check (ends_on is null or starts_on is null or ends_on >= starts_on)
);
create index work_package_by_project on projects.work_package (tenant_id, project_id, id);
select platform_protect('projects.work_package');

-- Who works in a project, and how many days a month in which time.
create table projects.member (
  tenant_id int not null,
  id uuid not null,
  project_id uuid not null,
  account_id uuid not null,
  name text not null,
  duty text not null default '',
  days_per_month int not null check (days_per_month between 0 and 31),
  from_on date not null,
  until_on date not null,
  primary key (tenant_id, id),
  check (until_on >= from_on)
);
create index member_by_project on projects.member (tenant_id, project_id, id);
create index member_by_account on projects.member (tenant_id, account_id, project_id);
select platform_protect('projects.member');

-- How many days a month somebody has for projects; nobody in it has the usual number.
create table projects.capacity (
  tenant_id int not null,
  account_id uuid not null,
  name text not null,
  days_per_month int not null check (days_per_month between 0 and 31),
  primary key (tenant_id, account_id)
);
select platform_protect('projects.capacity');

create table projects.risk (
  tenant_id int not null,
  id uuid not null,
  project_id uuid not null,
  title text not null,
  probability int not null check (probability between 1 and 5),
  impact int not null check (impact between 1 and 5),
  measure text not null default '',
  owner_name text not null default '',
  state text not null check (state in ('open', 'closed')),
  noted_on date not null,
  primary key (tenant_id, id)
);
create index risk_by_project on projects.risk (tenant_id, project_id, id);
select platform_protect('projects.risk');

-- Issues (what is in the way now) and decisions (who decided what and why).
create table projects.entry (
  tenant_id int not null,
  id uuid not null,
  project_id uuid not null,
  kind text not null check (kind in ('issue', 'decision')),
  title text not null,
  text text not null default '',
  blocking boolean not null default false,
  owner_name text not null default '',
  due_on date,
  noted_on date not null,
  noted_by_name text not null,
  closed_on date,
  primary key (tenant_id, id)
);
create index entry_by_project on projects.entry (tenant_id, project_id, kind, id);
select platform_protect('projects.entry');

-- The gate at the end of a phase, its checklist, and how it went. A gate may be reviewed again after a stop of it.
create table projects.gate_item (
  tenant_id int not null,
  id uuid not null,
  project_id uuid not null,
  phase text not null,
  position int not null,
  title text not null,
  evidence text not null default '',
  met boolean not null default false,
  primary key (tenant_id, id)
);
create index gate_item_by_project on projects.gate_item (tenant_id, project_id, phase, position);
select platform_protect('projects.gate_item');

create table projects.gate_review (
  tenant_id int not null,
  id uuid not null,
  project_id uuid not null,
  phase text not null,
  outcome text not null check (outcome in ('go', 'go-with-reason', 'stop')),
  reason text not null default '',
  missing text[] not null default '{}',
  held_on date not null,
  held_by_name text not null,
  primary key (tenant_id, id)
);
create index gate_review_by_project on projects.gate_review (tenant_id, project_id, id);
select platform_protect('projects.gate_review');
