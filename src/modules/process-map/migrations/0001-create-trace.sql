-- What a case went through, as one row: read from the events of the cases, so that mining a million steps reads rows and not the log.
create table process_map.trace (
  tenant_id int not null,
  case_id uuid not null,
  service text not null,
  version int not null,
  office text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  outcome text,
  -- "node,entered,claimed,left;…": seconds after the start in base 36, empty while unknown.
  path text not null,
  primary key (tenant_id, case_id)
);
create index trace_by_service on process_map.trace (tenant_id, service, started_at, case_id);
select platform_protect('process_map.trace');

-- Every process of the administration, also those on paper (S15, S17).
create table process_map.process (
  tenant_id int not null,
  id uuid not null,
  name text not null,
  office text not null,
  owner text not null,
  -- set when a service of the catalogue is its digital half
  service text,
  state text not null check (state in ('paper', 'partly', 'digital')),
  per_year int not null,
  minutes_each int not null,
  cost_cents_each int not null,
  media_breaks int not null,
  improvements text not null,
  changed_at timestamptz not null,
  changed_by_name text not null,
  primary key (tenant_id, id)
);
select platform_protect('process_map.process');
