-- How far each subscriber has read the audit log.
create table events.position (
  tenant_id int not null,
  subscriber text not null,
  xid bigint not null,
  id uuid not null,
  attempts int not null default 0,
  retry_at timestamptz,
  error text,
  primary key (tenant_id, subscriber)
);
select platform_protect('events.position');
