import { file, page, redirect, view, type View } from '#platform/http';
import { may, Problem, type Ctx } from '#platform/module';
import { Alert, Button, ButtonRow, Details, ErrorSummary, FileField, Form, Link, PageHeader, Section, SelectField, Stack, Table, TextArea, TextField } from '#platform/ui';
import { z } from 'zod';
import { importPlan, previewPlan, removePlanPosition, savePlanPosition, type PlanImport } from '../plan/change-plan.ts';
import { dispositionWords, listFilePlan, MOST_COUNTED, type Disposition, type PlanPosition } from '../plan/file-plan.ts';
import { planToCsv, planToXml } from '../plan/plan-exchange.ts';

const word = z.string().max(2000).default('');
const fields = z.object({ nummer: word, titel: word, beschreibung: word, jahre: word, danach: z.enum(['archive', 'appraise', 'destroy']).default('appraise').catch('appraise') });
type Typed = z.output<typeof fields>;
type Shown = { typed?: Typed; error?: Problem; preview?: PlanImport; blob?: string };

export const filePlanPage = page({
  method: 'GET',
  path: '/office/aktenplan',
  site: 'office',
  access: 'staff',
  query: z.object({ stelle: z.string().max(80).optional().catch(undefined) }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const chosen = (await listFilePlan(ctx)).find((one) => one.number === rq.query.stelle);
      return show(ctx, chosen ? { typed: { nummer: chosen.number, titel: chosen.title, beschreibung: chosen.description ?? '', jahre: String(chosen.retentionYears ?? ''), danach: chosen.disposition } } : {});
    }),
});

async function show(ctx: Ctx, shown: Shown): Promise<View> {
  const positions = await listFilePlan(ctx);
  return view({ title: 'Aktenplan', status: shown.error ? shown.error.status : 200, nav: '/office/aktenplan', width: 'full', body: <PlanBody positions={positions} manages={may(ctx.actor, 'records/manage')} shown={shown} /> });
}

type BodyProps = { positions: (PlanPosition & { files: number })[]; manages: boolean; shown: Shown };

function PlanBody({ positions, manages, shown }: BodyProps) {
  return (
    <Stack>
      {shown.error && <ErrorSummary errors={[{ id: 'nummer', text: shown.error.de }]} />}
      <PageHeader
        title="Aktenplan"
        lead="Jeder Vorgang hat hier seinen Platz. Die Stelle bestimmt, wie lange seine Akte bleibt und was dann mit ihr geschieht."
        actions={
          <>
            <Button href="/office/aktenplan/aktenplan.csv" icon="download" size="small">
              CSV
            </Button>
            <Button href="/office/aktenplan/aktenplan.xml" icon="download" size="small">
              XML
            </Button>
          </>
        }
      />
      {shown.preview && <ImportPreview preview={shown.preview} blob={shown.blob ?? ''} />}
      {manages && <PlanForms shown={shown} />}
      <Table
        compact
        stickyHead
        caption={`${positions.length} Stellen`}
        rows={positions}
        rowKey={(row) => row.number}
        empty="Der Aktenplan ist noch leer. Legen Sie Stellen an, oder lesen Sie einen Plan ein."
        columns={[
          { key: 'number', head: 'Stelle', narrow: true, rowHead: true, cell: (row) => <Link href={`/office/akten?stelle=${row.number}`}>{row.number}</Link> },
          { key: 'title', head: 'Inhalt', cell: (row) => (row.retentionYears ? row.title : <strong>{row.title}</strong>) },
          { key: 'years', head: 'Aufbewahrung', cell: (row) => (row.retentionYears ? `${row.retentionYears} ${row.retentionYears === 1 ? 'Jahr' : 'Jahre'}` : '') },
          { key: 'then', head: 'Danach', wideOnly: true, cell: (row) => (row.retentionYears ? dispositionWords[row.disposition] : '') },
          { key: 'files', head: 'Akten', numeric: true, cell: (row) => (row.files > MOST_COUNTED ? `über ${MOST_COUNTED}` : row.files || '') },
          ...(manages ? [{ key: 'edit', head: 'Ändern', headHidden: true, narrow: true, cell: (row: PlanPosition) => <Link href={`/office/aktenplan?stelle=${row.number}#aendern`} size="small">Ändern<span class="kern-sr-only"> {row.number}</span></Link> }] : []),
        ]}
      />
    </Stack>
  );
}

