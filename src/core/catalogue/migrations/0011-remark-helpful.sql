-- Whether the page helped whoever left a word with the rating; empty for a reported mistake.
alter table catalogue.remark add column helpful boolean;
