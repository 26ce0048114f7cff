-- Closed files in the order in which their retention ends.
create index case_file_by_closed on records.case_file (tenant_id, closed_at, id) where closed_at is not null;
