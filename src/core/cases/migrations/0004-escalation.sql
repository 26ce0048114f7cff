-- Before a deadline breaks: from this day on the task is urgent and the head of the office is told, once.
alter table cases.task add column escalate_on date;
-- which deadline it is about: that of the case moves with its clock
alter table cases.task add column escalate_by text check (escalate_by in ('clock', 'task'));
-- whom to tell instead of the heads of the office, as a group
alter table cases.task add column escalate_to text;
alter table cases.task add column escalated_at timestamptz;
create index task_to_escalate on cases.task (tenant_id, escalate_on, id) where state = 'open' and escalated_at is null and escalate_on is not null;

-- What a member of staff is told in the office beside the mail; gone from the desk once read.
create table cases.notice (
  tenant_id int not null,
  id uuid not null,
  account_id uuid not null,
  case_id uuid not null,
  task_id uuid,
  text text not null,
  created_at timestamptz not null,
  read_at timestamptz,
  primary key (tenant_id, id)
);
create index notice_to_read on cases.notice (tenant_id, account_id, id) where read_at is null;
select platform_protect('cases.notice');
