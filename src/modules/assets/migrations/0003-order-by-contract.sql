-- Contracts without an end come last; so the list is ordered by this expression and needs it as an index.
create index it_service_by_contract on assets.it_service (tenant_id, (coalesce(contract_ends_on, date '9999-12-31')), id);
