-- why something that came in could not be read as what it says it is; it waits like everything else, and somebody looks
alter table inbound_post.item add column trouble text;
