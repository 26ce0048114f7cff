-- A service and its versions. A version never changes: a running case stays on the version it began with.
create table catalogue.service (
  tenant_id int not null,
  slug text not null,
  current_version_id uuid,
  primary key (tenant_id, slug)
);
select platform_protect('catalogue.service');

create table catalogue.service_version (
  tenant_id int not null,
  id uuid not null,
  slug text not null,
  number int not null,
  bundle jsonb not null,
  hash text not null,
  published_at timestamptz not null,
  published_by text not null,
  primary key (tenant_id, id),
  unique (tenant_id, slug, number),
  unique (tenant_id, slug, hash),
  foreign key (tenant_id, slug) references catalogue.service (tenant_id, slug)
);
select platform_protect('catalogue.service_version');
