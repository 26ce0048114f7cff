import { fileDocument, findDocumentBySource } from '#core/records';
import { z } from 'zod';
import { defineConnector } from './points.ts';

/** Connector `file-note`: the process writes a note into the record (Aktenvermerk); tried again it makes no second one. */
export const fileNoteConnector = defineConnector({
  type: 'file-note',
  label: 'Vermerk in die Akte schreiben',
  input: z.looseObject({ title: z.string().min(1).max(200), text: z.string().max(20_000) }),
  mode: 'background',
  run: async (ctx, { case: found, input, idempotencyKey }) => {
    const before = await findDocumentBySource(ctx, found.id, idempotencyKey);
    if (before) return { documentId: before.id };
    const blob = await ctx.platform.storage.put(Buffer.from(input.text));
    const name = `${found.number}-vermerk.txt`;
    const documentId = await fileDocument(ctx, { caseId: found.id, kind: 'note', title: input.title, blob, mime: 'text/plain', name, sourceId: idempotencyKey, visibleToApplicant: false });
    return { documentId };
  },
});
