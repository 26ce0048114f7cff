import { z } from 'zod';
import { getCase } from '#core/cases';
import { answerRequest, writeFromApplicant } from '#core/inbox';
import { takePapers } from '#core/papers';
import { getClaim, invoiceReply } from '#core/payments';
import { canPreview, getDocument } from '#core/records';
import { findFileMistake } from '#engines/forms';
import { file, page, redirect, requireSpace, routes, text, view, type Reply, type Rq } from '#platform/http';
import { notFound, type Contribution, type Ctx } from '#platform/module';
import { ConfirmPage } from '#platform/ui';
import { getApplication } from '../applications.queries.ts';
import { deadlineCalendar, type DeadlineEntry } from '../deadline-calendar.ts';
import { problem } from '../problems.ts';
import { findRefusal } from '../uploads/refuse-files.ts';
import { papersField, takeUploads } from '../uploads/uploads.ts';
import { withdrawApplication } from '../withdraw-application.ts';
import { loadApplication, type Base } from './load-application.ts';
import { answerOf } from './posted-files.ts';
import { texts } from './texts.ts';
import { openerOf, orSignIn, orSignInKeeping } from './visitor-request.ts';

const params = z.object({ id: z.uuid() });
const PAPERS = { maxBytes: 25_000_000, maxFiles: 20 };
const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** The same actions under the account and under number and code. */
const bases: { base: Base; access: 'citizen' | 'anyone' }[] = [
  { base: '/konto/antraege', access: 'citizen' },
  { base: '/status', access: 'anyone' },
];

function actionsUnder({ base, access }: (typeof bases)[number]): Contribution[] {
  const here = (id: string): string => `${base}/${id}`;
  const common = { site: 'portal', access, everyLanguage: true, params } as const;
  return [
    page({ ...common, method: 'POST', path: `${base}/:id/nachricht`, body: z.object({ text: z.string().default('') }), handle: (rq) => orSignInKeeping(rq, () => rq.transact((ctx) => askQuestion(ctx, rq, { id: rq.params.id, text: rq.body.text, back: here(rq.params.id) }))) }),
    page({ ...common, method: 'POST', path: `${base}/:id/unterlagen`, body: posted, files: PAPERS, handle: (rq) => orSignInKeeping(rq, () => rq.transact((ctx) => sendPapers(ctx, rq, { id: rq.params.id, body: rq.body, back: here(rq.params.id) }))) }),
    page({ ...common, method: 'GET', path: `${base}/:id/zurueckziehen`, handle: (rq) => orSignIn(rq, () => rq.read((ctx) => confirmWithdrawal(ctx, rq, { id: rq.params.id, back: here(rq.params.id) }))) }),
    page({ ...common, method: 'POST', path: `${base}/:id/zurueckziehen`, handle: (rq) => orSignIn(rq, () => rq.transact((ctx) => withdraw(ctx, rq, { id: rq.params.id, back: here(rq.params.id) }))) }),
    page({ ...common, method: 'GET', path: `${base}/:id/fristen.ics`, handle: (rq) => orSignIn(rq, () => rq.read((ctx) => calendar(ctx, rq, { id: rq.params.id, base }))) }),
    page({ ...common, params: z.object({ id: z.uuid(), claim: z.uuid() }), method: 'GET', path: `${base}/:id/rechnung/:claim`, handle: (rq) => orSignIn(rq, () => rq.read((ctx) => invoice(ctx, rq, rq.params))) }),
  ].map((route) => routes.of(route));
}

type Asking = Pick<Rq, 'actor' | 'cookies' | 'locale' | 'files' | 'platform'>;

async function askQuestion(ctx: Ctx, rq: Asking, { id, text: question, back }: { id: string; text: string; back: string }): Promise<Reply> {
  const t = texts(rq.locale);
  const application = await getApplication(ctx, id, openerOf(rq, id));
  if (!question.trim()) return redirect(`${back}#nachrichten`, { flash: { kind: 'warning', text: t.questionEmpty } });
  await writeFromApplicant(ctx, await getCase(ctx, application.case_id), question);
  return redirect(`${back}#nachrichten`, { flash: t.questionSent });
}

