import type { Command } from '#engines/process';
import { requirePermission, type Ctx, type JsonObject } from '#platform/module';
import { problem } from '../problems.ts';
import { caseRuntime } from '../process/case-runtime.ts';
import { getCaseIncident, type CaseIncident } from './incident.ts';

/** The incident, for somebody who may mend it. @throws 403 without cases/supervise in its office, 404 */
async function operable(ctx: Ctx, id: string): Promise<CaseIncident> {
  const incident = await getCaseIncident(ctx, id);
  requirePermission(ctx, 'cases/supervise', incident.case.officeId);
  return incident;
}

/** Tries the failed step again, with other values if they are given. @throws 403, 404 when it is resolved already, cases/refused 409 */
export async function retryIncident(ctx: Ctx, { incidentId, variables }: { incidentId: string; variables?: JsonObject }): Promise<void> {
  const incident = await operable(ctx, incidentId);
  if (variables && Object.keys(variables).length > 0) {
    // Names only: what they hold may be data of people, and the log cannot forget.
    ctx.emit({ type: 'cases/variables-changed', subject: `case:${incident.case.id}`, caseId: incident.case.id, data: { node: incident.nodeId, names: Object.keys(variables) } });
  }
  await step(ctx, incident, { type: 'retryIncident', tokenId: incident.tokenId, ...(variables ? { variables } : {}) });
}

export type SkipIncident = { incidentId: string; reason: string; /** Goes on by this way of several. */ flowId?: string };

/** Goes on as if the step had been done; the reason is kept in the log. @throws 422 without a reason, 403, 404, cases/refused 409 */
export async function skipIncident(ctx: Ctx, { incidentId, reason, flowId }: SkipIncident): Promise<void> {
  const incident = await operable(ctx, incidentId);
  if (!reason.trim()) throw problem('cases/reason-needed');
  await step(ctx, incident, { type: 'skipIncident', tokenId: incident.tokenId, reason: reason.trim().slice(0, 500), ...(flowId ? { flowId } : {}) });
}

async function step(ctx: Ctx, incident: Pick<CaseIncident, 'instanceId'>, command: Command): Promise<void> {
  const { refused } = await caseRuntime.advance(ctx, incident.instanceId, command);
  if (refused) throw problem('cases/refused', { reason: refused.message });
}

/** What may be changed before a step is tried again, and where it could go on instead. */
export type IncidentDetails = { incident: CaseIncident; variables: { name: string; value: unknown; local: boolean }[]; ways: { flowId: string; title: string }[] };

/** The values the failed step sees, its own before those of the process. @throws 403, 404 */
export async function incidentDetails(ctx: Ctx, incidentId: string): Promise<IncidentDetails> {
  const incident = await operable(ctx, incidentId);
  const instance = await caseRuntime.findInstance(ctx, incident.instanceId);
  const token = instance?.state.tokens.find(({ id }) => id === incident.tokenId);
  const local = token?.vars ?? {};
  const shared = Object.entries(instance?.state.vars ?? {}).filter(([name]) => !Object.hasOwn(local, name));
  const list = [...Object.entries(local).map(([name, value]) => ({ name, value, local: true })), ...shared.map(([name, value]) => ({ name, value, local: false }))];
  const node = instance && (await caseRuntime.nodeOf(ctx, instance, incident.nodeId));
  const ways = (node?.outgoing ?? []).map((flow) => ({ flowId: flow.id, title: flow.name || flow.target.name || flow.target.id }));
  return { incident, variables: list.sort((a, b) => a.name.localeCompare(b.name, 'de')), ways: ways.length > 1 ? ways : [] };
}
