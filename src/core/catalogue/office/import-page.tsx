import type { VNode } from 'preact';
import { z } from 'zod';
import { page, redirect, view } from '#platform/http';
import { formatNumber, formatPercent } from '#platform/i18n';
import { Alert, Badge, Button, ButtonRow, Checkbox, DescriptionList, EmptyState, Form, Link, PageHeader, Pagination, Section, SelectField, Stack, Table, Tabs, Time } from '#platform/ui';
import { catalogueNames, type Said } from '../imports/import-row.ts';
import { chooseColumns, discardImport, getImportRun, listImportLines, startApplying, startUndoing, type ImportLine, type ImportRun } from '../imports/import-runs.ts';
import { changedFields } from '../imports/merge-said.ts';
import { guessColumns, readSheetTable, sheetFields, sheetFieldWords, type SheetColumns } from '../imports/read-sheet.ts';
import type { Table as SheetTable } from '../imports/read-table.ts';
import type { ImportKind } from '../tables.ts';
import { IMPORTS, Notice, stateWords } from './imports-page.tsx';

const SERVICES = '/office/verwaltung/leistungen';
const AT_ONCE = 50;
const params = z.object({ id: z.uuid() });
const tabs: [ImportKind, string][] = [['new', 'Neu'], ['changed', 'Geändert'], ['conflict', 'Konflikte'], ['gone', 'Nicht mehr da'], ['kept', 'Nicht mehr da, bleibt'], ['covered', 'Bietet die Stadt schon an'], ['refused', 'Abgelehnt']];
const kindSchema = z.enum(['new', 'changed', 'conflict', 'gone', 'kept', 'covered', 'refused']);

/** One import: what it would change, line by line; then its progress and the way back. */
export const importPage = page({
  method: 'GET',
  path: `${IMPORTS}/:id`,
  site: 'office',
  access: 'may:catalogue/publish',
  params,
  query: z.object({ art: kindSchema.optional().catch(undefined), ab: z.coerce.number().int().min(-1).optional().catch(undefined) }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const run = await getImportRun(ctx, rq.params.id);
      const kind = rq.query.art ?? tabs.find(([one]) => (run.counts[one] ?? 0) > 0)?.[0] ?? 'new';
      const lines = ['reading', 'choosing', 'refused', 'discarded'].includes(run.state) ? [] : await listImportLines(ctx, run.id, { kind, after: rq.query.ab ?? -1, limit: AT_ONCE + 1 });
      const table = run.state === 'choosing' ? await readSheetTable(await rq.platform.storage.bytes(run.fileHash)).catch((error: Error) => error.message) : undefined;
      return view({
        title: run.fileName,
        width: 'full',
        nav: SERVICES,
        crumbs: [{ label: 'Leistungen', href: SERVICES }, { label: 'Kataloge', href: IMPORTS }, { label: run.fileName }],
        body: (
          <Stack>
            <PageHeader title={run.fileName} preline={catalogueNames[run.catalogue]} meta={<Badge state={stateWords[run.state].look}>{stateWords[run.state].words}</Badge>} />
            <Progress run={run} />
            {table !== undefined && <Columns run={run} table={table} />}
            <Notice text={run.state === 'refused' ? '' : run.note} />
            {run.state === 'refused' && <Alert kind="danger" title="Die Datei konnte nicht gelesen werden">{run.note}</Alert>}
            <Decide run={run} />
            {tabs.some(([one]) => (run.counts[one] ?? 0) > 0) && <Lines run={run} kind={kind} lines={lines} from={rq.query.ab} />}
            {run.counts.same !== undefined && run.state !== 'discarded' && <p>{formatNumber(run.counts.same)} Einträge sind unverändert.</p>}
          </Stack>
        ),
      });
    }),
});

function Progress({ run }: { run: ImportRun }): VNode | null {
  if (!['reading', 'applying', 'undoing'].includes(run.state)) return null;
  const share = run.total > 0 && run.state !== 'reading' ? run.done / run.total : undefined;
  return (
    <Alert kind="info" title={run.state === 'reading' ? 'Die Datei wird gelesen.' : `${formatNumber(run.done)} von ${formatNumber(run.total)} Einträgen (${formatPercent(share ?? 0)})`}>
      <p>
        Das läuft im Hintergrund weiter, auch wenn Sie diese Seite verlassen. <Link href={`${IMPORTS}/${run.id}`}>Stand aktualisieren</Link>
      </p>
    </Alert>
  );
}

