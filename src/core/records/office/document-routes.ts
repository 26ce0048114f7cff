import { PageError } from '#engines/pages';
import { file, page, redirect, requireSpace, text as textReply, type Reply, type Rq } from '#platform/http';
import { Problem, type Ctx } from '#platform/module';
import { z } from 'zod';
import { findReadable, readDocument } from '../access/read-document.ts';
import { annotate, removeAnnotation } from '../annotations/annotate.ts';
import { findPreview, retryPreview } from '../content/office-preview.ts';
import { hasPages } from '../content/page-desk.ts';
import { pageImage } from '../content/page-images.ts';
import { requireClean } from '../content/scan-content.ts';
import { changeDocument } from '../documents/change-document.ts';
import { breakLock, checkIn, checkOut } from '../documents/check-out.ts';
import { listVersions } from '../documents/documents.queries.ts';
import { restoreContent } from '../documents/restore-content.ts';
import { problem } from '../problems.ts';
import { mimeOf } from './case-file-routes.ts';
import { showDocument } from './document-page.tsx';
import { PAGE_PIXELS, THUMB_PIXELS } from './read-document-view.ts';
import { UPLOAD_LIMITS } from './upload-limits.ts';

const params = z.object({ id: z.uuid() });
const word = z.string().max(1000).default('');
const route = { method: 'POST', site: 'office', access: 'staff', params } as const;
type IdRq = Pick<Rq<{ id: string }>, 'transact' | 'params'>;

async function act(rq: IdRq, work: (ctx: Ctx) => Promise<unknown>, done: { flash: string; page?: number }): Promise<Reply> {
  try {
    await rq.transact(work);
  } catch (error) {
    if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
    return rq.transact((ctx) => showDocument(ctx, rq.params.id, { page: done.page ?? 1, error }));
  }
  return redirect(`/office/dokumente/${rq.params.id}${done.page ? `?seite=${done.page}` : ''}`, { flash: done.flash });
}

/** A page as a picture; reading a whole page is noted like reading the file, a thumbnail is not. */
export const pageImageRoute = page({
  method: 'GET',
  path: '/office/dokumente/:id/seiten/:seite',
  site: 'office',
  access: 'staff',
  params: z.object({ id: z.uuid(), seite: z.coerce.number().int().min(1).max(100_000) }),
  query: z.object({ fassung: z.coerce.number().int().min(1).optional().catch(undefined), klein: z.string().optional() }),
  handle: async (rq) => {
    const small = rq.query.klein !== undefined;
    const version = await rq.transact(async (ctx) => {
      const document = await (small ? findReadable(ctx, rq.params.id) : readDocument(ctx, rq.params.id));
      const found = (await listVersions(ctx, document.id)).find((one) => one.number === (rq.query.fassung ?? document.version));
      const preview = found && (await findPreview(ctx, found));
      return preview?.kind === 'pdf' ? preview.content : found;
    });
    if (!version || !hasPages(version)) throw problem('records/no-such-document');
    try {
      const image = await pageImage(rq.platform, version, { page: rq.params.seite, width: small ? THUMB_PIXELS : PAGE_PIXELS });
      return file({ name: `seite-${rq.params.seite}.jpg`, type: image.mime, inline: true, bytes: image.bytes, headers: { 'cache-control': 'private, max-age=300' } });
    } catch (error) {
      if (error instanceof PageError) return textReply('Diese Seite gibt es nicht.', 'text/plain; charset=utf-8', { status: 404 });
      throw error;
    }
  },
});

const places: Record<string, { x: number; y: number }> = { 'oben-links': { x: 0.05, y: 0.04 }, 'oben-rechts': { x: 0.62, y: 0.04 }, mitte: { x: 0.35, y: 0.45 }, 'unten-links': { x: 0.05, y: 0.86 }, 'unten-rechts': { x: 0.62, y: 0.86 } };
const share = z.string().max(10).default('').transform((typed) => (typed === '' ? undefined : Number(typed))).pipe(z.number().min(0).max(1).optional().catch(undefined));

