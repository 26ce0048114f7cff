-- What other systems want to hear from us: passwords, tokens, API keys. Only the sealed text is here (AES-256-GCM); the key is not in the database.
create table secrets.secret (
  tenant_id int not null,
  -- as models write it after 'secret:'
  name text not null check (name ~ '^[A-Z][A-Z0-9_]{1,59}$'),
  note text not null,
  -- hosts that may hear it; none: no host, the value is for other uses
  hosts text[] not null,
  sealed text not null,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (tenant_id, name)
);
select platform_protect('secrets.secret');
