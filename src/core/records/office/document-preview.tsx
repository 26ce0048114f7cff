import { formatFileSize } from '#platform/i18n';
import { EmptyState, Link } from '#platform/ui';
import { canPreview, type CaseDocument } from '../documents/document.ts';

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
