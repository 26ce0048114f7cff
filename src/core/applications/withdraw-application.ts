import { correlateToCase, getCase } from '#core/cases';
import type { Ctx } from '#platform/module';
import type { Application } from './applications.queries.ts';
import { problem } from './problems.ts';
import type { ApplicationTables } from './tables.ts';

/**
 * The applicant takes the application back, as long as nothing is decided; the process hears it as a message.
 * @throws Problem 409 when it is too late.
 */
export async function withdrawApplication(ctx: Ctx, application: Application): Promise<void> {
  if (application.withdrawn_at) return;
  const now = await getCase(ctx, application.case_id);
  if (now.outcome || now.closedAt) throw problem('applications/closed');
  await ctx.db<ApplicationTables>().updateTable('applications.application').set({ withdrawn_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', application.id).execute();
  ctx.emit({ type: 'applications/withdrawn', subject: `application:${application.id}`, caseId: application.case_id });
  const heard = await correlateToCase(ctx, application.case_id, 'application-withdrawn', {});
  if (!heard) throw problem('applications/closed');
}
