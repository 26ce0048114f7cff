-- The statutory clock of a case: day it began, why it stands still, how it was extended (once, § 42a (2) VwVfG). Null: the city only
-- promised a processing time. `due_on` and `paused_at` stay columns, because lists read them.
alter table cases.case add column clock jsonb;
