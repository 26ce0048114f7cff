-- What was decided in a month, for the key figures: how many, how long it took, how many without a person.
create index case_by_decided on cases.case (tenant_id, decided_at, id) where decided_at is not null;