async function sendPapers(ctx: Ctx, rq: Asking, { id, body, back }: { id: string; body: z.output<typeof posted>; back: string }): Promise<Reply> {
  const t = texts(rq.locale);
  const application = await getApplication(ctx, id, openerOf(rq, id));
  const wrong = rq.files.find((one) => one.error || findFileMistake(answerOf(one), { definition: papersField, locale: rq.locale }));
  requireSpace(rq.files);
  if (wrong) return redirect(back, { flash: { kind: 'danger', text: t.papersWrong(wrong.name) } });
  const uploaded = (await takeUploads(ctx, application.id, body))[papersField.key] ?? [];
  const kept = (await takePapers(ctx, body))[papersField.key] ?? [];
  const files = [...rq.files.map(answerOf), ...uploaded, ...kept].map((one) => ({ hash: one.id, size: one.size, name: one.name, mime: one.type }));
  if (files.length === 0) return redirect(back, { flash: { kind: 'warning', text: t.papersMissing } });
  const infection = await findRefusal(ctx, rq.files);
  if (infection) return redirect(back, { flash: { kind: 'danger', text: rq.locale === 'en' ? infection.en : infection.de } });
  const note = [body.hinweis ?? ''].flat()[0] ?? '';
  if (!(await answerRequest(ctx, await getCase(ctx, application.case_id), { files, note }))) throw problem('applications/nothing-asked');
  return redirect(back, { flash: t.papersThanks });
}

async function confirmWithdrawal(ctx: Ctx, rq: Asking, { id, back }: { id: string; back: string }): Promise<Reply> {
  const application = await getApplication(ctx, id, openerOf(rq, id));
  const t = texts(rq.locale);
  return view({
    title: t.withdrawQuestion,
    crumbs: [{ label: application.number, href: back }, { label: t.withdraw }],
    width: 'narrow',
    noIndex: true,
    body: <ConfirmPage title={t.withdrawQuestion} consequences={[t.withdrawWhat]} undo={t.withdrawUndo} confirm={t.withdraw} cancel={{ href: back, label: t.cancel }} danger />,
  });
}

async function withdraw(ctx: Ctx, rq: Asking, { id, back }: { id: string; back: string }): Promise<Reply> {
  await withdrawApplication(ctx, await getApplication(ctx, id, openerOf(rq, id)));
  return redirect(back, { flash: texts(rq.locale).withdrawn });
}

/** Everything that must be done by a certain day, for the person's own calendar. */
async function calendar(ctx: Ctx, rq: Asking, where: { id: string; base: Base }): Promise<Reply> {
  const { request, claims, application, here } = await loadApplication(ctx, rq, where);
  const en = rq.locale === 'en';
  const href = `${rq.platform.config.publicUrl}${here}`;
  const { number } = application;
  const entries: DeadlineEntry[] = [
    ...(request?.dueOn ? [{ id: request.id, on: request.dueOn, title: en ? `Send papers (${number})` : `Unterlagen schicken (${number})`, text: request.papers.join(', '), href }] : []),
    ...claims.filter((claim) => claim.status === 'open' && claim.method === 'transfer').map((claim) => ({ id: claim.id, on: claim.due_on, title: en ? `Pay: ${claim.purpose}` : `Bezahlen: ${claim.purpose}`, text: claim.booking_code, href })),
  ];
  return text(deadlineCalendar(ctx, entries), 'text/calendar; charset=utf-8', { headers: { 'content-disposition': `attachment; filename="fristen-${number}.ics"` } });
}

async function invoice(ctx: Ctx, rq: Asking, asked: { id: string; claim: string }): Promise<Reply> {
  const application = await getApplication(ctx, asked.id, openerOf(rq, asked.id));
  const claim = await getClaim(ctx, asked.claim);
  if (claim.case_id !== application.case_id) throw notFound();
  return invoiceReply(ctx, claim, rq);
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
      return file({ blob: document.hash, name: document.name, type: document.mime, inline: canPreview(document) });
    }),
});

export const applicationActions: Contribution[] = [...bases.flatMap(actionsUnder), routes.of(openDocument)];
