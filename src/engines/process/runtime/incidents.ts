import type { Ctx } from '#platform/module';
import type { ProcessTables } from './tables.ts';

/** Something in a process that people have to look at. */
export type Incident = {
  id: string;
  instanceId: string;
  businessKey: string;
  versionId: string;
  tokenId: number;
  nodeId: string;
  /** Name of the step. */
  name: string;
  code: string;
  message: string;
  raisedAt: Date;
  resolvedAt: Date | null;
};

export type IncidentFilter = {
  instanceId?: string;
  businessKey?: string;
  code?: string;
  nodeId?: string;
  versionId?: string;
  /** Also those that are resolved. */
  all?: boolean;
  /** Id of the last one of the page before. */
  after?: string;
  limit?: number;
};

/** Incidents, the newest first; pages by `after`. */
export async function listIncidents(ctx: Ctx, filter: IncidentFilter = {}): Promise<Incident[]> {
  let query = ctx
    .db<ProcessTables>()
    .selectFrom('process.incident as n')
    .innerJoin('process.instance as i', (join) => join.onRef('i.tenant_id', '=', 'n.tenant_id').onRef('i.id', '=', 'n.instance_id'))
    .select([
      'n.id', 'n.instance_id as instanceId', 'i.business_key as businessKey', 'i.version_id as versionId', 'n.token_id as tokenId',
      'n.node_id as nodeId', 'n.node_name as name', 'n.code', 'n.message', 'n.raised_at as raisedAt', 'n.resolved_at as resolvedAt',
    ])
    .where('n.tenant_id', '=', ctx.tenantId)
    .orderBy('n.id', 'desc')
    .limit(filter.limit ?? 50);
  if (!filter.all) query = query.where('n.resolved_at', 'is', null);
  if (filter.instanceId) query = query.where('n.instance_id', '=', filter.instanceId);
  if (filter.businessKey) query = query.where('i.business_key', '=', filter.businessKey);
  if (filter.code) query = query.where('n.code', '=', filter.code);
  if (filter.nodeId) query = query.where('n.node_id', '=', filter.nodeId);
  if (filter.versionId) query = query.where('i.version_id', '=', filter.versionId);
  if (filter.after) query = query.where('n.id', '<', filter.after);
  return query.execute();
}

/** Where an open incident stands; undefined when there is none (any more). */
export async function findOpenIncident(ctx: Ctx, id: string): Promise<{ instanceId: string; tokenId: number } | undefined> {
  return ctx
    .db<ProcessTables>()
    .selectFrom('process.incident')
    .select(['instance_id as instanceId', 'token_id as tokenId'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .where('resolved_at', 'is', null)
    .executeTakeFirst();
}
