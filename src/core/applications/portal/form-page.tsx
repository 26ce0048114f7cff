import { z } from 'zod';
import { getServiceVersion, type CompiledService } from '#core/catalogue';
import {
  findFileMistake, findPage, firstOpenPage, getPage, nextPage, parsePage, previousPage, renderPage, visiblePages,
  type FieldError, type FileAnswer, type FormEnv, type ParsedPage, type PostedBody, type Typed,
} from '#engines/forms';
import { file, page, redirect, view, type Reply, type Rq, type UploadedFile } from '#platform/http';
import { formatTime, tr, type Locale } from '#platform/i18n';
import { notFound, type Ctx } from '#platform/module';
import { Button, ButtonRow, ErrorSummary, Form, PageHeader, Stack, StepProgress } from '#platform/ui';
import { getDraft, saveDraft, type Draft } from '../drafts.ts';
import { formEnv } from '../submit-application.ts';
import { texts } from './texts.ts';
import { visitorOfRq } from './visitor-request.ts';

const params = z.object({ id: z.uuid() });
const pageParams = z.object({ id: z.uuid(), page: z.string().max(80) });
const postedBody = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
/** A phone photo is 3 to 12 MB; forms set lower limits per field. */
const UPLOADS = { maxBytes: 25_000_000, maxFiles: 20 };

type Opened = { draft: Draft; service: CompiledService; env: FormEnv };

async function openDraft(ctx: Ctx, rq: Pick<Rq, 'actor' | 'cookies'>, access: { id: string; lock?: boolean }): Promise<Opened> {
  const draft = await getDraft(ctx, access.id, { visitor: visitorOfRq(rq), ...(access.lock ? { lock: true } : {}) });
  return { draft, service: await getServiceVersion(ctx, draft.version_id), env: formEnv(ctx) };
}

/** On with the draft: to the first page that is not answered yet, else to the review. */
export const continueDraft = page({
  method: 'GET',
  path: '/antrag/entwurf/:id',
  site: 'portal',
  access: 'anyone',
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { draft, service, env } = await openDraft(ctx, rq, { id: rq.params.id });
      if (draft.submitted_at) return redirect(`/antrag/eingang/${draft.id}`);
      const unseen = visiblePages(service.form, draft.data, env).find((p) => !draft.pages_seen.includes(p.id));
      const next = firstOpenPage(service.form, draft.data, env) ?? unseen;
      return redirect(next ? `/antrag/entwurf/${draft.id}/seite/${next.id}` : `/antrag/entwurf/${draft.id}/pruefen`);
    }),
});

export const formPage = page({
  method: 'GET',
  path: '/antrag/entwurf/:id/seite/:page',
  site: 'portal',
  access: 'anyone',
  params: pageParams,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const opened = await openDraft(ctx, rq, { id: rq.params.id });
      if (opened.draft.submitted_at) return redirect(`/antrag/eingang/${opened.draft.id}`);
      if (!findPage(opened.service.form, rq.params.page)) throw notFound();
      return show(opened, { pageId: rq.params.page, locale: rq.locale });
    }),
});

export const formPost = page({
  method: 'POST',
  path: '/antrag/entwurf/:id/seite/:page',
  site: 'portal',
  access: 'anyone',
  params: pageParams,
  body: postedBody,
  files: UPLOADS,
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const opened = await openDraft(ctx, rq, { id: rq.params.id, lock: true });
      const { draft, service, env } = opened;
      if (draft.submitted_at) return redirect(`/antrag/eingang/${draft.id}`);
      const form = service.form;
      const pageId = rq.params.page;
      if (!findPage(form, pageId)) throw notFound();
      const files = sortFiles(service, rq.files, rq.locale);
      const parsed = parsePage(form, { pageId, body: rq.body, data: draft.data, env, files: files.accepted });
      const errors = [...files.errors, ...parsed.errors];
      // what was readable is kept even when something else on the page is wrong
      await saveDraft(ctx, draft, { data: parsed.values, page: pageId, visitor: visitorOfRq(rq) });
      if (!parsed.complete || errors.length > 0) return show({ ...opened, draft: { ...draft, data: parsed.values } }, { pageId, locale: rq.locale, parsed, errors });
      return redirect(whereNext(opened, { parsed, pageId, body: rq.body }));
    }),
});

function whereNext({ draft, service, env }: Opened, { parsed, pageId, body }: { parsed: ParsedPage; pageId: string; body: PostedBody }): string {
  if (body._later) return `/antrag/entwurf/${draft.id}/spaeter`;
  const next = nextPage(service.form, { pageId, data: parsed.values, env });
  // coming from the review, whoever changed one page goes straight back when nothing new is asked
  const allSeen = visiblePages(service.form, parsed.values, env).every((p) => p.id === pageId || draft.pages_seen.includes(p.id));
  if (body._toReview && allSeen && !firstOpenPage(service.form, parsed.values, env)) return `/antrag/entwurf/${draft.id}/pruefen`;
  return next ? `/antrag/entwurf/${draft.id}/seite/${next.id}` : `/antrag/entwurf/${draft.id}/pruefen`;
}

