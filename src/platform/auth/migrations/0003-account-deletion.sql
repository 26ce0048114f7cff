-- A person wants the account deleted: when it happens (until then it can be undone), and that it has happened. The emptied row stays,
-- because applications and the audit log name its id.
alter table auth.account add column deletion_due_at timestamptz, add column deleted_at timestamptz;
create index account_to_delete on auth.account (tenant_id, deletion_due_at) where deletion_due_at is not null;
