-- People who sign in. Citizens and staff are two circles: the same e-mail address may exist once in each.
-- `email` is stored in small letters; null for accounts that came from a sign-in provider without a proven address.
create table auth.account (
  tenant_id int not null,
  id uuid not null,
  kind text not null check (kind in ('citizen', 'staff')),
  email text check (email = lower(email)),
  name text not null,
  profile jsonb not null default '{}',
  locale text not null default 'de',
  status text not null default 'active' check (status in ('active', 'blocked')),
  password_hash text,
  password_changed_at timestamptz,
  totp_secret text,
  totp_confirmed_at timestamptz,
  totp_last_step bigint not null default 0,
  created_at timestamptz not null,
  last_sign_in_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, kind, email)
);
create index account_by_name on auth.account (tenant_id, kind, name, id);
select platform_protect('auth.account');

-- Signed-in browsers. Only the SHA-256 of the token is here, so that a copy of this table opens no door.
create table auth.session (
  tenant_id int not null,
  id uuid not null,
  token_hash text not null,
  account_id uuid not null,
  method text not null,
  second_factor boolean not null,
  trust_level text not null check (trust_level in ('none', 'basic', 'substantial', 'high')),
  acting_for_id uuid,
  user_agent text not null default '',
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, account_id) references auth.account (tenant_id, id)
);
create index session_by_account on auth.session (tenant_id, account_id) where ended_at is null;
create index session_by_expiry on auth.session (tenant_id, expires_at);
select platform_protect('auth.session');

-- Short-lived proofs that work once: confirm an address, set a password, the step between password and code,
-- a passkey challenge, a round trip to the sign-in provider, a parked form.
create table auth.ticket (
  tenant_id int not null,
  hash text not null,
  purpose text not null,
  account_id uuid,
  data jsonb not null default '{}',
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant_id, hash)
);
create index ticket_by_account on auth.ticket (tenant_id, account_id, purpose);
create index ticket_by_expiry on auth.ticket (tenant_id, expires_at);
select platform_protect('auth.ticket');

-- Attempts per account and per network address in a running window; keys are hashes.
create table auth.attempt (
  tenant_id int not null,
  key text not null,
  count int not null,
  window_ends_at timestamptz not null,
  primary key (tenant_id, key)
);
select platform_protect('auth.attempt');

create table auth.recovery_code (
  tenant_id int not null,
  account_id uuid not null,
  hash text not null,
  used_at timestamptz,
  primary key (tenant_id, account_id, hash),
  foreign key (tenant_id, account_id) references auth.account (tenant_id, id)
);
select platform_protect('auth.recovery_code');

-- WebAuthn credentials (passkeys).
create table auth.passkey (
  tenant_id int not null,
  credential_id text not null,
  account_id uuid not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (tenant_id, credential_id),
  foreign key (tenant_id, account_id) references auth.account (tenant_id, id)
);
create index passkey_by_account on auth.passkey (tenant_id, account_id);
select platform_protect('auth.passkey');

-- Accounts at a sign-in provider (OpenID Connect) that are connected with an account here.
create table auth.identity (
  tenant_id int not null,
  issuer text not null,
  subject text not null,
  account_id uuid not null,
  linked_at timestamptz not null,
  primary key (tenant_id, issuer, subject),
  foreign key (tenant_id, account_id) references auth.account (tenant_id, id)
);
create index identity_by_account on auth.identity (tenant_id, account_id);
select platform_protect('auth.identity');
