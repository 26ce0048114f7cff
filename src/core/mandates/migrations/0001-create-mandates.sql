-- An organisation that uses the portal: a company, association or public body. Its id stands as account where a person's would.
create table mandates.organisation (
  tenant_id int not null,
  id uuid not null,
  name text not null,
  legal_form text,
  register_number text,
  register_court text,
  email text,
  phone text,
  address jsonb,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
select platform_protect('mandates.organisation');

-- Who may act for it, from which day until which (both included), for which services (null: all). Ended ones stay as proof.
create table mandates.mandate (
  tenant_id int not null,
  id uuid not null,
  organisation_id uuid not null,
  account_id uuid not null,
  role text not null check (role in ('administrator', 'applicant', 'reader')),
  services text[],
  valid_from date not null,
  valid_until date,
  granted_at timestamptz not null,
  granted_by uuid,
  ended_at timestamptz,
  ended_by uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, organisation_id) references mandates.organisation (tenant_id, id)
);
create unique index mandate_in_force on mandates.mandate (tenant_id, organisation_id, account_id) where ended_at is null;
create index mandate_by_account on mandates.mandate (tenant_id, account_id) where ended_at is null;
select platform_protect('mandates.mandate');

-- Invitations that were mailed; only the hash of the link's secret is stored.
create table mandates.invitation (
  tenant_id int not null,
  id uuid not null,
  organisation_id uuid not null,
  token_hash text not null,
  email text not null,
  role text not null check (role in ('administrator', 'applicant', 'reader')),
  services text[],
  valid_from date not null,
  valid_until date,
  invited_at timestamptz not null,
  invited_by uuid,
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, organisation_id) references mandates.organisation (tenant_id, id)
);
create index invitation_by_organisation on mandates.invitation (tenant_id, organisation_id);
create index invitation_by_expiry on mandates.invitation (tenant_id, expires_at);
select platform_protect('mandates.invitation');
