import { reopenFileOfCase } from '#core/records';
import { requirePermission, type Ctx } from '#platform/module';
import { requireCaseAccess } from './access.ts';
import { getCase } from './cases.queries.ts';
import { problem } from './problems.ts';
import type { CasesTables } from './tables.ts';

/**
 * Opens an ended case once more, with its file: an appeal came, or something was forgotten. Its process stays ended; what is still to
 * be done is done by hand, and the case is closed by hand again. A withdrawn application stays withdrawn: it is made anew.
 * @throws Problem 403 without cases/supervise, 409 when it runs or was withdrawn, 422 without a reason.
 */
export async function reopenCase(ctx: Ctx, given: { caseId: string; reason: string }): Promise<void> {
  const found = await requireCaseAccess(ctx, await getCase(ctx, given.caseId));
  requirePermission(ctx, 'cases/supervise', found.officeId);
  const reason = given.reason.trim().slice(0, 500);
  if (!reason) throw problem('cases/reason-needed');
  if (found.status !== 'closed') throw problem('cases/not-reopenable', { number: found.number });
  const status = found.outcome ? ('decided' as const) : ('open' as const);
  await ctx.db<CasesTables>().updateTable('cases.case').set({ status, closed_at: null }).where('tenant_id', '=', ctx.tenantId).where('id', '=', found.id).execute();
  await reopenFileOfCase(ctx, found.id, reason);
  ctx.emit({ type: 'cases/reopened', subject: `case:${found.id}`, caseId: found.id, data: { reason } });
}
