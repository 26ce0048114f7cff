-- Committees, teams and working groups, the staff council among them.
create table bodies.body (
  tenant_id int not null,
  id uuid not null,
  -- named by the city's file and by other folders: 'lenkungskreis'
  key text not null,
  name text not null,
  kind text not null check (kind in ('steering-committee', 'steering-team', 'working-group', 'staff-council', 'other')),
  purpose text not null default '',
  rhythm text not null default '',
  project_id uuid,
  -- what was said there is for its members only (§ 35 BPersVG and the laws of the Länder for the staff council)
  confidential boolean not null default false,
  closed_on date,
  primary key (tenant_id, id)
);
create unique index body_by_key on bodies.body (tenant_id, key);
select platform_protect('bodies.body');

-- Who belongs to it as what, from when to when: rows end, they don't go.
create table bodies.member (
  tenant_id int not null,
  id uuid not null,
  body_id uuid not null,
  account_id uuid not null,
  role text not null check (role in ('chair', 'deputy', 'member', 'adviser', 'minutes')),
  from_on date not null,
  until_on date,
  primary key (tenant_id, id),
  foreign key (tenant_id, body_id) references bodies.body (tenant_id, id),
  check (until_on is null or until_on >= from_on)
);
create index member_by_body on bodies.member (tenant_id, body_id, from_on);
create index member_by_account on bodies.member (tenant_id, account_id);
select platform_protect('bodies.member');

create table bodies.meeting (
  tenant_id int not null,
  id uuid not null,
  body_id uuid not null,
  number int not null,
  title text not null,
  held_on date not null,
  begins text not null default '',
  place text not null default '',
  -- 'closed': the minutes are final; 'approved': a later meeting agreed to them
  state text not null check (state in ('planned', 'running', 'closed', 'approved')),
  closed_at timestamptz,
  closed_by_name text,
  approved_on date,
  primary key (tenant_id, id),
  foreign key (tenant_id, body_id) references bodies.body (tenant_id, id)
);
create unique index meeting_by_number on bodies.meeting (tenant_id, body_id, number);
create index meeting_by_day on bodies.meeting (tenant_id, held_on, id);
select platform_protect('bodies.meeting');

create table bodies.attendance (
  tenant_id int not null,
  meeting_id uuid not null,
  account_id uuid not null,
  state text not null check (state in ('present', 'excused', 'absent')),
  primary key (tenant_id, meeting_id, account_id),
  foreign key (tenant_id, meeting_id) references bodies.meeting (tenant_id, id)
);
select platform_protect('bodies.attendance');

create table bodies.agenda_item (
  tenant_id int not null,
  id uuid not null,
  meeting_id uuid not null,
  number int not null,
  title text not null,
  presenter text not null default '',
  -- where the papers are: a page of the office
  href text not null default '',
  minutes text not null default '',
  primary key (tenant_id, id),
  foreign key (tenant_id, meeting_id) references bodies.meeting (tenant_id, id)
);
create unique index agenda_item_by_number on bodies.agenda_item (tenant_id, meeting_id, number);
select platform_protect('bodies.agenda_item');

-- What was decided, and the task that follows from it.
create table bodies.resolution (
  tenant_id int not null,
  id uuid not null,
  number text not null,
  body_id uuid not null,
  meeting_id uuid,
  agenda_item_id uuid,
  title text not null,
  text text not null,
  project_id uuid,
  votes_for int,
  votes_against int,
  abstentions int,
  responsible_id uuid,
  due_on date,
  decided_on date not null,
  state text not null check (state in ('open', 'done', 'dropped')),
  closed_on date,
  result text not null default '',
  reminded_on date,
  primary key (tenant_id, id),
  foreign key (tenant_id, body_id) references bodies.body (tenant_id, id)
);
create unique index resolution_by_number on bodies.resolution (tenant_id, number);
create index resolution_by_body on bodies.resolution (tenant_id, body_id, decided_on, id);
create index resolution_by_day on bodies.resolution (tenant_id, decided_on, id);
create index resolution_by_due on bodies.resolution (tenant_id, due_on, id) where state = 'open';
create index resolution_by_meeting on bodies.resolution (tenant_id, meeting_id);
create index resolution_by_project on bodies.resolution (tenant_id, project_id);
select platform_protect('bodies.resolution');
