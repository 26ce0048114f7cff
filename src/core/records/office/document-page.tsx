import { page, view } from '#platform/http';
import { formatFileSize } from '#platform/i18n';
import { Button, DescriptionList, EmptyState, Link, PageHeader, Section, Stack, Table, Time } from '#platform/ui';
import { z } from 'zod';
import { canPreview, documentKinds, type CaseDocument } from '../documents/document.ts';
import { listVersions } from '../documents/documents.queries.ts';
import { documentReply } from '../documents/document-file.ts';
import { readDocument } from '../access/read-document.ts';

const params = z.object({ id: z.uuid() });

export const documentPage = page({
  method: 'GET',
  path: '/office/dokumente/:id',
  site: 'office',
  access: 'staff',
  params,
  handle: async (rq) => {
    const { document, versions } = await rq.transact(async (ctx) => {
      const found = await readDocument(ctx, rq.params.id);
      return { document: found, versions: await listVersions(ctx, found.id) };
    });
    const href = `/office/dokumente/${document.id}/datei`;
    return view({
      title: document.title,
      width: 'full',
      crumbs: [...(document.caseId ? [{ label: 'Vorgang', href: `/office/vorgaenge/${document.caseId}` }] : []), { label: document.title }],
      body: (
        <Stack>
          <PageHeader
            title={document.title}
            preline={documentKinds[document.kind]}
            actions={
              <Button href={`${href}?speichern=1`} icon="download" size="small">
                Speichern
              </Button>
            }
          />
          <DocumentPreview document={document} />
          <Section title="Angaben" id="angaben">
            <DescriptionList
              columns
              items={[
                { term: 'Dateiname', value: document.name },
                { term: 'Größe', value: formatFileSize(document.size) },
                { term: 'Abgelegt', value: <Time at={document.createdAt} /> },
                { term: 'Von', value: document.createdBy },
                { term: 'Gesiegelt', value: document.sealed ? 'ja' : 'nein' },
                { term: 'Für die antragstellende Person', value: document.visibleToApplicant ? 'sichtbar' : 'nicht sichtbar' },
                { term: 'Prüfsumme (SHA-256)', value: <code>{document.hash}</code> },
              ]}
            />
          </Section>
          {versions.length > 1 && (
            <Table
              compact
              caption="Fassungen"
              rows={versions}
              rowKey={(row) => String(row.number)}
              columns={[
                { key: 'number', head: 'Fassung', numeric: true, rowHead: true, cell: (row) => row.number },
                { key: 'at', head: 'Vom', cell: (row) => <Time at={row.createdAt} /> },
                { key: 'by', head: 'Von', cell: (row) => row.createdBy },
                { key: 'size', head: 'Größe', numeric: true, cell: (row) => formatFileSize(row.size) },
              ]}
            />
          )}
        </Stack>
      ),
    });
  },
});

/** The document in the page where that is safe, else the way to save it. */
export function DocumentPreview({ document, height = 640 }: { document: Pick<CaseDocument, 'id' | 'title' | 'mime' | 'name' | 'size'>; height?: number }) {
  const href = `/office/dokumente/${document.id}/datei`;
  if (document.mime.startsWith('image/') && canPreview(document)) return <img class="document-preview" src={href} alt={`Vorschau: ${document.title}`} />;
  if (canPreview(document)) return <iframe class="document-preview field" src={href} title={`Vorschau: ${document.title}`} height={height} loading="lazy" />;
  return (
    <EmptyState title="Für diese Art von Datei gibt es keine Vorschau." icon="document">
      <Link href={`${href}?speichern=1`} icon="download">
        {document.name} speichern ({formatFileSize(document.size)})
      </Link>
    </EmptyState>
  );
}

export const documentFile = page({
  method: 'GET',
  path: '/office/dokumente/:id/datei',
  site: 'office',
  access: 'staff',
  params,
  query: z.object({ speichern: z.string().optional() }),
  handle: (rq) => documentReply(rq, rq.params.id, { save: rq.query.speichern !== undefined }),
});
