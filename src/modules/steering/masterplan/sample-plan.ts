import { z } from 'zod';
import { findSampleFile } from '#core/organisation';
import type { Ctx } from '#platform/module';
import { defaultModels } from './default-models.ts';
import { modelKeys } from './maturity-model.ts';
import type { PlanRow } from './plan-line.ts';
import type { MasterPlanTables } from './tables.ts';

const count = z.int().nonnegative();
const line = z.strictObject({
  ref: z.string(), cases: count.optional(), minutes: count.optional(), costCents: count.optional(), breaks: count.optional(), source: z.string().default(''), on: z.iso.date().optional(),
  /** Level of every criterion of a process that the program cannot see. */
  level: z.int().min(0).max(7).optional(), target: z.int().min(0).max(7).optional(), targetOn: z.iso.date().optional(), responsible: z.string().default(''),
  lane: z.enum(['law', 'operation', 'resolution']).optional(), basis: z.string().default(''), laneOn: z.iso.date().optional(),
});
const schema = z.strictObject({ unassessed: z.array(z.string()).default([]), lines: z.array(line) });
export type SamplePlan = z.output<typeof schema>;

/** city/masterplan.yaml; only in the demo, because it is invented. */
export async function readSamplePlan(ctx: Ctx): Promise<SamplePlan | undefined> {
  return findSampleFile(ctx.platform, 'masterplan.yaml', schema);
}

/** What the sample knows of a line: figures typed in, target, lane. */
export function sampleFacts(row: PlanRow, { lines }: SamplePlan): void {
  const known = lines.find(({ ref }) => ref === row.ref);
  if (!known) return;
  Object.assign(row, {
    typed_cases: known.cases ?? null, typed_minutes: known.minutes ?? null, typed_cost_cents: known.costCents ?? null, typed_breaks: known.breaks ?? null, typed_source: known.source, typed_on: known.on ?? null, typed_by_name: known.source ? 'Stadtkern' : '',
    lane: known.lane ?? 'free', lane_basis: known.basis, lane_on: known.laneOn ?? null, target_20: known.target ?? null, target_11: known.target === undefined ? null : known.target >= 6 ? 4 : 3, target_on: known.targetOn ?? null, responsible: known.responsible,
  });
}

/** What a process without applicants does not have. */
const inside = new Set(['information', 'identity', 'signature', 'payment', 'notice', 'status', 'contact', 'access']);

/** Sample assessments: what the program sees is confirmed, processes have the level that the file says. */
export async function sampleAssessments(ctx: Ctx, rows: PlanRow[], { lines, unassessed }: SamplePlan): Promise<void> {
  const level = new Map(lines.flatMap((one) => (one.level === undefined ? [] : [[one.ref, one.level] as const])));
  const stamp = { tenant_id: ctx.tenantId, model_version: 1, changed_at: ctx.now, changed_by_name: ctx.actor.name };
  const made = rows.filter(({ ref }) => !unassessed.includes(ref)).flatMap((row) =>
    modelKeys.flatMap((model_key) =>
      defaultModels[model_key].criteria.flatMap(({ key: criterion, anchors }) => {
        const seen = row.seen[model_key]?.[criterion];
        const set = level.get(row.ref);
        const lower = set !== undefined && seen && seen.level !== null && seen.level > set + 1 && ['transfer', 'work', 'record'].includes(criterion);
        if (seen) return [{ ...stamp, line_id: row.id, model_key, criterion, level: lower ? set + 1 : seen.level, evidence: lower ? 'Gespräch mit dem Amt: Ein Teil läuft noch auf Papier.' : seen.reason }];
        if (set === undefined) return [];
        if (inside.has(criterion)) return [{ ...stamp, line_id: row.id, model_key, criterion, level: null, evidence: 'Ein Ablauf innerhalb der Verwaltung' }];
        return [{ ...stamp, line_id: row.id, model_key, criterion, level: anchors.findLast((anchor) => anchor.level <= set)?.level ?? anchors[0]?.level ?? 0, evidence: 'Gespräch mit dem Amt' }];
      }),
    ),
  );
  for (let at = 0; at < made.length; at += 1000) await ctx.db<MasterPlanTables>().insertInto('steering.maturity').values(made.slice(at, at + 1000)).execute();
}
