import type { Ctx } from '#platform/module';
import { documentAccess, type CaseDocument } from './document.ts';
import { getDocument } from './documents.queries.ts';
import { problem } from './problems.ts';

/** May this actor see it? The machine may; everyone else needs one contributor that says so. */
export async function maySeeDocument(ctx: Ctx, document: CaseDocument): Promise<boolean> {
  if (ctx.actor.kind === 'system') return true;
  if (ctx.actor.kind === 'citizen' && !document.visibleToApplicant) return false;
  for (const allows of ctx.platform.contributions(documentAccess)) if (await allows(ctx, document)) return true;
  return false;
}

/**
 * A document for showing or saving. That staff looked at it is recorded (the citizen may ask who did, GDPR Art. 15).
 * @throws Problem 404, also when the person may not see it: that it exists is nobody else's business.
 */
export async function readDocument(ctx: Ctx, id: string): Promise<CaseDocument> {
  const document = await getDocument(ctx, id);
  if (!(await maySeeDocument(ctx, document))) throw problem('records/no-such-document');
  if (ctx.actor.kind === 'staff') ctx.emit({ type: 'records/document-read', subject: `document:${id}`, caseId: document.caseId });
  return document;
}
