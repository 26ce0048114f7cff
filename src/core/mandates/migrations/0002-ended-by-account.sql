-- what a person was ever allowed is found without reading everybody's
create index mandate_ever_by_account on mandates.mandate (tenant_id, account_id);
