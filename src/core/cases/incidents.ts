import { requirePermission, type Ctx } from '#platform/module';
import type { Case } from './case.ts';
import { getCase, listCasesByIds } from './cases.queries.ts';
import { reachOf } from './access.ts';
import { problem } from './problems.ts';
import { caseRuntime } from './process/case-runtime.ts';

/** A step the machine could not do (Störung), with its case. */
export type CaseIncident = { id: string; case: Case; step: string; nodeId: string; code: string; message: string; raisedAt: Date };

/** Open incidents of cases this person may read, newest first; pages by `after`. */
export async function listCaseIncidents(ctx: Ctx, filter: { caseId?: string; after?: string; limit?: number } = {}): Promise<CaseIncident[]> {
  const reach = await reachOf(ctx);
  const incidents = await caseRuntime.listIncidents(ctx, { limit: filter.limit ?? 100, ...(filter.caseId ? { businessKey: filter.caseId } : {}), ...(filter.after ? { after: filter.after } : {}) });
  const cases = new Map((await listCasesByIds(ctx, [...new Set(incidents.map((incident) => incident.businessKey))])).map((found) => [found.id, found]));
  return incidents.flatMap((incident) => {
    const found = cases.get(incident.businessKey);
    if (!found || (reach.offices !== 'all' && !reach.offices.includes(found.officeId))) return [];
    return [{ id: incident.id, case: found, step: incident.name, nodeId: incident.nodeId, code: incident.code, message: incident.message, raisedAt: incident.raisedAt }];
  });
}

async function requireOperator(ctx: Ctx, caseId: string): Promise<void> {
  requirePermission(ctx, 'cases/supervise', (await getCase(ctx, caseId)).officeId);
}

/** Tries the failed step again. @throws Problem 403, 404 when it is resolved already */
export async function retryIncident(ctx: Ctx, { caseId, incidentId }: { caseId: string; incidentId: string }): Promise<void> {
  await requireOperator(ctx, caseId);
  await caseRuntime.retryIncident(ctx, await belonging(ctx, caseId, incidentId));
}

/** Goes on as if the step had been done; the reason is kept in the log. @throws Problem 422 without a reason, 403, 404 */
export async function skipIncident(ctx: Ctx, { caseId, incidentId, reason }: { caseId: string; incidentId: string; reason: string }): Promise<void> {
  await requireOperator(ctx, caseId);
  if (!reason.trim()) throw problem('cases/reason-needed');
  await caseRuntime.skipIncident(ctx, await belonging(ctx, caseId, incidentId), { reason: reason.trim().slice(0, 500) });
}

/** An incident of another case is none of this permission's business. */
async function belonging(ctx: Ctx, caseId: string, incidentId: string): Promise<string> {
  const incidents = await caseRuntime.listIncidents(ctx, { businessKey: caseId });
  if (!incidents.some((incident) => incident.id === incidentId)) throw problem('cases/no-such-case');
  return incidentId;
}
