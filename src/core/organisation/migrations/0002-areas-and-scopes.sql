-- Areas of responsibility inside an office: letters of names ('A' to 'K'), or values such as postcodes and districts. Groups of tasks
-- name them after an @: 'steueramt@a-k'. A closed area, and one that nobody holds, belongs to everybody in the office.
create table organisation.area (
  tenant_id int not null,
  id uuid not null,
  office_id uuid not null,
  key text not null,
  name text not null,
  kind text not null check (kind in ('letters', 'values')),
  -- letters: { from, to }; values: a list
  covers jsonb not null,
  closed_on date,
  primary key (tenant_id, id),
  unique (tenant_id, office_id, key),
  foreign key (tenant_id, office_id) references organisation.office (tenant_id, id)
);
select platform_protect('organisation.area');

create table organisation.area_member (
  tenant_id int not null,
  area_id uuid not null,
  account_id uuid not null,
  primary key (tenant_id, area_id, account_id),
  foreign key (tenant_id, area_id) references organisation.area (tenant_id, id)
);
create index area_member_by_account on organisation.area_member (tenant_id, account_id);
select platform_protect('organisation.area_member');

-- A substitution reaches everything, one office, one group of tasks, or one service.
alter table organisation.substitution add column group_key text;
alter table organisation.substitution add column service_slug text;
alter table organisation.substitution add constraint one_scope check (num_nonnulls(office_id, group_key, service_slug) <= 1);
