import { officesWith, requirePermission, type Ctx, type JsonObject } from '#platform/module';
import { sql } from 'kysely';
import { problem } from '../problems.ts';
import { caseRuntime } from '../process/case-runtime.ts';
import { endWork } from '../process/case-work.ts';
import { bulkKinds, startRun, type Batch, type BulkProblem, type BulkRun } from '../runs/bulk-run.ts';
import type { CasesTables } from '../tables.ts';
import { incidentsFrom, incidentsWhere, type IncidentFilter } from './incident.ts';

const KIND = 'incident-retry';
export const RETRY_RUN = KIND;
const AT_ONCE = 20;
/** Ids in one run; whoever wants more takes the filter. */
const MOST_IDS = 1000;

type Offices = 'all' | string[];
type Choice = { filter: IncidentFilter } | { ids: string[] };

function where(ctx: Ctx, choice: Choice, offices: Offices) {
  if ('filter' in choice) return incidentsWhere(ctx, choice.filter, offices);
  return sql`${incidentsWhere(ctx, {}, offices)} and n.id = any(${choice.ids}::uuid[])`;
}

/**
 * Tries many failed steps again in the background: those chosen, or all that a filter finds now. Each in its own part of a transaction;
 * what fails again stays in the list. @returns the id of the run. @throws 403; cases/nothing-to-retry 422
 */
export async function retryIncidents(ctx: Ctx, choice: Choice): Promise<string> {
  requirePermission(ctx, 'cases/supervise');
  const offices = officesWith(ctx.actor, 'cases/supervise');
  const chosen: Choice = 'ids' in choice ? { ids: choice.ids.slice(0, MOST_IDS) } : choice;
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${incidentsFrom} where ${where(ctx, chosen, offices)}`.execute(ctx.db<CasesTables>());
  const total = rows[0]?.n ?? 0;
  if (total === 0) throw problem('cases/nothing-to-retry');
  ctx.emit({ type: 'cases/incidents-retry-started', subject: 'incidents:', data: { total, ...('filter' in chosen ? { filter: chosen.filter as JsonObject } : { chosen: chosen.ids.length }) } });
  return startRun(ctx, { kind: KIND, input: { ...chosen, offices } as JsonObject, total });
}

type Found = { id: string; caseId: string; instanceId: string; tokenId: number; step: string; raisedAt: Date };
type Input = Choice & { offices: Offices };

/** Oldest first, and none that has failed again since the run began: it would go round for ever. */
async function next(ctx: Ctx, run: BulkRun): Promise<Found[]> {
  const input = run.input as unknown as Input;
  const [at, id] = run.cursor?.split(' ') ?? [];
  const { rows } = await sql<Found>`select n.id, n.case_id as "caseId", n.instance_id as "instanceId", n.token_id as "tokenId", n.step, n.raised_at as "raisedAt" from ${incidentsFrom}
    where ${where(ctx, input, input.offices)} and n.raised_at <= ${run.startedAt} and not exists (select from cases.bulk_problem p where p.tenant_id = ${ctx.tenantId} and p.run_id = ${run.id} and p.case_id = n.case_id)
      ${at && id ? sql`and (n.raised_at, n.id) > (${at}::timestamptz, ${id}::uuid)` : sql``}
    order by n.raised_at, n.id limit ${AT_ONCE}`.execute(ctx.db<CasesTables>());
  return rows;
}

async function retryOne(ctx: Ctx, { instanceId, tokenId }: Found): Promise<string | undefined> {
  const { refused, effects } = await caseRuntime.advance(ctx, instanceId, { type: 'retryIncident', tokenId });
  // Somebody was quicker: it is mended, and that is what was wanted.
  if (refused) return refused.code === 'no-incident' ? undefined : refused.message;
  const failed = effects.find((effect) => effect.type === 'incident-raised' && effect.tokenId === tokenId);
  return failed?.type === 'incident-raised' ? failed.message : undefined;
}

/** The background work of retrying many. */
export const incidentWork = bulkKinds.of({
  kind: KIND,
  permission: 'cases/supervise',
  batch: async (ctx, run): Promise<Batch> => {
    const page = await next(ctx, run);
    const problems: BulkProblem[] = [];
    for (const one of page) {
      try {
        const message = await ctx.savepoint(() => retryOne(ctx, one));
        if (message !== undefined) problems.push({ caseId: one.caseId, code: 'failed-again', place: one.step, message });
      } catch (error) {
        ctx.log.error({ err: error, caseId: one.caseId }, 'an incident could not be tried again');
        endWork(ctx, one.caseId);
        problems.push({ caseId: one.caseId, code: 'failed', place: one.step, message: 'Unerwarteter Fehler; er steht im Protokoll des Servers.' });
      }
    }
    const last = page.at(-1);
    const cursor = last && page.length === AT_ONCE ? `${last.raisedAt.toISOString()} ${last.id}` : null;
    return { cursor, done: page.length - problems.length, problems };
  },
  finish: (ctx, run) => ctx.emit({ type: 'cases/incidents-retried', subject: 'incidents:', data: { done: run.done, failed: run.failed } }),
});
