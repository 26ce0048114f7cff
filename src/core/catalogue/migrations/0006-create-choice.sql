-- What people chose after which words: counts by month, only of words the catalogue itself uses, nothing about anybody.
create table catalogue.choice (
  tenant_id int not null,
  stems text collate "C" not null,
  slug text not null,
  month date not null,
  count int not null,
  primary key (tenant_id, stems, slug, month)
);
select platform_protect('catalogue.choice');