export const annotateRoute = page({
  ...route,
  path: '/office/dokumente/:id/notizen',
  body: z.object({ seite: z.coerce.number().int().min(1).max(100_000), was: z.string().max(60), text: word, wo: z.string().max(20).default('oben-rechts'), x: share, y: share }),
  handle: (rq) => {
    const { seite, was, text, wo, x, y } = rq.body;
    const place = x !== undefined && y !== undefined ? { x, y } : (places[wo] ?? { x: 0.62, y: 0.04 });
    return act(
      rq,
      (ctx) => {
        if (!was.startsWith('stamp:')) return annotate(ctx, rq.params.id, { page: seite, kind: was === 'mark' ? 'mark' : 'note', text, ...place });
        const day = ctx.now.toLocaleDateString('de-DE', { timeZone: 'Europe/Berlin', day: '2-digit', month: '2-digit', year: 'numeric' });
        return annotate(ctx, rq.params.id, { page: seite, kind: 'stamp', text: [was.slice(6), `${day} ${ctx.actor.name}`, text].filter(Boolean).join('\n'), ...place });
      },
      { flash: 'Die Notiz liegt auf der Seite.', page: seite },
    );
  },
});

export const removeAnnotationRoute = page({
  ...route,
  path: '/office/dokumente/:id/notizen/entfernen',
  body: z.object({ id: z.uuid(), seite: z.coerce.number().int().min(1).max(100_000) }),
  handle: (rq) => act(rq, (ctx) => removeAnnotation(ctx, rq.params.id, rq.body.id), { flash: 'Die Notiz ist entfernt.', page: rq.body.seite }),
});

export const checkOutRoute = page({ ...route, path: '/office/dokumente/:id/auschecken', handle: (rq) => act(rq, (ctx) => checkOut(ctx, rq.params.id), { flash: 'Das Dokument ist für Sie reserviert. Speichern Sie es, bearbeiten Sie es, und geben Sie die neue Fassung zurück.' }) });
export const breakLockRoute = page({ ...route, path: '/office/dokumente/:id/sperre-loesen', handle: (rq) => act(rq, (ctx) => breakLock(ctx, rq.params.id), { flash: 'Die Sperre ist gelöst.' }) });
export const checkInRoute = page({
  ...route,
  path: '/office/dokumente/:id/einchecken',
  body: z.object({ anmerkung: word }),
  files: { ...UPLOAD_LIMITS, maxFiles: 1 },
  handle: (rq) => {
    const [upload] = rq.files;
    return act(
      rq,
      async (ctx) => {
        requireSpace(rq.files);
        if (upload?.error) throw problem('records/file-needed', { mb: UPLOAD_LIMITS.maxBytes / 1_000_000 });
        if (upload) await requireClean(ctx, [upload]);
        await checkIn(ctx, rq.params.id, upload && { blob: { hash: upload.hash, size: upload.size }, mime: mimeOf(upload), name: upload.name, ...(rq.body.anmerkung ? { note: rq.body.anmerkung } : {}) });
      },
      { flash: upload ? 'Die neue Fassung liegt in der Akte.' : 'Das Dokument ist zurückgegeben.' },
    );
  },
});

export const restoreRoute = page({
  ...route,
  path: '/office/dokumente/:id/wiederherstellen',
  body: z.object({ fassung: z.coerce.number().int().min(1) }),
  files: { ...UPLOAD_LIMITS, maxFiles: 1 },
  handle: (rq) => {
    const [upload] = rq.files;
    return act(
      rq,
      async (ctx) => {
        requireSpace(rq.files);
        if (!upload || upload.error) throw problem('records/file-needed', { mb: UPLOAD_LIMITS.maxBytes / 1_000_000 });
        await restoreContent(ctx, rq.params.id, { version: rq.body.fassung, hash: upload.hash });
      },
      { flash: 'Die Datei liegt wieder an ihrem Platz.' },
    );
  },
});

export const previewAgainRoute = page({
  ...route,
  path: '/office/dokumente/:id/vorschau',
  body: z.object({ fassung: z.coerce.number().int().min(1) }),
  handle: (rq) => act(rq, (ctx) => retryPreview(ctx, rq.params.id, rq.body.fassung), { flash: 'Die Vorschau wird noch einmal erzeugt. Laden Sie die Seite gleich neu.' }),
});

export const changeRoute = page({
  ...route,
  path: '/office/dokumente/:id/angaben',
  body: z.object({ titel: word, datiert: word, eingang: word, absender: word, fremd: word, schlagworte: word, schutz: z.string().optional() }),
  handle: (rq) => {
    const { titel, datiert, eingang, absender, fremd, schlagworte, schutz } = rq.body;
    return act(rq, (ctx) => changeDocument(ctx, rq.params.id, { title: titel, datedOn: datiert, receivedOn: eingang, sender: absender, foreignReference: fremd, keywords: schlagworte, protection: schutz ? 'protected' : 'normal' }), { flash: 'Die Angaben sind gespeichert.' });
  },
});