function Decide({ run }: { run: ImportRun }): VNode | null {
  const base = `${IMPORTS}/${run.id}`;
  if (run.state === 'applied') {
    return (
      <Section title="Übernommen" id="uebernommen">
        <DescriptionList columns items={[{ term: 'Einträge', value: formatNumber(run.done) }, { term: 'Am', value: run.appliedAt ? <Time at={run.appliedAt} /> : '–' }, { term: 'Von', value: run.appliedByName ?? '–' }]} />
        <Form action={`${base}/zuruecknehmen`}>
          <p>Zurücknehmen stellt her, was vor diesem Import im Katalog stand. Was die Stadt selbst geschrieben hat, bleibt.</p>
          <ButtonRow>
            <Button variant="danger">Import zurücknehmen</Button>
          </ButtonRow>
        </Form>
      </Section>
    );
  }
  if (run.state !== 'ready') return null;
  const gone = run.counts.gone ?? 0;
  const doing = (run.counts.new ?? 0) + (run.counts.changed ?? 0) + (run.counts.conflict ?? 0) + (run.counts.covered ?? 0);
  return (
    <Section title="Entscheiden" id="entscheiden">
      {doing + gone === 0 ? <p>Diese Datei ändert nichts.</p> : null}
      <Form action={`${base}/uebernehmen`}>
        {gone > 0 && <Checkbox name="entfernen" label={`${formatNumber(gone)} Einträge entfernen, die nicht mehr in der Datei stehen`} required={false} />}
        <ButtonRow>
          {doing + gone > 0 && <Button variant="primary">{formatNumber(doing)} Einträge übernehmen</Button>}
          <Button formaction={`${base}/verwerfen`}>Verwerfen</Button>
        </ButtonRow>
      </Form>
    </Section>
  );
}

function Lines({ run, kind, lines, from }: { run: ImportRun; kind: ImportKind; lines: ImportLine[]; from: number | undefined }): VNode {
  const base = `${IMPORTS}/${run.id}`;
  const shown = lines.slice(0, AT_ONCE);
  const next = lines.length > AT_ONCE ? shown.at(-1)?.number : undefined;
  return (
    <Stack>
      <Tabs label="Art der Änderung" items={tabs.filter(([one]) => (run.counts[one] ?? 0) > 0).map(([one, label]) => ({ label, href: `${base}?art=${one}`, current: one === kind, count: run.counts[one] ?? 0 }))} />
      <Table
        compact
        caption={tabs.find(([one]) => one === kind)?.[1] ?? ''}
        captionHidden
        rows={shown}
        rowKey={(row) => String(row.number)}
        empty={<EmptyState title="Nichts davon" />}
        columns={[
          { key: 'line', head: run.catalogue === 'dldb' ? 'Eintrag' : 'Zeile', numeric: true, cell: (row) => row.line || '–' },
          { key: 'name', head: 'Name', rowHead: true, cell: (row) => (row.slug && (run.state === 'applied' || row.before || kind === 'covered') ? <Link href={`/leistungen/${row.slug}`}>{row.name}</Link> : row.name || '–') },
          { key: 'key', head: 'Schlüssel', wideOnly: true, cell: (row) => <code>{row.key || '–'}</code> },
          kind === 'refused' || kind === 'kept' || kind === 'covered' || kind === 'gone' ? { key: 'reason', head: 'Warum', cell: (row) => row.reason ?? 'steht nicht mehr in der Datei' } : { key: 'what', head: 'Was', cell: (row) => <Difference row={row} /> },
        ]}
      />
      <Pagination shown={shown.length} total={run.counts[kind] ?? 0} noun="Einträge" {...(from !== undefined ? { previous: `${base}?art=${kind}` } : {})} {...(next !== undefined ? { next: `${base}?art=${kind}&ab=${next}` } : {})} />
    </Stack>
  );
}

