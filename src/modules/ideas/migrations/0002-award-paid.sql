-- When an award was paid out, and who said so.
alter table ideas.award add column paid_on date, add column paid_by_name text;
alter table ideas.award add constraint award_paid check ((state = 'paid') = (paid_on is not null and paid_by_name is not null));
