import { page, view, type View } from '#platform/http';
import { formatDateTime, formatFileSize } from '#platform/i18n';
import type { Ctx, Problem } from '#platform/module';
import { Alert, Button, DescriptionList, EmptyState, ErrorSummary, FileField, Form, Link, PageHeader, Section, Stack, Table, Time } from '#platform/ui';
import { z } from 'zod';
import { documentReply } from '../documents/document-file.ts';
import { documentKinds } from '../documents/document.ts';
import type { DocumentVersion } from '../documents/documents.queries.ts';
import { AdmissionList } from './admission-list.tsx';
import { DocumentActions } from './document-actions.tsx';
import { PageDesk } from './page-desk.tsx';
import { readDocumentView, type DocumentView } from './read-document-view.ts';

const params = z.object({ id: z.uuid() });
const query = z.object({ seite: z.coerce.number().int().min(1).max(100_000).default(1).catch(1), fassung: z.coerce.number().int().min(1).optional().catch(undefined) });

export const documentPage = page({
  method: 'GET',
  path: '/office/dokumente/:id',
  site: 'office',
  access: 'staff',
  params,
  query,
  handle: (rq) => rq.transact((ctx) => showDocument(ctx, rq.params.id, { page: rq.query.seite, version: rq.query.fassung })),
});

/** The page of a document; also the answer to a form that could not be accepted. */
export async function showDocument(ctx: Ctx, id: string, given: { page: number; version?: number | undefined; error?: Problem }): Promise<View> {
  const shown = await readDocumentView(ctx, id, given);
  const { document, file } = shown;
  return view({
    title: document.title,
    status: given.error?.status ?? 200,
    width: 'full',
    nav: '/office/akten',
    crumbs: [
      ...(document.caseId ? [{ label: 'Vorgang', href: `/office/vorgaenge/${document.caseId}` }] : [{ label: 'Akten', href: '/office/akten' }]),
      { label: file.number, href: `/office/vorgangsakten/${file.id}` },
      { label: document.title },
    ],
    body: <DocumentBody shown={shown} error={given.error} />,
    aside: <DocumentSide shown={shown} />,
  });
}

function DocumentBody({ shown, error }: { shown: DocumentView; error: Problem | undefined }) {
  const { document, versions, shown: version } = shown;
  const href = `/office/dokumente/${document.id}/datei`;
  return (
    <Stack gap="small">
      {error && <ErrorSummary errors={[{ text: error.de }]} />}
      <PageHeader
        title={document.title}
        preline={documentKinds[document.kind]}
        meta={document.lockedBy && <span>in Bearbeitung bei {document.lockedBy.name} seit {formatDateTime(document.lockedBy.at, 'de')}</span>}
        actions={
          <>
            {(version.mime === 'application/pdf' || version.mime.startsWith('image/')) && (
              <Button href={`${href}?fassung=${version.number}`} icon="external" size="small">
                Original öffnen
              </Button>
            )}
            <Button href={`${href}?speichern=1&fassung=${version.number}`} icon="download" size="small">
              Speichern
            </Button>
          </>
        }
      />
      {version.number !== document.version && (
        <Alert kind="warning" title={`Sie sehen die Fassung ${version.number} vom ${formatDateTime(version.createdAt, 'de')}.`}>
          <Link href={`/office/dokumente/${document.id}`}>Zur neuesten Fassung</Link>
        </Alert>
      )}
      {shown.healedAt && shown.content.kind !== 'damaged' && <p class="muted">Die gespeicherten Bytes dieser Fassung waren beschädigt und wurden am {formatDateTime(shown.healedAt, 'de')} durch die richtigen ersetzt. Die Prüfsumme stimmt wieder.</p>}
      <Content shown={shown} />
      <Leafing neighbours={shown.neighbours} />
      {versions.length > 1 && <Versions shown={shown} />}
      {shown.panels.map((panel) => (
        <Section key={panel.id} title={panel.title} id={panel.id}>
          {panel.body}
        </Section>
      ))}
    </Stack>
  );
}

const officeTitles = { making: 'Die Vorschau wird gerade erzeugt. Laden Sie die Seite gleich neu.', 'not-configured': 'Für Office-Dateien ist hier keine Vorschau eingerichtet.', failed: 'Für diese Datei gibt es keine Vorschau.' };

