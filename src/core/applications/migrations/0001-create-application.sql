-- A draft belongs to an account, or to the browser that holds the token (only its hash is stored).
create table applications.draft (
  tenant_id int not null,
  id uuid not null,
  slug text not null,
  version_id uuid not null,
  account_id uuid,
  token_hash text,
  link_hash text,
  locale text not null,
  data jsonb not null,
  pages_seen text[] not null default '{}',
  revision int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  expires_at timestamptz not null,
  submitted_at timestamptz,
  primary key (tenant_id, id)
);
create index draft_by_account on applications.draft (tenant_id, account_id, updated_at desc) where account_id is not null and submitted_at is null;
create index draft_by_token on applications.draft (tenant_id, token_hash) where token_hash is not null and submitted_at is null;
create index draft_expiry on applications.draft (tenant_id, expires_at);
select platform_protect('applications.draft');

-- A party's declaration; never changed after it was submitted. Its id is the draft's, so it can be made only once.
create table applications.application (
  tenant_id int not null,
  id uuid not null,
  slug text not null,
  version_id uuid not null,
  case_id uuid not null,
  number text not null,
  account_id uuid,
  access_code text not null,
  email text,
  locale text not null,
  data jsonb not null,
  trust_level text not null,
  electronic_notice boolean not null,
  submitted_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (tenant_id, id)
);
create index application_by_account on applications.application (tenant_id, account_id, submitted_at desc) where account_id is not null;
create index application_by_case on applications.application (tenant_id, case_id);
create unique index application_by_number on applications.application (tenant_id, number);
select platform_protect('applications.application');

-- Wrong tries at the status page, per number and per address, so that codes can't be guessed.
create table applications.status_try (
  tenant_id int not null,
  key text not null,
  tries int not null,
  since timestamptz not null,
  primary key (tenant_id, key)
);
select platform_protect('applications.status_try');

-- A file on its way to a draft or, handed in later, to an application: received in pieces that survive a broken connection (tus).
-- Its content lies in the store once it is complete; until the page is posted nothing refers to it.
create table applications.upload (
  tenant_id int not null,
  id uuid not null,
  owner_id uuid not null,
  path text not null,
  name text not null,
  size bigint not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  hash text,
  mime text,
  primary key (tenant_id, id)
);
create index upload_by_owner on applications.upload (tenant_id, owner_id);
create index upload_by_age on applications.upload (tenant_id, created_at);
select platform_protect('applications.upload');
