import type { VNode } from 'preact';
import { z } from 'zod';
import { countServices, draftOfService, listDraftPage, listServicePage, type Draft, type ServiceLine } from '#core/catalogue';
import { page, redirect, view } from '#platform/http';
import type { Ctx } from '#platform/module';
import { Badge, Button, EmptyState, FilterChips, Form, Link, PageHeader, Pagination, Row, SearchField, Section, Stack, Table, Time } from '#platform/ui';
import { LIST, tabHref } from './tabs.ts';
import { draftStateWords } from './workshop-view.tsx';

const AT_ONCE = 50;
/** Work that is not finished stands above the list, the newest of it. */
const ON_TOP = 5;

type View = 'alle' | 'arbeit' | 'freigabe';
type Asked = { q: string; stand: View; nach: string | undefined };
type Counts = Awaited<ReturnType<typeof countServices>>;

const query = z.object({ q: z.string().max(80).default(''), stand: z.enum(['alle', 'arbeit', 'freigabe']).default('alle').catch('alle'), nach: z.string().max(300).optional() });

/** The services page by page, unfinished work above them; or only what is being worked on. */
export const workshopListPage = page({
  method: 'GET',
  path: LIST,
  site: 'office',
  access: 'may:catalogue/edit',
  query,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const counts = await countServices(ctx);
      const asked: Asked = { ...rq.query, nach: rq.query.nach };
      return view({
        title: 'Werkstatt',
        width: 'full',
        nav: LIST,
        body: (
          <Stack>
            <PageHeader
              title="Werkstatt"
              lead={leadOf(counts)}
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
            <SearchField action={LIST} label="Leistung finden" value={asked.q} size="small" keep={asked.stand === 'alle' ? {} : { stand: asked.stand }} />
            <Chips asked={asked} counts={counts} />
            {asked.stand === 'alle' ? await everything(ctx, asked, counts) : await work(ctx, asked)}
          </Stack>
        ),
      });
    }),
});

function leadOf({ online, open, waiting }: Counts): string {
  const work = open === 0 ? 'Gerade wird an keiner gearbeitet.' : open === 1 ? 'An einer wird gearbeitet.' : `An ${open} wird gearbeitet.`;
  return `${online} Leistungen sind online. ${work}${waiting > 0 ? ` ${waiting} ${waiting === 1 ? 'wartet' : 'warten'} auf Freigabe.` : ''}`;
}

function hrefOf(asked: Partial<Asked>): string {
  const kept = Object.entries(asked).filter(([name, value]) => value && !(name === 'stand' && value === 'alle')) as [string, string][];
  return kept.length ? `${LIST}?${new URLSearchParams(kept)}` : LIST;
}

function Chips({ asked: { q, stand }, counts }: { asked: Asked; counts: Counts }): VNode {
  const chip = (view: View, label: string, count: number) => ({ label, href: hrefOf({ q, stand: view }), active: stand === view, count });
  return <FilterChips label="Stand" chips={[chip('alle', 'Online', counts.online), chip('arbeit', 'In Arbeit', counts.open), chip('freigabe', 'Warten auf Freigabe', counts.waiting)]} />;
}

async function everything(ctx: Ctx, { q, nach }: Asked, counts: Counts): Promise<VNode> {
  const [name = '', slug = ''] = nach?.split('~') ?? [];
  const lines = await listServicePage(ctx, { words: q, limit: AT_ONCE + 1, after: nach ? { name, slug } : undefined });
  const shown = lines.slice(0, AT_ONCE);
  const last = shown.at(-1);
  const drafts = nach ? [] : await listDraftPage(ctx, { onlyOpen: true, words: q, limit: ON_TOP + 1 });
  return (
    <Stack>
      {drafts.length > 0 && (
        <Section title="Daran wird gearbeitet" id="arbeit">
          <DraftTable drafts={drafts.slice(0, ON_TOP)} searched={q !== ''} />
          {drafts.length > ON_TOP && <Link href={hrefOf({ q, stand: 'arbeit' })}>Alles, woran gearbeitet wird</Link>}
        </Section>
      )}
      <Section title="Online" id="online">
        <ServiceTable lines={shown} searched={q !== ''} />
        <Pagination shown={shown.length} total={q ? undefined : counts.online} noun="Leistungen" previous={nach ? hrefOf({ q }) : undefined} next={lines.length > AT_ONCE && last ? hrefOf({ q, nach: `${last.name}~${last.slug}` }) : undefined} />
      </Section>
    </Stack>
  );
}

