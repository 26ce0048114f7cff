import { newId } from '#platform/db';
import type { DocumentKind, NewDocument } from './document.ts';

export type FiledDocument = { id: string; kind: DocumentKind; title: string };

/** Documents as one JSON parameter, so that any number of them is one statement with one plan. */
export function documentRows(documents: NewDocument[]): { json: string; filed: FiledDocument[] } {
  const rows = documents.map((document) => ({
    id: newId(),
    kind: document.kind,
    title: document.title,
    source_id: document.sourceId ?? null,
    sealed: document.sealed ?? false,
    visible: document.visibleToApplicant,
    hash: document.blob.hash,
    size: document.blob.size,
    mime: document.mime,
    name: document.name,
  }));
  return { json: JSON.stringify(rows), filed: rows.map(({ id, kind, title }) => ({ id, kind, title })) };
}
