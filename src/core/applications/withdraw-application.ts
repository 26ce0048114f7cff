import { correlateToCase, getCase, hasEnded } from '#core/cases';
import { requireToAct, type Ctx } from '#platform/module';
import type { Application } from './applications.queries.ts';
import { problem } from './problems.ts';
import type { ApplicationTables } from './tables.ts';

/**
 * The applicant takes the application back, as long as nothing is decided; the process hears it as a message.
 * @throws Problem 409 when it is decided (applications/closed), over without a decision (ended), or the process knows no way back (not-withdrawable).
 */
export async function withdrawApplication(ctx: Ctx, application: Application): Promise<void> {
  requireToAct(ctx, application.slug);
  if (application.withdrawn_at) return;
  const now = await getCase(ctx, application.case_id);
  if (now.outcome) throw problem('applications/closed');
  if (hasEnded(now)) throw problem('applications/ended');
  await ctx.db<ApplicationTables>().updateTable('applications.application').set({ withdrawn_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', application.id).execute();
  ctx.emit({ type: 'applications/withdrawn', subject: `application:${application.id}`, caseId: application.case_id });
  const heard = await correlateToCase(ctx, application.case_id, 'application-withdrawn', {});
  // a process without a way for it: a person has to look at it
  if (!heard) throw problem('applications/not-withdrawable');
}
