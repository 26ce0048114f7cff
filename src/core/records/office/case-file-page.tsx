import { listOffices } from '#core/organisation';
import { page, view, type View } from '#platform/http';
import { formatFileSize } from '#platform/i18n';
import { may, type Ctx, type Problem } from '#platform/module';
import { Alert, Button, DescriptionList, Details, Enhanced, ErrorSummary, FileField, Form, Link, PageHeader, Pagination, SearchField, Section, SelectField, Stack, Table, TextField, Time } from '#platform/ui';
import type { ComponentChildren } from 'preact';
import { z } from 'zod';
import { listAdmissions, type Admission } from '../access/admit.ts';
import { mayWorkIn, requireCaseFile } from '../access/may-work.ts';
import { documentKinds, type CaseDocument, type DocumentKind } from '../documents/document.ts';
import { listFileDocuments } from '../documents/documents.queries.ts';
import { caseFileOf, getCaseFileById, listReferences, type CaseFile, type FileReference } from '../files/case-files.queries.ts';
import { caseFilePanels } from '../points.ts';
import { AdmissionList } from './admission-list.tsx';
import { CaseFileActions } from './case-file-actions.tsx';
import { byWhom, FileState } from './record-browser.tsx';
import { UPLOAD_LIMITS } from './upload-limits.ts';

const params = z.object({ id: z.uuid() });
const PAGE = 100;

export type CaseFileView = {
  file: CaseFile;
  documents: CaseDocument[];
  next: string | undefined;
  references: FileReference[];
  admissions: Admission[];
  offices: { id: string; name: string }[];
  mergedInto: CaseFile | undefined;
  manages: boolean;
  works: boolean;
  panels: { id: string; title: string; body: ComponentChildren }[];
};

/** /office/vorgangsakten/:id: a case file with its documents. */
export const caseFilePage = page({
  method: 'GET',
  path: '/office/vorgangsakten/:id',
  site: 'office',
  access: 'staff',
  params,
  query: z.object({ nach: z.uuid().optional().catch(undefined) }),
  handle: (rq) => rq.read((ctx) => showCaseFile(ctx, rq.params.id, { after: rq.query.nach })),
});

/** The page of a case file; also the answer to a form that could not be accepted. */
export async function showCaseFile(ctx: Ctx, id: string, { after, error }: { after?: string | undefined; error?: Problem }): Promise<View> {
  const shown = await read(ctx, id, after);
  const { file } = shown;
  return view({
    title: `${file.number} ${file.title}`,
    status: error ? error.status : 200,
    width: 'full',
    nav: '/office/akten',
    crumbs: [{ label: 'Akten', href: '/office/akten' }, { label: file.planPosition, href: `/office/akten?stelle=${file.planPosition}` }, { label: file.number }],
    body: <CaseFileBody shown={shown} error={error} />,
    aside: <CaseFileSide shown={shown} />,
  });
}

async function read(ctx: Ctx, id: string, after: string | undefined): Promise<CaseFileView> {
  const [row, documents, references, admissions] = await Promise.all([requireCaseFile(ctx, id), listFileDocuments(ctx, id, { ...(after ? { after } : {}), limit: PAGE + 1 }), listReferences(ctx, id), listAdmissions(ctx, id)]);
  const file = caseFileOf(row);
  const panels = await Promise.all(ctx.platform.contributions(caseFilePanels).map(async (panel) => ({ id: panel.id, title: panel.title, body: await panel.render(ctx, file) })));
  return {
    file,
    documents: documents.slice(0, PAGE),
    next: documents.length > PAGE ? documents[PAGE - 1]?.id : undefined,
    references,
    admissions,
    offices: (await listOffices(ctx)).filter((office) => !office.closedOn).map(({ id: officeId, name }) => ({ id: officeId, name })),
    mergedInto: file.mergedInto ? await getCaseFileById(ctx, file.mergedInto) : undefined,
    manages: may(ctx.actor, 'records/manage', file.officeId ?? null),
    works: mayWorkIn(ctx, file.officeId ?? null),
    panels: panels.flatMap((panel) => (panel.body === undefined ? [] : [{ ...panel, body: panel.body }])),
  };
}

function CaseFileBody({ shown, error }: { shown: CaseFileView; error: Problem | undefined }) {
  const { file, documents, next, works, mergedInto } = shown;
  const open = works && !file.closedAt;
  return (
    <Stack gap="small">
      {error && <ErrorSummary errors={[{ text: error.de }]} />}
      <PageHeader
        preline={`Vorgangsakte ${file.number}`}
        title={file.title}
        meta={
          <>
            {file.person && <span>{file.person}</span>}
            <FileState file={file} />
          </>
        }
        actions={
          <>
            {file.caseId && (
              <Button href={`/office/vorgaenge/${file.caseId}`} size="small" icon="arrow-right">
                Zum Vorgang
              </Button>
            )}
            <Button href={`/office/vorgangsakten/${file.id}/gesamt`} size="small" icon="download">
              Ganze Akte als PDF
            </Button>
            {!file.closedAt && (
              <Button href={`/office/vorgangsakten/${file.id}/deckblatt`} size="small" icon="print">
                Deckblatt zum Scannen
              </Button>
            )}
          </>
        }
      />
      {mergedInto && (
        <Alert kind="info" title="Diese Akte wurde zusammengelegt.">
          Ihre Dokumente liegen jetzt in <Link href={`/office/vorgangsakten/${mergedInto.id}`}>{mergedInto.number}</Link>.
        </Alert>
      )}
      {file.hold && <Alert kind="warning" title={`Gesperrt: ${file.hold.reason}`}>Seit <Time at={file.hold.at} /> durch {file.hold.by}. Bis zur Freigabe wird nichts verschoben und nichts vernichtet.</Alert>}
      <DocumentTable file={file} documents={documents} manages={shown.manages && !file.hold} />
      {next && <Pagination noun="Dokumente" shown={documents.length} next={next && `/office/vorgangsakten/${file.id}?nach=${next}`} />}
      {open && <UploadForm file={file} />}
      {shown.panels.map((panel) => (
        <Section key={panel.id} title={panel.title} id={panel.id}>
          {panel.body}
        </Section>
      ))}
    </Stack>
  );
}

