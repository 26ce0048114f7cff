-- The file plan (Aktenplan): where a case file belongs and how long it is kept.
create table records.plan_position (
  tenant_id int not null,
  number text not null,
  parent_number text,
  title text not null,
  description text,
  retention_years int,
  disposition text not null default 'appraise' check (disposition in ('archive', 'appraise', 'destroy')),
  primary key (tenant_id, number)
);
select platform_protect('records.plan_position');

-- One file per case (xdomea: Vorgang within an Akte of the position).
create table records.case_file (
  tenant_id int not null,
  id uuid not null,
  case_id uuid not null,
  plan_position text not null,
  number text not null,
  title text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  primary key (tenant_id, id)
);
create unique index case_file_by_case on records.case_file (tenant_id, case_id);
create index case_file_by_position on records.case_file (tenant_id, plan_position, id);
select platform_protect('records.case_file');

-- A document of a file; what it says lies in its versions, which are never changed.
create table records.document (
  tenant_id int not null,
  id uuid not null,
  file_id uuid not null,
  case_id uuid not null,
  kind text not null check (kind in ('application', 'attachment', 'letter', 'note', 'message', 'receipt', 'decision')),
  title text not null,
  source_id text,
  sealed boolean not null default false,
  visible_to_applicant boolean not null default false,
  current_version int not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, id)
);
create index document_by_case on records.document (tenant_id, case_id, id);
create unique index document_by_source on records.document (tenant_id, case_id, source_id) where source_id is not null;
select platform_protect('records.document');

create table records.version (
  tenant_id int not null,
  document_id uuid not null,
  number int not null,
  blob_hash text not null,
  size bigint not null,
  mime text not null,
  name text not null,
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, document_id, number)
);
create index version_by_blob on records.version (tenant_id, blob_hash);
select platform_protect('records.version');
