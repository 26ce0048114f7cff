-- What the city says a service is also called, as a whole ("Auto anmelden"): who types just this means it. English names too.
create table catalogue.phrase (
  tenant_id int not null,
  folded text collate "C" not null,
  slug text not null,
  primary key (tenant_id, folded, slug)
);
create index phrase_by_slug on catalogue.phrase (tenant_id, slug);

-- Rows are protected even from the owner: what is there of all tenants is seen without that only.
alter table catalogue.entry no force row level security;
alter table catalogue.entry_text no force row level security;

insert into catalogue.phrase (tenant_id, folded, slug)
select distinct e.tenant_id, trim(regexp_replace(translate(replace(lower(word), 'ß', 'ss'), 'äöüéèáàç', 'aoueeaac'), '[^a-z0-9]+', ' ', 'g')) as folded, e.slug
from catalogue.entry e cross join lateral (
  select jsonb_array_elements_text(case jsonb_typeof(e.details->'synonyms') when 'array' then e.details->'synonyms' else coalesce(e.details->'synonyms'->'de', '[]') end) as word
  union all select jsonb_array_elements_text(case jsonb_typeof(e.details->'synonyms') when 'object' then coalesce(e.details->'synonyms'->'en', '[]') else '[]' end)
  union all select e.details->'name'->>'en'
) as called
where e.source <> 'import' and word ~ '[[:alnum:]]'
on conflict do nothing;

-- What the city has written itself goes before what a catalogue merely lists.
alter table catalogue.entry_text add column imported boolean not null default false;
update catalogue.entry_text t set imported = true from catalogue.entry e where e.tenant_id = t.tenant_id and e.slug = t.slug and e.source = 'import';

alter table catalogue.entry force row level security;
alter table catalogue.entry_text force row level security;
select platform_protect('catalogue.phrase');
