-- Maturity models as data: every change is a new version, assessments say with which one they were made (S17).
create table steering.maturity_model (
  tenant_id int not null,
  key text not null,
  version int not null,
  model jsonb not null,
  reason text not null,
  made_at timestamptz not null,
  made_by_name text not null,
  primary key (tenant_id, key, version)
);
select platform_protect('steering.maturity_model');

-- One line of the master plan: a service or a process. Figures are read from where it runs and kept here, so that the list has an order by index.
create table steering.plan_line (
  tenant_id int not null,
  id uuid not null,
  kind text not null check (kind in ('service', 'process')),
  -- slug of the service, or name of the process
  ref text not null,
  name text not null,
  office_id uuid,
  active boolean not null,
  version_id text,
  -- what the program sees itself, by model and criterion: { "2.0": { "form": { "level": 3, "reason": "…" } } }
  seen jsonb not null,
  live_cases int,
  live_minutes int,
  live_cost_cents int,
  live_breaks int,
  live_automation int,
  live_days int,
  typed_cases int check (typed_cases >= 0),
  typed_minutes int check (typed_minutes >= 0),
  typed_cost_cents int check (typed_cost_cents >= 0),
  typed_breaks int check (typed_breaks >= 0),
  typed_source text not null,
  typed_on date,
  typed_by_name text not null,
  lane text not null check (lane in ('free', 'law', 'operation', 'resolution')),
  lane_basis text not null,
  lane_on date,
  target_on date,
  responsible text not null,
  project_id uuid,
  -- what follows from the assessments, for each model
  level_11 int,
  target_11 int,
  weakest_11 text not null,
  level_20 int,
  target_20 int,
  weakest_20 text not null,
  gap int not null,
  hours int not null,
  cents bigint not null,
  computed_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, kind, ref)
);
create index plan_line_by_potential on steering.plan_line (tenant_id, active, hours, id);
create index plan_line_by_name on steering.plan_line (tenant_id, active, name, id);
create index plan_line_by_gap on steering.plan_line (tenant_id, active, gap, id);
select platform_protect('steering.plan_line');

create table steering.maturity (
  tenant_id int not null,
  line_id uuid not null,
  model_key text not null,
  criterion text not null,
  model_version int not null,
  -- null: does not apply
  level int,
  evidence text not null,
  changed_at timestamptz not null,
  changed_by_name text not null,
  primary key (tenant_id, line_id, model_key, criterion),
  foreign key (tenant_id, line_id) references steering.plan_line (tenant_id, id)
);
select platform_protect('steering.maturity');
