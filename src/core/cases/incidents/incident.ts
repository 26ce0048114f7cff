import type { Ctx } from '#platform/module';
import { sql, type RawBuilder } from 'kysely';
import { reachOf } from '../access.ts';
import { textMatches } from '../case-words.ts';
import { caseOf, type Case } from '../case.ts';
import { problem } from '../problems.ts';
import { caseColumns, type CaseRow, type CasesTables } from '../tables.ts';

/** A step the machine could not do (Störung), with its case. */
export type CaseIncident = {
  id: string;
  case: Case;
  /** Where in which process it stands. */
  instanceId: string;
  tokenId: number;
  nodeId: string;
  step: string;
  code: string;
  message: string;
  /** Attempts of the machine that failed, and how often a person let it try again. */
  tries: number;
  retried: number;
  firstRaisedAt: Date;
  raisedAt: Date;
};

/** Which incidents: of one case, service, step or cause; `text` finds as the work list does. */
export type IncidentFilter = { caseId?: string | undefined; service?: string | undefined; step?: string | undefined; code?: string | undefined; text?: string | undefined; /** Those that a person let be tried again and that have failed again since. */ failedAgainSince?: Date | undefined };
/** Position after which a page begins. */
export type IncidentCursor = { raisedAt: Date; id: string };

type Offices = 'all' | string[];

/** The conditions of a list; people see incidents of the offices whose cases they may read. */
export function incidentsWhere(ctx: Ctx, filter: IncidentFilter, offices: Offices): RawBuilder<unknown> {
  const { caseId, service, step, code, text, failedAgainSince } = filter;
  const parts = [
    sql`n.tenant_id = ${ctx.tenantId} and n.state = 'open'`,
    ...(caseId ? [sql`n.case_id = ${caseId}`] : []),
    ...(step ? [sql`n.step = ${step}`] : []),
    ...(code ? [sql`n.code = ${code}`] : []),
    ...(service ? [sql`c.service_slug = ${service}`] : []),
    ...(offices === 'all' ? [] : [sql`c.office_id = any(${offices}::uuid[])`]),
    ...(failedAgainSince ? [sql`n.retried > 0 and n.raised_at >= ${failedAgainSince}`] : []),
    ...(text ? textMatches(ctx, text, sql`n.case_id`) : []),
  ];
  return sql.join(parts, sql` and `);
}

export const incidentsFrom = sql`cases.incident n join cases.case c on c.tenant_id = n.tenant_id and c.id = n.case_id`;
const columns = sql.raw(`n.id, n.instance_id as "instanceId", n.token_id as "tokenId", n.node_id as "nodeId", n.step, n.code, n.message, n.tries, n.retried, n.first_raised_at as "firstRaisedAt", n.raised_at as "raisedAt",
  ${caseColumns.map((column) => `c.${column} as of_case_${column}`).join(', ')}`);

type Row = Omit<CaseIncident, 'case'> & Record<`of_case_${string}`, unknown>;

function incidentOf(row: Row): CaseIncident {
  const found = caseOf(Object.fromEntries(caseColumns.map((column) => [column, row[`of_case_${column}`]])) as CaseRow);
  const { id, instanceId, tokenId, nodeId, step, code, message, tries, retried, firstRaisedAt, raisedAt } = row;
  return { id, case: found, instanceId, tokenId, nodeId, step, code, message, tries, retried, firstRaisedAt, raisedAt };
}

/** Open incidents of cases this person may read, the newest first; pages by `after`. */
export async function listCaseIncidents(ctx: Ctx, filter: IncidentFilter & { after?: IncidentCursor | undefined; limit?: number } = {}): Promise<CaseIncident[]> {
  const { offices } = await reachOf(ctx);
  const { after, limit = 100 } = filter;
  const { rows } = await sql<Row>`select ${columns} from ${incidentsFrom} where ${incidentsWhere(ctx, filter, offices)}
    ${after ? sql`and (n.raised_at, n.id) < (${after.raisedAt}, ${after.id}::uuid)` : sql``}
    order by n.raised_at desc, n.id desc limit ${limit}`.execute(ctx.db<CasesTables>());
  return rows.map(incidentOf);
}

/** How many there are, counted up to `most`. */
export async function countCaseIncidents(ctx: Ctx, filter: IncidentFilter = {}, most = 10_000): Promise<number> {
  const { offices } = await reachOf(ctx);
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (select 1 from ${incidentsFrom} where ${incidentsWhere(ctx, filter, offices)} limit ${most}) counted`.execute(ctx.db<CasesTables>());
  return rows[0]?.n ?? 0;
}

/** What is alike: the same step of the same service with the same cause, the most frequent first. */
export type IncidentGroup = { service: string; step: string; code: string; message: string; count: number; oldestAt: Date };

/** Why there are incidents, at a glance (at most 50). */
export async function groupCaseIncidents(ctx: Ctx, filter: IncidentFilter = {}): Promise<IncidentGroup[]> {
  const { offices } = await reachOf(ctx);
  const { rows } = await sql<IncidentGroup>`select c.service_slug as service, n.step, n.code, min(n.message) as message, count(*)::int as count, min(n.first_raised_at) as "oldestAt"
    from ${incidentsFrom} where ${incidentsWhere(ctx, filter, offices)} group by 1, 2, 3 order by 5 desc, 1, 2 limit 50`.execute(ctx.db<CasesTables>());
  return rows;
}

/** An open incident of a case this person may read. @throws cases/no-such-incident 404 */
export async function getCaseIncident(ctx: Ctx, id: string): Promise<CaseIncident> {
  const { offices } = await reachOf(ctx);
  const { rows } = await sql<Row>`select ${columns} from ${incidentsFrom} where ${incidentsWhere(ctx, {}, offices)} and n.id = ${id}`.execute(ctx.db<CasesTables>());
  if (!rows[0]) throw problem('cases/no-such-incident');
  return incidentOf(rows[0]);
}
