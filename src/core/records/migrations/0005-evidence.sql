-- Evidence records (RFC 4998): one hash tree over many contents, one time stamp on its root; renewed before the stamp grows old.
create table records.evidence (
  tenant_id int not null,
  id uuid not null,
  objects int not null,
  made_at timestamptz not null,
  -- the stamp that was made last; when it nears its end a further one is put over it
  renew_by timestamptz not null,
  primary key (tenant_id, id)
);
create index evidence_to_renew on records.evidence (tenant_id, renew_by, id);
select platform_protect('records.evidence');

create table records.evidence_leaf (
  tenant_id int not null,
  hash text not null,
  evidence_id uuid not null,
  -- reduced hash tree: groups of hashes in hex
  tree jsonb not null,
  primary key (tenant_id, hash)
);
create index evidence_leaf_by_tree on records.evidence_leaf (tenant_id, evidence_id, hash);
select platform_protect('records.evidence_leaf');

create table records.evidence_stamp (
  tenant_id int not null,
  evidence_id uuid not null,
  number int not null,
  -- the way from the stamp before to the root that was stamped; empty for the first one, whose ways are the leaves
  tree jsonb not null,
  token bytea not null,
  stamped_at timestamptz not null,
  primary key (tenant_id, evidence_id, number)
);
select platform_protect('records.evidence_stamp');
