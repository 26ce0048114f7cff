-- What information technology the city uses, who answers for it, what it costs and what stands on it (S36).
create table assets.it_service (
  tenant_id int not null,
  id uuid not null,
  -- stable name in files and tables: 'wohngeld-verfahren'
  key text not null,
  name text not null,
  summary text not null,
  kind text not null check (kind in ('application', 'platform', 'network', 'cloud', 'device')),
  office_id uuid not null,
  owner_id uuid,
  owner_name text not null,
  operator text not null check (operator in ('own', 'centre', 'provider')),
  provider text not null,
  users int not null check (users >= 0),
  state text not null check (state in ('planned', 'running', 'leaving', 'retired')),
  criticality int not null check (criticality between 1 and 4),
  confidentiality int not null check (confidentiality between 1 and 3),
  integrity int not null check (integrity between 1 and 3),
  availability int not null check (availability between 1 and 3),
  personal_data boolean not null,
  -- number in the record of processing activities (Art. 30 GDPR), or where it lies
  processing_record text not null,
  contract_partner text not null,
  contract_number text not null,
  contract_starts_on date,
  contract_ends_on date,
  notice_months int not null check (notice_months between 0 and 60),
  -- last day on which notice can be given
  notice_by date,
  -- the notice_by of which the owner was reminded
  reminded_for date,
  interfaces text not null,
  -- { sovereignty: 0–5, … }; a criterion that nobody looked at is missing
  longevity jsonb not null,
  successor_id uuid,
  changed_at timestamptz not null,
  changed_by_name text not null,
  primary key (tenant_id, id),
  unique (tenant_id, key),
  check (contract_ends_on is null or contract_starts_on is null or contract_starts_on <= contract_ends_on)
);
create index it_service_by_name on assets.it_service (tenant_id, name, id);
create index it_service_by_end on assets.it_service (tenant_id, contract_ends_on, id);
create index it_service_by_users on assets.it_service (tenant_id, users, id);
create index it_service_by_criticality on assets.it_service (tenant_id, criticality, id);
select platform_protect('assets.it_service');

create table assets.it_cost (
  tenant_id int not null,
  service_id uuid not null,
  year int not null check (year between 2000 and 2100),
  once_cents bigint not null check (once_cents >= 0),
  running_cents bigint not null check (running_cents >= 0),
  primary key (tenant_id, service_id, year),
  foreign key (tenant_id, service_id) references assets.it_service (tenant_id, id)
);
create index it_cost_by_year on assets.it_cost (tenant_id, year, service_id);
select platform_protect('assets.it_cost');

-- `service_id` needs `needs_id`; circles are allowed, programs do call each other.
create table assets.it_need (
  tenant_id int not null,
  service_id uuid not null,
  needs_id uuid not null,
  effect text not null check (effect in ('stops', 'limited')),
  -- how they speak: 'LDAP', 'XMeld', 'Datei jede Nacht'
  interface text not null,
  primary key (tenant_id, service_id, needs_id),
  check (service_id <> needs_id),
  foreign key (tenant_id, service_id) references assets.it_service (tenant_id, id),
  foreign key (tenant_id, needs_id) references assets.it_service (tenant_id, id)
);
select platform_protect('assets.it_need');

-- Citizen services that need an IT service.
create table assets.it_use (
  tenant_id int not null,
  service_id uuid not null,
  slug text not null,
  effect text not null check (effect in ('stops', 'limited')),
  primary key (tenant_id, service_id, slug),
  foreign key (tenant_id, service_id) references assets.it_service (tenant_id, id)
);
create index it_use_by_slug on assets.it_use (tenant_id, slug, service_id);
select platform_protect('assets.it_use');

-- How good a service was in a year: grades 1 (bad) to 5 (very good).
create table assets.it_assessment (
  tenant_id int not null,
  service_id uuid not null,
  year int not null check (year between 2000 and 2100),
  operation int not null check (operation between 1 and 5),
  fit int not null check (fit between 1 and 5),
  usability int not null check (usability between 1 and 5),
  value int not null check (value between 1 and 5),
  outage_hours int not null check (outage_hours >= 0),
  note text not null,
  changed_at timestamptz not null,
  changed_by_name text not null,
  primary key (tenant_id, service_id, year),
  foreign key (tenant_id, service_id) references assets.it_service (tenant_id, id)
);
create index it_assessment_by_year on assets.it_assessment (tenant_id, year, service_id);
select platform_protect('assets.it_assessment');
