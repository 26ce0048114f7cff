import type { VNode } from 'preact';
import { page, view } from '#platform/http';
import { may } from '#platform/module';
import { Badge, EmptyState, Link, PageHeader, Stack, Table, Time, type BadgeState } from '#platform/ui';
import { listServiceStates, type ServiceOverview, type ServiceState } from '../publish/service-states.ts';

export const stateWords: Record<ServiceState, { words: string; look: BadgeState }> = {
  current: { words: 'veröffentlicht', look: 'done' },
  changed: { words: 'geändert, noch nicht veröffentlicht', look: 'soon' },
  new: { words: 'neu, noch nicht veröffentlicht', look: 'soon' },
  broken: { words: 'fehlerhaft', look: 'late' },
  ahead: { words: 'in der Werkstatt weiterentwickelt', look: 'done' },
  'without-folder': { words: 'aus der Werkstatt', look: 'done' },
};

/** All services as data: which version runs, what lies in the folder, what is wrong. */
export const officeServicesPage = page({
  method: 'GET',
  path: '/office/verwaltung/leistungen',
  site: 'office',
  access: 'may:catalogue/edit',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const services = await listServiceStates(ctx);
      return view({
        title: 'Leistungen',
        width: 'full',
        nav: '/office/verwaltung/leistungen',
        body: (
          <Stack>
            <PageHeader
              title="Leistungen"
              lead={leadOf(services, may(rq.actor, 'catalogue/publish'))}
              actions={
                <>
                  <Link href="/office/verwaltung/texte">Texte</Link> <Link href="/office/verwaltung/kataloge">Kataloge</Link> <Link href="/office/verwaltung/bausteine">Bausteine</Link> <Link href="/office/verwaltung/datenschutz/formulare">Datenschutz</Link>
                </>
              }
            />
            <ServiceTable services={services} />
          </Stack>
        ),
      });
    }),
});

function leadOf(services: ServiceOverview[], publisher: boolean): string {
  const waiting = services.filter(({ state }) => state === 'changed' || state === 'new').length;
  const broken = services.filter(({ state }) => state === 'broken').length;
  const parts = [waiting > 0 ? `${waiting} zu veröffentlichen` : '', broken > 0 ? `${broken} fehlerhaft` : ''].filter(Boolean);
  const state = parts.length > 0 ? `${services.length} Leistungen, davon ${parts.join(' und ')}.` : `${services.length} Leistungen, alle auf dem neuesten Stand.`;
  return publisher ? state : `${state} Veröffentlichen darf die Leistungsfreigabe.`;
}

function ServiceTable({ services }: { services: ServiceOverview[] }): VNode {
  return (
    <Table
      compact
      stickyHead
      caption="Leistungen mit ihrem Stand"
      captionHidden
      rows={services}
      rowKey={(row) => row.slug}
      empty={<EmptyState title="Noch keine Leistung">Legen Sie einen Ordner mit service.yaml unter services/ an.</EmptyState>}
      columns={[
        { key: 'name', head: 'Leistung', rowHead: true, cell: (row) => <Link href={`/office/verwaltung/leistungen/${row.slug}`}>{row.published?.name ?? row.slug}</Link> },
        { key: 'slug', head: 'Kürzel', wideOnly: true, cell: (row) => <code>{row.slug}</code> },
        { key: 'state', head: 'Stand', cell: (row) => <Badge state={stateWords[row.state].look}>{stateWords[row.state].words}</Badge> },
        { key: 'number', head: 'Fassung', numeric: true, cell: (row) => row.published?.number ?? '–' },
        { key: 'at', head: 'Veröffentlicht', cell: (row) => (row.published ? <Time at={row.published.publishedAt} /> : '–') },
        { key: 'by', head: 'Von', wideOnly: true, cell: (row) => row.published?.publishedBy ?? '–' },
        { key: 'findings', head: 'Befunde', numeric: true, cell: (row) => row.findings.filter(({ severity }) => severity === 'error').length || '–' },
      ]}
    />
  );
}
