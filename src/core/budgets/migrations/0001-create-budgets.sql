-- What is planned, committed (ordered) and expected; what was spent stands in `booking`. Amounts are never negative: less is a changed line.
create table budgets.line (
  tenant_id int not null,
  id uuid not null,
  -- null: running operation that no project stands for
  project_id uuid,
  year int not null check (year between 2000 and 2100),
  kind text not null check (kind in ('plan', 'committed', 'forecast')),
  cost_type text not null check (cost_type in ('services', 'licences', 'hardware', 'staff', 'training', 'operation', 'other')),
  running boolean not null,
  product text not null default '',
  cost_centre text not null default '',
  text text not null default '',
  amount_cents bigint not null check (amount_cents >= 0),
  noted_by_name text not null,
  noted_at timestamptz not null,
  primary key (tenant_id, id)
);
create index line_by_project on budgets.line (tenant_id, project_id, year);
create index line_by_year on budgets.line (tenant_id, year, id);
select platform_protect('budgets.line');

-- Money that was paid. Never changed and never deleted: a mistake is taken back by a counter booking (GoBD), the only one below zero.
create table budgets.booking (
  tenant_id int not null,
  id uuid not null,
  project_id uuid,
  funding_id uuid,
  year int not null,
  booked_on date not null,
  amount_cents bigint not null,
  cost_type text not null check (cost_type in ('services', 'licences', 'hardware', 'staff', 'training', 'operation', 'other')),
  running boolean not null default false,
  product text not null default '',
  text text not null,
  source_kind text not null check (source_kind in ('invoice', 'manual', 'payroll', 'internal', 'counter')),
  source_ref text not null,
  reverses_id uuid,
  noted_by_name text not null,
  noted_at timestamptz not null,
  primary key (tenant_id, id),
  check ((amount_cents > 0) = (reverses_id is null)),
  check (amount_cents <> 0)
);
-- the same invoice is booked once, the same booking is taken back once
create unique index booking_by_source on budgets.booking (tenant_id, source_kind, source_ref);
create unique index booking_by_reversal on budgets.booking (tenant_id, reverses_id);
create index booking_by_project on budgets.booking (tenant_id, project_id, year);
create index booking_by_year on budgets.booking (tenant_id, year, booked_on, id);
create index booking_by_funding on budgets.booking (tenant_id, funding_id, booked_on, id);
select platform_protect('budgets.booking');

-- A grant (Zuwendung): money from outside with conditions. Called funding here, because `grant` is a word of SQL and of permissions.
create table budgets.funding (
  tenant_id int not null,
  id uuid not null,
  key text,
  project_id uuid,
  programme text not null,
  giver text not null,
  notice_number text not null default '',
  notice_on date,
  amount_cents bigint not null check (amount_cents > 0),
  rate_percent int not null check (rate_percent between 1 and 100),
  period_from date not null,
  period_until date not null,
  -- Zweckbindung: what was bought must serve the purpose until then
  bound_until date,
  -- vorzeitiger Maßnahmenbeginn: from this day on work may begin without the notice
  early_start_on date,
  conditions text not null default '',
  state text not null check (state in ('applied', 'approved', 'rejected', 'closed')),
  primary key (tenant_id, id),
  check (period_until >= period_from)
);
create index funding_by_project on budgets.funding (tenant_id, project_id, id);
create index funding_by_state on budgets.funding (tenant_id, state, id);
create unique index funding_by_key on budgets.funding (tenant_id, key);
select platform_protect('budgets.funding');

-- Mittelabruf: when money of a grant is asked for and comes in.
create table budgets.drawdown (
  tenant_id int not null,
  id uuid not null,
  funding_id uuid not null,
  due_on date not null,
  amount_cents bigint not null check (amount_cents > 0),
  requested_on date,
  received_on date,
  primary key (tenant_id, id)
);
create index drawdown_by_funding on budgets.drawdown (tenant_id, funding_id, due_on);
select platform_protect('budgets.drawdown');

-- Duties of a grant with their dates: interim report, proof of use, publicity, keeping of papers.
create table budgets.duty (
  tenant_id int not null,
  id uuid not null,
  funding_id uuid not null,
  kind text not null check (kind in ('interim-report', 'proof-of-use', 'drawdown', 'publicity', 'retention', 'other')),
  title text not null,
  due_on date not null,
  done_on date,
  note text not null default '',
  reminded_on date,
  primary key (tenant_id, id)
);
create index duty_by_funding on budgets.duty (tenant_id, funding_id, due_on);
create index duty_by_date on budgets.duty (tenant_id, due_on, id) where done_on is null;
select platform_protect('budgets.duty');
