import { handOverCaseFile } from '#core/records';
import { requirePermission, type Ctx } from '#platform/module';
import { sql } from 'kysely';
import { requireCaseAccess } from './access.ts';
import { hasEnded } from './case.ts';
import { getCase } from './cases.queries.ts';
import { officeDirectory } from './office-directory.ts';
import { problem } from './problems.ts';
import type { CasesTables } from './tables.ts';

/**
 * Hands a case to another office because this one is not competent (Zuständigkeit abgeben). Open tasks go along: their groups
 * become those of the new office with the same role, and nobody has claimed them any more.
 * @throws Problem 403 without cases/supervise in the giving office, 409 when the case has ended, 422 without a reason.
 */
export async function reassignOffice(ctx: Ctx, given: { caseId: string; officeId: string; reason: string }): Promise<void> {
  const found = await requireCaseAccess(ctx, await getCase(ctx, given.caseId));
  requirePermission(ctx, 'cases/supervise', found.officeId);
  if (hasEnded(found)) throw problem('cases/case-ended', { number: found.number });
  if (!given.reason.trim()) throw problem('cases/reason-needed');
  const { byId } = await officeDirectory(ctx);
  const [from, to] = [byId.get(found.officeId), byId.get(given.officeId)];
  if (!to) throw problem('cases/no-such-office', { key: given.officeId });
  if (to.id === found.officeId) return;
  const db = ctx.db<CasesTables>();
  await db.updateTable('cases.case').set({ office_id: to.id, responsible_id: null, responsible_name: null }).where('tenant_id', '=', ctx.tenantId).where('id', '=', found.id).execute();
  await handOverCaseFile(ctx, { caseId: found.id, officeId: to.id });
  const moved = sql<string[]>`(select array_agg(${to.key} || substring(regexp_replace(g, '@.*$', '') from position('/' in g || '/'))) from unnest(groups) as g)`; // areas are those of an office, so they stay behind
  await db
    .updateTable('cases.task')
    .set({ office_id: to.id, groups: sql<string[]>`coalesce(${moved}, '{}')`, assignee_id: null, assignee_name: null, substitute_id: null, claimed_at: null })
    .where('tenant_id', '=', ctx.tenantId)
    .where('case_id', '=', found.id)
    .where('state', '=', 'open')
    .where('office_id', '=', found.officeId)
    .execute();
  ctx.emit({ type: 'cases/office-changed', subject: `case:${found.id}`, caseId: found.id, data: { from: from?.key ?? '', to: to.key, reason: given.reason.trim().slice(0, 500) } });
}
