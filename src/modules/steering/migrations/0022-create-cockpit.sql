-- Which figures the mayor sees, in which order, and from where on they are amber and red. Without rows the defaults count.
create table steering.cockpit_figure (
  tenant_id int not null,
  figure text not null,
  position int not null,
  -- green up to here (or from here on, where more is better); null: no light
  amber double precision,
  red double precision,
  changed_at timestamptz not null,
  changed_by_name text not null,
  primary key (tenant_id, figure)
);
select platform_protect('steering.cockpit_figure');
