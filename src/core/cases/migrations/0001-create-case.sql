-- The work on one matter. `data` is the application as submitted, `applicant` the facts FEEL may see of who applied.
create table cases.case (
  tenant_id int not null,
  id uuid not null,
  number text not null,
  service_slug text not null,
  version_id uuid not null,
  office_id uuid not null,
  title text not null,
  application_id uuid,
  party_id uuid,
  applicant_name text not null,
  applicant_account_id uuid,
  applicant jsonb not null,
  data jsonb not null,
  status text not null check (status in ('open', 'waiting-applicant', 'waiting-payment', 'decided', 'closed', 'withdrawn')),
  outcome text,
  responsible_id uuid,
  responsible_name text,
  submitted_at timestamptz not null,
  -- the statutory clock; while `paused_at` is set it stands still, and `due_on` moves when it goes on
  due_on date,
  paused_at timestamptz,
  decided_at timestamptz,
  closed_at timestamptz,
  primary key (tenant_id, id)
);
create unique index case_by_number on cases.case (tenant_id, number);
create unique index case_by_application on cases.case (tenant_id, application_id) where application_id is not null;
create index case_by_submitted on cases.case (tenant_id, submitted_at, id);
create index case_by_applicant on cases.case (tenant_id, applicant_name, id);
create index case_by_due on cases.case (tenant_id, (coalesce(due_on, 'infinity'::date)), id);
create index case_by_office on cases.case (tenant_id, office_id, submitted_at, id);
create index case_by_service on cases.case (tenant_id, service_slug, submitted_at, id);
create index case_by_responsible on cases.case (tenant_id, responsible_id, submitted_at, id) where responsible_id is not null;
create index case_by_account on cases.case (tenant_id, applicant_account_id, submitted_at, id) where applicant_account_id is not null;
select platform_protect('cases.case');

-- Words of number, title and applicant, folded (ä = ae), for finding cases by the beginning of a word. A table of its own, because
-- row-level security lets PostgreSQL use an index only for comparisons that leak nothing: = and < do not, LIKE and trigrams do.
create table cases.case_word (
  tenant_id int not null,
  word text collate "C" not null,
  case_id uuid not null,
  primary key (tenant_id, word, case_id)
);
select platform_protect('cases.case_word');

-- A user task of the process; written only with its case, so the key needs no second look. What never changes about its case is repeated here, so that a work list is one index scan.
create table cases.task (
  tenant_id int not null,
  id uuid not null,
  case_id uuid not null,
  -- where in which process instance the task stands
  instance_id uuid not null,
  token_id int not null,
  node_id text not null,
  name text not null,
  state text not null default 'open' check (state in ('open', 'completed', 'cancelled')),
  groups text[] not null,
  office_id uuid not null,
  assignee_id uuid,
  assignee_name text,
  claimed_at timestamptz,
  due_on date,
  priority int not null default 50,
  form_key text,
  -- node ids of tasks whose doer may not do this one (four eyes)
  four_eyes_not text[] not null default '{}',
  variables jsonb not null default '{}',
  case_number text not null,
  case_title text not null,
  applicant_name text not null,
  service_slug text not null,
  submitted_at timestamptz not null,
  created_at timestamptz not null,
  completed_at timestamptz,
  completed_by uuid,
  completed_by_name text,
  data jsonb,
  primary key (tenant_id, id)
);
create index task_by_case on cases.task (tenant_id, case_id, id);
create unique index task_by_token on cases.task (tenant_id, instance_id, token_id) where state = 'open';
create index task_by_due on cases.task (tenant_id, (coalesce(due_on, 'infinity'::date)), id) where state = 'open';
create index task_by_assignee on cases.task (tenant_id, assignee_id, (coalesce(due_on, 'infinity'::date)), id) where state = 'open' and assignee_id is not null;
create index task_by_office on cases.task (tenant_id, office_id, (coalesce(due_on, 'infinity'::date)), id) where state = 'open';
-- Candidate groups one by one instead of GIN: array overlap is not leakproof either (see case_word). A task has three groups at most.
create index task_by_group1 on cases.task (tenant_id, (groups[1]), (coalesce(due_on, 'infinity'::date)), id) where state = 'open';
create index task_by_group2 on cases.task (tenant_id, (groups[2])) where state = 'open' and groups[2] is not null;
create index task_by_group3 on cases.task (tenant_id, (groups[3])) where state = 'open' and groups[3] is not null;
create index task_done_by on cases.task (tenant_id, completed_by, completed_at) where state = 'completed';
select platform_protect('cases.task');

create table cases.note (
  tenant_id int not null,
  id uuid not null,
  case_id uuid not null,
  text text not null,
  created_at timestamptz not null,
  created_by uuid,
  created_by_name text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, case_id) references cases.case (tenant_id, id)
);
create index note_by_case on cases.note (tenant_id, case_id, id);
select platform_protect('cases.note');

-- Wiedervorlage: bring the case back to this person on that day.
create table cases.resubmission (
  tenant_id int not null,
  id uuid not null,
  case_id uuid not null,
  account_id uuid not null,
  account_name text not null,
  due_on date not null,
  reason text not null,
  created_at timestamptz not null,
  done_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, case_id) references cases.case (tenant_id, id)
);
create index resubmission_by_person on cases.resubmission (tenant_id, account_id, due_on, id) where done_at is null;
create index resubmission_by_case on cases.resubmission (tenant_id, case_id, id);
select platform_protect('cases.resubmission');

-- What a decision table answered in this case, and why.
create table cases.decision (
  tenant_id int not null,
  id uuid not null,
  case_id uuid not null,
  node_id text not null,
  name text not null,
  decision_id text not null,
  decided_at timestamptz not null,
  result jsonb,
  explanation jsonb not null,
  primary key (tenant_id, id)
);
create index decision_by_case on cases.decision (tenant_id, case_id, id);
select platform_protect('cases.decision');

-- A work list that someone keeps under a name: the filters as they stand in the address.
create table cases.saved_view (
  tenant_id int not null,
  id uuid not null,
  account_id uuid not null,
  name text not null,
  query text not null,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create index saved_view_by_account on cases.saved_view (tenant_id, account_id, id);
select platform_protect('cases.saved_view');
