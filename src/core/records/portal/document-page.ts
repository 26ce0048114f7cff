import { page } from '#platform/http';
import { z } from 'zod';
import { documentReply } from '../documents/document-file.ts';

/** A document for the person whose case it is, shown in place or saved. */
export const ownDocument = page({
  method: 'GET',
  path: '/konto/dokumente/:id',
  site: 'portal',
  access: 'citizen',
  params: z.object({ id: z.uuid() }),
  query: z.object({ speichern: z.string().optional() }),
  handle: (rq) => documentReply(rq, rq.params.id, { save: rq.query.speichern !== undefined }),
});
