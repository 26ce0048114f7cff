import { newId } from '#platform/db';
import type { Ctx } from '#platform/module';
import type { DocumentKind, NewDocument } from './document.ts';
import { chainOf } from './version-chain.ts';

export type FiledDocument = { id: string; kind: DocumentKind; title: string };
/** The columns that `json_to_recordset` reads from {@link documentRows}. */
export type DocumentRows = { json: string; filed: (FiledDocument & { hash: string; chain: string })[] };

/** Documents as one JSON parameter, so that any number of them is one statement with one plan. */
export function documentRows(ctx: Ctx, documents: NewDocument[]): DocumentRows {
  const rows = documents.map((document) => {
    const id = newId();
    const version = { hash: document.blob.hash, size: document.blob.size, mime: document.mime, name: document.name };
    return {
      id,
      kind: document.kind,
      title: document.title,
      source_id: document.sourceId ?? null,
      sealed: document.sealed ?? false,
      visible: document.visibleToApplicant,
      protection: document.protection ?? 'normal',
      dated_on: document.datedOn ?? null,
      received_on: document.receivedOn ?? null,
      sender: document.sender ?? null,
      foreign_reference: document.foreignReference ?? null,
      keywords: document.keywords ?? null,
      redacts: document.redacts ?? null,
      ...version,
      chain: chainOf({ tenantId: ctx.tenantId, documentId: id, number: 1, ...version, at: ctx.now, previous: '' }),
    };
  });
  return { json: JSON.stringify(rows), filed: rows.map(({ id, kind, title, hash, chain }) => ({ id, kind, title, hash, chain })) };
}

/** Says in the audit log what was filed; the chain is sealed with it. */
export function emitFiled(ctx: Ctx, rows: DocumentRows, caseId: string | null): void {
  for (const { id, kind, hash, chain } of rows.filed) ctx.emit({ type: 'records/document-filed', subject: `document:${id}`, ...(caseId ? { caseId } : {}), data: { kind, hash, chain } });
}
