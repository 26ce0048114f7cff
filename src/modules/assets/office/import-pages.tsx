import type { VNode } from 'preact';
import { z } from 'zod';
import { page, redirect, view, type Reply, type Rq } from '#platform/http';
import { formatNumber, plural } from '#platform/i18n';
import { Problem } from '#platform/module';
import { Alert, Badge, Button, ButtonRow, EmptyState, FileField, Form, Link, PageHeader, Pagination, Section, Stack, Table, Time, type BadgeState } from '#platform/ui';
import { applyImport, discardImport, getImport, LARGEST_FILE, listImportRows, listImports, previewImport, undoImport, type ImportRun } from '../imports/import-table.ts';
import type { ImportAction, ImportKind, ImportState } from '../tables.ts';
import { IT, PLACES, withQuery } from './addresses.ts';

const kinds: Record<ImportKind, { path: string; nav: string; label: string; noun: string; table: string }> = {
  'it-services': { path: `${IT}/einlesen`, nav: IT, label: 'IT-Dienste', noun: 'IT-Dienste', table: `${IT}/tabelle.csv` },
  workplaces: { path: `${PLACES}/einlesen`, nav: PLACES, label: 'Arbeitsplätze', noun: 'Arbeitsplätze', table: `${PLACES}/tabelle.csv` },
};
const stateWords: Record<ImportState, { words: string; look: BadgeState }> = { preview: { words: 'Vorschau', look: 'soon' }, applied: { words: 'übernommen', look: 'done' }, undone: { words: 'zurückgenommen', look: 'neutral' }, discarded: { words: 'verworfen', look: 'neutral' } };
const actionWords: Record<ImportAction, { words: string; look: BadgeState }> = { new: { words: 'neu', look: 'done' }, change: { words: 'ändert', look: 'waiting' }, same: { words: 'bleibt', look: 'neutral' }, refused: { words: 'abgelehnt', look: 'late' } };
const AT_ONCE = 100;

async function showList(rq: Rq, kind: ImportKind, error?: string): Promise<Reply> {
  const { path, nav, label, table } = kinds[kind];
  const runs = await rq.read((ctx) => listImports(ctx, kind));
  return view({
    title: `${label} einlesen`, width: 'full', nav, status: error ? 422 : 200, crumbs: [{ label, href: nav }, { label: 'Einlesen' }],
    body: (
      <Stack>
        <PageHeader title={`${label} einlesen`} lead="Sie sehen zuerst Zeile für Zeile, was sich ändern würde. Danach lässt sich alles zurücknehmen." />
        <Form action={path} files>
          <FileField name="file" label="CSV-Tabelle" hint="Höchstens 5 MB und 5.000 Zeilen; Semikolon, Komma oder Tabulator; Spalten, die fehlen, bleiben unverändert" accept=".csv,.txt" {...(error ? { error } : {})} />
          <ButtonRow>
            <Button type="submit" variant="primary">Vorschau zeigen</Button>
            <Button href={table} icon="download">Tabelle mit den richtigen Überschriften</Button>
          </ButtonRow>
        </Form>
        <Table
          compact
          stack
          caption="Zuletzt eingelesen"
          rows={runs}
          rowKey={({ id }) => id}
          empty={<EmptyState title="Noch keine Tabelle eingelesen" />}
          columns={[
            { key: 'file', head: 'Datei', rowHead: true, cell: ({ id, fileName }) => <Link href={`${path}/${id}`}>{fileName}</Link> },
            { key: 'state', head: 'Stand', cell: ({ state }) => <Badge state={stateWords[state].look}>{stateWords[state].words}</Badge> },
            { key: 'counts', head: 'Zeilen', cell: (run) => countsOf(run) },
            { key: 'at', head: 'Wann', cell: ({ at }) => <Time at={at} /> },
            { key: 'by', head: 'Von', cell: ({ byName }) => byName },
          ]}
        />
      </Stack>
    ),
  });
}
const countsOf = ({ made, changed, same, refused }: ImportRun): string => `${made} neu, ${changed} geändert, ${same} gleich, ${refused} abgelehnt`;

