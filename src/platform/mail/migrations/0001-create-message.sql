-- Mails to send: stored with the change that wants them, sent afterwards. The demo shows them on its mailbox page.
create table mail.message (
  tenant_id int not null,
  id uuid not null,
  recipient text not null,
  subject text not null,
  body_text text not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  attempts int not null default 0,
  error text,
  primary key (tenant_id, id)
);
create index message_unsent on mail.message (tenant_id, created_at) where sent_at is null;
select platform_protect('mail.message');