function Content({ shown }: { shown: DocumentView }) {
  const { content, document, shown: version } = shown;
  const save = (
    <Link href={`/office/dokumente/${document.id}/datei?speichern=1&fassung=${version.number}`} icon="download">
      {version.name} speichern ({formatFileSize(version.size)})
    </Link>
  );
  switch (content.kind) {
    case 'pages':
      return (
        <>
          {content.derived && <p class="muted">Vorschau, von LibreOffice erzeugt. Maßgeblich ist das Original: {save}</p>}
          <PageDesk shown={shown} page={content.page} />
        </>
      );
    case 'office':
      return (
        <>
          <EmptyState title={officeTitles[content.preview.kind]} icon="document">{content.preview.kind === 'failed' && `${content.preview.reason} `}{save}</EmptyState>
          {content.preview.kind === 'failed' && shown.works && (
            <Form action={`/office/dokumente/${document.id}/vorschau`} inline label="Vorschau noch einmal versuchen">
              <input type="hidden" name="fassung" value={version.number} />
              <Button size="small">Vorschau noch einmal versuchen</Button>
            </Form>
          )}
        </>
      );
    case 'text':
      return <pre class="paper">{content.text || '(leer)'}</pre>;
    case 'mail':
      return (
        <div class="paper">
          {content.mail.protection === 'encrypted' && <Alert kind="warning" title="Diese Mail ist verschlüsselt (S/MIME) und hier nicht lesbar.">Öffnen Sie sie in Ihrem Mailprogramm mit dem Schlüssel der Stadt, oder bitten Sie um eine unverschlüsselte Mail. {save}</Alert>}
          <DescriptionList items={[{ term: 'Von', value: content.mail.from }, ...(content.mail.to ? [{ term: 'An', value: content.mail.to }] : []), { term: 'Betreff', value: content.mail.subject }, content.mail.date ? { term: 'Datum', value: content.mail.date } : null, content.mail.protection === 'signed' ? { term: 'Signatur', value: 'S/MIME, nicht geprüft' } : null, content.mail.attachments.length ? { term: 'Anlagen', value: content.mail.attachments.map((one) => `${one.name} (${formatFileSize(one.bytes.length)})`).join(', ') } : null]} />
          <pre class="paper__text">{content.mail.text}</pre>
        </div>
      );
    case 'password':
      return <EmptyState title="Diese Datei ist mit einem Kennwort geschützt." icon="lock">Bitten Sie um eine Fassung ohne Kennwort. {save}</EmptyState>;
    case 'damaged':
      return <Damaged shown={shown} />;
    case 'broken':
      return <EmptyState title="Diese Datei ist beschädigt und lässt sich nicht darstellen." icon="alert">{save}</EmptyState>;
    case 'other':
      return <EmptyState title="Für diese Art von Datei gibt es keine Vorschau." icon="document">{save}</EmptyState>;
  }
}

/** Nobody can read it, but whoever still has the very same file can put it back. */
function Damaged({ shown: { document, shown: version, works } }: { shown: DocumentView }) {
  return (
    <>
      <EmptyState title="Der gespeicherte Inhalt wurde verändert oder fehlt." icon="alert">Bitte sagen Sie der Systembetreuung Bescheid. Sie stellt ihn aus der Sicherung wieder her; „stadtkern records verify“ prüft alle Inhalte.</EmptyState>
      {works && (
        <Section title="Haben Sie die Datei noch?" id="wiederherstellen">
          <Form action={`/office/dokumente/${document.id}/wiederherstellen`} files>
            <input type="hidden" name="fassung" value={version.number} />
            <FileField name="datei" label={`Genau die Datei von Fassung ${version.number}`} hint={`${version.name}, ${formatFileSize(version.size)}. Nur wenn jedes Byte stimmt, kommt sie an ihren Platz.`} />
            <Button size="small">Wiederherstellen</Button>
          </Form>
        </Section>
      )}
    </>
  );
}

/** From document to document through the file. */
function Leafing({ neighbours: { previous, next } }: { neighbours: DocumentView['neighbours'] }) {
  if (!previous && !next) return null;
  return (
    <nav class="pagination" aria-label="Dokumente der Akte">
      <div class="pagination__links">
        {previous && <Button href={`/office/dokumente/${previous.id}`} icon="chevron-left" size="small" attributes={{ rel: 'prev', title: previous.title }}>Voriges Dokument</Button>}
        {next && <Button href={`/office/dokumente/${next.id}`} iconEnd="chevron-right" size="small" attributes={{ rel: 'next', title: next.title }}>Nächstes Dokument</Button>}
      </div>
    </nav>
  );
}

