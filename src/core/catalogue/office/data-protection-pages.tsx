import type { VNode } from 'preact';
import { z } from 'zod';
import { listAskedFacts, type AskedFact } from '#engines/forms';
import { file, page, view } from '#platform/http';
import { calendarDayOf, tr } from '#platform/i18n';
import { notFound, type Ctx } from '#platform/module';
import { Badge, Button, DescriptionList, Link, PageHeader, Pagination, Stack, Table } from '#platform/ui';
import type { CompiledService } from '../bundle/compiled-service.ts';
import { findCurrentVersion, getServiceVersion } from '../publish/service-versions.ts';
import { listServices, type PublishedService } from '../publish/services.queries.ts';

const LIST = '/office/verwaltung/datenschutz/formulare';
const SERVICES = '/office/verwaltung/leistungen';
const AT_ONCE = 25;

type Row = PublishedService & { asked: number; open: number };

/** What the forms of all services ask, and where purpose or legal basis is not said yet. */
export const dataProtectionPage = page({
  method: 'GET',
  path: LIST,
  site: 'office',
  access: 'may:catalogue/edit',
  query: z.object({ ab: z.string().max(80).default('') }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const all = await listServices(ctx);
      const from = Math.max(0, all.findIndex(({ slug }) => slug >= rq.query.ab));
      const shown = all.slice(from, from + AT_ONCE);
      // compiled versions come from memory after the first time
      const rows = await Promise.all(shown.map((service) => rowOf(ctx, service)));
      const next = all[from + AT_ONCE];
      return view({
        title: 'Angaben in Formularen',
        width: 'full',
        nav: SERVICES,
        crumbs: [{ label: 'Leistungen', href: SERVICES }, { label: 'Datenschutz' }],
        body: (
          <Stack>
            <PageHeader title="Angaben in Formularen" lead="Was die Formulare fragen, wozu und wie lange es bleibt. Grundlage für das Verzeichnis der Verarbeitungstätigkeiten (Art. 30 DSGVO)." />
            <ServiceTable rows={rows} />
            <Pagination shown={rows.length} total={all.length} noun="Leistungen" {...(from > 0 ? { previous: `${LIST}?ab=${all[Math.max(0, from - AT_ONCE)]?.slug ?? ''}` } : {})} {...(next ? { next: `${LIST}?ab=${next.slug}` } : {})} />
          </Stack>
        ),
      });
    }),
});

async function rowOf(ctx: Ctx, service: PublishedService): Promise<Row> {
  const facts = listAskedFacts((await getServiceVersion(ctx, service.versionId)).form);
  return { ...service, asked: facts.length, open: facts.filter(isOpen).length };
}

const isOpen = ({ purpose, legalBasis }: AskedFact): boolean => !purpose && !legalBasis;

function ServiceTable({ rows }: { rows: Row[] }): VNode {
  return (
    <Table
      compact
      caption="Leistungen"
      captionHidden
      rows={rows}
      rowKey={(row) => row.slug}
      empty="Noch keine Leistung veröffentlicht."
      columns={[
        { key: 'name', head: 'Leistung', rowHead: true, cell: (row) => <Link href={`${LIST}/${row.slug}`}>{row.name}</Link> },
        { key: 'asked', head: 'Angaben', numeric: true, cell: (row) => row.asked },
        { key: 'open', head: 'Ohne eigenen Zweck', numeric: true, cell: (row) => row.open },
        { key: 'number', head: 'Fassung', numeric: true, wideOnly: true, cell: (row) => row.number },
      ]}
    />
  );
}

const params = z.object({ slug: z.string().regex(/^[a-z][a-z0-9-]{0,79}$/) });

async function currentOf(ctx: Ctx, slug: string): Promise<CompiledService> {
  const found = await findCurrentVersion(ctx, slug);
  if (!found) throw notFound();
  return found.service;
}

