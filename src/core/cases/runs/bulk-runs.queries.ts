import { sql } from 'kysely';
import type { Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { CasesTables } from '../tables.ts';
import type { BulkRun } from './bulk-run.ts';

export const bulkColumns = [
  'id', 'kind', 'subject_id as subjectId', 'input', 'state', 'total', 'done', 'failed', 'cursor', 'attempts', 'error', 'started_at as startedAt', 'started_by as startedById',
  'started_by_name as startedByName', 'changed_at as changedAt', 'finished_at as finishedAt',
] as const;

type Row = Omit<BulkRun, 'startedBy'> & { startedById: string | null; startedByName: string };
export const bulkRunOf = ({ startedById, startedByName, ...row }: Row): BulkRun => ({ ...row, startedBy: { id: startedById, name: startedByName } });

const select = (ctx: Ctx) => ctx.db<CasesTables>().selectFrom('cases.bulk_run').select(bulkColumns).where('tenant_id', '=', ctx.tenantId);

/** @throws cases/no-such-run 404 */
export async function getRun(ctx: Ctx, id: string): Promise<BulkRun> {
  const row = await select(ctx).where('id', '=', id).executeTakeFirst();
  if (!row) throw problem('cases/no-such-run');
  return bulkRunOf(row);
}

/** The runs about one thing, newest first (at most 50). */
export async function listRuns(ctx: Ctx, subjectId: string): Promise<BulkRun[]> {
  return (await select(ctx).where('subject_id', '=', subjectId).orderBy('id', 'desc').limit(50).execute()).map(bulkRunOf);
}

/** The newest run of a kind that this person began. */
export async function findLastRun(ctx: Ctx, kind: string): Promise<BulkRun | undefined> {
  const row = await select(ctx).where('kind', '=', kind).where('started_by', '=', ctx.actor.id).orderBy('started_at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row && bulkRunOf(row);
}

export type ProblemGroup = { code: string; place: string; message: string; count: number };

/** What a run could not do, what is alike together, the most frequent first. */
export async function groupProblems(ctx: Ctx, runId: string): Promise<ProblemGroup[]> {
  const { rows } = await sql<ProblemGroup>`select code, place, message, count(*)::int as count from cases.bulk_problem
    where tenant_id = ${ctx.tenantId} and run_id = ${runId} group by 1, 2, 3 order by 4 desc, 2 limit 100`.execute(ctx.db<CasesTables>());
  return rows;
}

export type FoundProblem = { id: string; caseId: string | null; caseNumber: string | null; code: string; place: string; message: string };

/** The problems of a run one by one; pages by `after`. */
export async function listProblems(ctx: Ctx, { runId, after, limit = 50 }: { runId: string; after?: string | undefined; limit?: number }): Promise<FoundProblem[]> {
  let query = ctx
    .db<CasesTables>()
    .selectFrom('cases.bulk_problem as p')
    .leftJoin('cases.case as c', (join) => join.onRef('c.tenant_id', '=', 'p.tenant_id').onRef('c.id', '=', 'p.case_id'))
    .select(['p.id', 'p.case_id as caseId', 'c.number as caseNumber', 'p.code', 'p.place', 'p.message'])
    .where('p.tenant_id', '=', ctx.tenantId)
    .where('p.run_id', '=', runId);
  if (after) query = query.where('p.id', '>', after);
  return query.orderBy('p.id').limit(limit).execute();
}
