-- A right that the city gave for a time: resident parking and others. The code is what the QR carries; it says nothing about a person.
create table permits.permit (
  tenant_id int not null,
  id uuid not null,
  code text not null,
  case_id uuid not null,
  account_id uuid,
  -- keyed hash of who holds it, so that a person gets no second one; nobody can be read from it
  holder text,
  kind text not null,
  title text not null,
  area text not null,
  plate text,
  valid_from date not null,
  valid_until date not null,
  status text not null check (status in ('valid', 'replaced')),
  issued_at timestamptz not null,
  replaced_at timestamptz,
  primary key (tenant_id, id)
);
create unique index permit_by_code on permits.permit (tenant_id, code);
create index permit_by_case on permits.permit (tenant_id, case_id);
create index permit_by_account on permits.permit (tenant_id, account_id, valid_until desc) where account_id is not null;
create index permit_by_holder on permits.permit (tenant_id, kind, holder) where holder is not null and status = 'valid';
create index permit_by_plate on permits.permit (tenant_id, plate, valid_until desc) where plate is not null;
select platform_protect('permits.permit');
