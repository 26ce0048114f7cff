import type { VNode } from 'preact';
import { z } from 'zod';
import type { Block, CodeList, LibraryFinding } from '#engines/forms';
import { page, view } from '#platform/http';
import { tr, type Text } from '#platform/i18n';
import { notFound } from '#platform/module';
import { Alert, EmptyState, Link, PageHeader, Section, Stack, Table } from '#platform/ui';
import { readLibraryFolder } from '../library/library-files.ts';
import { countLibraryUse, listLibraryUse, type LibraryKind, type LibraryUse } from '../library/library-use.ts';

const LIST = '/office/verwaltung/bausteine';
const SERVICES = '/office/verwaltung/leistungen';

type Item = { kind: LibraryKind; name: string; title: string; versions: number; newest: string; services: number };
const kindWords: Record<LibraryKind, string> = { block: 'Baustein', codeList: 'Codeliste' };
const pathWords: Record<LibraryKind, string> = { block: 'baustein', codeList: 'codeliste' };
const itemHref = (kind: LibraryKind, name: string): string => `${LIST}/${pathWords[kind]}/${name}`;

/** Blocks and code lists of the city, with the number of services that use them. */
export const libraryPage = page({
  method: 'GET',
  path: LIST,
  site: 'office',
  access: 'may:catalogue/edit',
  handle: async (rq) => {
    const { library, findings } = await readLibraryFolder(rq.platform);
    const counts = await rq.read(countLibraryUse);
    const item = (kind: LibraryKind, name: string, { title, versions }: { title: Text; versions: { version: number | string }[] }): Item => ({ kind, name, title: tr(title, 'de'), versions: versions.length, newest: String(versions.at(-1)?.version ?? ''), services: counts.get(`${kind}/${name}`) ?? 0 });
    const items = [...[...library.blocks].map(([name, block]) => item('block', name, block)), ...[...library.codeLists].map(([name, list]) => item('codeList', name, list))];
    return view({
      title: 'Bausteine für Formulare',
      width: 'full',
      nav: SERVICES,
      crumbs: [{ label: 'Leistungen', href: SERVICES }, { label: 'Bausteine' }],
      body: (
        <Stack>
          <PageHeader title="Bausteine für Formulare" lead="Fragen und Antwortlisten, die mehrere Formulare gleich stellen. Eine neue Fassung wirkt erst, wenn die Leistung neu veröffentlicht wird." />
          <Broken findings={findings} />
          <Table
            compact
            caption="Bausteine und Codelisten"
            captionHidden
            rows={items}
            rowKey={(row) => `${row.kind}/${row.name}`}
            empty={<EmptyState title="Noch kein Baustein">Legen Sie eine Datei unter services/blocks oder services/code-lists an.</EmptyState>}
            columns={[
              { key: 'title', head: 'Name', rowHead: true, cell: (row) => <Link href={itemHref(row.kind, row.name)}>{row.title}</Link> },
              { key: 'kind', head: 'Art', cell: (row) => kindWords[row.kind] },
              { key: 'name', head: 'Kürzel', wideOnly: true, cell: (row) => <code>{row.name}</code> },
              { key: 'newest', head: 'Neueste Fassung', cell: (row) => row.newest },
              { key: 'versions', head: 'Fassungen', numeric: true, wideOnly: true, cell: (row) => row.versions },
              { key: 'services', head: 'Leistungen', numeric: true, cell: (row) => row.services },
            ]}
          />
        </Stack>
      ),
    });
  },
});

function Broken({ findings }: { findings: LibraryFinding[] }): VNode | null {
  if (findings.length === 0) return null;
  return (
    <Alert kind="danger" title="Diese Dateien sind fehlerhaft und wirken nicht">
      <ul>
        {findings.slice(0, 50).map(({ file, element, message }) => (
          <li key={`${file} ${element} ${message}`}>
            {file}
            {element && `, ${element}`}: {message}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

/** One block or code list: what is in it, what changed, and which services use which version. */
export const libraryItemPage = page({
  method: 'GET',
  path: `${LIST}/:kind/:name`,
  site: 'office',
  access: 'may:catalogue/edit',
  params: z.object({ kind: z.enum(['baustein', 'codeliste']), name: z.string().regex(/^[a-z0-9-]{1,60}$/) }),
  handle: async (rq) => {
    const { name } = rq.params;
    const kind: LibraryKind = rq.params.kind === 'baustein' ? 'block' : 'codeList';
    const { library } = await readLibraryFolder(rq.platform);
    const found = kind === 'block' ? library.blocks.get(name) : library.codeLists.get(name);
    if (!found) throw notFound();
    const uses = await rq.read((ctx) => listLibraryUse(ctx, kind, name));
    const title = tr(found.title, 'de');
    return view({
      title,
      width: 'full',
      nav: SERVICES,
      crumbs: [{ label: 'Leistungen', href: SERVICES }, { label: 'Bausteine', href: LIST }, { label: title }],
      body: (
        <Stack>
          <PageHeader title={title} preline={`${kindWords[kind]} ${name}`} {...('description' in found && found.description ? { lead: tr(found.description, 'de') } : {})} />
          <Section title="Fassungen" id="fassungen">
            <Versions item={found} uses={uses} />
          </Section>
          <Users uses={uses} newest={String(found.versions.at(-1)?.version ?? '')} />
        </Stack>
      ),
    });
  },
});

function Users({ uses, newest }: { uses: LibraryUse[]; newest: string }): VNode {
  return (
    <Table
      compact
      caption={`Leistungen, die das verwenden (${uses.length})`}
      rows={uses}
      rowKey={(row) => `${row.slug} ${row.version}`}
      empty="Noch keine veröffentlichte Leistung."
      columns={[
        { key: 'service', head: 'Leistung', rowHead: true, cell: (row) => <Link href={`${SERVICES}/${row.slug}`}>{row.service}</Link> },
        { key: 'version', head: 'Fassung', cell: (row) => row.version },
        { key: 'state', head: 'Stand', cell: (row) => (row.version === newest ? 'neueste Fassung' : `es gibt Fassung ${newest}`) },
      ]}
    />
  );
}

function Versions({ item, uses }: { item: Block | CodeList; uses: LibraryUse[] }): VNode {
  const rows = item.versions.toReversed().map((one) => ({
    version: String(one.version),
    note: one.note ?? '',
    content: 'codes' in one ? `${one.codes.length} Antworten: ${one.codes.slice(0, 6).map(({ label }) => tr(label, 'de')).join(', ')}${one.codes.length > 6 ? ' …' : ''}` : one.elements.map(labelOf).join(', '),
    services: uses.filter(({ version }) => version === String(one.version)).length,
  }));
  return (
    <Table
      compact
      caption="Fassungen"
      captionHidden
      rows={rows}
      rowKey={(row) => row.version}
      columns={[
        { key: 'version', head: 'Fassung', rowHead: true, cell: (row) => row.version },
        { key: 'content', head: 'Inhalt', cell: (row) => row.content },
        { key: 'note', head: 'Was neu ist', cell: (row) => row.note || '–' },
        { key: 'services', head: 'Leistungen', numeric: true, cell: (row) => row.services },
      ]}
    />
  );
}

function labelOf(element: { type: string; [other: string]: unknown }): string {
  const label = element['label'];
  if (typeof label === 'string') return label;
  if (typeof label === 'object' && label !== null && 'de' in label && typeof label.de === 'string') return label.de;
  return typeof element['block'] === 'string' ? `Baustein ${element['block']}` : String(element['key'] ?? element.type);
}
