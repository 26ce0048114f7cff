-- A text may be answered for by a person, not only by a name; who was reminded of which date is not told twice.
alter table catalogue.care add column owner_id uuid;
alter table catalogue.care add column reminded_for date;
create index care_by_owner on catalogue.care (tenant_id, owner_id, review_on, slug) where owner_id is not null;
