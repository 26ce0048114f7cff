import { sql } from 'kysely';
import { findCurrentVersion, listServices } from '#core/catalogue';
import { HOUR_CENTS, listProcessFigures, type ProcessFigure } from '#core/insights';
import { listOffices } from '#core/organisation';
import { newId } from '#platform/db';
import type { Ctx } from '#platform/module';
import { currentModel } from './models.ts';
import type { Levels, ModelKey } from './maturity-model.ts';
import { computed, type PlanRow } from './plan-line.ts';
import { readSamplePlan, sampleAssessments, sampleFacts } from './sample-plan.ts';
import { seeService } from './see-service.ts';
import type { MasterPlanTables } from './tables.ts';

const CHUNK = 200;

/** Reads services, processes and their figures anew, sees what has changed and computes what follows. @returns how many lines there are */
export async function refreshPlan(ctx: Ctx): Promise<number> {
  const db = ctx.db<MasterPlanTables>();
  const known = await db.selectFrom('steering.plan_line').selectAll().where('tenant_id', '=', ctx.tenantId).limit(20_000).execute();
  const byRef = new Map(known.map((row) => [`${row.kind}/${row.ref}`, row]));
  const rows = await currentLines(ctx, byRef);
  const sample = known.length === 0 ? await readSamplePlan(ctx) : undefined;
  if (sample) for (const row of rows) sampleFacts(row, sample);
  await store(ctx, [...rows, ...known.filter((row) => !rows.some(({ id }) => id === row.id)).map((row) => ({ ...row, active: false }))]);
  if (sample) await sampleAssessments(ctx, rows, sample);
  await recompute(ctx);
  return rows.length;
}

async function currentLines(ctx: Ctx, byRef: Map<string, PlanRow>): Promise<PlanRow[]> {
  const figures = await listProcessFigures(ctx);
  const bySlug = new Map(figures.flatMap((figure) => (figure.serviceSlug ? [[figure.serviceSlug, figure] as const] : [])));
  const offices = new Map((await listOffices(ctx)).map(({ key, id }) => [key, id]));
  const lines: PlanRow[] = [];
  for (const { slug, name, versionId } of await listServices(ctx)) {
    const old = byRef.get(`service/${slug}`);
    let row = old ?? emptyLine(ctx, 'service', slug);
    if (row.version_id !== versionId || Object.keys(row.seen).length === 0) {
      const service = (await findCurrentVersion(ctx, slug))?.service;
      if (service) row = { ...row, seen: seeService(service), office_id: offices.get(service.settings.office) ?? row.office_id };
    }
    lines.push(withFigures({ ...row, name, version_id: versionId, active: true }, bySlug.get(slug)));
  }
  for (const figure of figures.filter(({ serviceSlug }) => serviceSlug === null)) lines.push(withFigures({ ...(byRef.get(`process/${figure.name}`) ?? emptyLine(ctx, 'process', figure.name)), name: figure.name, office_id: figure.officeId, active: true }, figure));
  return lines;
}

/** 0 cents of a process mean: not known. */
function withFigures(row: PlanRow, figure: ProcessFigure | undefined): PlanRow {
  if (!figure) return { ...row, live_cases: null, live_minutes: null, live_cost_cents: null, live_breaks: null, live_automation: null, live_days: null };
  return { ...row, live_cases: figure.casesPerYear, live_minutes: figure.minutesPerCase, live_cost_cents: figure.costPerCaseCents || null, live_breaks: figure.costPerCaseCents > 0 || figure.mediaBreaks > 0 ? figure.mediaBreaks : null, live_automation: figure.automationPercent, live_days: figure.daysToDecision };
}

function emptyLine(ctx: Ctx, kind: PlanRow['kind'], ref: string): PlanRow {
  return {
    tenant_id: ctx.tenantId, id: newId(), kind, ref, name: ref, office_id: null, active: true, version_id: null, seen: {}, live_cases: null, live_minutes: null, live_cost_cents: null, live_breaks: null, live_automation: null, live_days: null,
    typed_cases: null, typed_minutes: null, typed_cost_cents: null, typed_breaks: null, typed_source: '', typed_on: null, typed_by_name: '', lane: 'free', lane_basis: '', lane_on: null, target_on: null, responsible: '', project_id: null,
    level_11: null, target_11: null, weakest_11: '', level_20: null, target_20: null, weakest_20: '', gap: 0, hours: 0, cents: '0', computed_at: ctx.now,
  };
}

async function store(ctx: Ctx, rows: PlanRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += CHUNK) {
    await ctx
      .db<MasterPlanTables>()
      .insertInto('steering.plan_line')
      .values(rows.slice(at, at + CHUNK).map((row) => ({ ...row, seen: JSON.stringify(row.seen), cents: Number(row.cents) })))
      .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doUpdateSet((to) => Object.fromEntries((['name', 'office_id', 'active', 'version_id', 'seen', 'live_cases', 'live_minutes', 'live_cost_cents', 'live_breaks', 'live_automation', 'live_days'] as const).map((column) => [column, to.ref(`excluded.${column}`)]))))
      .execute();
  }
}

/** Computes levels, gaps and potentials of all lines, or of one, and writes what has changed. */
export async function recompute(ctx: Ctx, lineId?: string): Promise<void> {
  const db = ctx.db<MasterPlanTables>();
  const models = { '2.0': (await currentModel(ctx, '2.0')).model, '1.1': (await currentModel(ctx, '1.1')).model };
  let [lines, assessed] = [db.selectFrom('steering.plan_line').selectAll().where('tenant_id', '=', ctx.tenantId), db.selectFrom('steering.maturity').select(['line_id', 'model_key', 'criterion', 'level']).where('tenant_id', '=', ctx.tenantId)];
  if (lineId) [lines, assessed] = [lines.where('id', '=', lineId), assessed.where('line_id', '=', lineId)];
  const levels = new Map<string, Record<ModelKey, Levels>>();
  for (const { line_id, model_key, criterion, level } of await assessed.execute()) {
    const own = levels.get(line_id) ?? { '2.0': {}, '1.1': {} };
    levels.set(line_id, own);
    own[model_key as ModelKey][criterion] = level;
  }
  for (const row of await lines.execute()) {
    const next = computed(row, { models, levels: levels.get(row.id) ?? { '2.0': {}, '1.1': {} }, hourCents: HOUR_CENTS });
    const same = (Object.keys(next) as (keyof typeof next)[]).every((key) => String(next[key]) === String(row[key]));
    if (!same || lineId) ctx.write(db.updateTable('steering.plan_line').set({ ...next, computed_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', row.id));
  }
  if (!lineId) ctx.write(sql`update steering.plan_line set computed_at = ${ctx.now} where tenant_id = ${ctx.tenantId} and active`);
}
