import { z } from 'zod';
import { page, view } from '#platform/http';
import { Badge, EmptyState, Link, PageHeader, Pagination, SearchField, Stack, Table } from '#platform/ui';
import { listEntries, searchServices } from '../search/search-services.ts';
import { IMPORTS } from './imports-page.tsx';

export const ENTRIES = '/office/verwaltung/eintraege';
const SERVICES = '/office/verwaltung/leistungen';

/** Every entry of the catalogue, to find the one to edit. */
export const entriesPage = page({
  method: 'GET',
  path: ENTRIES,
  site: 'office',
  access: 'may:catalogue/edit',
  query: z.object({ q: z.string().max(300).optional().catch(undefined), ab: z.string().max(600).optional().catch(undefined) }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { q, ab } = rq.query;
      const more = { limit: 50, ...(ab ? { cursor: ab } : {}) };
      const found = q?.trim() ? await searchServices(ctx, { query: q, ...more }) : await listEntries(ctx, more);
      const href = (cursor?: string): string => `${ENTRIES}?${new URLSearchParams({ ...(q ? { q } : {}), ...(cursor ? { ab: cursor } : {}) })}`;
      return view({
        title: 'Einträge',
        width: 'full',
        nav: SERVICES,
        crumbs: [{ label: 'Leistungen', href: SERVICES }, { label: 'Kataloge', href: IMPORTS }, { label: 'Einträge' }],
        body: (
          <Stack>
            <PageHeader title="Einträge im Katalog" lead="Eingelesene Leistungen ergänzen Sie hier. Leistungen mit Formular bearbeiten Sie in der Werkstatt." />
            <SearchField action={ENTRIES} label="Leistung suchen" value={q} id="eintrag-suchen" />
            <Table
              compact
              caption="Einträge"
              captionHidden
              rows={found.hits}
              rowKey={(hit) => hit.slug}
              empty={<EmptyState title="Nichts gefunden">Versuchen Sie ein anderes Wort.</EmptyState>}
              columns={[
                { key: 'name', head: 'Leistung', rowHead: true, cell: (hit) => <Link href={hit.online ? `${SERVICES}/${hit.slug}` : `${ENTRIES}/${hit.slug}`}>{hit.name}</Link> },
                { key: 'summary', head: 'Kurzbeschreibung', wideOnly: true, cell: (hit) => hit.summary },
                { key: 'online', head: 'Stand', cell: (hit) => <Badge state={hit.online ? 'done' : 'neutral'}>{hit.online ? 'online' : 'noch nicht online'}</Badge> },
              ]}
            />
            <Pagination shown={found.hits.length} total={found.total} noun="Einträge" {...(ab ? { previous: href() } : {})} {...(found.nextCursor ? { next: href(found.nextCursor) } : {})} />
          </Stack>
        ),
      });
    }),
});
