import { findReadable } from '#core/records';
import { groupsOf } from '#core/organisation';
import type { Ctx } from '#platform/module';
import { sql } from 'kysely';
import { problem } from './problems.ts';
import type { CirculationTables, RemarkRow, RunRow, StepRow } from './tables.ts';

export const actionWords: Record<StepRow['action'], string> = { read: 'zur Kenntnis (zK)', 'co-sign': 'mitzeichnen', sign: 'schlusszeichnen', resubmit: 'Wiedervorlage (WV)', close: 'zu den Akten (zdA)' };

/** For whom this person works: the own account and, while acting for somebody, that one; with the groups of both. */
export async function holdersOf(ctx: Ctx): Promise<{ persons: string[]; groups: string[] }> {
  const { actor } = ctx;
  if (!actor.id) return { persons: [], groups: [] };
  return { persons: [actor.id, ...(actor.actingFor ? [actor.actingFor.id] : [])], groups: await groupsOf(ctx, actor.id) };
}

export type WaitingStep = StepRow & { title: string; documentId: string; startedBy: string; round: number };

/** Steps that wait for this person, the most urgent first. */
export async function listWaitingSteps(ctx: Ctx, limit = 50): Promise<WaitingStep[]> {
  const { persons, groups } = await holdersOf(ctx);
  const { rows } = await sql<WaitingStep>`select s.*, r.title, r.document_id as "documentId", r.started_by_name as "startedBy", r.round from circulation.step s join circulation.run r on r.tenant_id = s.tenant_id and r.id = s.run_id
    where s.tenant_id = ${ctx.tenantId} and s.state = 'open' and ((s.holder_kind = 'account' and s.holder = any(${persons}::text[])) or (s.holder_kind = 'group' and s.holder = any(${groups}::text[])))
    order by coalesce(s.due_on, 'infinity'::date), s.id limit ${limit}`.execute(ctx.db());
  return rows;
}

/** Runs this person has started and that have not ended, oldest first. */
export async function listStartedRuns(ctx: Ctx): Promise<RunRow[]> {
  return ctx.db<CirculationTables>().selectFrom('circulation.run').selectAll().where('tenant_id', '=', ctx.tenantId).where('started_by', '=', ctx.actor.id).where('state', 'in', ['running', 'returned']).orderBy('id').limit(50).execute();
}

export type Run = { run: RunRow; steps: StepRow[]; remarks: RemarkRow[] };

/** A run for whoever may see its document or started it. @throws Problem 404 */
export async function getRun(ctx: Ctx, id: string): Promise<Run> {
  const run = await ctx.db<CirculationTables>().selectFrom('circulation.run').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();
  if (!run) throw problem('circulation/no-run');
  if (run.started_by !== ctx.actor.id) await findReadable(ctx, run.document_id);
  return { run, steps: await listSteps(ctx, id), remarks: await listRemarks(ctx, id) };
}

export const listSteps = (ctx: Ctx, runId: string): Promise<StepRow[]> => ctx.db<CirculationTables>().selectFrom('circulation.step').selectAll().where('tenant_id', '=', ctx.tenantId).where('run_id', '=', runId).orderBy('stage').orderBy('number').execute();
export const listRemarks = (ctx: Ctx, runId: string): Promise<RemarkRow[]> => ctx.db<CirculationTables>().selectFrom('circulation.remark').selectAll().where('tenant_id', '=', ctx.tenantId).where('run_id', '=', runId).orderBy('id').execute();

/** All runs of a document, newest first. */
export const listDocumentRuns = (ctx: Ctx, documentId: string): Promise<RunRow[]> => ctx.db<CirculationTables>().selectFrom('circulation.run').selectAll().where('tenant_id', '=', ctx.tenantId).where('document_id', '=', documentId).orderBy('id', 'desc').limit(20).execute();
