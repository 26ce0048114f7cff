-- X for Y: who works on a task that lies with an absent person, and for whom a task was done.
alter table cases.task add column substitute_id uuid;
alter table cases.task add column completed_for uuid;
alter table cases.task add column completed_for_name text;