async function work(ctx: Ctx, { q, stand, nach }: Asked): Promise<VNode> {
  const after = z.uuid().safeParse(nach).data;
  const drafts = await listDraftPage(ctx, { onlyOpen: true, waiting: stand === 'freigabe', words: q, after, limit: AT_ONCE + 1 });
  const shown = drafts.slice(0, AT_ONCE);
  return (
    <Stack>
      <DraftTable drafts={shown} searched={q !== ''} />
      <Pagination shown={shown.length} noun="Entwürfe" previous={after ? hrefOf({ q, stand }) : undefined} next={drafts.length > AT_ONCE ? hrefOf({ q, stand, nach: shown.at(-1)?.id }) : undefined} />
    </Stack>
  );
}

function DraftTable({ drafts, searched }: { drafts: Draft[]; searched: boolean }): VNode {
  return (
    <Table
      compact
      stack
      caption="Entwürfe"
      captionHidden
      rows={drafts}
      rowKey={(row) => row.id}
      empty={<EmptyState title={searched ? 'Kein Entwurf heißt so' : 'Nichts in diesem Stand'}>Mit „Neue Leistung“ beginnen Sie eine nach einem Muster.</EmptyState>}
      columns={[
        { key: 'name', head: 'Leistung', rowHead: true, cell: ({ id, name }) => <Link href={tabHref(id, 'uebersicht')}>{name}</Link> },
        { key: 'state', head: 'Stand', cell: ({ state }) => <DraftState state={state} /> },
        { key: 'at', head: 'Zuletzt geändert', cell: ({ changedAt }) => <Time at={changedAt} /> },
        { key: 'by', head: 'Von', wideOnly: true, cell: ({ changedByName }) => changedByName },
      ]}
    />
  );
}

const DraftState = ({ state }: { state: Draft['state'] }): VNode => <Badge state={draftStateWords[state].look}>{draftStateWords[state].words}</Badge>;

function ServiceTable({ lines, searched }: { lines: ServiceLine[]; searched: boolean }): VNode {
  return (
    <Table
      compact
      stickyHead
      stack
      caption="Leistungen"
      captionHidden
      rows={lines}
      rowKey={(row) => row.slug}
      empty={<EmptyState title={searched ? 'Keine Leistung heißt so' : 'Noch keine Leistung'}>Mit „Neue Leistung“ beginnen Sie eine nach einem Muster.</EmptyState>}
      columns={[
        { key: 'name', head: 'Leistung', rowHead: true, cell: ({ name, slug }) => <span title={slug}>{name}</span> },
        { key: 'state', head: 'Stand', cell: ({ draft }) => (draft ? <DraftState state={draft.state} /> : <Badge state="done">online</Badge>) },
        { key: 'number', head: 'Fassung', numeric: true, cell: ({ number }) => number },
        { key: 'at', head: 'Zuletzt geändert', cell: ({ draft, publishedAt }) => <Time at={draft?.changedAt ?? publishedAt} /> },
        { key: 'by', head: 'Von', wideOnly: true, cell: ({ draft, publishedBy }) => draft?.changedByName ?? publishedBy },
        { key: 'open', head: 'Öffnen', headHidden: true, cell: (line) => <OpenService line={line} /> },
      ]}
    />
  );
}

function OpenService({ line: { draft, slug, name } }: { line: ServiceLine }): VNode {
  if (draft)
    return (
      <Link href={tabHref(draft.id, 'uebersicht')}>
        weiterarbeiten<span class="kern-sr-only">: {name}</span>
      </Link>
    );
  return (
    <Form action={`${LIST}/bearbeiten`} inline>
      <input type="hidden" name="slug" value={slug} />
      <Button type="submit" size="small" variant="tertiary" attributes={{ 'aria-label': `${name} bearbeiten` }}>
        bearbeiten
      </Button>
    </Form>
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
