import type { Subscriber } from '#platform/events';
import { enqueue } from '#platform/jobs';
import { sql } from 'kysely';
import { indexDocuments } from '../search/index-documents.ts';

const idOf = (subject: string): string => subject.slice(subject.indexOf(':') + 1);

/** Whatever is filed is read in the background and can be found soon after. */
export const readNewDocuments: Subscriber = {
  name: 'records/read-text',
  gentle: true,
  on: ['records/document-filed', 'records/version-added'],
  handle: (ctx, event) => enqueue(ctx, 'records/read-text', { documentId: idOf(event.subject) }),
};

/** Where a file lies, who keeps it and how it is protected are facets of the search: its documents are entered anew. */
export const followMoves: Subscriber = {
  name: 'records/follow-moves',
  on: ['records/document-moved', 'records/document-changed', 'records/file-moved', 'records/file-handed-over', 'records/files-merged', 'records/protection-changed', 'records/file-renamed'],
  handle: async (ctx, event) => {
    const id = idOf(event.subject);
    if (event.subject.startsWith('document:')) return indexDocuments(ctx, [id]);
    const fileId = typeof event.data['into'] === 'string' ? event.data['into'] : id;
    for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
      const { rows } = await sql<{ id: string }>`select id from records.document where tenant_id = ${ctx.tenantId} and file_id = ${fileId}::uuid and id > ${after}::uuid order by id limit 500`.execute(ctx.db());
      if (rows.length === 0) return;
      await indexDocuments(ctx, rows.map((row) => row.id));
      after = rows.at(-1)?.id ?? after;
    }
  },
};
