-- A PDF made of an office file for looking at: a derivative, never the document. Made once per content.
create table records.blob_preview (
  tenant_id int not null,
  hash text not null,
  pdf_hash text,
  -- why there is none
  failure text,
  made_at timestamptz not null,
  primary key (tenant_id, hash)
);
select platform_protect('records.blob_preview');
-- What a PDF says of itself, as a sentence; only what the program can honestly see.
alter table records.blob_text add column pdf_facts text;
