-- Figures of use by month: how often something happened, never who did it.
create table figures.count (
  tenant_id int not null,
  -- first day of the month
  month date not null,
  kind text not null,
  -- slug; empty: no single service
  service text not null,
  -- page of the form, or how long it took; empty: neither
  step text not null,
  amount bigint not null,
  primary key (tenant_id, month, kind, service, step)
);
select platform_protect('figures.count');

-- Applications that are not decided yet, so that the time until then can be told. Goes with the decision.
create table figures.under_way (
  tenant_id int not null,
  case_id uuid not null,
  service text not null,
  submitted_at timestamptz not null,
  primary key (tenant_id, case_id)
);
select platform_protect('figures.under_way');

-- How far the events have been counted.
create table figures.position (
  tenant_id int not null,
  xid bigint not null,
  id uuid not null,
  primary key (tenant_id)
);
select platform_protect('figures.position');
