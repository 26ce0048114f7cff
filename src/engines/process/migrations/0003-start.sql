-- A start event of the current version of what is published under `key`: a timer, a message or a signal that begins instances.
-- A newer version takes the place of the older one. `due_at` is null for messages and signals, and for a timer that has fired for the last time.
create table process.start (
  tenant_id int not null,
  key text not null,
  node_id text not null,
  version_id uuid not null,
  process_id text not null,
  kind text not null check (kind in ('timer', 'message', 'signal')),
  -- name of message or signal; a timer's form and text, by which an unchanged timer is known again
  name text not null,
  due_at timestamptz,
  every text,
  rounds int,
  failures int not null default 0,
  primary key (tenant_id, key, node_id)
);
create index start_by_due on process.start (tenant_id, due_at) where due_at is not null;
create index start_by_name on process.start (tenant_id, kind, name, key);
select platform_protect('process.start');