function PlanForms({ shown: { typed, error } }: { shown: Shown }) {
  return (
    <>
      <Details summary={typed && !error ? `Stelle ${typed.nummer} ändern` : 'Stelle anlegen oder ändern'} open={typed !== undefined}>
        <Form action="/office/aktenplan" id="aendern">
          <TextField name="nummer" label="Stelle" value={typed?.nummer} width={10} hint="zum Beispiel 02.3.1" error={error?.de} />
          <TextField name="titel" label="Titel" value={typed?.titel} maxlength={300} width="full" />
          <TextArea name="beschreibung" label="Was hierher gehört" value={typed?.beschreibung} rows={2} required={false} />
          <TextField name="jahre" label="Aufbewahrung in Jahren" value={typed?.jahre} width={4} inputmode="numeric" hint="leer bei Überschriften" required={false} />
          <SelectField name="danach" label="Danach" value={typed?.danach ?? 'appraise'} placeholder={false} options={Object.entries(dispositionWords).map(([value, label]) => ({ value, label }))} />
          <ButtonRow>
            <Button variant="primary">Speichern</Button>
            {typed && !error && (
              <Button variant="danger" formaction="/office/aktenplan/loeschen">
                Stelle löschen
              </Button>
            )}
          </ButtonRow>
        </Form>
      </Details>
      <Details summary="Aktenplan einlesen (CSV oder XML)">
        <Form action="/office/aktenplan/einlesen" files>
          <FileField name="datei" label="Datei" accept=".csv,.xml,text/csv,application/xml" hint="Aufbau wie beim Herunterladen. Sie sehen zuerst, was sich ändert; gelöscht wird nichts." />
          <Button size="small">Prüfen</Button>
        </Form>
      </Details>
    </>
  );
}

function ImportPreview({ preview, blob }: { preview: PlanImport; blob: string }) {
  const nothing = preview.added.length + preview.changed.length === 0;
  return (
    <Section title="Was sich ändert" id="vorschau">
      {nothing ? <Alert kind="info" title="Der Aktenplan ist schon so." /> : (
        <>
          <p>
            {preview.added.length} neu, {preview.changed.length} geändert, {preview.unchanged} gleich.
          </p>
          <ul>
            {preview.added.slice(0, 100).map((one) => <li key={one.number}>neu: {one.number} {one.title}</li>)}
            {preview.changed.slice(0, 100).map((one) => <li key={one.number}>geändert: {one.number} {one.title}</li>)}
          </ul>
          <Form action="/office/aktenplan/uebernehmen">
            <input type="hidden" name="blob" value={blob} />
            <Button variant="primary">Übernehmen</Button>
          </Form>
        </>
      )}
    </Section>
  );
}

const route = { method: 'POST', site: 'office', access: 'may:records/manage' } as const;

export const savePositionRoute = page({
  ...route,
  path: '/office/aktenplan',
  body: fields,
  handle: async (rq) => {
    const { nummer, titel, beschreibung, jahre, danach } = rq.body;
    const position = { number: nummer.trim(), title: titel, disposition: danach as Disposition, ...(beschreibung.trim() ? { description: beschreibung.trim() } : {}), ...(jahre.trim() ? { retentionYears: Number(jahre) } : {}) };
    try {
      await rq.transact((ctx) => savePlanPosition(ctx, position));
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 422) throw error;
      return rq.read((ctx) => show(ctx, { typed: rq.body, error }));
    }
    return redirect('/office/aktenplan', { flash: `Die Stelle ${position.number} ist gespeichert.` });
  },
});

export const removePositionRoute = page({
  ...route,
  path: '/office/aktenplan/loeschen',
  body: fields,
  handle: async (rq) => {
    await rq.transact((ctx) => removePlanPosition(ctx, rq.body.nummer));
    return redirect('/office/aktenplan', { flash: `Die Stelle ${rq.body.nummer} ist gelöscht.` });
  },
});

export const previewPlanRoute = page({
  ...route,
  path: '/office/aktenplan/einlesen',
  body: z.object({}),
  files: { maxBytes: 5_000_000, maxFiles: 1 },
  handle: async (rq) => {
    const [upload] = rq.files;
    if (!upload || upload.error) return redirect('/office/aktenplan', { flash: { kind: 'danger', text: 'Bitte wählen Sie eine Datei aus (höchstens 5 MB).' } });
    const bytes = await rq.platform.storage.bytes(upload.hash);
    try {
      const preview = await rq.read((ctx) => previewPlan(ctx, bytes));
      return await rq.read((ctx) => show(ctx, { preview, blob: upload.hash }));
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 422) throw error;
      return rq.read((ctx) => show(ctx, { error }));
    }
  },
});

export const importPlanRoute = page({
  ...route,
  path: '/office/aktenplan/uebernehmen',
  body: z.object({ blob: z.string().regex(/^[0-9a-f]{64}$/) }),
  handle: async (rq) => {
    const bytes = await rq.platform.storage.bytes(rq.body.blob);
    const { added, changed } = await rq.transact((ctx) => importPlan(ctx, bytes));
    return redirect('/office/aktenplan', { flash: `Übernommen: ${added.length} Stellen neu, ${changed.length} geändert.` });
  },
});

export const planCsv = page({
  method: 'GET',
  path: '/office/aktenplan/aktenplan.csv',
  site: 'office',
  access: 'staff',
  handle: async (rq) => file({ name: 'aktenplan.csv', type: 'text/csv; charset=utf-8', bytes: Buffer.from(planToCsv(await rq.read(listFilePlan))) }),
});
export const planXml = page({
  method: 'GET',
  path: '/office/aktenplan/aktenplan.xml',
  site: 'office',
  access: 'staff',
  handle: async (rq) => file({ name: 'aktenplan.xml', type: 'application/xml', bytes: Buffer.from(planToXml(await rq.read(listFilePlan))) }),
});
