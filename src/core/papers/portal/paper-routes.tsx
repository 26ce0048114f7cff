import { z } from 'zod';
import { requireClean, requireUnlocked } from '#core/records';
import { fieldHtmlId, parsePage, type FieldError, type FileAnswer } from '#engines/forms';
import { file, page, redirect, requireSpace, view, type UploadedFile } from '#platform/http';
import { formatFileSize } from '#platform/i18n';
import { Problem, requireToAct, type Ctx } from '#platform/module';
import { ConfirmPage } from '#platform/ui';
import { changePaper, deletePaper, getPaper, keepPaper, paperFile } from '../papers.ts';
import { PAPER_PAGE, factsOf, newPaperForm, paperForm } from './paper-form.ts';
import { PATH, envOf, paperView, papersView } from './papers-page.tsx';
import { texts } from './texts.ts';

const common = { site: 'portal', access: 'citizen' } as const;
const params = z.object({ id: z.uuid() });
const body = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const FILE = { maxBytes: (paperFile.maxMegabytes ?? 0) * 1_000_000, maxFiles: 1 };

export const papersPage = page({ ...common, method: 'GET', path: PATH, handle: (rq) => rq.read((ctx) => papersView(ctx)) });

/** A good file is kept even when something said about it is wrong: nobody has to look for it a second time. */
export const paperPost = page({
  ...common,
  method: 'POST',
  path: PATH,
  body,
  files: FILE,
  handle: (rq) =>
    rq.transact(async (ctx) => {
      requireToAct(ctx);
      requireSpace(rq.files);
      const { good, errors } = await judge(ctx, rq.files);
      const parsed = parsePage(newPaperForm, { pageId: PAPER_PAGE, body: rq.body, data: {}, env: envOf(ctx), files: { [paperFile.key]: good } });
      const [stored] = (parsed.values[paperFile.key] ?? []) as FileAnswer[];
      if (!stored) return papersView(ctx, { parsed, errors: errors.length ? [...errors, ...parsed.errors.filter((one) => one.field !== paperFile.key)] : parsed.errors });
      const id = await keepPaper(ctx, stored, factsOf(parsed.values, stored));
      const kept = await getPaper(ctx, id);
      if (parsed.complete) return redirect(PATH, { flash: texts(rq.locale).keptNow(kept.title) });
      return paperView(ctx, kept, { fileThere: true, parsed: parsePage(paperForm, { pageId: PAPER_PAGE, body: rq.body, data: {}, env: envOf(ctx) }) });
    }),
});

/** What only the content shows: too large, malware, a password. */
async function judge(ctx: Ctx, files: UploadedFile[]): Promise<{ good: FileAnswer[]; errors: FieldError[] }> {
  const good: FileAnswer[] = [];
  const errors: FieldError[] = [];
  const refuse = (message: string): void => void errors.push({ field: paperFile.key, path: paperFile.key, id: fieldHtmlId(paperFile.key), message });
  for (const one of files.filter(({ field }) => field === paperFile.key)) {
    if (one.error) {
      const most = formatFileSize(FILE.maxBytes, ctx.locale);
      refuse(ctx.locale === 'en' ? `“${one.name}” is too large. At most ${most} are allowed.` : `„${one.name}“ ist zu groß. Erlaubt sind höchstens ${most}.`);
      continue;
    }
    try {
      await requireClean(ctx, [one]);
      await requireUnlocked(ctx.platform, [one]);
      good.push({ id: one.hash, name: one.name, type: one.detectedType ?? 'application/octet-stream', size: one.size });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refuse(ctx.locale === 'en' ? error.en : error.de);
    }
  }
  return { good, errors };
}

export const paperPage = page({
  ...common,
  method: 'GET',
  path: `${PATH}/:id`,
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      requireToAct(ctx);
      return paperView(ctx, await getPaper(ctx, rq.params.id));
    }),
});

export const paperChangePost = page({
  ...common,
  method: 'POST',
  path: `${PATH}/:id`,
  params,
  body,
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const paper = await getPaper(ctx, rq.params.id);
      const parsed = parsePage(paperForm, { pageId: PAPER_PAGE, body: rq.body, data: {}, env: envOf(ctx) });
      if (!parsed.complete) return paperView(ctx, paper, { parsed });
      await changePaper(ctx, paper.id, factsOf(parsed.values, paper));
      return redirect(PATH, { flash: texts(rq.locale).saved });
    }),
});

export const paperContent = page({
  ...common,
  method: 'GET',
  path: `${PATH}/:id/datei`,
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const paper = await getPaper(ctx, rq.params.id);
      return file({ blob: paper.hash, name: paper.name, type: paper.mime });
    }),
});

export const paperDeletePage = page({
  ...common,
  method: 'GET',
  path: `${PATH}/:id/loeschen`,
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      requireToAct(ctx);
      const t = texts(rq.locale);
      const { title } = await getPaper(ctx, rq.params.id);
      return view({
        title: t.ask(title),
        nav: 'account',
        width: 'narrow',
        noIndex: true,
        crumbs: [{ label: t.account, href: '/konto' }, { label: t.title, href: PATH }, { label: t.remove }],
        body: <ConfirmPage title={t.ask(title)} consequences={[t.goes, t.stays]} undo={t.undo} confirm={t.remove} cancel={{ href: PATH, label: t.cancel }} danger />,
      });
    }),
});

export const paperDeletePost = page({
  ...common,
  method: 'POST',
  path: `${PATH}/:id/loeschen`,
  params,
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const { title } = await getPaper(ctx, rq.params.id);
      await deletePaper(ctx, rq.params.id);
      return redirect(PATH, { flash: texts(rq.locale).removed(title) });
    }),
});
