-- A text block (Textbaustein); with a subject it is a template (Vorlage). Without an office the whole city uses it.
create table text_blocks.block (
  tenant_id int not null,
  id uuid not null,
  office_id uuid,
  name text not null,
  -- what it is for: 'note', 'message', 'letter', 'order'
  uses text[] not null,
  subject text not null default '',
  text text not null,
  version int not null,
  changed_at timestamptz not null,
  changed_by_name text not null,
  retired_at timestamptz,
  primary key (tenant_id, id)
);
create unique index block_by_name on text_blocks.block (tenant_id, lower(name), coalesce(office_id, '00000000-0000-0000-0000-000000000000')) where retired_at is null;
create index block_in_order on text_blocks.block (tenant_id, name, id) where retired_at is null;
select platform_protect('text_blocks.block');

-- What a block said when: never changed. What was written with it keeps its words anyway.
create table text_blocks.version (
  tenant_id int not null,
  block_id uuid not null,
  number int not null,
  name text not null,
  uses text[] not null,
  subject text not null,
  text text not null,
  made_at timestamptz not null,
  made_by_name text not null,
  primary key (tenant_id, block_id, number)
);
select platform_protect('text_blocks.version');
