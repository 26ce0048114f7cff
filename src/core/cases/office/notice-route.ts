import { page, redirect } from '#platform/http';
import { z } from 'zod';
import { markNoticesRead } from '../escalation/notices.ts';

/** Ticks off what the desk told: one notice, or all of them. */
export const noticeRoute = page({
  method: 'POST',
  path: '/office/hinweise/gelesen',
  site: 'office',
  access: 'staff',
  body: z.object({ hinweis: z.union([z.uuid(), z.literal('')]).default('') }),
  handle: async (rq) => {
    await rq.transact((ctx) => markNoticesRead(ctx, rq.body.hinweis || undefined));
    return redirect('/office', { flash: rq.body.hinweis ? 'Der Hinweis ist weggelegt.' : 'Alle Hinweise sind weggelegt.' });
  },
});
