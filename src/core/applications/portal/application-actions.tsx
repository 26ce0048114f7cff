import { z } from 'zod';
import { getCase } from '#core/cases';
import { answerRequest, writeFromApplicant } from '#core/inbox';
import { getDocument } from '#core/records';
import { file, page, redirect, routes, view, type Reply, type Rq } from '#platform/http';
import { notFound, type Contribution, type Ctx } from '#platform/module';
import { ConfirmPage } from '#platform/ui';
import { getApplication } from '../applications.queries.ts';
import { problem } from '../problems.ts';
import { withdrawApplication } from '../withdraw-application.ts';
import { texts } from './texts.ts';
import { openerOf } from './visitor-request.ts';

const params = z.object({ id: z.uuid() });
const PAPERS = { maxBytes: 25_000_000, maxFiles: 20 };
const KINDS = new Set(['application/pdf', 'image/jpeg', 'image/png', 'image/heic', 'image/webp']);

/** The same actions under the account and under number and code. */
const bases = [
  { base: '/konto/antraege', access: 'citizen' as const },
  { base: '/status', access: 'anyone' as const },
];

function actionsUnder({ base, access }: (typeof bases)[number]): Contribution[] {
  const here = (id: string): string => `${base}/${id}`;
  const ask = page({ method: 'POST', path: `${base}/:id/nachricht`, site: 'portal', access, params, body: z.object({ text: z.string().default('') }), handle: (rq) => rq.transact(async (ctx) => askQuestion(ctx, rq, { id: rq.params.id, text: rq.body.text, back: here(rq.params.id) })) });
  const papers = page({ method: 'POST', path: `${base}/:id/unterlagen`, site: 'portal', access, params, body: z.object({ hinweis: z.string().max(20_000).default('') }), files: PAPERS, handle: (rq) => rq.transact((ctx) => sendPapers(ctx, rq, { id: rq.params.id, note: rq.body.hinweis, back: here(rq.params.id) })) });
  const question = page({ method: 'GET', path: `${base}/:id/zurueckziehen`, site: 'portal', access, params, handle: (rq) => rq.read(async (ctx) => confirmWithdrawal(ctx, rq, { id: rq.params.id, back: here(rq.params.id) })) });
  const withdraw = page({
    method: 'POST',
    path: `${base}/:id/zurueckziehen`,
    site: 'portal',
    access,
    params,
    handle: async (rq) => {
      await rq.transact(async (ctx) => withdrawApplication(ctx, await getApplication(ctx, rq.params.id, openerOf(rq, rq.params.id))));
      return redirect(here(rq.params.id), { flash: texts(rq.locale).withdrawn });
    },
  });
  return [ask, papers, question, withdraw].map((route) => routes.of(route));
}

type Asking = Pick<Rq, 'actor' | 'cookies' | 'locale' | 'files'>;

async function askQuestion(ctx: Ctx, rq: Asking, { id, text, back }: { id: string; text: string; back: string }): Promise<Reply> {
  const application = await getApplication(ctx, id, openerOf(rq, id));
  await writeFromApplicant(ctx, await getCase(ctx, application.case_id), text);
  return redirect(`${back}#nachrichten`, { flash: rq.locale === 'en' ? 'Your question has been sent.' : 'Ihre Frage ist angekommen.' });
}

async function sendPapers(ctx: Ctx, rq: Asking, { id, note, back }: { id: string; note: string; back: string }): Promise<Reply> {
  const application = await getApplication(ctx, id, openerOf(rq, id));
  const wrong = rq.files.find((one) => one.error || !KINDS.has(one.detectedType ?? ''));
  const en = rq.locale === 'en';
  if (wrong) return redirect(back, { flash: { kind: 'danger', text: en ? `“${wrong.name}” is too large or not a PDF or photo. Nothing was sent.` : `„${wrong.name}“ ist zu groß oder weder PDF noch Foto. Es wurde nichts verschickt.` } });
  if (rq.files.length === 0) throw problem('applications/no-papers');
  const files = rq.files.map((one) => ({ hash: one.hash, size: one.size, name: one.name, mime: one.detectedType ?? 'application/octet-stream' }));
  const answered = await answerRequest(ctx, await getCase(ctx, application.case_id), { files, note });
  if (!answered) throw problem('applications/nothing-asked');
  return redirect(back, { flash: texts(rq.locale).papersThanks });
}

async function confirmWithdrawal(ctx: Ctx, rq: Asking, { id, back }: { id: string; back: string }): Promise<Reply> {
  await getApplication(ctx, id, openerOf(rq, id));
  const t = texts(rq.locale);
  return view({
    title: t.withdrawQuestion,
    noIndex: true,
    body: <ConfirmPage title={t.withdrawQuestion} consequences={[t.withdrawWhat]} undo={t.withdrawUndo} confirm={t.withdraw} cancel={{ href: back, label: t.cancel }} danger />,
  });
}

/** A document of the case for somebody without account who has opened the application by number and code. */
const openDocument = page({
  method: 'GET',
  path: '/status/:id/dokumente/:document',
  site: 'portal',
  access: 'anyone',
  params: z.object({ id: z.uuid(), document: z.uuid() }),
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const application = await getApplication(ctx, rq.params.id, openerOf(rq, rq.params.id));
      const document = await getDocument(ctx, rq.params.document);
      if (document.caseId !== application.case_id || !document.visibleToApplicant) throw notFound();
      return file({ blob: document.hash, name: document.name, type: document.mime });
    }),
});

export const applicationActions: Contribution[] = [...bases.flatMap(actionsUnder), routes.of(openDocument)];