/** Every question of one service with purpose, legal basis and retention. */
export const serviceDataProtectionPage = page({
  method: 'GET',
  path: `${LIST}/:slug`,
  site: 'office',
  access: 'may:catalogue/edit',
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const service = await currentOf(ctx, rq.params.slug);
      const { settings } = service;
      const facts = listAskedFacts(service.form);
      const name = tr(settings.name, 'de');
      const open = facts.filter(isOpen).length;
      return view({
        title: `Datenschutz: ${name}`,
        width: 'full',
        nav: SERVICES,
        crumbs: [{ label: 'Leistungen', href: SERVICES }, { label: 'Datenschutz', href: LIST }, { label: name }],
        body: (
          <Stack>
            <PageHeader
              title={name}
              preline="Angaben im Formular"
              meta={<Badge state={open > 0 ? 'soon' : 'done'}>{open > 0 ? `${open} ohne eigenen Zweck` : 'jede Angabe hat einen Zweck'}</Badge>}
              actions={<Button href={`${LIST}/${service.slug}/liste.csv`} icon="download">Als Tabelle laden</Button>}
            />
            <DescriptionList
              columns
              items={[
                { term: 'Zweck der Leistung', value: tr(settings.summary, 'de') },
                { term: 'Rechtsgrundlage', value: settings.legalBasis.map(({ title, paragraph }) => [paragraph, tr(title, 'de')].filter(Boolean).join(' ')).join(', ') || 'keine genannt' },
                { term: 'Aufbewahrung der Akte', value: `${settings.retentionYears} Jahre` },
              ]}
            />
            <FactTable facts={facts} years={settings.retentionYears} />
          </Stack>
        ),
      });
    }),
});

const requiredWords: Record<AskedFact['required'], string> = { always: 'Pflicht', sometimes: 'je nach Antwort', never: 'freiwillig' };
const retentionOf = ({ retention }: AskedFact, years: number): string => retention ?? `mit der Akte, ${years} Jahre`;

function FactTable({ facts, years }: { facts: AskedFact[]; years: number }): VNode {
  return (
    <Table
      compact
      stickyHead
      caption="Angaben"
      captionHidden
      rows={facts}
      rowKey={(row) => row.path}
      columns={[
        { key: 'label', head: 'Angabe', rowHead: true, cell: (row) => [...row.groups, row.label].join(' – ') },
        { key: 'page', head: 'Seite', wideOnly: true, cell: (row) => row.page },
        { key: 'required', head: 'Pflicht', cell: (row) => requiredWords[row.required] + (row.conditional ? ', nicht immer gefragt' : '') },
        { key: 'purpose', head: 'Wozu', cell: (row) => row.purpose ?? <span class="muted">wie die Leistung</span> },
        { key: 'law', head: 'Rechtsgrundlage', cell: (row) => row.legalBasis ?? <span class="muted">wie die Leistung</span> },
        { key: 'retention', head: 'Aufbewahrung', cell: (row) => retentionOf(row, years) },
        { key: 'source', head: 'Vorbelegt aus', wideOnly: true, cell: (row) => row.prefill.join(', ') || '–' },
        { key: 'fim', head: 'FIM', wideOnly: true, cell: (row) => row.fim ?? '–' },
      ]}
    />
  );
}

/** A cell that a spreadsheet would run as a formula is made text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const dataProtectionCsv = page({
  method: 'GET',
  path: `${LIST}/:slug/liste.csv`,
  site: 'office',
  access: 'may:catalogue/edit',
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const service = await currentOf(ctx, rq.params.slug);
      const head = ['Angabe', 'Seite', 'Pflicht', 'Wozu', 'Rechtsgrundlage', 'Aufbewahrung', 'Vorbelegt aus', 'FIM'];
      const lines = listAskedFacts(service.form).map((fact) => [[...fact.groups, fact.label].join(' – '), fact.page, requiredWords[fact.required], fact.purpose ?? '', fact.legalBasis ?? '', retentionOf(fact, service.settings.retentionYears), fact.prefill.join(', '), fact.fim ?? '']);
      const text = [head, ...lines].map((line) => line.map(cell).join(';')).join('\r\n');
      return file({ bytes: Buffer.from(`\uFEFF${text}\r\n`), name: `datenschutz-${service.slug}-${calendarDayOf(rq.platform.clock())}.csv`, type: 'text/csv; charset=utf-8' });
    }),
});