const fieldWords: Record<keyof Said, string> = { name: 'Name', summary: 'Kurzbeschreibung', description: 'Beschreibung', audience: 'Zielgruppe', lifeSituations: 'Lebenslagen', synonyms: 'Suchwörter', leika: 'LeiKa-Schlüssel', office: 'Amt', papers: 'Unterlagen', fee: 'Gebühr', processingTime: 'Dauer', deadline: 'Frist', validity: 'Gültigkeit', legalBasis: 'Rechtsgrundlagen', requirements: 'Voraussetzungen', steps: 'Ablauf', contact: 'Kontakt' };
const short = (value: unknown): string => {
  const text = value === undefined || value === null ? 'nichts' : typeof value === 'string' ? value : JSON.stringify(value).replaceAll(/[{}[\]"]/g, ' ').replaceAll(/\s+/g, ' ').trim();
  return text.length > 120 ? `${text.slice(0, 118)} …` : text;
};

function Difference({ row }: { row: ImportLine }): VNode {
  const { after, before } = row;
  if (!after) return <>–</>;
  if (!before) return <>{Object.keys(after).flatMap((key) => (key in fieldWords && key !== 'name' ? [fieldWords[key as keyof Said]] : [])).join(', ') || 'nur der Name'}</>;
  return (
    <ul>
      {changedFields(before, after).filter((field) => field in fieldWords).map((field) => (
        <li key={field}>
          {fieldWords[field]}: <del>{short(before[field])}</del> → <ins>{short(after[field])}</ins>
          {row.ownFields.includes(field) && ' (eigene Angabe der Stadt bleibt)'}
        </li>
      ))}
    </ul>
  );
}

function Columns({ run, table }: { run: ImportRun; table: SheetTable | string }): VNode {
  if (typeof table === 'string') return <Alert kind="danger" title="Die Datei konnte nicht gelesen werden">{table}</Alert>;
  const guess = run.columns ?? guessColumns(table.head);
  const options = [{ value: '', label: 'nicht einlesen' }, ...sheetFields.map((field) => ({ value: field, label: sheetFieldWords[field] }))];
  return (
    <Section title="Was steht in welcher Spalte?" id="spalten">
      <Form action={`${IMPORTS}/${run.id}/spalten`}>
        {table.head.slice(0, 40).map((title, place) => (
          <SelectField key={place} name={`spalte-${place}`} label={title || `Spalte ${place + 1}`} hint={table.rows.slice(0, 3).map(({ cells }) => (cells[place] ?? '').slice(0, 60)).filter(Boolean).join(' · ')} placeholder={false} value={sheetFields.find((field) => guess[field] === place) ?? ''} options={options} />
        ))}
        <ButtonRow>
          <Button variant="primary">Weiter zur Vorschau</Button>
          <Button formaction={`${IMPORTS}/${run.id}/verwerfen`}>Verwerfen</Button>
        </ButtonRow>
      </Form>
    </Section>
  );
}

export const columnsPost = page({
  method: 'POST',
  path: `${IMPORTS}/:id/spalten`,
  site: 'office',
  access: 'may:catalogue/publish',
  params,
  body: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  handle: async (rq) => {
    const columns: SheetColumns = {};
    for (const [name, value] of Object.entries(rq.body)) {
      const place = /^spalte-(\d{1,2})$/.exec(name)?.[1];
      const field = sheetFields.find((one) => one === value);
      if (place !== undefined && field && columns[field] === undefined) columns[field] = Number(place);
    }
    const back = `${IMPORTS}/${rq.params.id}`;
    if (columns.name === undefined) return redirect(back, { flash: { kind: 'danger', text: 'Bitte wählen Sie die Spalte mit dem Namen der Leistung.' } });
    await rq.transact((ctx) => chooseColumns(ctx, rq.params.id, columns));
    return redirect(back);
  },
});

export const applyPost = page({
  method: 'POST',
  path: `${IMPORTS}/:id/uebernehmen`,
  site: 'office',
  access: 'may:catalogue/publish',
  params,
  body: z.object({ entfernen: z.string().optional() }),
  handle: async (rq) => {
    await rq.transact((ctx) => startApplying(ctx, rq.params.id, { removeGone: rq.body.entfernen !== undefined }));
    return redirect(`${IMPORTS}/${rq.params.id}`, { flash: 'Die Einträge werden übernommen.' });
  },
});

export const undoPost = page({
  method: 'POST',
  path: `${IMPORTS}/:id/zuruecknehmen`,
  site: 'office',
  access: 'may:catalogue/publish',
  params,
  handle: async (rq) => {
    await rq.transact((ctx) => startUndoing(ctx, rq.params.id));
    return redirect(`${IMPORTS}/${rq.params.id}`, { flash: 'Der Import wird zurückgenommen.' });
  },
});

export const discardPost = page({
  method: 'POST',
  path: `${IMPORTS}/:id/verwerfen`,
  site: 'office',
  access: 'may:catalogue/publish',
  params,
  handle: async (rq) => {
    await rq.transact((ctx) => discardImport(ctx, rq.params.id));
    return redirect(IMPORTS, { flash: 'Die Vorschau ist verworfen. Im Katalog hat sich nichts geändert.' });
  },
});