function Versions({ shown: { document, versions } }: { shown: DocumentView }) {
  const base = `/office/dokumente/${document.id}`;
  return (
    <Table<DocumentVersion>
      compact
      stack
      caption="Fassungen"
      rows={versions}
      rowKey={(row) => String(row.number)}
      columns={[
        { key: 'number', head: 'Fassung', narrow: true, rowHead: true, cell: (row) => <Link href={`${base}?fassung=${row.number}`}>Fassung {row.number}</Link> },
        { key: 'at', head: 'Vom', cell: (row) => <Time at={row.createdAt} /> },
        { key: 'by', head: 'Von', cell: (row) => row.createdBy },
        { key: 'note', head: 'Anmerkung', cell: (row) => row.note ?? '' },
        { key: 'size', head: 'Größe', numeric: true, wideOnly: true, cell: (row) => formatFileSize(row.size) },
        { key: 'compare', head: 'Vergleich', narrow: true, cell: (row) => (row.number > 1 ? <Link href={`${base}/vergleich?alt=${row.number - 1}&neu=${row.number}`} size="small">mit Fassung {row.number - 1}</Link> : '') },
      ]}
    />
  );
}

const textStates = { read: 'gelesen', recognising: 'Texterkennung läuft', recognised: 'durch Texterkennung gelesen', none: 'kein Text in der Datei', password: 'Kennwort nötig', broken: 'nicht lesbar' };

function DocumentSide({ shown }: { shown: DocumentView }) {
  const { document, file, text, shown: version } = shown;
  const reading = text ? `${textStates[text.state]}${text.state === 'recognising' ? ` (${text.pages_done} von ${text.pages} Seiten)` : ''}${text.confidence ? `, Sicherheit ${text.confidence} %` : ''}` : 'wird gleich gelesen';
  return (
    <>
      <Section title="Angaben" id="angaben">
        <DescriptionList
          items={[
            { term: 'Akte', value: <Link href={`/office/vorgangsakten/${file.id}`}>{file.number}</Link> },
            { term: 'Dateiname', value: version.name },
            { term: 'Größe', value: formatFileSize(version.size) },
            { term: 'Abgelegt', value: <><Time at={document.createdAt} /> von {document.createdBy}</> },
            document.datedOn ? { term: 'Datum', value: <Time at={document.datedOn} /> } : null,
            document.receivedOn ? { term: 'Eingang', value: <Time at={document.receivedOn} /> } : null,
            document.sender ? { term: 'Absender', value: document.sender } : null,
            document.foreignReference ? { term: 'Fremdes Zeichen', value: document.foreignReference } : null,
            document.keywords ? { term: 'Schlagwörter', value: document.keywords } : null,
            { term: 'Gesiegelt', value: document.sealed ? 'ja' : 'nein' },
            { term: 'Schutz', value: document.protection === 'protected' ? 'geschützt' : 'normal' },
            { term: 'Sichtbar', value: document.visibleToApplicant ? 'auch für die antragstellende Person' : 'nur im Amt' },
            { term: 'Text', value: reading },
            text?.pdf_facts ? { term: 'PDF', value: text.pdf_facts } : null,
            shown.scan ? { term: 'Viren', value: shown.scan.result === 'clean' ? 'geprüft, nichts gefunden' : 'nicht geprüft' } : null,
            document.redacts ? { term: 'Geschwärzt aus', value: <Link href={`/office/dokumente/${document.redacts}`}>Original</Link> } : null,
            { term: 'Prüfsumme (SHA-256)', value: <code class="hash">{version.hash}</code> },
          ]}
        />
      </Section>
      <DocumentActions shown={shown} />
      <AdmissionList target={{ type: 'document', id: document.id }} admissions={shown.admissions} manages={shown.manages} />
    </>
  );
}

export const documentFile = page({
  method: 'GET',
  path: '/office/dokumente/:id/datei',
  site: 'office',
  access: 'staff',
  params,
  query: z.object({ speichern: z.string().optional(), fassung: z.coerce.number().int().min(1).optional().catch(undefined) }),
  handle: (rq) => documentReply(rq, rq.params.id, { save: rq.query.speichern !== undefined, version: rq.query.fassung }),
});
