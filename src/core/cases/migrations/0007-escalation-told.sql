-- A task can be in danger twice: by its own date and, later, by the clock of its case. True when nothing is left to be told.
alter table cases.task add column escalation_told boolean not null default false;
update cases.task set escalation_told = true where escalated_at is not null;
drop index cases.task_to_escalate;
create index task_to_escalate on cases.task (tenant_id, escalate_on, id) where state = 'open' and not escalation_told and escalate_on is not null;
