import { may, type Ctx } from '#platform/module';
import { requireCaseAccess } from './access.ts';
import { getCase } from './cases.queries.ts';
import { problem } from './problems.ts';
import type { CasesTables } from './tables.ts';

/** Names who is responsible for a case: oneself, or as lead of the office anyone; null for nobody. */
export async function setResponsible(ctx: Ctx, caseId: string, person: { id: string; name: string } | null): Promise<void> {
  const found = await requireCaseAccess(ctx, await getCase(ctx, caseId));
  const own = person === null ? found.responsible?.id === ctx.actor.id : person.id === ctx.actor.id;
  if (!own && !may(ctx.actor, 'cases/supervise', found.officeId)) throw problem('cases/not-yours');
  await ctx.db<CasesTables>().updateTable('cases.case').set({ responsible_id: person?.id ?? null, responsible_name: person?.name ?? null }).where('tenant_id', '=', ctx.tenantId).where('id', '=', caseId).execute();
  ctx.emit({ type: 'cases/responsible-set', subject: `case:${caseId}`, caseId, data: { to: person?.id ?? null } });
}
