-- Everything that happens is one row here, written with the change itself. `body` is the canonical text that is sealed;
-- the other columns repeat parts of it for finding. Rows are never updated or deleted.
create table audit.event (
  tenant_id int not null,
  xid bigint not null default (pg_current_xact_id()::text::bigint),
  id uuid not null,
  at timestamptz not null,
  type text not null,
  subject text not null,
  case_id uuid,
  body text not null,
  primary key (tenant_id, xid, id)
);
create index event_by_case on audit.event (tenant_id, case_id, id) where case_id is not null;
create index event_by_subject on audit.event (tenant_id, subject, id);
create index event_by_time on audit.event (tenant_id, at, id);
select platform_protect('audit.event');

-- One seal covers the events with from_xid <= xid < to_xid and chains to the seal before it.
create table audit.seal (
  tenant_id int not null,
  number int not null,
  from_xid bigint not null,
  to_xid bigint not null,
  events int not null,
  root text not null,
  previous text not null,
  hash text not null,
  sealed_at timestamptz not null,
  primary key (tenant_id, number)
);
select platform_protect('audit.seal');
