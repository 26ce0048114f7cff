-- When its owner was reminded that it ends soon; empty again with another day.
alter table papers.paper add column reminded_on date;
create index paper_by_end on papers.paper (tenant_id, valid_until) where reminded_on is null and valid_until is not null;
