-- Six, twelve and twenty-four months after going live the lead of a project is asked three questions. The answers go before what was promised.
create table steering.effect_review (
  tenant_id int not null,
  project_id uuid not null,
  at int not null check (at in (6, 12, 24)),
  asked_at timestamptz not null,
  -- is it used as planned?
  used text check (used in ('yes', 'partly', 'no')),
  -- minutes that a case really saves; null: not measured
  minutes_saved double precision,
  -- costs a year that really fell away; null: not known
  money_cents bigint,
  remark text not null,
  answered_at timestamptz,
  answered_by_name text,
  primary key (tenant_id, project_id, at)
);
select platform_protect('steering.effect_review');
