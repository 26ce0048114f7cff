import type { Ctx, Seed } from '#platform/module';
import { sql } from 'kysely';
import type { RecordsTables } from '../tables.ts';
import { samplePlan } from './sample-plan.ts';

export type Disposition = 'archive' | 'appraise' | 'destroy';
export type PlanPosition = {
  /** Decimal number, e.g. '02.3.1'. */
  number: string;
  title: string;
  description?: string;
  /** Years after the file was closed; absent for headings. */
  retentionYears?: number;
  disposition: Disposition;
};

/** What happens after the retention period. */
export const dispositionWords: Record<Disposition, string> = { archive: 'ins Stadtarchiv', appraise: 'Archiv bewertet', destroy: 'vernichten' };

/** '02.3.1' lies under '02.3'; a main group lies under nothing. */
export const parentOf = (number: string): string | null => (number.includes('.') ? number.slice(0, number.lastIndexOf('.')) : null);

/** '02.10' comes after '02.9'. */
export const comparePositions = (a: string, b: string): number => a.localeCompare(b, 'de', { numeric: true });

const rowOf = (ctx: Ctx, p: PlanPosition): RecordsTables['records.plan_position'] => ({ tenant_id: ctx.tenantId, number: p.number, parent_number: parentOf(p.number), title: p.title, description: p.description ?? null, retention_years: p.retentionYears ?? null, disposition: p.disposition });

/** Adds positions to the file plan; those that are there stay as they are. */
export async function addPlanPositions(ctx: Ctx, positions: PlanPosition[]): Promise<void> {
  const rows = positions.map((p) => rowOf(ctx, p));
  if (rows.length) await ctx.db<RecordsTables>().insertInto('records.plan_position').values(rows).onConflict((conflict) => conflict.doNothing()).execute();
}

/** Adds positions and overwrites those with the same number. For callers that have checked the right to do so. */
export async function writePlanPositions(ctx: Ctx, positions: PlanPosition[]): Promise<void> {
  for (const p of positions) {
    const { tenant_id: _tenant, number: _number, ...rest } = rowOf(ctx, p);
    await ctx.db<RecordsTables>().insertInto('records.plan_position').values(rowOf(ctx, p)).onConflict((conflict) => conflict.columns(['tenant_id', 'number']).doUpdateSet(rest)).execute();
  }
}

export const planSeed: Seed = { name: 'records/file-plan', run: (ctx) => addPlanPositions(ctx, samplePlan) };

type Row = RecordsTables['records.plan_position'];
const positionOf = (row: Row): PlanPosition => ({ number: row.number, title: row.title, ...(row.description ? { description: row.description } : {}), ...(row.retention_years ? { retentionYears: row.retention_years } : {}), disposition: row.disposition });

/** Case files at one position are counted up to this number: counting all of them takes seconds in a large city. */
export const MOST_COUNTED = 1000;

/** The whole file plan in order, with the number of case files at each position (at most {@link MOST_COUNTED} + 1). */
export async function listFilePlan(ctx: Ctx): Promise<(PlanPosition & { files: number })[]> {
  const { rows } = await sql<Row & { files: number }>`
    select p.*, f.files from records.plan_position p
    cross join lateral (select count(*)::int as files from (select 1 from records.case_file c where c.tenant_id = ${ctx.tenantId} and c.plan_position = p.number limit ${MOST_COUNTED + 1}) counted) f
    where p.tenant_id = ${ctx.tenantId}`.execute(ctx.db());
  return rows.map((row) => ({ ...positionOf(row), files: row.files })).sort((a, b) => comparePositions(a.number, b.number));
}

export async function findPlanPosition(ctx: Ctx, number: string): Promise<PlanPosition | undefined> {
  const row = await ctx.db<RecordsTables>().selectFrom('records.plan_position').selectAll().where('tenant_id', '=', ctx.tenantId).where('number', '=', number).executeTakeFirst();
  return row && positionOf(row);
}
