import { z } from 'zod';
import { findCurrentVersion } from '#core/catalogue';
import { page, redirect, type Reply, type Rq } from '#platform/http';
import { Problem } from '#platform/module';
import { readCost, wholeOf, type Mistakes } from '../services/read-it-service.ts';
import { assess, dropNeed, setCost, setNeed, setUse } from '../services/save-it-service.ts';
import { IT, itHref } from './addresses.ts';
import { showItService, type Again } from './it-page.tsx';

const params = z.object({ id: z.uuid() });
const text = z.string().trim().max(2000).default('');
const effect = z.enum(['stops', 'limited']).default('stops').catch('stops');
const common = { method: 'POST', site: 'office', access: 'may:assets/edit', params } as const;

/** Runs a small form of the page; what is refused is shown at its field with everything typed. */
async function attempt(rq: Rq<{ id: string }>, { again, field, anchor }: { again: Omit<Again, 'mistakes'>; field: string; anchor: string }, run: () => Promise<unknown>): Promise<Reply> {
  try {
    await run();
  } catch (error) {
    if (error instanceof Problem && error.status === 422) return showItService(rq, { ...again, mistakes: { [field]: error.de } });
    throw error;
  }
  return redirect(`${itHref(rq.params.id)}#${anchor}`, { flash: 'Gespeichert.' });
}

const costPost = page({
  ...common, path: `${IT}/d/:id/kosten`, body: z.object({ year: text, once: text, running: text }),
  handle: async (rq) => {
    const mistakes: Mistakes = {};
    const year = wholeOf(rq.body.year, undefined);
    if (year === undefined) mistakes['year'] = 'Geben Sie das Jahr mit vier Ziffern an.';
    const cost = readCost(rq.body, mistakes);
    if (!cost) mistakes['running'] = 'Geben Sie wenigstens einen Betrag an, auch 0.';
    const again = { form: 'kosten', typed: rq.body } as const;
    if (!cost || year === undefined || Object.keys(mistakes).length > 0) return showItService(rq, { ...again, mistakes });
    return attempt(rq, { again, field: 'year', anchor: 'kosten' }, () => rq.transact((ctx) => setCost(ctx, rq.params.id, { year, ...cost })));
  },
});

const grade = z.enum(['1', '2', '3', '4', '5']);
const assessPost = page({
  ...common, path: `${IT}/d/:id/note`, body: z.object({ year: text, operation: text, fit: text, usability: text, value: text, outageHours: text, note: text }),
  handle: async (rq) => {
    const { body } = rq;
    const mistakes: Mistakes = {};
    for (const field of ['operation', 'fit', 'usability', 'value'] as const) if (!grade.safeParse(body[field]).success) mistakes[field] = 'Noten gehen von 1 (schlecht) bis 5 (sehr gut).';
    const [year, outageHours] = [wholeOf(body.year, undefined), wholeOf(body.outageHours, 0)];
    if (year === undefined) mistakes['year'] = 'Geben Sie das Jahr mit vier Ziffern an.';
    if (outageHours === undefined) mistakes['outageHours'] = 'Geben Sie ganze Stunden an.';
    const again = { form: 'note', typed: body } as const;
    if (year === undefined || outageHours === undefined || Object.keys(mistakes).length > 0) return showItService(rq, { ...again, mistakes });
    const given = { year, outageHours, operation: Number(body.operation), fit: Number(body.fit), usability: Number(body.usability), value: Number(body.value), note: body.note };
    return attempt(rq, { again, field: 'year', anchor: 'qualitaet' }, () => rq.transact((ctx) => assess(ctx, rq.params.id, given)));
  },
});

const needPost = page({
  ...common, path: `${IT}/d/:id/braucht`, body: z.object({ needsId: text, effect, interface: text }),
  handle: async (rq) => {
    const again = { form: 'braucht', typed: rq.body } as const;
    if (!z.uuid().safeParse(rq.body.needsId).success) return showItService(rq, { ...again, mistakes: { needsId: 'Wählen Sie den Dienst, der gebraucht wird.' } });
    return attempt(rq, { again, field: 'needsId', anchor: 'grundlage' }, () => rq.transact((ctx) => setNeed(ctx, rq.params.id, rq.body)));
  },
});

const needDrop = page({ ...common, path: `${IT}/d/:id/braucht-nicht`, body: z.object({ needsId: z.uuid() }), handle: (rq) => attempt(rq, { again: { form: 'braucht', typed: rq.body }, field: 'needsId', anchor: 'grundlage' }, () => rq.transact((ctx) => dropNeed(ctx, rq.params.id, rq.body.needsId))) });

const usePost = page({
  ...common, path: `${IT}/d/:id/leistung`, body: z.object({ slug: text, effect }),
  handle: async (rq) => {
    const again = { form: 'leistung', typed: rq.body } as const;
    const known = rq.body.slug !== '' && (await rq.read((ctx) => findCurrentVersion(ctx, rq.body.slug)));
    if (!known) return showItService(rq, { ...again, mistakes: { slug: 'Wählen Sie eine Leistung aus dem Katalog.' } });
    return attempt(rq, { again, field: 'slug', anchor: 'ausfall' }, () => rq.transact((ctx) => setUse(ctx, rq.params.id, rq.body)));
  },
});

const useDrop = page({ ...common, path: `${IT}/d/:id/leistung-nicht`, body: z.object({ slug: text }), handle: (rq) => attempt(rq, { again: { form: 'leistung', typed: rq.body }, field: 'slug', anchor: 'ausfall' }, () => rq.transact((ctx) => setUse(ctx, rq.params.id, { slug: rq.body.slug, effect: null }))) });

export const itPartRoutes = [costPost, assessPost, needPost, needDrop, usePost, useDrop];
