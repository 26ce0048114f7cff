-- Where the work of a service task is done. 'here': by our worker, in one transaction with the step. 'outside': by our worker, but between
-- two transactions, because it waits for somebody else's machine. 'external': by a program of somebody else that fetches it by its topic
-- (`job_type`); until `due_at` it then belongs to `worker_id`.
alter table process.job
  add column lane text not null default 'here' check (lane in ('here', 'outside', 'external')),
  add column worker_id text,
  -- attempts that the external worker still wants to have; null: it has not said so yet
  add column retries_left int,
  add column error_message text,
  add column error_details text;
drop index process.job_by_due;
create index job_by_due on process.job (tenant_id, lane, due_at);
create index job_by_topic on process.job (tenant_id, job_type, due_at) where lane = 'external';
