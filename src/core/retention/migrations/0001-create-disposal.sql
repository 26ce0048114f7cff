-- One round of disposal (Aussonderung): closed files whose retention has ended, on their way to the archive or to destruction.
create table retention.disposal (
  tenant_id int not null,
  id uuid not null,
  -- xdomea ProzessID, the same in all messages of the round
  title text not null,
  state text not null check (state in ('proposed', 'offered', 'appraised', 'handed-over', 'received', 'done', 'cancelled')),
  created_at timestamptz not null,
  created_by uuid,
  created_by_name text not null,
  approved_by uuid,
  approved_by_name text,
  approved_at timestamptz,
  controlled_by uuid,
  controlled_by_name text,
  controlled_at timestamptz,
  primary key (tenant_id, id)
);
create index disposal_by_state on retention.disposal (tenant_id, state, id);
select platform_protect('retention.disposal');

create table retention.disposal_file (
  tenant_id int not null,
  disposal_id uuid not null,
  case_file_id uuid not null,
  number text not null,
  title text not null,
  plan_position text not null,
  due_on date not null,
  -- what the file plan says, and what was decided: A archive, V destroy
  disposition text not null check (disposition in ('archive', 'appraise', 'destroy')),
  decision text check (decision in ('A', 'V')),
  archive_mark text,
  state text not null check (state in ('open', 'handed-over', 'received', 'failed', 'destroyed', 'kept')),
  note text not null default '',
  primary key (tenant_id, disposal_id, case_file_id)
);
create index disposal_file_by_file on retention.disposal_file (tenant_id, case_file_id, disposal_id);
select platform_protect('retention.disposal_file');

-- What stays when a file is gone: that it was there, what became of it, who wanted it. No names of persons.
create table retention.certificate (
  tenant_id int not null,
  id uuid not null,
  disposal_id uuid not null,
  number text not null,
  plan_position text not null,
  documents int not null,
  fingerprint text not null,
  archived boolean not null,
  destroyed_at timestamptz not null,
  destroyed_by text not null,
  approved_by text not null,
  controlled_by text not null,
  primary key (tenant_id, id)
);
create index certificate_by_disposal on retention.certificate (tenant_id, disposal_id, number);
select platform_protect('retention.certificate');
