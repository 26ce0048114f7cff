-- How the ways in work that nobody watches: the mailbox and the watched folder. `trouble` is a German sentence for the post room.
create table inbound_post.way (
  tenant_id int not null,
  way text not null check (way in ('mail', 'folder')),
  tried_at timestamptz not null,
  worked_at timestamptz,
  trouble text,
  trouble_since timestamptz,
  primary key (tenant_id, way)
);
select platform_protect('inbound_post.way');
