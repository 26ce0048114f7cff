import { z } from 'zod';
import { getServiceVersion } from '#core/catalogue';
import { paperOffer, takePapers } from '#core/papers';
import { findPage, firstOpenPage, nextPage, parsePage, previousPage, visiblePages, type CompiledForm, type FileAnswer, type FileOffer, type ParsedPage, type PostedBody } from '#engines/forms';
import { file, page, redirect, type Reply, type Rq } from '#platform/http';
import { notFound, type Ctx } from '#platform/module';
import { tellAnswers } from '../answer-listeners.ts';
import { getDraft, saveDraft } from '../drafts.ts';
import { formEnvOf } from '../form-env.ts';
import { voidIfChanged } from '../signing/end-signing.ts';
import { findSigning } from '../signing/signing.queries.ts';
import { takeUploads } from '../uploads/uploads.ts';
import { showPage, type Opened } from './form-view.tsx';
import { findFile } from './find-file.ts';
import { refuseFiles } from '../uploads/refuse-files.ts';
import { joinFiles, sortFiles } from './posted-files.ts';
import { signingTexts } from './signing-texts.ts';
import { orSignIn, orSignInKeeping, visitorOfRq } from './visitor-request.ts';

const params = z.object({ id: z.uuid() });
const pageParams = z.object({ id: z.uuid(), page: z.string().max(80) });
const postedBody = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
/** A phone photo is 3 to 12 MB; forms set lower limits per field. */
const UPLOADS = { maxBytes: 25_000_000, maxFiles: 20 };

async function openDraft(ctx: Ctx, rq: Pick<Rq, 'actor' | 'cookies'>, access: { id: string; lock?: boolean }): Promise<Opened> {
  const draft = await getDraft(ctx, access.id, { visitor: visitorOfRq(rq), ...(access.lock ? { lock: true } : {}) });
  const service = await getServiceVersion(ctx, draft.version_id);
  const signing = service.form.signatures ? (await findSigning(ctx, draft.id))?.state === 'open' : false;
  return { draft, service, env: await formEnvOf(ctx), signing };
}

/** On with the draft: to the first page that is not answered yet, else to the review. */
export const continueDraft = page({
  method: 'GET',
  path: '/antrag/entwurf/:id',
  site: 'portal',
  access: 'anyone',
  params,
  handle: (rq) =>
    orSignIn(rq, () =>
      rq.read(async (ctx) => {
        const { draft, service, env, signing } = await openDraft(ctx, rq, { id: rq.params.id });
        if (draft.submitted_at) return redirect(`/antrag/eingang/${draft.id}`);
        if (signing) return redirect(`/antrag/entwurf/${draft.id}/unterschriften`);
        const next = firstUnanswered({ draft, service, env });
        return redirect(next ? `/antrag/entwurf/${draft.id}/seite/${next}` : `/antrag/entwurf/${draft.id}/pruefen`);
      }),
    ),
});

/** A page can be right without having been seen (prefilled, all optional); it is shown nevertheless. */
function firstUnanswered({ draft, service, env }: Pick<Opened, 'draft' | 'service' | 'env'>): string | undefined {
  const pages = visiblePages(service.form, draft.data, env);
  const open = firstOpenPage(service.form, draft.data, env);
  return pages.find((p) => p.id === open?.id || !draft.pages_seen.includes(p.id))?.id;
}

export const formPage = page({
  method: 'GET',
  path: '/antrag/entwurf/:id/seite/:page',
  site: 'portal',
  access: 'anyone',
  everyLanguage: true,
  params: pageParams,
  handle: (rq) =>
    orSignIn(rq, () =>
      rq.read(async (ctx) => {
        const opened = await openDraft(ctx, rq, { id: rq.params.id });
        if (opened.draft.submitted_at) return redirect(`/antrag/eingang/${opened.draft.id}`);
        if (!findPage(opened.service.form, rq.params.page)) throw notFound();
        return showPage(opened, { pageId: rq.params.page, locale: rq.locale, fileOffer: await offerFor(ctx, opened.service.form, rq.params.page) });
      }),
    ),
});

export const formPost = page({
  method: 'POST',
  path: '/antrag/entwurf/:id/seite/:page',
  site: 'portal',
  access: 'anyone',
  everyLanguage: true,
  params: pageParams,
  body: postedBody,
  files: UPLOADS,
  handle: (rq) => orSignInKeeping(rq, () => rq.transact((ctx) => keepPage(ctx, rq))),
});

