-- The order of the log is the order of transactions, and every PostgreSQL server counts these from its own beginning.
-- A log that moves to another server (restored copy, dump, upgrade) would go on with smaller numbers: new events would sort
-- before old ones, and no seal or subscriber would ever see them. This base is added to every number; `continueOrder` raises it.
create function audit.xid_base() returns bigint language sql immutable parallel safe return 0::bigint;
create function audit.current_position() returns bigint language sql volatile return audit.xid_base() + pg_current_xact_id()::text::bigint;
-- No transaction below this number can still add an event.
create function audit.horizon() returns bigint language sql stable return audit.xid_base() + pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
alter table audit.event alter column xid set default (audit.xid_base() + pg_current_xact_id()::text::bigint);
