import { file, page, redirect, requireSpace, type Reply, type Rq } from '#platform/http';
import { Problem, type Ctx } from '#platform/module';
import { z } from 'zod';
import { requireClean } from '../content/scan-content.ts';
import { fileInto } from '../documents/file-document.ts';
import { findCaseFileByNumber } from '../files/case-files.queries.ts';
import { closeFileById, reopenCaseFile } from '../files/close-case-file.ts';
import { holdCaseFile, protectCaseFile, releaseCaseFile } from '../files/hold-file.ts';
import { addReference, mergeCaseFiles, moveCaseFile, moveDocuments, splitCaseFile } from '../files/move-files.ts';
import { chooseForInspection, makeWholeFile } from '../inspection/whole-file.ts';
import { problem } from '../problems.ts';
import { showCaseFile } from './case-file-page.tsx';
import { UPLOAD_LIMITS } from './upload-limits.ts';

const params = z.object({ id: z.uuid() });
const text = z.string().max(1000).default('');
const route = { method: 'POST', site: 'office', access: 'staff', params } as const;
type IdRq = Pick<Rq<{ id: string }>, 'transact' | 'read' | 'params'>;

/** Does it; a refusal that the person can mend is shown above the file, whose page says what is there now. */
async function act(rq: IdRq, work: (ctx: Ctx) => Promise<unknown>, flash: string): Promise<Reply> {
  try {
    await rq.transact(work);
  } catch (error) {
    if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
    return rq.read((ctx) => showCaseFile(ctx, rq.params.id, { error }));
  }
  return redirect(`/office/vorgangsakten/${rq.params.id}`, { flash });
}

async function fileNumbered(ctx: Ctx, number: string): Promise<string> {
  const found = number.trim() ? await findCaseFileByNumber(ctx, number) : undefined;
  if (!found) throw problem('records/no-such-number', { number: number.trim() || 'ohne Aktenzeichen' });
  return found.id;
}

export const closeRoute = page({ ...route, path: '/office/vorgangsakten/:id/zda', handle: (rq) => act(rq, (ctx) => closeFileById(ctx, rq.params.id), 'Die Akte ist zu den Akten geschrieben.') });
const reason = z.object({ grund: text });
export const reopenRoute = page({ ...route, path: '/office/vorgangsakten/:id/oeffnen', body: reason, handle: (rq) => act(rq, (ctx) => reopenCaseFile(ctx, { id: rq.params.id, reason: rq.body.grund }), 'Die Akte ist wieder offen.') });
export const holdRoute = page({ ...route, path: '/office/vorgangsakten/:id/sperren', body: reason, handle: (rq) => act(rq, (ctx) => holdCaseFile(ctx, { id: rq.params.id, reason: rq.body.grund }), 'Die Akte ist gesperrt.') });
export const releaseRoute = page({ ...route, path: '/office/vorgangsakten/:id/freigeben', body: reason, handle: (rq) => act(rq, (ctx) => releaseCaseFile(ctx, { id: rq.params.id, reason: rq.body.grund }), 'Die Sperre ist aufgehoben.') });
export const protectRoute = page({ ...route, path: '/office/vorgangsakten/:id/schutz', body: z.object({ schutz: z.enum(['normal', 'protected']) }), handle: (rq) => act(rq, (ctx) => protectCaseFile(ctx, { id: rq.params.id, protection: rq.body.schutz }), 'Der Schutz ist geändert.') });
export const moveRoute = page({
  ...route,
  path: '/office/vorgangsakten/:id/verschieben',
  body: z.object({ stelle: text, amt: z.uuid().optional(), grund: text }),
  handle: (rq) => act(rq, (ctx) => moveCaseFile(ctx, { id: rq.params.id, position: rq.body.stelle, reason: rq.body.grund, ...(rq.body.amt ? { officeId: rq.body.amt } : {}) }), 'Die Akte ist verschoben.'),
});
export const mergeRoute = page({
  ...route,
  path: '/office/vorgangsakten/:id/zusammenlegen',
  body: z.object({ ziel: text, grund: text }),
  handle: (rq) => act(rq, async (ctx) => mergeCaseFiles(ctx, { id: rq.params.id, intoId: await fileNumbered(ctx, rq.body.ziel), reason: rq.body.grund }), 'Die Akten sind zusammengelegt.'),
});
export const referenceRoute = page({
  ...route,
  path: '/office/vorgangsakten/:id/verweise',
  body: z.object({ ziel: text, vermerk: text }),
  handle: (rq) => act(rq, async (ctx) => addReference(ctx, { fromId: rq.params.id, toId: await fileNumbered(ctx, rq.body.ziel), note: rq.body.vermerk }), 'Der Verweis ist eingetragen.'),
});

