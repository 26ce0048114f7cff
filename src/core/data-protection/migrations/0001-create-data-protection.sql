-- What a person asked for under Art. 15 or 17 GDPR. After an erasure the name is emptied; what was done stays as a certificate without names.
create table data_protection.request (
  tenant_id int not null,
  id uuid not null,
  kind text not null check (kind in ('access', 'erasure')),
  state text not null check (state in ('open', 'done', 'refused')),
  name text not null,
  -- how the office knows that it is this person
  identified text not null,
  account_ids uuid[] not null,
  case_ids uuid[] not null,
  received_on date not null,
  due_on date not null,
  created_at timestamptz not null,
  created_by uuid,
  created_by_name text not null,
  done_at timestamptz,
  done_by uuid,
  done_by_name text,
  reason text not null default '',
  certificate jsonb,
  primary key (tenant_id, id)
);
create index request_open on data_protection.request (tenant_id, due_on, id) where state = 'open';
select platform_protect('data_protection.request');
