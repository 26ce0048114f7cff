import type { Ctx } from '#platform/module';
import { sql } from 'kysely';
import { documentAccess, type CaseDocument } from '../documents/document.ts';
import { getDocument } from '../documents/documents.queries.ts';
import { problem } from '../problems.ts';
import { readerOf } from './reader.ts';
import { seesDocument } from './record-reach.ts';

/** May this actor see it? The machine may; staff by the rights of the record; everyone else needs one contributor that says so. */
export async function maySeeDocument(ctx: Ctx, document: CaseDocument): Promise<boolean> {
  if (ctx.actor.kind === 'system') return true;
  if (ctx.actor.kind === 'citizen' && !document.visibleToApplicant) return false;
  if (ctx.actor.kind === 'staff' && (await seenByRecord(ctx, document.id))) return true;
  for (const allows of ctx.platform.contributions(documentAccess)) if (await allows(ctx, document)) return true;
  return false;
}

async function seenByRecord(ctx: Ctx, id: string): Promise<boolean> {
  const reader = await readerOf(ctx);
  const { rows } = await sql`select 1 from records.document d join records.case_file f on f.tenant_id = d.tenant_id and f.id = d.file_id
    where d.tenant_id = ${ctx.tenantId} and d.id = ${id}::uuid and ${seesDocument(reader)}`.execute(ctx.db());
  return rows.length > 0;
}

/**
 * A document for showing or saving. That staff looked at it is recorded (the citizen may ask who did, GDPR Art. 15).
 * @throws Problem 404, also when the person may not see it: that it exists is nobody else's business.
 */
export async function readDocument(ctx: Ctx, id: string): Promise<CaseDocument> {
  const document = await findReadable(ctx, id);
  if (ctx.actor.kind === 'staff') ctx.emit({ type: 'records/document-read', subject: `document:${id}`, ...(document.caseId ? { caseId: document.caseId } : {}), ...(document.protection === 'protected' ? { data: { protected: true } } : {}) });
  return document;
}

/** The same without a note of the reading, for what only mentions the document. @throws Problem 404 */
export async function findReadable(ctx: Ctx, id: string): Promise<CaseDocument> {
  const document = await getDocument(ctx, id);
  if (!(await maySeeDocument(ctx, document))) throw problem('records/no-such-document');
  return document;
}