export const moveDocumentsRoute = page({
  ...route,
  path: '/office/vorgangsakten/:id/dokumente/verschieben',
  body: z.object({ dokument: z.union([z.uuid(), z.array(z.uuid())]).optional(), ziel: text, titel: text, grund: text }),
  handle: (rq) => {
    const documents = [rq.body.dokument ?? []].flat();
    return act(
      rq,
      async (ctx) => {
        if (rq.body.ziel.trim()) return moveDocuments(ctx, { fromId: rq.params.id, intoId: await fileNumbered(ctx, rq.body.ziel), documents, reason: rq.body.grund });
        return splitCaseFile(ctx, { id: rq.params.id, title: rq.body.titel, documents, reason: rq.body.grund });
      },
      'Die Dokumente sind verschoben.',
    );
  },
});

export const uploadRoute = page({
  ...route,
  path: '/office/vorgangsakten/:id/dokumente',
  body: z.object({ art: z.enum(['incoming', 'outgoing', 'attachment', 'note', 'draft']).default('incoming').catch('incoming'), titel: text, datiert: text, absender: text, fremd: text }),
  files: UPLOAD_LIMITS,
  handle: (rq) => {
    const { art, titel, datiert, absender, fremd } = rq.body;
    const count = rq.files.length === 1 ? 'Das Dokument liegt' : `${rq.files.length} Dokumente liegen`;
    return act(
      rq,
      async (ctx) => {
        requireSpace(rq.files);
        const bad = rq.files.find((upload) => upload.error);
        if (rq.files.length === 0 || bad) throw problem('records/file-needed', { mb: UPLOAD_LIMITS.maxBytes / 1_000_000 });
        await requireClean(ctx, rq.files);
        const about = { ...(datiert ? { datedOn: datiert } : {}), ...(absender ? { sender: absender } : {}), ...(fremd ? { foreignReference: fremd } : {}) };
        await fileInto(ctx, rq.params.id, rq.files.map((upload) => ({
          kind: art,
          title: (rq.files.length === 1 && titel.trim()) || upload.name,
          blob: { hash: upload.hash, size: upload.size },
          mime: mimeOf(upload),
          name: upload.name,
          visibleToApplicant: false,
          ...about,
        })));
      },
      `${count} in der Akte.`,
    );
  },
});

const byEnding: Record<string, string> = { txt: 'text/plain', csv: 'text/csv', eml: 'message/rfc822', md: 'text/markdown', html: 'text/html', htm: 'text/html' };

/** The type the bytes show; only for text, which has none, the name is believed. */
export const mimeOf = (upload: { name: string; detectedType: string | null }): string => upload.detectedType ?? byEnding[upload.name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';

/** The whole file as one PDF, with table of contents and page numbers. */
export const wholeFileRoute = page({
  method: 'GET',
  path: '/office/vorgangsakten/:id/gesamt',
  site: 'office',
  access: 'staff',
  params,
  query: z.object({ einsicht: z.string().optional() }),
  handle: async (rq) => {
    const chosen = await rq.transact((ctx) => chooseForInspection(ctx, { id: rq.params.id, redactedOnly: rq.query.einsicht !== undefined }));
    const bytes = await makeWholeFile(rq.platform, chosen, rq.platform.clock());
    return file({ name: `${chosen.number.replaceAll(/[^\w.-]+/g, '-')}-akte.pdf`, type: 'application/pdf', bytes, headers: { 'cache-control': 'private, no-store' } });
  },
});
