-- Where first values came from, so that they can be shown beside the answers.
alter table applications.draft add column sources jsonb not null default '{}';

-- Several persons sign one draft: what exactly they sign, and how far it is. A change of the answers ends a round; the next one begins anew.
create table applications.signing (
  tenant_id int not null,
  draft_id uuid not null,
  round int not null,
  slug text not null,
  version_id uuid not null,
  state text not null check (state in ('open', 'complete', 'void')),
  signing_order text not null check (signing_order in ('parallel', 'sequence')),
  trust_level text not null,
  -- The answers as they are signed, with calculations made; their hash is what every signature refers to.
  content jsonb not null,
  content_hash text not null,
  -- Hash of the answers as typed: tells a change from a page that was only saved again.
  typed_hash text not null,
  electronic_notice boolean not null,
  owner_trust_level text not null,
  owner_email text,
  locale text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, draft_id, round)
);
select platform_protect('applications.signing');

create table applications.signature (
  tenant_id int not null,
  id uuid not null,
  draft_id uuid not null,
  round int not null,
  position int not null,
  party text not null,
  label text not null,
  name text not null,
  email text,
  is_self boolean not null,
  state text not null check (state in ('waiting', 'invited', 'signed', 'declined', 'withdrawn', 'void')),
  link_hash text,
  code_hash text,
  invited_at timestamptz,
  reminded_at timestamptz,
  reminders int not null default 0,
  signed_at timestamptz,
  signed_name text,
  declaration text,
  content_hash text,
  trust_level text,
  account_id uuid,
  declined_at timestamptz,
  reason text,
  primary key (tenant_id, id)
);
create unique index signature_by_party on applications.signature (tenant_id, draft_id, round, party);
create index signature_by_invitation on applications.signature (tenant_id, invited_at) where state = 'invited';
create index signature_by_account on applications.signature (tenant_id, account_id, signed_at) where account_id is not null;
select platform_protect('applications.signature');
