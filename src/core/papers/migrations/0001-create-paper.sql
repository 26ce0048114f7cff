-- A paper that a person or organisation keeps for the next application. Its content lies in the store under its hash;
-- what was filed with an application names the same content and stays when the paper goes.
create table papers.paper (
  tenant_id int not null,
  id uuid not null,
  owner_id uuid not null,
  title text not null,
  kind text not null,
  valid_until date,
  name text not null,
  mime text not null,
  size bigint not null,
  hash text not null,
  kept_at timestamptz not null,
  kept_by uuid not null,
  primary key (tenant_id, id),
  unique (tenant_id, owner_id, hash)
);
create index paper_by_hash on papers.paper (tenant_id, hash);
select platform_protect('papers.paper');
