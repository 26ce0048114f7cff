-- Programs of somebody else that do steps of processes (external workers). Only the SHA-256 of the token is here.
create table cases.worker_token (
  tenant_id int not null,
  id uuid not null,
  name text not null,
  -- topics it may fetch, exactly or by beginning ('print-*')
  topics text[] not null,
  token_hash text not null,
  -- the first signs, to tell tokens apart
  token_hint text not null,
  expires_on date not null,
  created_at timestamptz not null,
  created_by_name text not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by_name text,
  primary key (tenant_id, id)
);
create unique index worker_token_by_hash on cases.worker_token (tenant_id, token_hash);
select platform_protect('cases.worker_token');
