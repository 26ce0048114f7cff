import type { VNode } from 'preact';
import { z } from 'zod';
import { page, view } from '#platform/http';
import { compareWords } from '#platform/i18n';
import { may } from '#platform/module';
import { Badge, EmptyState, FilterChips, Link, PageHeader, Pagination, SearchField, Stack, Table, Time, Toolbar, type BadgeState } from '#platform/ui';
import { listServiceStates, type ServiceOverview, type ServiceState } from '../publish/service-states.ts';

export const stateWords: Record<ServiceState, { words: string; look: BadgeState }> = {
  current: { words: 'veröffentlicht', look: 'done' },
  changed: { words: 'geändert, noch nicht veröffentlicht', look: 'soon' },
  new: { words: 'neu, noch nicht veröffentlicht', look: 'soon' },
  broken: { words: 'fehlerhaft', look: 'late' },
  ahead: { words: 'in der Werkstatt weiterentwickelt', look: 'done' },
  'without-folder': { words: 'aus der Werkstatt', look: 'done' },
};

const PATH = '/office/verwaltung/leistungen';
const AT_ONCE = 50;
const query = z.object({
  q: z.string().max(100).optional().catch(undefined),
  stand: z.enum(['offen', 'fehler']).optional().catch(undefined),
  folge: z.enum(['neu']).optional().catch(undefined),
  /** Key of the last service of the page before. */
  ab: z.string().max(80).optional().catch(undefined),
});
type Query = z.output<typeof query>;

const hrefOf = (state: Query, change: Partial<Query> = {}): string => {
  const pairs = Object.entries({ ...state, ab: undefined, ...change }).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return pairs.length > 0 ? `${PATH}?${new URLSearchParams(pairs)}` : PATH;
};

const nameOf = (service: ServiceOverview): string => service.published?.name ?? service.slug;
const isWaiting = ({ state }: ServiceOverview): boolean => state === 'changed' || state === 'new';
const isBroken = ({ state }: ServiceOverview): boolean => state === 'broken';

/** What waits for somebody stands on top. */
const urgencyOf = (service: ServiceOverview): number => (isBroken(service) ? 2 : isWaiting(service) ? 1 : 0);
const publishedOf = ({ published }: ServiceOverview): number => published?.publishedAt.getTime() ?? 0;

/** Those that were asked for, in order, and where this page of them begins. */
function pick(services: ServiceOverview[], { q, stand, folge, ab }: Query): { found: ServiceOverview[]; from: number } {
  const words = q?.trim().toLowerCase() ?? '';
  const found = services
    .filter((one) => `${nameOf(one)} ${one.slug}`.toLowerCase().includes(words) && (!stand || (stand === 'offen' ? isWaiting(one) : isBroken(one))))
    .sort((a, b) => (folge ? publishedOf(b) - publishedOf(a) : urgencyOf(b) - urgencyOf(a)) || compareWords(nameOf(a), nameOf(b)));
  return { found, from: found.findIndex(({ slug }) => slug === ab) + 1 };
}

/** All services as data: which version runs, what lies in the folder, what is wrong. */
export const officeServicesPage = page({
  method: 'GET',
  path: PATH,
  site: 'office',
  access: 'may:catalogue/edit',
  query,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const services = await listServiceStates(ctx);
      const { found, from } = pick(services, rq.query);
      const shown = found.slice(from, from + AT_ONCE);
      const next = found.length > from + AT_ONCE ? shown.at(-1)?.slug : undefined;
      return view({
        title: 'Leistungen',
        width: 'full',
        nav: PATH,
        body: (
          <Stack>
            <PageHeader
              title="Leistungen"
              lead={leadOf(services, may(rq.actor, 'catalogue/publish'))}
              actions={
                <>
                  <Link href="/office/verwaltung/texte">Texte</Link> <Link href="/office/verwaltung/kataloge">Kataloge</Link> <Link href="/office/verwaltung/eintraege">Alle Einträge</Link> <Link href="/office/verwaltung/bausteine">Bausteine</Link> <Link href="/office/verwaltung/datenschutz/formulare">Datenschutz</Link>
                </>
              }
            />
            <Filters state={rq.query} services={services} />
            <ServiceTable services={shown} all={services.length > 0} />
            {found.length > 0 && <Pagination shown={shown.length} total={found.length} noun="Leistungen" previous={from > 0 ? hrefOf(rq.query) : undefined} next={next ? hrefOf(rq.query, { ab: next }) : undefined} />}
          </Stack>
        ),
      });
    }),
});

