-- How a process is done today, as a drawing; how it shall be is the service of the catalogue.
create table process_map.model (
  tenant_id int not null,
  process_id uuid not null,
  xml text not null,
  changed_at timestamptz not null,
  changed_by_name text not null,
  primary key (tenant_id, process_id),
  foreign key (tenant_id, process_id) references process_map.process (tenant_id, id)
);
select platform_protect('process_map.model');

-- What shall become better, who sees to it, and how far it is.
create table process_map.improvement (
  tenant_id int not null,
  id uuid not null,
  process_id uuid not null,
  title text not null,
  owner text not null,
  state text not null check (state in ('idea', 'planned', 'running', 'done', 'dropped')),
  hours_a_year int not null,
  changed_at timestamptz not null,
  changed_by_name text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, process_id) references process_map.process (tenant_id, id)
);
create index improvement_by_process on process_map.improvement (tenant_id, process_id, id);
create index improvement_by_hours on process_map.improvement (tenant_id, hours_a_year, id);
select platform_protect('process_map.improvement');
