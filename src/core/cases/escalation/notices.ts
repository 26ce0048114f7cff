import { newId } from '#platform/db';
import type { Ctx } from '#platform/module';
import type { CasesTables } from '../tables.ts';

/** A sentence for one member of staff about a case, shown on the desk until it is read. */
export type Notice = { id: string; caseId: string; taskId?: string; text: string; createdAt: Date };

/** Tells members of staff something about a case, in the office. */
export async function writeNotices(ctx: Ctx, accountIds: readonly string[], about: { caseId: string; taskId?: string; text: string }): Promise<void> {
  if (accountIds.length === 0) return;
  const rows = accountIds.map((accountId) => ({ tenant_id: ctx.tenantId, id: newId(), account_id: accountId, case_id: about.caseId, task_id: about.taskId ?? null, text: about.text, created_at: ctx.now, read_at: null }));
  await ctx.db<CasesTables>().insertInto('cases.notice').values(rows).execute();
}

/** What the actor has not read yet, newest first. A substitute sees the own ones only: they are about the head, not about the work. */
export async function listNotices(ctx: Ctx, limit = 20): Promise<Notice[]> {
  if (ctx.actor.kind !== 'staff' || !ctx.actor.id) return [];
  const rows = await ctx
    .db<CasesTables>()
    .selectFrom('cases.notice')
    .select(['id', 'case_id', 'task_id', 'text', 'created_at'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('account_id', '=', ctx.actor.id)
    .where('read_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ id: row.id, caseId: row.case_id, text: row.text, createdAt: row.created_at, ...(row.task_id ? { taskId: row.task_id } : {}) }));
}

/** Ticks notices of the actor off: one, or all of them. */
export async function markNoticesRead(ctx: Ctx, id?: string): Promise<void> {
  if (!ctx.actor.id) return;
  let query = ctx.db<CasesTables>().updateTable('cases.notice').set({ read_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('account_id', '=', ctx.actor.id).where('read_at', 'is', null);
  if (id) query = query.where('id', '=', id);
  await query.execute();
}
