-- A person or organisation as it was when it took part in a case (§ 13 VwVfG). A snapshot: a later change of name
-- or address makes a new row, so that the record keeps saying who applied.
create table parties.party (
  tenant_id int not null,
  id uuid not null,
  kind text not null check (kind in ('person', 'organisation')),
  name text not null,
  given_name text,
  family_name text,
  organisation_name text,
  email text,
  phone text,
  address jsonb,
  locale text not null default 'de',
  account_id uuid,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create index party_by_account on parties.party (tenant_id, account_id, id) where account_id is not null;
select platform_protect('parties.party');
