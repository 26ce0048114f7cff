-- What somebody owes the city for a case. Money is whole cents.
create table payments.claim (
  tenant_id int not null,
  id uuid not null,
  case_id uuid not null,
  case_number text not null,
  account_id uuid,
  debtor text not null,
  purpose text not null,
  amount_cents bigint not null check (amount_cents > 0),
  booking_code text not null,
  due_on date not null,
  -- who moves the money: the debtor, or the city by direct debit
  method text not null check (method in ('transfer', 'debit')),
  status text not null check (status in ('open', 'paid', 'cancelled')),
  created_at timestamptz not null,
  paid_on date,
  settled_at timestamptz,
  cancel_reason text,
  primary key (tenant_id, id)
);
create unique index claim_by_booking_code on payments.claim (tenant_id, booking_code);
create index claim_by_case on payments.claim (tenant_id, case_id, id);
create index claim_by_account on payments.claim (tenant_id, account_id, id desc) where account_id is not null;
create index claim_by_status on payments.claim (tenant_id, status, due_on, id);
select platform_protect('payments.claim');

-- Money that arrived: from a bank statement (CAMT.053) or noted by a clerk. An entry is booked once: its key is the bank's own.
create table payments.receipt (
  tenant_id int not null,
  entry_key text not null,
  claim_id uuid,
  amount_cents bigint not null,
  booked_on date not null,
  payer text not null,
  reference text not null,
  source text not null check (source in ('bank-statement', 'clerk')),
  created_at timestamptz not null,
  primary key (tenant_id, entry_key)
);
create index receipt_unmatched on payments.receipt (tenant_id, booked_on) where claim_id is null;
create index receipt_by_claim on payments.receipt (tenant_id, claim_id) where claim_id is not null;
select platform_protect('payments.receipt');
