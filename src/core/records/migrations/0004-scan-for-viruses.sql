-- What the virus scanner said about a content.
create table records.blob_scan (
  tenant_id int not null,
  hash text not null,
  result text not null check (result in ('clean', 'infected', 'not-scanned')),
  finding text,
  scanned_at timestamptz not null,
  primary key (tenant_id, hash)
);
select platform_protect('records.blob_scan');
