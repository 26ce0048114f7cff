-- The tree of offices. `key` is what services and processes name ('steueramt'); it never changes.
create table organisation.office (
  tenant_id int not null,
  id uuid not null,
  key text not null,
  name text not null,
  parent_id uuid,
  summary text not null default '',
  address jsonb not null,
  room text not null default '',
  phone text not null default '',
  email text not null default '',
  hours jsonb not null default '{}',
  position int not null default 0,
  closed_on date,
  primary key (tenant_id, id),
  unique (tenant_id, key),
  foreign key (tenant_id, parent_id) references organisation.office (tenant_id, id),
  check (parent_id is distinct from id)
);
select platform_protect('organisation.office');

-- Duties and what they allow. `reach`: only the office of the assignment, with its sub-offices, or the whole city.
create table organisation.role (
  tenant_id int not null,
  key text not null,
  name text not null,
  summary text not null default '',
  reach text not null check (reach in ('office', 'tree', 'city')),
  permissions text[] not null default '{}',
  position int not null default 0,
  primary key (tenant_id, key)
);
select platform_protect('organisation.role');

-- What letters and pages say about a member of staff; name and e-mail belong to the account (auth).
create table organisation.employee (
  tenant_id int not null,
  account_id uuid not null,
  office_id uuid not null,
  job_title text not null default '',
  phone text not null default '',
  room text not null default '',
  primary key (tenant_id, account_id),
  foreign key (tenant_id, office_id) references organisation.office (tenant_id, id)
);
create index employee_by_office on organisation.employee (tenant_id, office_id);
select platform_protect('organisation.employee');

-- Who holds which role in which office, and when. Ended rows stay: they explain old decisions.
create table organisation.assignment (
  tenant_id int not null,
  id uuid not null,
  account_id uuid not null,
  role_key text not null,
  office_id uuid not null,
  valid_from date not null,
  valid_until date,
  primary key (tenant_id, id),
  foreign key (tenant_id, role_key) references organisation.role (tenant_id, key),
  foreign key (tenant_id, office_id) references organisation.office (tenant_id, id),
  check (valid_until is null or valid_until >= valid_from)
);
create index assignment_by_account on organisation.assignment (tenant_id, account_id);
create index assignment_by_office on organisation.assignment (tenant_id, office_id, role_key);
select platform_protect('organisation.assignment');

-- Vertretung: the substitute may act for the absent person from … until …, in all their offices or in one.
create table organisation.substitution (
  tenant_id int not null,
  id uuid not null,
  absent_id uuid not null,
  substitute_id uuid not null,
  office_id uuid,
  starts_on date not null,
  ends_on date not null,
  reason text not null default '',
  arranged_by uuid,
  arranged_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, office_id) references organisation.office (tenant_id, id),
  check (absent_id <> substitute_id),
  check (ends_on >= starts_on)
);
create index substitution_by_substitute on organisation.substitution (tenant_id, substitute_id, ends_on);
create index substitution_by_absent on organisation.substitution (tenant_id, absent_id, ends_on);
select platform_protect('organisation.substitution');
