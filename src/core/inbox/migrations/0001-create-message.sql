-- Everything that goes to or comes from the applicant of a case. A letter also carries how and when it was provided:
-- the authority must be able to prove that (OZG § 9, § 41 VwVfG).
create table inbox.message (
  tenant_id int not null,
  id uuid not null,
  case_id uuid not null,
  case_number text not null,
  account_id uuid,
  direction text not null check (direction in ('to-applicant', 'from-applicant')),
  kind text not null check (kind in ('message', 'letter', 'request')),
  subject text not null,
  body text not null,
  author text not null,
  document_id uuid,
  delivery text not null check (delivery in ('inbox', 'post')),
  created_at timestamptz not null,
  provided_at timestamptz,
  deemed_on date,
  deemed_noted_at timestamptz,
  posted_at timestamptz,
  read_at timestamptz,
  primary key (tenant_id, id)
);
create index message_by_case on inbox.message (tenant_id, case_id, id);
create index message_by_account on inbox.message (tenant_id, account_id, id desc) where account_id is not null;
create index message_unread on inbox.message (tenant_id, account_id) where account_id is not null and read_at is null and direction = 'to-applicant';
create index message_to_deem on inbox.message (tenant_id, deemed_on) where deemed_on is not null and deemed_noted_at is null;
create index message_by_document on inbox.message (tenant_id, document_id) where document_id is not null;
create index message_to_post on inbox.message (tenant_id, created_at) where delivery = 'post' and posted_at is null;
select platform_protect('inbox.message');

-- Papers we asked for, until they arrive.
create table inbox.papers_request (
  tenant_id int not null,
  id uuid not null,
  case_id uuid not null,
  message_id uuid not null,
  papers text[] not null,
  due_on date,
  answered_at timestamptz,
  primary key (tenant_id, id)
);
create index papers_request_open on inbox.papers_request (tenant_id, case_id) where answered_at is null;
select platform_protect('inbox.papers_request');

-- Whoever did not agree to electronic notices gets them by post; one row per such case.
create table inbox.by_post (
  tenant_id int not null,
  case_id uuid not null,
  primary key (tenant_id, case_id)
);
select platform_protect('inbox.by_post');
