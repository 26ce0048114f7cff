import { addVersion, fileDocument, findDocumentBySource, getCaseFile, noteCaseEnded } from '#core/records';
import type { AuditEvent } from '#platform/audit';
import type { Subscriber } from '#platform/events';
import { Problem, type Ctx } from '#platform/module';
import { listCaseDecisions } from '#core/cases';
import { decisionPaper, historyPaper, messagePaper, notePaper, paymentPaper, proofPaper, type Paper } from './case-papers.ts';

type Writer = (ctx: Ctx, caseId: string, id: string) => Promise<Paper | undefined>;

/** Which event is put on paper how; the same subject told again makes a newer version of the same paper. */
const writers: Record<string, { source: string; write: Writer }> = {
  'cases/note-added': { source: 'note', write: notePaper },
  'inbox/message-received': { source: 'message', write: messagePaper },
  'inbox/message-provided': { source: 'message', write: messagePaper },
  'inbox/request-provided': { source: 'message', write: messagePaper },
  'inbox/letter-provided': { source: 'proof', write: proofPaper },
  'inbox/queued-for-post': { source: 'proof', write: proofPaper },
  'inbox/posted': { source: 'proof', write: proofPaper },
  'inbox/read': { source: 'proof', write: proofPaper },
  'inbox/deemed-notified': { source: 'proof', write: proofPaper },
  'payments/charged': { source: 'claim', write: paymentPaper },
  'payments/paid': { source: 'claim', write: paymentPaper },
  'payments/cancelled': { source: 'claim', write: paymentPaper },
};

/**
 * Every case writes its record by itself: what is not a document yet (notes, reasons of decisions, messages, proofs of provision,
 * payments, the history) becomes one. Nobody files by hand what the machine knows.
 */
export const writeRecord: Subscriber = {
  name: 'filing/write-record',
  gentle: true,
  on: [...Object.keys(writers), 'cases/decided', 'cases/closed', 'cases/closed-by-hand'],
  handle: async (ctx, event) => {
    const { caseId } = event;
    if (!caseId || !(await hasFile(ctx, caseId))) return;
    const writer = writers[event.type];
    if (writer) await put(ctx, caseId, { source: `${writer.source}:${idOf(event)}`, paper: await writer.write(ctx, caseId, idOf(event)) });
    if (event.type === 'cases/decided') for (const decision of await listCaseDecisions(ctx, caseId)) await putOnce(ctx, caseId, `decision:${decision.id}`, () => decisionPaper(ctx, caseId, decision.id));
    if (event.type.startsWith('cases/closed')) {
      await put(ctx, caseId, { source: 'history', paper: await historyPaper(ctx, caseId) });
      await noteCaseEnded(ctx, caseId);
    }
  },
};

const idOf = (event: AuditEvent): string => event.subject.slice(event.subject.indexOf(':') + 1);

async function hasFile(ctx: Ctx, caseId: string): Promise<boolean> {
  return getCaseFile(ctx, caseId).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Problem) return false;
      throw error;
    },
  );
}

// oxlint-disable-next-line max-params -- the context is not counted: it leads every use case
async function putOnce(ctx: Ctx, caseId: string, source: string, write: () => Promise<Paper | undefined>): Promise<void> {
  if (!(await findDocumentBySource(ctx, caseId, source))) await put(ctx, caseId, { source, paper: await write() });
}

async function put(ctx: Ctx, caseId: string, { source, paper }: { source: string; paper: Paper | undefined }): Promise<void> {
  if (!paper) return;
  const blob = await ctx.platform.storage.put(Buffer.from(paper.text));
  const content = { blob, mime: 'text/plain', name: `${source.replace(':', '-')}.txt` };
  const before = await findDocumentBySource(ctx, caseId, source);
  if (!before) await fileDocument(ctx, { caseId, title: paper.title, kind: paper.kind, sourceId: source, visibleToApplicant: false, supplement: true, ...content });
  else if (before.hash !== blob.hash) await addVersion(ctx, before.id, { ...content, supplement: true });
}
