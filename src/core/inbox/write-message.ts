import { correlateToCase, getCase, hasEnded, type Case } from '#core/cases';
import { fileDocuments } from '#core/records';
import { newId } from '#platform/db';
import { requirePermission, requireToAct, type Ctx } from '#platform/module';
import { deliver } from './delivery.ts';
import { problem } from './problems.ts';
import type { InboxTables } from './tables.ts';

const LONGEST = 10_000;
const clean = (text: string): string => text.replaceAll('\r\n', '\n').trim().slice(0, LONGEST);

/** Staff write to the applicant. @throws Problem when the text is empty or the office is not theirs. */
export async function writeToApplicant(ctx: Ctx, message: { caseId: string; subject: string; body: string }): Promise<void> {
  const found = await getCase(ctx, message.caseId);
  requirePermission(ctx, 'cases/work', found.officeId);
  const body = clean(message.body);
  if (!body) throw problem('inbox/empty');
  await deliver(ctx, found, { kind: 'message', subject: clean(message.subject).slice(0, 200) || `Nachricht zu ${found.number}`, body });
}

/** The applicant asks or tells something; the caller has checked that the case is theirs. */
export async function writeFromApplicant(ctx: Ctx, found: Case, text: string): Promise<void> {
  requireToAct(ctx, found.serviceSlug);
  const body = clean(text);
  if (!body) throw problem('inbox/empty');
  await storeIncoming(ctx, found, { subject: 'Frage zum Vorgang', body, kind: 'message' });
}

type Incoming = { subject: string; body: string; kind: 'message' | 'request' };
async function storeIncoming(ctx: Ctx, found: Case, { subject, body, kind }: Incoming): Promise<string> {
  const id = newId();
  const row = { tenant_id: ctx.tenantId, id, case_id: found.id, case_number: found.number, account_id: found.applicant.accountId ?? null, direction: 'from-applicant' as const, kind, subject, body, author: found.applicant.name };
  await ctx.db<InboxTables>().insertInto('inbox.message').values({ ...row, document_id: null, delivery: 'inbox', created_at: ctx.now, provided_at: ctx.now, deemed_on: null, deemed_noted_at: null, posted_at: null, read_at: null }).execute();
  ctx.emit({ type: 'inbox/message-received', subject: `message:${id}`, caseId: found.id });
  return id;
}

export type PapersRequest = { id: string; papers: string[]; dueOn: string | null };

/** Asks for papers; the process then waits for the message 'papers-received'. */
export async function requestPapers(ctx: Ctx, found: Case, asked: { papers: string[]; text: string; dueOn: string | null }): Promise<{ requestId: string }> {
  const list = asked.papers.map((paper) => `– ${paper}`).join('\n');
  const body = [asked.text, list].filter(Boolean).join('\n\n');
  const { messageId } = await deliver(ctx, found, { kind: 'request', subject: 'Bitte schicken Sie uns noch Unterlagen', body });
  const id = newId();
  await ctx.db<InboxTables>().insertInto('inbox.papers_request').values({ tenant_id: ctx.tenantId, id, case_id: found.id, message_id: messageId, papers: asked.papers, due_on: asked.dueOn, answered_at: null }).execute();
  ctx.emit({ type: 'inbox/papers-requested', subject: `papers:${id}`, caseId: found.id, data: { count: asked.papers.length, dueOn: asked.dueOn } });
  return { requestId: id };
}

export async function findOpenRequest(ctx: Ctx, caseId: string): Promise<PapersRequest | undefined> {
  const row = await ctx.db<InboxTables>().selectFrom('inbox.papers_request').select(['id', 'papers', 'due_on as dueOn']).where('tenant_id', '=', ctx.tenantId).where('case_id', '=', caseId).where('answered_at', 'is', null).orderBy('id').limit(1).executeTakeFirst();
  return row;
}

/** Files the papers that arrived and wakes the process. @returns false when nothing was asked for any more. */
export async function answerRequest(ctx: Ctx, found: Case, answer: { files: { hash: string; size: number; name: string; mime: string }[]; note: string }): Promise<boolean> {
  requireToAct(ctx, found.serviceSlug);
  if (hasEnded(found)) throw problem('inbox/case-ended');
  const request = await findOpenRequest(ctx, found.id);
  if (!request) return false;
  await fileDocuments(ctx, found.id, answer.files.map((file) => ({ title: file.name, kind: 'attachment' as const, blob: file, mime: file.mime, name: file.name, visibleToApplicant: true })));
  const names = answer.files.map((file) => `– ${file.name}`).join('\n');
  await storeIncoming(ctx, found, { subject: 'Unterlagen nachgereicht', body: [clean(answer.note), names].filter(Boolean).join('\n\n'), kind: 'request' });
  await ctx.db<InboxTables>().updateTable('inbox.papers_request').set({ answered_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', request.id).execute();
  ctx.emit({ type: 'inbox/papers-received', subject: `papers:${request.id}`, caseId: found.id, data: { count: answer.files.length } });
  await correlateToCase(ctx, found.id, 'papers-received', { papersReceived: answer.files.length });
  return true;
}
