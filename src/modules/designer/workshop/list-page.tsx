import type { VNode } from 'preact';
import { z } from 'zod';
import { draftOfService, listDrafts, listServices, type Draft, type PublishedService } from '#core/catalogue';
import { page, redirect, view } from '#platform/http';
import { Badge, Button, EmptyState, Form, Link, PageHeader, Row, SearchField, Stack, Table, Time } from '#platform/ui';
import { LIST, tabHref } from './tabs.ts';
import { draftStateWords } from './workshop-view.tsx';

type Line = { slug: string; name: string; draft?: Draft; published?: PublishedService };

/** All services and what is being worked on, unfinished work first. */
export const workshopListPage = page({
  method: 'GET',
  path: LIST,
  site: 'office',
  access: 'may:catalogue/edit',
  query: z.object({ q: z.string().max(80).default('') }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const [drafts, services] = [await listDrafts(ctx), await listServices(ctx)];
      const lines = linesOf(drafts, services).filter(({ name, slug }) => `${name} ${slug}`.toLowerCase().includes(rq.query.q.trim().toLowerCase()));
      return view({
        title: 'Werkstatt',
        width: 'full',
        nav: LIST,
        body: (
          <Stack>
            <PageHeader
              title="Werkstatt"
              lead={leadOf(drafts, services.length)}
              actions={
                <Row>
                  <Button variant="primary" href={`${LIST}/neu`} icon="add">
                    Neue Leistung
                  </Button>
                  <Button href={`${LIST}/einlesen`}>Paket einlesen</Button>
                  <Button href={`${LIST}/fundstellen`}>In allen Leistungen suchen</Button>
                </Row>
              }
            />
            <SearchField action={LIST} label="Leistung finden" value={rq.query.q} size="small" />
            <LineTable lines={lines} searched={rq.query.q !== ''} />
          </Stack>
        ),
      });
    }),
});

function linesOf(drafts: Draft[], services: PublishedService[]): Line[] {
  const published = new Map(services.map((service) => [service.slug, service]));
  const working = drafts.map((draft): Line => ({ slug: draft.slug, name: draft.name, draft, ...(published.has(draft.slug) ? { published: published.get(draft.slug) as PublishedService } : {}) }));
  const drafted = new Set(drafts.map(({ slug }) => slug));
  return [...working, ...services.filter(({ slug }) => !drafted.has(slug)).map((service): Line => ({ slug: service.slug, name: service.name, published: service }))];
}

function leadOf(drafts: Draft[], services: number): string {
  const waiting = drafts.filter(({ state }) => state === 'test').length;
  const work = drafts.length === 0 ? 'Gerade wird an keiner gearbeitet.' : drafts.length === 1 ? 'An einer wird gearbeitet.' : `An ${drafts.length} wird gearbeitet.`;
  return `${services} Leistungen sind online. ${work}${waiting > 0 ? ` ${waiting} ${waiting === 1 ? 'wartet' : 'warten'} auf Freigabe.` : ''}`;
}

function LineTable({ lines, searched }: { lines: Line[]; searched: boolean }): VNode {
  return (
    <Table
      compact
      stickyHead
      caption="Leistungen und Entwürfe"
      captionHidden
      rows={lines}
      rowKey={(row) => row.slug}
      empty={<EmptyState title={searched ? 'Keine Leistung heißt so' : 'Noch keine Leistung'}>Mit „Neue Leistung“ beginnen Sie eine nach einem Muster.</EmptyState>}
      columns={[
        { key: 'name', head: 'Leistung', rowHead: true, cell: ({ name, draft, slug }) => (draft ? <Link href={tabHref(draft.id, 'uebersicht')}>{name}</Link> : <span title={slug}>{name}</span>) },
        { key: 'state', head: 'Stand', cell: ({ draft }) => (draft ? <Badge state={draftStateWords[draft.state].look}>{draftStateWords[draft.state].words}</Badge> : <Badge state="done">online</Badge>) },
        { key: 'number', head: 'Fassung', numeric: true, cell: ({ published }) => published?.number ?? '–' },
        { key: 'at', head: 'Zuletzt geändert', cell: ({ draft, published }) => <Time at={draft?.changedAt ?? published?.publishedAt ?? new Date(0)} /> },
        { key: 'by', head: 'Von', wideOnly: true, cell: ({ draft, published }) => draft?.changedByName ?? published?.publishedBy ?? '' },
        {
          key: 'open',
          head: 'Öffnen',
          headHidden: true,
          cell: ({ draft, slug, name }) =>
            draft ? (
              <Link href={tabHref(draft.id, 'uebersicht')}>weiterarbeiten</Link>
            ) : (
              <Form action={`${LIST}/bearbeiten`} inline>
                <input type="hidden" name="slug" value={slug} />
                <Button type="submit" size="small" variant="tertiary" attributes={{ 'aria-label': `${name} bearbeiten` }}>
                  bearbeiten
                </Button>
              </Form>
            ),
        },
      ]}
    />
  );
}

/** Opens the draft of a service; begins one when there is none. */
export const editServicePost = page({
  method: 'POST',
  path: `${LIST}/bearbeiten`,
  site: 'office',
  access: 'may:catalogue/edit',
  body: z.object({ slug: z.string().max(80) }),
  handle: async (rq) => redirect(tabHref(await rq.transact((ctx) => draftOfService(ctx, rq.body.slug)), 'uebersicht')),
});

