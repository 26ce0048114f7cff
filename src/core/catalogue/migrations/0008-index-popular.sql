-- The few services that the city puts forward; the search and the start page read these instead of every hit's entry.
create index entry_by_popular on catalogue.entry (tenant_id, popular, slug) where popular < 100;
