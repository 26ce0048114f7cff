-- A key that opens one checked-out document in one person's word processor (WebDAV), and what that program has locked.
create table records.edit_key (
  tenant_id int not null,
  -- SHA-256 of the key; the key itself is nowhere
  key_hash text not null,
  document_id uuid not null,
  account_id uuid not null,
  acting_for uuid,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  lock_token text,
  locked_until timestamptz,
  primary key (tenant_id, key_hash)
);
create index edit_key_by_document on records.edit_key (tenant_id, document_id);
select platform_protect('records.edit_key');