function leadOf(services: ServiceOverview[], publisher: boolean): string {
  const waiting = services.filter(isWaiting).length;
  const broken = services.filter(isBroken).length;
  const parts = [waiting > 0 ? `${waiting} zu veröffentlichen` : '', broken > 0 ? `${broken} fehlerhaft` : ''].filter(Boolean);
  const state = parts.length > 0 ? `${services.length} Leistungen, davon ${parts.join(' und ')}.` : `${services.length} Leistungen, alle auf dem neuesten Stand.`;
  return publisher ? state : `${state} Veröffentlichen darf die Leistungsfreigabe.`;
}

function Filters({ state, services }: { state: Query; services: ServiceOverview[] }): VNode {
  const { q, stand, folge } = state;
  return (
    <Toolbar label="Suchen und filtern">
      <SearchField action={PATH} label="Name oder Kürzel" value={q} keep={{ ...(stand ? { stand } : {}), ...(folge ? { folge } : {}) }} id="leistungen-suchen" />
      <FilterChips
        label="Filtern"
        chips={[
          { label: 'zu veröffentlichen', count: services.filter(isWaiting).length, active: stand === 'offen', href: hrefOf(state, { stand: stand === 'offen' ? undefined : 'offen' }) },
          { label: 'fehlerhaft', count: services.filter(isBroken).length, active: stand === 'fehler', href: hrefOf(state, { stand: stand === 'fehler' ? undefined : 'fehler' }) },
          { label: 'zuletzt veröffentlichte zuerst', active: folge === 'neu', href: hrefOf(state, { folge: folge ? undefined : 'neu' }) },
        ]}
      />
    </Toolbar>
  );
}

function ServiceTable({ services, all }: { services: ServiceOverview[]; /** There are some, if not of this kind. */ all: boolean }): VNode {
  return (
    <Table
      compact
      stickyHead
      caption="Leistungen mit ihrem Stand"
      captionHidden
      rows={services}
      rowKey={(row) => row.slug}
      empty={all ? <EmptyState title="Keine Leistung passt">Nehmen Sie einen Filter weg oder suchen Sie ein anderes Wort.</EmptyState> : <EmptyState title="Noch keine Leistung">Legen Sie einen Ordner mit service.yaml unter services/ an.</EmptyState>}
      columns={[
        { key: 'name', head: 'Leistung', rowHead: true, cell: (row) => <Link href={`${PATH}/${row.slug}`}>{nameOf(row)}</Link> },
        { key: 'slug', head: 'Kürzel', wideOnly: true, cell: (row) => <code>{row.slug}</code> },
        { key: 'state', head: 'Stand', cell: (row) => <Badge state={stateWords[row.state].look}>{stateWords[row.state].words}</Badge> },
        { key: 'number', head: 'Fassung', numeric: true, wideOnly: true, cell: (row) => row.published?.number ?? '–' },
        { key: 'at', head: 'Veröffentlicht', wideOnly: true, cell: (row) => (row.published ? <Time at={row.published.publishedAt} /> : '–') },
        { key: 'by', head: 'Von', wideOnly: true, cell: (row) => row.published?.publishedBy ?? '–' },
        { key: 'findings', head: 'Befunde', numeric: true, cell: (row) => row.findings.filter(({ severity }) => severity === 'error').length || '–' },
      ]}
    />
  );
}
