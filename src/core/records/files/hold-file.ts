import { requirePermission, type Ctx } from '#platform/module';
import { sql } from 'kysely';
import { requireFile, requireFileKeeper } from '../access/may-work.ts';
import type { Protection } from '../documents/document.ts';
import { problem } from '../problems.ts';
import type { RecordsTables } from '../tables.ts';

/** Legal hold (Aussonderungssperre): nothing is moved, merged or destroyed while it lasts; the reason is told to whoever tries. */
export async function holdCaseFile(ctx: Ctx, given: { id: string; reason: string }): Promise<void> {
  const file = await requireFileKeeper(ctx, given.id);
  const reason = given.reason.trim().slice(0, 500);
  if (!reason) throw problem('records/reason-needed');
  await ctx.db<RecordsTables>().updateTable('records.case_file').set({ hold_reason: reason, hold_by: ctx.actor.name, held_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', file.id).execute();
  ctx.emit({ type: 'records/hold-set', subject: `file:${file.id}`, ...(file.case_id ? { caseId: file.case_id } : {}), data: { reason } });
}

export async function releaseCaseFile(ctx: Ctx, given: { id: string; reason: string }): Promise<void> {
  const file = await requireFileKeeper(ctx, given.id);
  const reason = given.reason.trim().slice(0, 500);
  if (!reason) throw problem('records/reason-needed');
  await ctx.db<RecordsTables>().updateTable('records.case_file').set({ hold_reason: null, hold_by: null, held_at: null }).where('tenant_id', '=', ctx.tenantId).where('id', '=', file.id).execute();
  ctx.emit({ type: 'records/hold-released', subject: `file:${file.id}`, ...(file.case_id ? { caseId: file.case_id } : {}), data: { reason } });
}

/** Sets the protection class of a case file or of one document. */
export async function protectCaseFile(ctx: Ctx, given: { id: string; protection: Protection }): Promise<void> {
  const file = await requireFileKeeper(ctx, given.id);
  await ctx.db<RecordsTables>().updateTable('records.case_file').set({ protection: given.protection }).where('tenant_id', '=', ctx.tenantId).where('id', '=', file.id).execute();
  ctx.emit({ type: 'records/protection-changed', subject: `file:${file.id}`, ...(file.case_id ? { caseId: file.case_id } : {}), data: { protection: given.protection } });
}

/** Closes a file (Akte) when everything in it is closed. @throws Problem 409 naming how many case files are still open. */
export async function closeFile(ctx: Ctx, id: string): Promise<void> {
  const file = await requireFile(ctx, id);
  requirePermission(ctx, 'records/manage', file.office_id);
  if (file.closed_at) return;
  const { rows } = await sql<{ open: number }>`select count(*)::int as open from records.case_file where tenant_id = ${ctx.tenantId} and parent_id = ${id}::uuid and closed_at is null`.execute(ctx.db());
  if (rows[0]?.open) throw problem('records/open-inside', { number: file.number, count: rows[0].open });
  await ctx.db<RecordsTables>().updateTable('records.file').set({ closed_at: ctx.now, closed_by: ctx.actor.name }).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  ctx.emit({ type: 'records/record-closed', subject: `record:${id}` });
}

/** Opens a closed file (Akte) again. */
export async function reopenFile(ctx: Ctx, given: { id: string; reason: string }): Promise<void> {
  const file = await requireFile(ctx, given.id);
  requirePermission(ctx, 'records/manage', file.office_id);
  if (!given.reason.trim()) throw problem('records/reason-needed');
  await ctx.db<RecordsTables>().updateTable('records.file').set({ closed_at: null, closed_by: null }).where('tenant_id', '=', ctx.tenantId).where('id', '=', given.id).execute();
  ctx.emit({ type: 'records/record-reopened', subject: `record:${given.id}`, data: { reason: given.reason.trim().slice(0, 500) } });
}
