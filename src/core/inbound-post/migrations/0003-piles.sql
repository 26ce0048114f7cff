-- A pile with several cover or separation sheets is cut into parts: each waits like something that came in by itself, the pile stays as it came.
alter table inbound_post.item drop constraint item_state_check;
alter table inbound_post.item add constraint item_state_check check (state in ('new', 'filed', 'application', 'discarded', 'split'));
alter table inbound_post.item add column part_of uuid;
-- '4–7': pages of the pile, for the transfer note
alter table inbound_post.item add column part_pages text;
alter table inbound_post.item add column pile_hash text;
create index item_of_pile on inbound_post.item (tenant_id, part_of, id) where part_of is not null;
-- files that were handed over while a paper application was typed in: they stay when the form has a mistake
alter table inbound_post.item add column kept_files jsonb not null default '{}';
