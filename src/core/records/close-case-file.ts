import type { Ctx } from '#platform/module';
import { problem } from './problems.ts';
import type { RecordsTables } from './tables.ts';

/** Writes the file of a case to the files (zu den Akten): nothing more can be filed. Closing a closed file changes nothing. */
export async function closeCaseFile(ctx: Ctx, caseId: string): Promise<void> {
  const db = ctx.db<RecordsTables>();
  const closed = await db.updateTable('records.case_file').set({ closed_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('case_id', '=', caseId).where('closed_at', 'is', null).returning('id').executeTakeFirst();
  if (closed) ctx.emit({ type: 'records/file-closed', subject: `file:${closed.id}`, caseId });
}

export type CaseFile = { id: string; caseId: string; planPosition: string; number: string; title: string; openedAt: Date; closedAt?: Date };

/** The file of a case. @throws Problem 404 when there is none. */
export async function getCaseFile(ctx: Ctx, caseId: string): Promise<CaseFile> {
  const row = await ctx.db<RecordsTables>().selectFrom('records.case_file').selectAll().where('tenant_id', '=', ctx.tenantId).where('case_id', '=', caseId).executeTakeFirst();
  if (!row) throw problem('records/no-such-file');
  return { id: row.id, caseId: row.case_id, planPosition: row.plan_position, number: row.number, title: row.title, openedAt: row.opened_at, ...(row.closed_at ? { closedAt: row.closed_at } : {}) };
}
