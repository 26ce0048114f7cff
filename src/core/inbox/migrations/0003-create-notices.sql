-- How somebody wants to hear of news about their cases. Without a row: at once by mail, except about mere progress.
create table inbox.notice_choice (
  tenant_id int not null,
  account_id uuid not null,
  modes jsonb not null,
  -- signs the links in mails by which they are stopped without signing in
  link_key text not null,
  primary key (tenant_id, account_id)
);
select platform_protect('inbox.notice_choice');

-- What waits for the one mail of the day: that there is something new, never what.
create table inbox.notice_waiting (
  tenant_id int not null,
  id uuid not null,
  account_id uuid not null,
  email text not null,
  locale text not null,
  kind text not null,
  case_number text not null,
  link text not null,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create index notice_waiting_by_account on inbox.notice_waiting (tenant_id, account_id);
select platform_protect('inbox.notice_waiting');

-- Browsers that may be told by Web Push (RFC 8030): where the push service of the browser takes messages, and its keys (RFC 8291).
create table inbox.push_device (
  tenant_id int not null,
  id uuid not null,
  account_id uuid not null,
  endpoint text not null,
  public_key text not null,
  auth_secret text not null,
  user_agent text not null,
  locale text not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, endpoint)
);
create index push_device_by_account on inbox.push_device (tenant_id, account_id);
select platform_protect('inbox.push_device');
