import { mimeOf } from '#core/records';
import { api, json, requireSpace } from '#platform/http';
import { z } from 'zod';
import { problem } from './problems.ts';
import { takeIn } from './take-in.ts';

/** Machines hand over post: multipart with one or more files. */
export const receiveApi = api({
  method: 'POST',
  path: '/api/v1/inbound-post',
  access: 'may:inbound-post/receive',
  summary: 'Hand over inbound post: files as multipart, with sender, subject and an own key that makes a second try harmless',
  body: z.object({ sender: z.string().max(200).default(''), subject: z.string().max(300).default(''), key: z.string().max(200).optional(), device: z.string().max(200).optional(), settings: z.string().max(300).default('') }),
  files: { maxBytes: 200_000_000, maxFiles: 50 },
  response: z.object({ items: z.array(z.object({ name: z.string(), id: z.uuid().nullable() })) }),
  handle: async (rq) => {
    const { sender, subject, key, device, settings } = rq.body;
    const items = await rq.transact(async (ctx) => {
      requireSpace(rq.files);
      if (rq.files.length === 0 || rq.files.some((one) => one.error)) throw problem('inbound-post/file-needed', { mb: 200 });
      const taken: { name: string; id: string | null }[] = [];
      for (const [at, one] of rq.files.entries()) {
        const id = await takeIn(ctx, { source: 'api', blob: { hash: one.hash, size: one.size }, mime: mimeOf(one), name: one.name, sender, subject, ...(key ? { sourceKey: `${key}:${at}` } : {}), ...(device ? { scanned: { device, settings } } : {}) });
        taken.push({ name: one.name, id: id ?? null });
      }
      return taken;
    });
    return json({ items }, { status: 201 });
  },
});
