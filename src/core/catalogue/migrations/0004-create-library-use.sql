-- Which current service versions use which version of a block or code list, written when a version becomes current.
create table catalogue.library_use (
  tenant_id int not null,
  kind text not null check (kind in ('block', 'codeList')),
  name text not null,
  version text not null,
  slug text not null,
  version_id uuid not null,
  primary key (tenant_id, kind, name, version, slug)
);
create index library_use_by_service on catalogue.library_use (tenant_id, slug);
select platform_protect('catalogue.library_use');
