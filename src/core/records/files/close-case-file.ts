import type { Ctx } from '#platform/module';
import { requireFileKeeper, requireFileWork } from '../access/may-work.ts';
import { problem } from '../problems.ts';
import type { RecordsTables } from '../tables.ts';

/** Writes the file of a case to the files (zu den Akten): nothing more can be filed by people. Closing a closed file changes nothing. */
export async function closeCaseFile(ctx: Ctx, caseId: string): Promise<void> {
  const db = ctx.db<RecordsTables>();
  const closed = await db.updateTable('records.case_file').set({ closed_at: ctx.now, closed_by: ctx.actor.name }).where('tenant_id', '=', ctx.tenantId).where('case_id', '=', caseId).where('closed_at', 'is', null).returning('id').executeTakeFirst();
  if (closed) ctx.emit({ type: 'records/file-closed', subject: `file:${closed.id}`, caseId });
}

/** Writes a case file to the files by hand. @throws Problem 404, 403 without work in its office. */
export async function closeFileById(ctx: Ctx, id: string): Promise<void> {
  const file = await requireFileWork(ctx, id);
  if (file.closed_at) return;
  await ctx.db<RecordsTables>().updateTable('records.case_file').set({ closed_at: ctx.now, closed_by: ctx.actor.name }).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  ctx.emit({ type: 'records/file-closed', subject: `file:${id}`, ...(file.case_id ? { caseId: file.case_id } : {}) });
}

/** Opens a closed case file again; the retention period begins anew when it is closed the next time. @throws Problem 422 without a reason, 409 when it is open or was merged. */
export async function reopenCaseFile(ctx: Ctx, given: { id: string; reason: string }): Promise<void> {
  const file = await requireFileKeeper(ctx, given.id);
  const reason = given.reason.trim().slice(0, 500);
  if (!reason) throw problem('records/reason-needed');
  if (!file.closed_at || file.merged_into) throw problem('records/not-closed', { number: file.number });
  await ctx.db<RecordsTables>().updateTable('records.case_file').set({ closed_at: null, closed_by: null, case_ended_at: null }).where('tenant_id', '=', ctx.tenantId).where('id', '=', given.id).execute();
  ctx.emit({ type: 'records/file-reopened', subject: `file:${given.id}`, ...(file.case_id ? { caseId: file.case_id } : {}), data: { reason } });
}

/** Notes that the case of a file has ended; {@link closeEndedFiles} closes it some weeks later, when late papers have come. */
export async function noteCaseEnded(ctx: Ctx, caseId: string): Promise<void> {
  await ctx.db<RecordsTables>().updateTable('records.case_file').set({ case_ended_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('case_id', '=', caseId).where('case_ended_at', 'is', null).execute();
}

/** Closes the files of cases that ended at least so many days ago. @returns how many. */
export async function closeEndedFiles(ctx: Ctx, days: number): Promise<number> {
  const before = new Date(ctx.now.getTime() - days * 86_400_000);
  const closed = await ctx.db<RecordsTables>().updateTable('records.case_file').set({ closed_at: ctx.now, closed_by: ctx.actor.name }).where('tenant_id', '=', ctx.tenantId).where('case_ended_at', '<=', before).where('closed_at', 'is', null).returning(['id', 'case_id']).execute();
  for (const { id, case_id } of closed) ctx.emit({ type: 'records/file-closed', subject: `file:${id}`, ...(case_id ? { caseId: case_id } : {}), data: { reason: 'case-ended' } });
  return closed.length;
}

/**
 * Opens the file of a case again because the case was; whoever reopens a case has been checked there. An open file only forgets that
 * its case had ended, so that it is not closed by the calendar.
 */
export async function reopenFileOfCase(ctx: Ctx, caseId: string, reason: string): Promise<void> {
  const db = ctx.db<RecordsTables>();
  const file = await db.selectFrom('records.case_file').select(['id', 'closed_at']).where('tenant_id', '=', ctx.tenantId).where('case_id', '=', caseId).where('merged_into', 'is', null).forUpdate().executeTakeFirst();
  if (!file) return;
  await db.updateTable('records.case_file').set({ closed_at: null, closed_by: null, case_ended_at: null }).where('tenant_id', '=', ctx.tenantId).where('id', '=', file.id).execute();
  if (file.closed_at) ctx.emit({ type: 'records/file-reopened', subject: `file:${file.id}`, caseId, data: { reason } });
}
