-- Whom a project changes something for.
create table change.affected (
  tenant_id int not null,
  id uuid not null,
  project_id uuid not null,
  topic text not null,
  kind text not null check (kind in ('all', 'office', 'role')),
  ref text not null default '',
  label text not null,
  impact text not null,
  from_on date,
  primary key (tenant_id, id)
);
create index affected_by_project on change.affected (tenant_id, project_id, id);
select platform_protect('change.affected');

create table change.news (
  tenant_id int not null,
  id uuid not null,
  project_id uuid,
  topic text not null default '',
  title text not null,
  text text not null,
  published_at timestamptz not null,
  author_name text not null,
  -- sealed key of this one news; thrown away when it is over, then nobody can find out any more who confirmed
  reader_key text,
  closed_on date,
  primary key (tenant_id, id)
);
create index news_by_day on change.news (tenant_id, published_at, id);
create index news_by_project on change.news (tenant_id, project_id, published_at);
select platform_protect('change.news');

-- For whom a news is, and how many of them have confirmed it: a count, never a list.
create table change.news_group (
  tenant_id int not null,
  id uuid not null,
  news_id uuid not null,
  kind text not null check (kind in ('all', 'office', 'role')),
  ref text not null default '',
  label text not null,
  confirmed int not null default 0,
  primary key (tenant_id, id),
  foreign key (tenant_id, news_id) references change.news (tenant_id, id)
);
create index news_group_by_news on change.news_group (tenant_id, news_id, id);
select platform_protect('change.news_group');

-- Keyed hashes, only so that nobody is counted twice.
create table change.news_reader (
  tenant_id int not null,
  news_id uuid not null,
  reader_hash text not null,
  primary key (tenant_id, news_id, reader_hash),
  foreign key (tenant_id, news_id) references change.news (tenant_id, id)
);
select platform_protect('change.news_reader');

create table change.training (
  tenant_id int not null,
  id uuid not null,
  project_id uuid,
  topic text not null default '',
  title text not null,
  text text not null default '',
  begins_at timestamptz not null,
  ends_at timestamptz not null,
  place text not null,
  places int not null check (places between 1 and 1000),
  cancelled_on date,
  primary key (tenant_id, id),
  check (ends_at > begins_at)
);
create index training_by_day on change.training (tenant_id, begins_at, id);
create index training_by_project on change.training (tenant_id, project_id, begins_at);
select platform_protect('change.training');

-- Who comes: a training needs names. `position` orders the waiting list.
create table change.registration (
  tenant_id int not null,
  training_id uuid not null,
  account_id uuid not null,
  position int not null,
  registered_at timestamptz not null,
  primary key (tenant_id, training_id, account_id),
  foreign key (tenant_id, training_id) references change.training (tenant_id, id)
);
create index registration_by_position on change.registration (tenant_id, training_id, position);
create index registration_by_account on change.registration (tenant_id, account_id);
select platform_protect('change.registration');

create table change.survey (
  tenant_id int not null,
  id uuid not null,
  project_id uuid,
  topic text not null default '',
  title text not null,
  intro text not null default '',
  -- [{ key, text, kind: 'scale' | 'choice' | 'text', options? }]
  questions jsonb not null,
  from_on date not null,
  until_on date not null,
  answers int not null default 0,
  participant_key text,
  primary key (tenant_id, id),
  check (until_on >= from_on)
);
create index survey_by_day on change.survey (tenant_id, until_on, id);
create index survey_by_project on change.survey (tenant_id, project_id, until_on);
select platform_protect('change.survey');

-- Who is asked. Whoever belongs to several is counted in the first.
create table change.survey_group (
  tenant_id int not null,
  id uuid not null,
  survey_id uuid not null,
  position int not null,
  kind text not null check (kind in ('all', 'office', 'role')),
  ref text not null default '',
  label text not null,
  answers int not null default 0,
  primary key (tenant_id, id),
  foreign key (tenant_id, survey_id) references change.survey (tenant_id, id)
);
create index survey_group_by_survey on change.survey_group (tenant_id, survey_id, position);
select platform_protect('change.survey_group');

create table change.survey_participant (
  tenant_id int not null,
  survey_id uuid not null,
  participant_hash text not null,
  primary key (tenant_id, survey_id, participant_hash),
  foreign key (tenant_id, survey_id) references change.survey (tenant_id, id)
);
select platform_protect('change.survey_participant');

-- Answers are counters: there is no row of one person that could be found.
create table change.survey_count (
  tenant_id int not null,
  survey_id uuid not null,
  group_id uuid not null,
  question text not null,
  value text not null,
  count int not null,
  primary key (tenant_id, survey_id, group_id, question, value),
  foreign key (tenant_id, survey_id) references change.survey (tenant_id, id)
);
select platform_protect('change.survey_count');

-- Free words, without group, time or order: the id is random.
create table change.survey_text (
  tenant_id int not null,
  survey_id uuid not null,
  id uuid not null,
  question text not null,
  text text not null,
  primary key (tenant_id, survey_id, id),
  foreign key (tenant_id, survey_id) references change.survey (tenant_id, id)
);
select platform_protect('change.survey_text');

create table change.question (
  tenant_id int not null,
  id uuid not null,
  project_id uuid,
  topic text not null default '',
  text text not null,
  -- null: asked without a name
  asked_by_name text,
  asked_on date not null,
  answer text not null default '',
  answered_by_name text,
  answered_on date,
  primary key (tenant_id, id),
  check ((answered_on is null) = (answer = ''))
);
create index question_by_day on change.question (tenant_id, asked_on, id);
create index question_by_project on change.question (tenant_id, project_id, asked_on);
select platform_protect('change.question');

-- What staff say, in a few sentences for the next edition of the strategy.
create table change.feedback (
  tenant_id int not null,
  id uuid not null,
  project_id uuid,
  topic text not null default '',
  summary text not null,
  consequence text not null,
  edition text not null,
  made_on date not null,
  made_by_name text not null,
  primary key (tenant_id, id)
);
create index feedback_by_day on change.feedback (tenant_id, made_on, id);
select platform_protect('change.feedback');
