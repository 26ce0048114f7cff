-- Since when letters of a case go by post: the day on which the consent to electronic notices was refused or withdrawn.
alter table inbox.by_post add column chosen_at timestamptz;
