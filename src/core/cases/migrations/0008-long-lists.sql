-- Among a million cases: those that run are a few of each office, and a frequent word is looked up per case while the list is walked.
create index case_running on cases.case (tenant_id, office_id, submitted_at, id) where status not in ('closed', 'withdrawn');
create index case_word_by_case on cases.case_word (tenant_id, case_id, word);
