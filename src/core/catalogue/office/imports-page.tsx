import type { VNode } from 'preact';
import { z } from 'zod';
import { file, page, redirect, view, type Reply } from '#platform/http';
import { formatNumber } from '#platform/i18n';
import { Alert, Badge, Button, ButtonRow, EmptyState, FileField, Form, Link, PageHeader, Pagination, Section, SelectField, Stack, Table, Time, type BadgeState } from '#platform/ui';
import { catalogueToCsv } from '../imports/export-catalogue.ts';
import { catalogueKinds, catalogueNames, LARGEST_FILE, type CatalogueKind } from '../imports/import-row.ts';
import { listImportRuns, startImport, type ImportRun } from '../imports/import-runs.ts';
import { guessCatalogue } from '../imports/read-catalogue.ts';
import type { ImportState } from '../tables.ts';

export const IMPORTS = '/office/verwaltung/kataloge';
const SERVICES = '/office/verwaltung/leistungen';
const AT_ONCE = 25;

export const stateWords: Record<ImportState, { words: string; look: BadgeState }> = {
  reading: { words: 'wird gelesen', look: 'waiting' },
  choosing: { words: 'Spalten wählen', look: 'soon' },
  ready: { words: 'Vorschau bereit', look: 'soon' },
  applying: { words: 'wird übernommen', look: 'waiting' },
  applied: { words: 'übernommen', look: 'done' },
  undoing: { words: 'wird zurückgenommen', look: 'waiting' },
  undone: { words: 'zurückgenommen', look: 'neutral' },
  discarded: { words: 'verworfen', look: 'neutral' },
  refused: { words: 'nicht lesbar', look: 'late' },
};

/** Catalogues of others and the city's spreadsheets: what was read when, and a place for the next file. */
export const importsPage = page({
  method: 'GET',
  path: IMPORTS,
  site: 'office',
  access: 'may:catalogue/publish',
  query: z.object({ ab: z.uuid().optional().catch(undefined) }),
  handle: (rq) => rq.read(async (ctx) => listView(await listImportRuns(ctx, { limit: AT_ONCE + 1, ...(rq.query.ab ? { before: rq.query.ab } : {}) }), { later: Boolean(rq.query.ab) })),
});

function listView(runs: ImportRun[], { later = false, error }: { later?: boolean; error?: string } = {}): Reply {
  const shown = runs.slice(0, AT_ONCE);
  const next = runs.length > AT_ONCE ? shown.at(-1)?.id : undefined;
  return view({
    title: 'Kataloge einlesen',
    width: 'full',
    nav: SERVICES,
    status: error ? 422 : 200,
    crumbs: [{ label: 'Leistungen', href: SERVICES }, { label: 'Kataloge' }],
    body: (
      <Stack>
        <PageHeader
          title="Kataloge einlesen"
          lead="Leistungen aus anderen Katalogen: Sie sehen zuerst, was sich ändern würde. Was die Stadt selbst geschrieben hat, bleibt."
          actions={
            <>
              <Link href="/office/verwaltung/eintraege">Einträge bearbeiten</Link> <Link href={`${IMPORTS}/leistungen.csv`}>Alle Leistungen als Tabelle</Link>
            </>
          }
        />
        <UploadForm error={error} />
        <Runs runs={shown} />
        {(later || next) && <Pagination shown={shown.length} noun="Importe" {...(later ? { previous: IMPORTS } : {})} {...(next ? { next: `${IMPORTS}?ab=${next}` } : {})} />}
      </Stack>
    ),
  });
}

function UploadForm({ error }: { error: string | undefined }): VNode {
  return (
    <Section title="Datei einlesen" id="datei">
      <Form action={IMPORTS} files>
        <FileField name="file" label="Katalog" hint="LeiKa oder OZG (CSV), Dienstleistungsdatenbank (JSON), XZuFi 2 (XML) oder eine eigene Tabelle (CSV, XLSX), höchstens 25 MB" {...(error ? { error } : {})} />
        <SelectField name="art" label="Art des Katalogs" placeholder={false} value="" options={[{ value: '', label: 'Am Inhalt erkennen' }, ...catalogueKinds.map((kind) => ({ value: kind, label: catalogueNames[kind] }))]} />
        <ButtonRow>
          <Button type="submit" variant="primary">
            Datei prüfen
          </Button>
        </ButtonRow>
      </Form>
    </Section>
  );
}

function Runs({ runs }: { runs: ImportRun[] }): VNode {
  return (
    <Table
      compact
      caption="Bisherige Importe"
      rows={runs}
      rowKey={(run) => run.id}
      empty={<EmptyState title="Noch nichts eingelesen">Der Leistungskatalog (LeiKa) bringt über 5.000 Leistungen, die als „noch nicht online“ gefunden werden.</EmptyState>}
      columns={[
        { key: 'file', head: 'Datei', rowHead: true, cell: (run) => <Link href={`${IMPORTS}/${run.id}`}>{run.fileName}</Link> },
        { key: 'kind', head: 'Katalog', cell: (run) => catalogueNames[run.catalogue] },
        { key: 'state', head: 'Stand', cell: (run) => <Badge state={stateWords[run.state].look}>{stateWords[run.state].words}</Badge> },
        { key: 'new', head: 'Neu', numeric: true, cell: (run) => formatNumber(run.counts.new ?? 0) },
        { key: 'changed', head: 'Geändert', numeric: true, cell: (run) => formatNumber((run.counts.changed ?? 0) + (run.counts.conflict ?? 0)) },
        { key: 'refused', head: 'Abgelehnt', numeric: true, cell: (run) => formatNumber(run.counts.refused ?? 0) },
        { key: 'at', head: 'Eingelesen', cell: (run) => <Time at={run.startedAt} /> },
        { key: 'by', head: 'Von', wideOnly: true, cell: (run) => run.startedByName },
      ]}
    />
  );
}

/** Stores the file and lets it be read in the background. */
export const importsPost = page({
  method: 'POST',
  path: IMPORTS,
  site: 'office',
  access: 'may:catalogue/publish',
  files: { maxBytes: LARGEST_FILE, maxFiles: 1 },
  body: z.object({ art: z.enum(['', ...catalogueKinds]).default('').catch('') }),
  handle: async (rq) => {
    const [uploaded] = rq.files;
    if (!uploaded || uploaded.error || uploaded.size === 0) {
      const error = uploaded?.error ? 'Die Datei ist größer als 25 MB.' : uploaded ? 'Die Datei ist leer.' : 'Wählen Sie eine Datei.';
      return rq.read(async (ctx) => listView(await listImportRuns(ctx, { limit: AT_ONCE + 1 }), { error }));
    }
    const catalogue: CatalogueKind = rq.body.art || guessCatalogue(await rq.platform.storage.bytes(uploaded.hash));
    const id = await rq.transact((ctx) => startImport(ctx, { catalogue, fileName: uploaded.name, fileHash: uploaded.hash }));
    return redirect(`${IMPORTS}/${id}`);
  },
});

/** The whole catalogue for a spreadsheet, in the form that the import of the own spreadsheet reads. */
export const exportPage = page({
  method: 'GET',
  path: `${IMPORTS}/leistungen.csv`,
  site: 'office',
  access: 'may:catalogue/edit',
  handle: (rq) => rq.read(async (ctx) => file({ name: 'leistungen.csv', type: 'text/csv; charset=utf-8', bytes: new TextEncoder().encode(await catalogueToCsv(ctx)) })),
});

export const Notice = ({ text }: { text: string }): VNode | null => (text && text !== 'removeGone' ? <Alert kind="info" title={text} /> : null);