type Post = Pick<Rq<{ id: string; page: string }, unknown, Record<string, string | string[]>>, 'params' | 'body' | 'files' | 'locale' | 'actor' | 'cookies'>;

/** What was readable is kept, even when something else on the page is wrong or the person goes back or away. */
async function keepPage(ctx: Ctx, rq: Post): Promise<Reply> {
  const opened = await openDraft(ctx, rq, { id: rq.params.id, lock: true });
  const { draft, service, env } = opened;
  if (draft.submitted_at) return redirect(`/antrag/eingang/${draft.id}`);
  const pageId = rq.params.page;
  if (!findPage(service.form, pageId)) throw notFound();
  const posted = await refuseFiles(ctx, sortFiles(service.form, rq.files, rq.locale));
  const files: Record<string, FileAnswer[]> = joinFiles(joinFiles(posted.byPath, await takeUploads(ctx, draft.id, rq.body)), await takePapers(ctx, rq.body));
  const parsed = parsePage(service.form, { pageId, body: rq.body, data: draft.data, env, files });
  saveDraft(ctx, draft, { data: parsed.values, page: pageId, visitor: visitorOfRq(rq) });
  // what has been signed is no longer what stands here: everybody signs anew
  const nowVoid = service.form.signatures ? await voidIfChanged(ctx, draft.id, parsed.values) : false;
  const said = nowVoid ? { flash: { kind: 'warning' as const, text: signingTexts(rq.locale).nowVoid } } : {};
  const away = wayOut(opened, { parsed, pageId, body: rq.body });
  const errors = away ? [] : [...posted.errors, ...parsed.errors];
  tellAnswers(ctx, { draft, service, env, pageId, data: parsed.values, errors });
  if (away) return redirect(away, said);
  if (parsed.complete && errors.length === 0) return redirect(whereNext(opened, { parsed, pageId, body: rq.body }), said);
  const kept = { ...draft, data: parsed.values, revision: draft.revision + 1, updated_at: ctx.now };
  return showPage({ ...opened, draft: kept, signing: opened.signing && !nowVoid }, { pageId, locale: rq.locale, parsed, errors, fileOffer: await offerFor(ctx, service.form, pageId) });
}

/** The papers of the account, for pages that ask for a file. */
async function offerFor(ctx: Ctx, form: CompiledForm, pageId: string): Promise<FileOffer | undefined> {
  const asks = [...form.fields.values()].some((field) => field.page.id === pageId && field.definition.type === 'file');
  return asks ? paperOffer(ctx) : undefined;
}

type Turning = { parsed: ParsedPage; pageId: string; body: PostedBody };

/** Back, or later: no mistake keeps anybody here. */
function wayOut({ draft, service, env }: Opened, { parsed, pageId, body }: Turning): string | undefined {
  if (parsed.action) return undefined;
  if (body._later) return `/antrag/entwurf/${draft.id}/spaeter`;
  const before = body._back ? previousPage(service.form, { pageId, data: parsed.values, env }) : undefined;
  return before && `/antrag/entwurf/${draft.id}/seite/${before.id}`;
}

function whereNext({ draft, service, env }: Opened, { parsed, pageId, body }: Turning): string {
  const review = `/antrag/entwurf/${draft.id}/pruefen`;
  // coming from the review, whoever changed one page goes straight back when nothing new is asked
  const allSeen = visiblePages(service.form, parsed.values, env).every((p) => p.id === pageId || draft.pages_seen.includes(p.id));
  if (body._toReview && allSeen && !firstOpenPage(service.form, parsed.values, env)) return review;
  const next = nextPage(service.form, { pageId, data: parsed.values, env });
  return next ? `/antrag/entwurf/${draft.id}/seite/${next.id}` : review;
}

/** A file of the draft, for the person who put it there. */
export const draftFile = page({
  method: 'GET',
  path: '/antrag/entwurf/:id/datei/:hash',
  site: 'portal',
  access: 'anyone',
  params: z.object({ id: z.uuid(), hash: z.string().regex(/^[0-9a-f]{64}$/) }),
  handle: (rq) =>
    orSignIn(rq, () =>
      rq.read(async (ctx) => {
        const draft = await getDraft(ctx, rq.params.id, { visitor: visitorOfRq(rq) });
        const found = findFile(draft.data, rq.params.hash);
        if (!found) throw notFound();
        return file({ blob: found.id, name: found.name, type: found.type });
      }),
    ),
});
