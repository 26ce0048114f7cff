-- How projects are scored: criteria with weights and anchored scales. A version never changes; a change is a new one.
create table steering.scoring_model (
  tenant_id int not null,
  id uuid not null,
  version int not null,
  model jsonb not null,
  reason text not null,
  made_at timestamptz not null,
  made_by_name text not null,
  primary key (tenant_id, id),
  unique (tenant_id, version)
);
select platform_protect('steering.scoring_model');

-- Money and days of work that a year has, apart for what must be done and what is chosen.
create table steering.frame (
  tenant_id int not null,
  year int not null,
  mandatory_cents bigint not null check (mandatory_cents >= 0),
  mandatory_days int not null check (mandatory_days >= 0),
  chosen_cents bigint not null check (chosen_cents >= 0),
  chosen_days int not null check (chosen_days >= 0),
  changed_at timestamptz not null,
  changed_by_name text not null,
  primary key (tenant_id, year)
);
select platform_protect('steering.frame');

-- One round of scoring by the members of a body, with the weights of one version.
create table steering.round (
  tenant_id int not null,
  id uuid not null,
  number int not null,
  title text not null,
  body_id uuid not null,
  body_name text not null,
  model_id uuid not null,
  year int not null,
  state text not null check (state in ('scoring', 'discussion', 'closed', 'cancelled')),
  due_on date not null,
  opened_at timestamptz not null,
  opened_by_name text not null,
  scored_at timestamptz,
  closed_at timestamptz,
  meeting_id uuid,
  minutes text not null default '',
  primary key (tenant_id, id),
  unique (tenant_id, number)
);
select platform_protect('steering.round');

create table steering.round_member (
  tenant_id int not null,
  round_id uuid not null,
  account_id uuid not null,
  name text not null,
  handed_in_at timestamptz,
  primary key (tenant_id, round_id, account_id)
);
create index round_member_by_account on steering.round_member (tenant_id, account_id, round_id);
select platform_protect('steering.round_member');

create table steering.round_project (
  tenant_id int not null,
  round_id uuid not null,
  project_id uuid not null,
  position int not null,
  title text not null,
  -- as the project stood when the round began
  cost_cents bigint not null,
  days int not null,
  -- what the figures suggest per criterion, with the formula
  suggestions jsonb not null,
  decision text check (decision in ('approved', 'rejected', 'deferred')),
  reason text not null default '',
  primary key (tenant_id, round_id, project_id)
);
select platform_protect('steering.round_project');

-- What one member gave one project. Nobody else reads it while the round is being scored (`visible-scores.ts` is the only door).
create table steering.score_card (
  tenant_id int not null,
  round_id uuid not null,
  account_id uuid not null,
  project_id uuid not null,
  -- criterion → 0 … 10
  points jsonb not null,
  confidence text not null check (confidence in ('low', 'medium', 'high')),
  remark text not null,
  changed_at timestamptz not null,
  primary key (tenant_id, round_id, account_id, project_id)
);
select platform_protect('steering.score_card');

create table steering.round_remark (
  tenant_id int not null,
  round_id uuid not null,
  id uuid not null,
  project_id uuid,
  text text not null,
  at timestamptz not null,
  by_name text not null,
  primary key (tenant_id, round_id, id)
);
select platform_protect('steering.round_remark');

-- The outcome of scoring, one row a project: the ranking reads these and never the cards.
create table steering.score (
  tenant_id int not null,
  project_id uuid not null,
  round_id uuid not null,
  model_id uuid not null,
  -- criterion → mean and spread in hundredths of a point
  means jsonb not null,
  spreads jsonb not null,
  -- 0 … 100
  confidence int not null,
  scored_at timestamptz not null,
  primary key (tenant_id, project_id)
);
select platform_protect('steering.score');
