-- Identity documents that lie ready in an office: the number of the pick-up slip, what it is and since when. Nothing about a person.
create table pickup.document (
  tenant_id int not null,
  number text not null,
  kind text not null check (kind in ('identity-card', 'passport', 'residence-card', 'driving-licence', 'other')),
  office_id uuid not null,
  ready_on date not null,
  added_at timestamptz not null,
  added_by uuid,
  primary key (tenant_id, number)
);
create index document_by_age on pickup.document (tenant_id, ready_on, number);
select platform_protect('pickup.document');
