-- The yearly progress report. While it is a draft its numbers are read live; once frozen everything stands in `snapshot` and is never computed again.
create table steering.report (
  tenant_id int not null,
  id uuid not null,
  year int not null,
  -- 1, 2, … of the same year; every one after the first says why
  edition int not null,
  reason text not null,
  state text not null check (state in ('draft', 'frozen')),
  snapshot jsonb,
  created_at timestamptz not null,
  created_by_name text not null,
  frozen_at timestamptz,
  frozen_by_name text,
  published_at timestamptz,
  published_by_name text,
  primary key (tenant_id, id)
);
create unique index report_by_year on steering.report (tenant_id, year, edition);
create unique index report_one_draft on steering.report (tenant_id, year) where state = 'draft';
select platform_protect('steering.report');

-- What people wrote around the numbers. Without a row a part speaks in the words made from the data.
create table steering.report_text (
  tenant_id int not null,
  report_id uuid not null,
  part text not null,
  text text not null,
  left_out boolean not null,
  -- counts up with every save: who saves over a text they have not seen is told
  revision int not null,
  changed_at timestamptz not null,
  changed_by_name text not null,
  primary key (tenant_id, report_id, part)
);
select platform_protect('steering.report_text');

-- Earlier wordings of a part, so that nothing written is lost.
create table steering.report_text_before (
  tenant_id int not null,
  report_id uuid not null,
  part text not null,
  revision int not null,
  text text not null,
  changed_at timestamptz not null,
  changed_by_name text not null,
  primary key (tenant_id, report_id, part, revision)
);
select platform_protect('steering.report_text_before');

-- The file of a frozen report, made once.
create table steering.report_file (
  tenant_id int not null,
  report_id uuid not null,
  bytes bytea not null,
  primary key (tenant_id, report_id)
);
select platform_protect('steering.report_file');
