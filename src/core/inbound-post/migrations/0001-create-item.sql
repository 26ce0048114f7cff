-- One thing that came in: a scan, a file of the watch folder, a mail. It waits until somebody says where it belongs.
create table inbound_post.item (
  tenant_id int not null,
  id uuid not null,
  source text not null check (source in ('upload', 'folder', 'mail', 'api')),
  -- the same file of a folder or mail is taken in once
  source_key text,
  hash text not null,
  size bigint not null,
  mime text not null,
  name text not null,
  sender text not null default '',
  subject text not null default '',
  received_at timestamptz not null,
  received_by text not null,
  -- TR-RESISCAN: how it became digital; empty for what came digitally
  scanned boolean not null default false,
  device text not null default '',
  settings text not null default '',
  -- what the cover sheet says, and whether the file calls itself PDF/A
  code text,
  pdf_a text,
  examined_at timestamptz,
  sight_by text,
  sight_at timestamptz,
  sample_result text,
  state text not null default 'new' check (state in ('new', 'filed', 'application', 'discarded')),
  case_id uuid,
  case_file_id uuid,
  document_id uuid,
  note_document_id uuid,
  done_at timestamptz,
  done_by text,
  reason text,
  original_destroyed_at timestamptz,
  original_destroyed_by text,
  primary key (tenant_id, id)
);
create index item_by_state on inbound_post.item (tenant_id, state, id);
create unique index item_by_source on inbound_post.item (tenant_id, source, source_key) where source_key is not null;
create index item_to_destroy on inbound_post.item (tenant_id, id) where scanned and state in ('filed', 'application') and original_destroyed_at is null;
select platform_protect('inbound_post.item');
