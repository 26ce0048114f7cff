-- What the cases of a service cost, from their traces of the last twelve months; computed by the job process-map/figures, so that lists and cockpits read one row per service.
create table process_map.service_figure (
  tenant_id int not null,
  service text not null,
  cases_a_year int not null,
  -- of those that ended; null: nothing measured
  minutes_each int,
  automation_percent int,
  days_to_decision int,
  computed_at timestamptz not null,
  primary key (tenant_id, service)
);
select platform_protect('process_map.service_figure');
