import { requirePermission, type Ctx, type JsonObject } from '#platform/module';
import { z } from 'zod';
import { requireCaseAccess } from './access.ts';
import { hasEnded, type Case } from './case.ts';
import { getCase } from './cases.queries.ts';
import { defineConnector } from './points.ts';
import { problem } from './problems.ts';
import { caseRuntime } from './process/case-runtime.ts';
import { findWork } from './process/case-work.ts';
import type { CasesTables } from './tables.ts';

/**
 * Ends a case by hand, whatever its process still wanted: open tasks, timers and jobs are cancelled.
 * @throws Problem 403 without cases/supervise, 409 when it has ended, 422 without a reason.
 */
export async function closeCase(ctx: Ctx, given: { caseId: string; reason: string }): Promise<void> {
  const found = await requireCaseAccess(ctx, await getCase(ctx, given.caseId));
  requirePermission(ctx, 'cases/supervise', found.officeId);
  const reason = given.reason.trim().slice(0, 500);
  if (!reason) throw problem('cases/reason-needed');
  if (hasEnded(found)) throw problem('cases/case-ended', { number: found.number });
  const running = (await caseRuntime.listInstancesByKey(ctx, found.id)).filter((instance) => !instance.state.ended);
  for (const instance of running) await caseRuntime.advance(ctx, instance.id, { type: 'cancel', reason });
  if (running.length === 0) await closeReopened(ctx, found);
  ctx.emit({ type: 'cases/closed-by-hand', subject: `case:${found.id}`, caseId: found.id, data: { reason } satisfies JsonObject });
}

/** A case that was opened again has no process left to end it. */
async function closeReopened(ctx: Ctx, found: Case): Promise<void> {
  await ctx.db<CasesTables>().updateTable('cases.case').set({ status: 'closed', closed_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', found.id).execute();
  ctx.emit({ type: 'cases/closed', subject: `case:${found.id}`, caseId: found.id, data: { outcome: found.outcome ?? null, status: 'closed' } });
}

/** Connector `close-case`: the case is done although the process still has something small to do. */
export const closeCaseConnector = defineConnector({
  type: 'close-case',
  label: 'Vorgang abschließen',
  input: z.looseObject({}),
  mode: 'now',
  run: async (ctx, { case: found }) => {
    const work = findWork(ctx, found.id);
    if (work) work.status = 'closed';
  },
});

/** Connector `set-status`: says where the ball lies when the process knows better than its position shows. */
export const setStatusConnector = defineConnector({
  type: 'set-status',
  label: 'Status des Vorgangs setzen',
  input: z.looseObject({ status: z.enum(['open', 'waiting-applicant', 'waiting-payment', 'decided']) }),
  mode: 'now',
  run: async (ctx, { case: found, input }) => {
    const work = findWork(ctx, found.id);
    if (work) work.status = input.status;
  },
});
