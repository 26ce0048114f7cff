-- A themed call for ideas.
create table ideas.campaign (
  tenant_id int not null,
  id uuid not null,
  title text not null,
  text text not null default '',
  from_on date not null,
  until_on date not null,
  made_by_name text not null,
  primary key (tenant_id, id),
  check (until_on >= from_on)
);
create index campaign_by_day on ideas.campaign (tenant_id, until_on, id);
select platform_protect('ideas.campaign');

-- Ids are random, not made of time, and days are all there is: whoever wrote without a name is not found by when it was.
create table ideas.idea (
  tenant_id int not null,
  id uuid not null,
  number text not null,
  title text not null,
  problem text not null,
  -- empty: only the problem was named
  proposal text not null default '',
  benefit text not null default '',
  saving_cents bigint,
  office_id uuid,
  campaign_id uuid,
  author_id uuid,
  -- SHA-256 of the code of the mailbox; set exactly for ideas without a name
  mailbox_hash text,
  submitted_on date not null,
  state text not null check (state in ('submitted', 'review', 'accepted', 'implemented', 'dropped', 'rejected', 'merged', 'withdrawn')),
  step_due_on date,
  first_answer_on date,
  decided_on date,
  decided_by_name text,
  reason_code text,
  reason text not null default '',
  responsible_id uuid,
  due_on date,
  closed_on date,
  closing text not null default '',
  merged_into uuid,
  project_id uuid,
  -- kept with every rating: means times 100 and how many people rated, those of merged ideas once
  impact int not null default 0,
  effort int not null default 0,
  ratings int not null default 0,
  comments int not null default 0,
  primary key (tenant_id, id),
  check (author_id is null or mailbox_hash is null or state in ('accepted', 'implemented', 'dropped')),
  check (state <> 'merged' or merged_into is not null)
);
create unique index idea_by_number on ideas.idea (tenant_id, number);
create index idea_by_day on ideas.idea (tenant_id, submitted_on, id);
create index idea_by_state on ideas.idea (tenant_id, state, submitted_on, id);
create index idea_by_office on ideas.idea (tenant_id, office_id, submitted_on, id);
create index idea_by_campaign on ideas.idea (tenant_id, campaign_id, submitted_on, id);
create index idea_by_author on ideas.idea (tenant_id, author_id, submitted_on, id);
create index idea_by_due on ideas.idea (tenant_id, step_due_on, id) where step_due_on is not null;
create index idea_by_merge on ideas.idea (tenant_id, merged_into) where merged_into is not null;
create unique index idea_by_mailbox on ideas.idea (tenant_id, mailbox_hash) where mailbox_hash is not null;
select platform_protect('ideas.idea');

-- Word stems for search and likeness: row-level security lets only B-tree indexes be used.
create table ideas.word (
  tenant_id int not null,
  word text not null,
  idea_id uuid not null,
  primary key (tenant_id, word, idea_id)
);
create index word_by_idea on ideas.word (tenant_id, idea_id);
select platform_protect('ideas.word');

create table ideas.attachment (
  tenant_id int not null,
  id uuid not null,
  idea_id uuid not null,
  name text not null,
  mime text not null,
  hash text not null,
  size bigint not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, idea_id) references ideas.idea (tenant_id, id)
);
create index attachment_by_idea on ideas.attachment (tenant_id, idea_id);
create index attachment_by_hash on ideas.attachment (tenant_id, hash);
select platform_protect('ideas.attachment');

-- Both ways between whoever wrote without a name and the moderation.
create table ideas.letter (
  tenant_id int not null,
  id uuid not null,
  idea_id uuid not null,
  position int not null,
  -- null: from the person without a name
  from_name text,
  text text not null,
  written_on date not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, idea_id) references ideas.idea (tenant_id, id)
);
create unique index letter_by_idea on ideas.letter (tenant_id, idea_id, position);
select platform_protect('ideas.letter');

create table ideas.comment (
  tenant_id int not null,
  id uuid not null,
  idea_id uuid not null,
  kind text not null check (kind in ('comment', 'answer', 'progress')),
  author_id uuid,
  author_name text not null,
  text text not null,
  written_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, idea_id) references ideas.idea (tenant_id, id)
);
create index comment_by_idea on ideas.comment (tenant_id, idea_id, id);
create index comment_by_author on ideas.comment (tenant_id, author_id, written_at);
select platform_protect('ideas.comment');

-- One per person and idea; nobody is ever shown whose it is.
create table ideas.rating (
  tenant_id int not null,
  idea_id uuid not null,
  account_id uuid not null,
  impact int not null check (impact between 1 and 5),
  effort int not null check (effort between 1 and 5),
  rated_on date not null,
  primary key (tenant_id, idea_id, account_id),
  foreign key (tenant_id, idea_id) references ideas.idea (tenant_id, id)
);
create index rating_by_account on ideas.rating (tenant_id, account_id, rated_on);
select platform_protect('ideas.rating');

create table ideas.opinion (
  tenant_id int not null,
  id uuid not null,
  idea_id uuid not null,
  expert_id uuid not null,
  question text not null,
  asked_on date not null,
  asked_by_name text not null,
  due_on date not null,
  verdict text check (verdict in ('for', 'conditional', 'against')),
  text text not null default '',
  -- for the moderation only
  note text not null default '',
  saving_cents bigint,
  given_on date,
  reminded_on date,
  escalated_on date,
  primary key (tenant_id, id),
  foreign key (tenant_id, idea_id) references ideas.idea (tenant_id, id),
  check ((verdict is null) = (given_on is null))
);
create index opinion_by_idea on ideas.opinion (tenant_id, idea_id, id);
create index opinion_by_expert on ideas.opinion (tenant_id, expert_id, due_on) where given_on is null;
create index opinion_by_due on ideas.opinion (tenant_id, due_on, id) where given_on is null;
select platform_protect('ideas.opinion');

-- How an award is computed; a rule is never changed, a new version takes its place.
create table ideas.award_rule (
  tenant_id int not null,
  version int not null,
  from_on date not null,
  share_percent int not null check (share_percent between 0 and 100),
  flat_cents bigint not null check (flat_cents >= 0),
  cap_cents bigint not null check (cap_cents >= 0),
  made_by_name text not null,
  primary key (tenant_id, version)
);
select platform_protect('ideas.award_rule');

create table ideas.award (
  tenant_id int not null,
  id uuid not null,
  idea_id uuid not null,
  rule_version int not null,
  -- saving of the first year; null: it cannot be calculated, then the flat sum
  saving_cents bigint,
  amount_cents bigint not null,
  explanation text not null,
  state text not null check (state in ('proposed', 'approved', 'refused', 'paid')),
  proposed_by uuid not null,
  proposed_by_name text not null,
  proposed_on date not null,
  decided_by uuid,
  decided_by_name text,
  decided_on date,
  comment text not null default '',
  primary key (tenant_id, id),
  foreign key (tenant_id, idea_id) references ideas.idea (tenant_id, id),
  -- four eyes, also for whoever writes to the database past the program
  check (decided_by is null or decided_by <> proposed_by)
);
create unique index award_of_idea on ideas.award (tenant_id, idea_id) where state <> 'refused';
create index award_by_day on ideas.award (tenant_id, proposed_on, id);
select platform_protect('ideas.award');