async function showRun(rq: Rq<{ id: string }, { nach: number }>, kind: ImportKind): Promise<Reply> {
  const { path, nav, label } = kinds[kind];
  const [run, rows] = await rq.read(async (ctx) => [await getImport(ctx, rq.params.id), await listImportRows(ctx, rq.params.id, { after: rq.query.nach, limit: AT_ONCE + 1 })] as const);
  const shown = rows.slice(0, AT_ONCE);
  const last = rows.length > AT_ONCE ? shown.at(-1) : undefined;
  const here = `${path}/${run.id}`;
  return view({
    title: run.fileName, width: 'full', nav, crumbs: [{ label, href: nav }, { label: 'Einlesen', href: path }, { label: run.fileName }],
    body: (
      <Stack>
        <PageHeader title={run.fileName} lead={`${countsOf(run)}.`} meta={<Badge state={stateWords[run.state].look}>{stateWords[run.state].words}</Badge>} />
        <RunActions run={run} here={here} />
        {run.refused > 0 && <Alert kind="warning" title={plural(run.refused, { one: 'Eine Zeile ist abgelehnt und bleibt draußen', other: `${formatNumber(run.refused)} Zeilen sind abgelehnt und bleiben draußen` })}>Berichtigen Sie sie in Ihrer Tabelle und lesen Sie sie noch einmal ein; was schon stimmt, bleibt dann gleich.</Alert>}
        <Section title="Zeile für Zeile" id="zeilen">
          <Table
            compact
            stack
            caption="Zeilen der Tabelle"
            captionHidden
            rows={shown}
            rowKey={({ line }) => String(line)}
            columns={[
              { key: 'line', head: 'Zeile', numeric: true, cell: ({ line }) => line },
              { key: 'key', head: 'Kennung', rowHead: true, cell: ({ key }) => key || '–' },
              { key: 'action', head: 'Was geschieht', cell: ({ action }) => <Badge state={actionWords[action].look}>{actionWords[action].words}</Badge> },
              { key: 'said', head: 'Was sich ändert oder nicht stimmt', cell: ({ action, said }) => (action === 'change' ? `Geändert: ${said}` : said || '–') },
            ]}
          />
          <Pagination shown={shown.length} total={run.made + run.changed + run.same + run.refused} noun="Zeilen" {...(rq.query.nach > 0 ? { previous: here } : {})} {...(last ? { next: withQuery(here, { nach: last.line }) } : {})} />
        </Section>
      </Stack>
    ),
  });
}

function RunActions({ run, here }: { run: ImportRun; here: string }): VNode | null {
  const todo = run.made + run.changed;
  if (run.state === 'applied') return <Form action={`${here}/zuruecknehmen`} label="Zurücknehmen"><p>Neues wird wieder entfernt, Geändertes steht danach wie zuvor. Was seither jemand geändert hat, bleibt.</p><Button type="submit" variant="danger">Zurücknehmen</Button></Form>;
  if (run.state !== 'preview') return null;
  return (
    <ButtonRow>
      {todo > 0 && <Form action={`${here}/uebernehmen`} label="Übernehmen" inline><Button type="submit" variant="primary">{plural(todo, { one: 'Eine Zeile übernehmen', other: `${formatNumber(todo)} Zeilen übernehmen` })}</Button></Form>}
      <Form action={`${here}/verwerfen`} label="Verwerfen" inline><Button type="submit">Verwerfen</Button></Form>
    </ButtonRow>
  );
}

const params = z.object({ id: z.uuid() });
const access = { site: 'office', access: 'may:assets/edit' } as const;

const routesOf = (kind: ImportKind) => {
  const { path, noun } = kinds[kind];
  return [
    page({ ...access, method: 'GET', path, handle: (rq) => showList(rq, kind) }),
    page({
      ...access, method: 'POST', path, files: { maxBytes: LARGEST_FILE, maxFiles: 1 },
      handle: async (rq) => {
        const [found] = rq.files;
        if (!found || found.error || found.size === 0) return showList(rq, kind, found?.error ? 'Die Datei ist größer als 5 MB.' : found ? 'Die Datei ist leer.' : 'Wählen Sie eine Datei.');
        try {
          const bytes = await rq.platform.storage.bytes(found.hash);
          const id = await rq.transact((ctx) => previewImport(ctx, { kind, fileName: found.name, bytes }));
          return redirect(`${path}/${id}`);
        } catch (error) {
          if (error instanceof Problem && error.code === 'assets/wrong-input') return showList(rq, kind, error.de);
          throw error;
        }
      },
    }),
    page({ ...access, method: 'GET', path: `${path}/:id`, params, query: z.object({ nach: z.coerce.number().int().min(0).default(0).catch(0) }), handle: (rq) => showRun(rq, kind) }),
    page({
      ...access, method: 'POST', path: `${path}/:id/uebernehmen`, params,
      handle: async (rq) => {
        const { saved } = await rq.transact((ctx) => applyImport(ctx, rq.params.id));
        return redirect(`${path}/${rq.params.id}`, { flash: `${formatNumber(saved)} ${noun} übernommen.` });
      },
    }),
    page({
      ...access, method: 'POST', path: `${path}/:id/zuruecknehmen`, params,
      handle: async (rq) => {
        const { undone, kept } = await rq.transact((ctx) => undoImport(ctx, rq.params.id));
        return redirect(`${path}/${rq.params.id}`, { flash: `${formatNumber(undone)} zurückgenommen.${kept > 0 ? ` ${formatNumber(kept)} blieben, weil sie seither geändert wurden.` : ''}` });
      },
    }),
    page({
      ...access, method: 'POST', path: `${path}/:id/verwerfen`, params,
      handle: async (rq) => {
        await rq.transact((ctx) => discardImport(ctx, rq.params.id));
        return redirect(path, { flash: 'Die Tabelle ist verworfen; es hat sich nichts geändert.' });
      },
    }),
  ];
};

export const importRoutes = [...routesOf('it-services'), ...routesOf('workplaces')];