function DocumentTable({ file, documents, manages }: { file: CaseFile; documents: CaseDocument[]; manages: boolean }) {
  const table = (
    <Table<CaseDocument>
      compact
      stack
      caption={documents.length === 1 ? 'Ein Dokument' : `${documents.length} Dokumente`}
      rows={documents}
      rowKey={(row) => row.id}
      empty="In dieser Akte liegt noch kein Dokument, das Sie sehen dürfen."
      {...(manages && documents.length > 0 ? { select: { name: 'dokument', value: (row: CaseDocument) => row.id, label: (row: CaseDocument) => `${row.title} auswählen` } } : {})}
      columns={[
        { key: 'title', head: 'Titel', rowHead: true, cell: (row) => <Link href={`/office/dokumente/${row.id}`}>{row.title}</Link> },
        { key: 'kind', head: 'Art', cell: (row) => [documentKinds[row.kind], row.sealed && 'gesiegelt', row.protection === 'protected' && 'geschützt', row.lockedBy && `bei ${row.lockedBy.name}`].filter(Boolean).join(', ') },
        { key: 'version', head: 'Fassung', numeric: true, wideOnly: true, cell: (row) => row.version },
        { key: 'size', head: 'Größe', numeric: true, wideOnly: true, cell: (row) => formatFileSize(row.size) },
        { key: 'by', head: 'Von', wideOnly: true, cell: (row) => row.createdBy },
        { key: 'at', head: 'Abgelegt', narrow: true, cell: (row) => <Time at={row.createdAt} /> },
      ]}
    />
  );
  if (!manages || documents.length === 0) return table;
  return (
    <form action={`/office/vorgangsakten/${file.id}/dokumente/verschieben`} method="post" aria-label="Dokumente verschieben">
      {table}
      <Details summary="Ausgewählte Dokumente verschieben oder in eine neue Akte legen">
        <TextField name="ziel" id="ziel-dokumente" label="Aktenzeichen der anderen Akte" maxlength={60} required={false} hint="Leer: Es wird eine neue Akte angelegt." />
        <TextField name="titel" id="titel-neu" label="Titel der neuen Akte" maxlength={300} required={false} />
        <TextField name="grund" id="grund-dokumente" label="Grund" maxlength={500} />
        <Button size="small">Verschieben</Button>
      </Details>
    </form>
  );
}

/** What people file themselves; the other kinds are written by the machine. */
const byHand: DocumentKind[] = ['incoming', 'outgoing', 'attachment', 'note', 'draft'];

function UploadForm({ file }: { file: CaseFile }) {
  return (
    <Section title="Ablegen" id="ablegen">
      <Enhanced name="drop-files">
        <Form action={`/office/vorgangsakten/${file.id}/dokumente`} files>
          <FileField name="dateien" label="Dateien" multiple hint={`Hierher ziehen oder auswählen. Höchstens ${UPLOAD_LIMITS.maxFiles} Dateien mit je ${UPLOAD_LIMITS.maxBytes / 1_000_000} MB.`} />
          <SelectField name="art" label="Art" value="incoming" placeholder={false} options={byHand.map((kind) => ({ value: kind, label: documentKinds[kind] }))} />
          <TextField name="titel" label="Titel" hint="Leer: der Name der Datei" maxlength={300} required={false} />
          <Details summary="Mehr Angaben">
            <TextField name="datiert" label="Datum des Schriftstücks" type="date" required={false} />
            <TextField name="absender" label="Absender" maxlength={200} required={false} />
            <TextField name="fremd" label="Fremdes Aktenzeichen" maxlength={100} required={false} />
          </Details>
          <Button variant="primary" size="small">
            Ablegen
          </Button>
        </Form>
      </Enhanced>
    </Section>
  );
}

function CaseFileSide({ shown }: { shown: CaseFileView }) {
  const { file, references, admissions, manages, offices } = shown;
  return (
    <>
      <Section title="Akte">
        <DescriptionList
          items={[
            { term: 'Stelle', value: <Link href={`/office/akten?stelle=${file.planPosition}`}>{file.planPosition}</Link> },
            { term: 'Amt', value: offices.find((office) => office.id === file.officeId)?.name ?? '–' },
            file.parentId ? { term: 'Liegt in', value: <Link href={`/office/akten/${file.parentId}`}>Akte öffnen</Link> } : null,
            { term: 'Angelegt', value: <><Time at={file.openedAt} />{byWhom(file.openedBy)}</> },
            file.closedAt ? { term: 'zdA', value: <><Time at={file.closedAt} /> von {file.closedBy}</> } : null,
          ]}
        />
        <SearchField action="/office/akten/suche" label="In dieser Akte suchen" size="small" keep={{ akte: file.id }} />
      </Section>
      {references.length > 0 && (
        <Section title="Verweise">
          <ul class="plan-tree">
            {references.map((one) => (
              <li key={one.id}>
                {one.direction === 'to' ? 'auf ' : 'von '}
                <Link href={`/office/vorgangsakten/${one.id}`}>{one.number}</Link> {one.title}
                {one.note && `: ${one.note}`}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <AdmissionList target={{ type: 'case-file', id: file.id }} admissions={admissions} manages={manages} />
      <CaseFileActions shown={shown} />
    </>
  );
}
