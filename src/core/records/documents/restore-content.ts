import { listEventsOfSubjects } from '#platform/audit';
import type { Ctx } from '#platform/module';
import { requireFileWork } from '../access/may-work.ts';
import { findReadable } from '../access/read-document.ts';
import { problem } from '../problems.ts';
import { listVersions, type DocumentVersion } from './documents.queries.ts';

/**
 * Somebody has the file of a damaged or lost content still: storing it has put it in its place, for the name of a content is its hash. Here is
 * checked that it is the very same, and noted. @throws Problem 404, 403; 422 when it is another file
 */
export async function restoreContent(ctx: Ctx, documentId: string, given: { version: number; hash: string }): Promise<void> {
  const document = await findReadable(ctx, documentId);
  await requireFileWork(ctx, document.fileId);
  const version = (await listVersions(ctx, documentId)).find((one) => one.number === given.version);
  if (version?.hash !== given.hash) throw problem('records/other-content', { number: given.version });
  ctx.emit({ type: 'records/content-restored', subject: `document:${documentId}`, ...(document.caseId ? { caseId: document.caseId } : {}), data: { hash: given.hash, version: given.version } });
}

/** When the bytes of this version were last put right; undefined: they never were damaged, as far as anybody noticed. */
export async function findHealed(ctx: Ctx, documentId: string, version: DocumentVersion): Promise<Date | undefined> {
  const events = await listEventsOfSubjects(ctx, [`document:${documentId}`], ['records/content-healed', 'records/content-restored']);
  return events.findLast((event) => event.data['hash'] === version.hash)?.at;
}
