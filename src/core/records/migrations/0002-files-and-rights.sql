-- A file (Akte): several case files of one matter at one position of the file plan, kept by one office.
create table records.file (
  tenant_id int not null,
  id uuid not null,
  number text not null,
  title text not null,
  plan_position text not null,
  office_id uuid not null,
  protection text not null default 'normal' check (protection in ('normal', 'protected')),
  opened_at timestamptz not null,
  opened_by text not null,
  closed_at timestamptz,
  closed_by text,
  hold_reason text,
  hold_by text,
  held_at timestamptz,
  primary key (tenant_id, id)
);
create unique index file_by_number on records.file (tenant_id, number);
create index file_by_position on records.file (tenant_id, plan_position, id);
create index file_by_office on records.file (tenant_id, office_id, id);
select platform_protect('records.file');

-- A case file may lie in a file, may be kept without a case of the desk (paper, correspondence), and knows who keeps it.
alter table records.case_file
  alter column case_id drop not null,
  add column parent_id uuid,
  add column office_id uuid,
  add column person text not null default '',
  add column protection text not null default 'normal' check (protection in ('normal', 'protected')),
  add column opened_by text not null default '',
  add column closed_by text,
  add column hold_reason text,
  add column hold_by text,
  add column held_at timestamptz,
  add column merged_into uuid,
  -- when the case of the desk had ended; the file is closed some time later
  add column case_ended_at timestamptz;
create index case_file_by_number on records.case_file (tenant_id, number);
create index case_file_by_office on records.case_file (tenant_id, office_id, id);
create index case_file_by_parent on records.case_file (tenant_id, parent_id, id) where parent_id is not null;
create index case_file_by_ended on records.case_file (tenant_id, case_ended_at) where case_ended_at is not null and closed_at is null;

-- Metadata after xdomea; who has checked a document out; the document a redacted second original was made from.
alter table records.document
  alter column case_id drop not null,
  drop constraint document_kind_check,
  add column protection text not null default 'normal' check (protection in ('normal', 'protected')),
  add column dated_on date,
  add column received_on date,
  add column sender text,
  add column foreign_reference text,
  add column keywords text,
  add column created_by_id uuid,
  add column locked_by uuid,
  add column locked_by_name text,
  add column locked_at timestamptz,
  add column redacts uuid;
alter table records.document add constraint document_kind_check
  check (kind in ('application', 'attachment', 'letter', 'note', 'message', 'receipt', 'decision', 'incoming', 'outgoing', 'draft', 'payment', 'redacted'));
create index document_by_file on records.document (tenant_id, file_id, id);
create index document_by_lock on records.document (tenant_id, locked_by, id) where locked_by is not null;

-- Every version repeats the hash of the one before it: a chain that the sealed audit log also knows.
alter table records.version add column chain text, add column note text;

-- Who is admitted beyond the rights of office and role: to a file, a case file or a single document.
create table records.access (
  tenant_id int not null,
  object_id uuid not null,
  kind text not null check (kind in ('account', 'group')),
  -- account id, or candidate group: '<office-key>' or '<office-key>/<role-key>'
  holder text not null,
  name text not null,
  granted_at timestamptz not null,
  granted_by text not null,
  primary key (tenant_id, object_id, kind, holder)
);
create index access_by_holder on records.access (tenant_id, kind, holder, object_id);
select platform_protect('records.access');

-- How an office numbers its files: '{stelle}-{jahr}/{nr}'.
create table records.number_scheme (
  tenant_id int not null,
  office_id uuid not null,
  pattern text not null,
  primary key (tenant_id, office_id)
);
select platform_protect('records.number_scheme');

-- Cross references between files (Verweis), read in both directions.
create table records.reference (
  tenant_id int not null,
  from_id uuid not null,
  to_id uuid not null,
  note text not null default '',
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, from_id, to_id)
);
create index reference_back on records.reference (tenant_id, to_id, from_id);
select platform_protect('records.reference');
