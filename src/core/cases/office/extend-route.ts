import { page, redirect, type Reply } from '#platform/http';
import { formatDate } from '#platform/i18n';
import { Problem } from '#platform/module';
import { z } from 'zod';
import { extendClock } from '../clock/extend-clock.ts';
import { getCase } from '../cases.queries.ts';
import { withQuery } from './case-documents.tsx';
import { showCase } from './case-page.tsx';
import type { ClockPosted } from './clock-section.tsx';

const fields: Record<string, ClockPosted['field']> = { 'cases/extension-day': 'bis', 'cases/extension-reason': 'grund' };

/** Frist verlängern; what cannot be accepted comes back with everything that was typed. */
export const extendRoute = page({
  method: 'POST',
  path: '/office/vorgaenge/:id/frist',
  site: 'office',
  access: 'staff',
  params: z.object({ id: z.uuid() }),
  body: z.object({ bis: z.string().max(40).default(''), grund: z.string().max(5000).default(''), liste: z.string().max(2000).default('') }),
  handle: async (rq): Promise<Reply> => {
    const { id } = rq.params;
    const { bis, grund, liste } = rq.body;
    try {
      const dueOn = await rq.transact(async (ctx) => {
        await extendClock(ctx, { caseId: id, until: bis, reason: grund });
        return (await getCase(ctx, id)).dueOn ?? bis;
      });
      return redirect(withQuery({ found: { id } as never, task: undefined, list: liste }, {}, '#frist'), { flash: `Die Frist endet jetzt am ${formatDate(dueOn)}. Die antragstellende Person bekommt ein Schreiben.` });
    } catch (error) {
      if (!(error instanceof Problem) || !error.code.startsWith('cases/') || error.status === 404) throw error;
      const posted: ClockPosted = { until: bis, reason: grund, field: fields[error.code], message: error.de };
      return rq.read((ctx) => showCase(ctx, id, { query: { liste }, status: error.status, clockPosted: posted }));
    }
  },
});
