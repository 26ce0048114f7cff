-- The address at which this kind of mail is stopped, for the button of mail programs (RFC 8058); null for what must be told.
alter table mail.message add column stop_link text;