/** Files by field; a wrong kind, size or content is refused here with the sentence of the form engine. */
function sortFiles(service: CompiledService, uploads: UploadedFile[], locale: Locale): { accepted: Record<string, FileAnswer[]>; errors: FieldError[] } {
  const accepted: Record<string, FileAnswer[]> = {};
  const errors: FieldError[] = [];
  for (const upload of uploads) {
    const answer: FileAnswer = { id: upload.hash, name: upload.name, type: upload.detectedType ?? 'application/octet-stream', size: upload.size };
    const field = service.form.fields.get(upload.field.replace(/\.\d+(?=\.)/g, ''));
    const mistake = field && upload.error === undefined ? findFileMistake(answer, { definition: field.definition, locale }) : undefined;
    if (!field) continue;
    if (upload.error || mistake) errors.push({ field: field.key, path: upload.field, id: `f-${upload.field.replace(/\./g, '-')}`, message: fileSentence(upload, mistake?.code, locale) });
    else accepted[upload.field] = [...(accepted[upload.field] ?? []), answer];
  }
  return { accepted, errors };
}

function fileSentence(upload: UploadedFile, code: string | undefined, locale: Locale): string {
  const en = locale === 'en';
  if (upload.error === 'too-many') return en ? 'These are too many files at once.' : 'Das sind zu viele Dateien auf einmal.';
  if (upload.error === 'too-large' || code === 'fileSize') return en ? `“${upload.name}” is too large.` : `„${upload.name}“ ist zu groß.`;
  if (code === 'fileEmpty') return en ? `“${upload.name}” is empty.` : `„${upload.name}“ ist leer.`;
  return en ? `“${upload.name}” is not one of the allowed kinds of file (its content was checked).` : `„${upload.name}“ ist keine der erlaubten Dateiarten (der Inhalt wurde geprüft).`;
}

type Showing = { pageId: string; locale: Locale; parsed?: ParsedPage; errors?: FieldError[] };

function show({ draft, service, env }: Opened, { pageId, locale, parsed, errors = [] }: Showing): Reply {
  const t = texts(locale);
  const form = service.form;
  const pages = visiblePages(form, draft.data, env);
  const here = getPage(form, pageId);
  const title = tr(here.title, locale);
  const typed: Typed | undefined = parsed?.typed;
  const drawn = renderPage({
    form, pageId, data: draft.data, env, errors,
    ...(typed ? { typed } : {}),
    ...(parsed?.action ? { focus: parsed.action.focus } : {}),
    fileHref: (one) => `/antrag/entwurf/${draft.id}/datei/${one.id}`,
  });
  const before = previousPage(form, { pageId, data: draft.data, env });
  const name = tr(service.settings.name, locale);
  const seen = pages.every((p) => draft.pages_seen.includes(p.id));
  return view({
    title: errors.length ? `${locale === 'en' ? 'Error' : 'Fehler'}: ${title} – ${name}` : `${title} – ${name}`,
    status: errors.length ? 422 : 200,
    noIndex: true,
    crumbs: [{ label: name, href: `/leistungen/${service.slug}` }, { label: title }],
    body: (
      <Stack gap="large">
        <StepProgress current={Math.max(1, pages.findIndex((p) => p.id === pageId) + 1)} total={pages.length + 1} title={title} saved={draft.revision > 1 ? t.savedAt(formatTime(draft.updated_at, locale)) : undefined} locale={locale} />
        {drawn.summary.length > 0 && <ErrorSummary errors={drawn.summary} />}
        <PageHeader title={title} lead={here.lead ? tr(here.lead, locale) : undefined} />
        <Form action={`/antrag/entwurf/${draft.id}/seite/${pageId}`} files={drawn.hasFiles}>
          {drawn.fields}
          {seen && <input type="hidden" name="_toReview" value="1" />}
          <ButtonRow>
            <Button variant="primary" type="submit">
              {t.next}
            </Button>
            <Button variant="secondary" href={before ? `/antrag/entwurf/${draft.id}/seite/${before.id}` : `/antrag/${service.slug}`}>
              {t.back}
            </Button>
            <Button variant="tertiary" type="submit" name="_later" value="1">
              {t.later}
            </Button>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

/** A file of the draft, for the person who put it there. */
export const draftFile = page({
  method: 'GET',
  path: '/antrag/entwurf/:id/datei/:hash',
  site: 'portal',
  access: 'anyone',
  params: z.object({ id: z.uuid(), hash: z.string().regex(/^[0-9a-f]{64}$/) }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { draft } = await openDraft(ctx, rq, { id: rq.params.id });
      const found = findFile(draft.data, rq.params.hash);
      if (!found) throw notFound();
      return file({ blob: found.id, name: found.name, type: found.type });
    }),
});

/** Looks for a stored file anywhere in the answers. */
export function findFile(value: unknown, hash: string): FileAnswer | undefined {
  if (!value || typeof value !== 'object') return undefined;
  const one = value as Partial<FileAnswer>;
  if (one.id === hash && typeof one.name === 'string' && typeof one.size === 'number') return one as FileAnswer;
  for (const inner of Object.values(value)) {
    const found = findFile(inner, hash);
    if (found) return found;
  }
  return undefined;
}
