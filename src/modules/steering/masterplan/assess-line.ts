import { HOUR_CENTS } from '#core/insights';
import { applyForProject } from '#core/projects';
import { getOffice, listOffices } from '#core/organisation';
import { calendarDayOf } from '#platform/i18n';
import { requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import { currentModel } from './models.ts';
import type { ModelKey } from './maturity-model.ts';
import { potentialOf } from './maturity-model.ts';
import { figuresOf } from './plan-line.ts';
import { getPlanLine } from './plan.queries.ts';
import { recompute } from './refresh-plan.ts';
import type { Lane, MasterPlanTables } from './tables.ts';

export type CriterionInput = { criterion: string; /** undefined: not looked at; null: does not apply. */ level: number | null | undefined; evidence: string };

async function requireLine(ctx: Ctx, id: string) {
  const line = await getPlanLine(ctx, id);
  requirePermission(ctx, 'masterplan/assess', line.office_id);
  return line;
}

/** Says how mature a service or process is, criterion by criterion. @throws steering/no-line 404, not-valid 422 for an unknown level, platform/not-allowed 403 */
export async function assessLine(ctx: Ctx, lineId: string, { model: key, criteria }: { model: ModelKey; criteria: CriterionInput[] }): Promise<void> {
  await requireLine(ctx, lineId);
  const { model, version } = await currentModel(ctx, key);
  const top = model.levels.length - 1;
  const names = new Map(model.criteria.map((one) => [one.key, one.name]));
  const wrong = criteria.find(({ criterion, level }) => !names.has(criterion) || (typeof level === 'number' && (!Number.isInteger(level) || level < 0 || level > top)));
  if (wrong) throw problem('steering/not-valid', { mistakes: `${names.get(wrong.criterion) ?? 'Dieses Kriterium'}: Die Stufe ist eine ganze Zahl von 0 bis ${top}.` });
  const db = ctx.db<MasterPlanTables>();
  const stamp = { model_version: version, changed_at: ctx.now, changed_by_name: ctx.actor.name };
  for (const { criterion, level, evidence } of criteria) {
    if (level === undefined) ctx.write(db.deleteFrom('steering.maturity').where('tenant_id', '=', ctx.tenantId).where('line_id', '=', lineId).where('model_key', '=', key).where('criterion', '=', criterion));
    else ctx.write(db.insertInto('steering.maturity').values({ tenant_id: ctx.tenantId, line_id: lineId, model_key: key, criterion, level, evidence, ...stamp }).onConflict((conflict) => conflict.columns(['tenant_id', 'line_id', 'model_key', 'criterion']).doUpdateSet({ level, evidence, ...stamp })));
  }
  await recompute(ctx, lineId);
  ctx.emit({ type: 'steering/maturity-assessed', subject: `plan-line:${lineId}`, data: { model: key, version, criteria: criteria.length } });
}

/** Takes over what the program sees itself, where nobody has said anything yet. @returns how many criteria */
export async function takeSeen(ctx: Ctx, lineId: string, key: ModelKey): Promise<number> {
  const line = await requireLine(ctx, lineId);
  const known = new Set((await ctx.db<MasterPlanTables>().selectFrom('steering.maturity').select('criterion').where('tenant_id', '=', ctx.tenantId).where('line_id', '=', lineId).where('model_key', '=', key).execute()).map(({ criterion }) => criterion));
  const criteria = Object.entries(line.seen[key] ?? {}).filter(([criterion]) => !known.has(criterion)).map(([criterion, { level, reason }]) => ({ criterion, level, evidence: reason }));
  if (criteria.length > 0) await assessLine(ctx, lineId, { model: key, criteria });
  return criteria.length;
}

export type LinePlan = { target: Record<ModelKey, number | null>; targetOn: string | null; responsible: string; lane: Lane; laneBasis: string; laneOn: string | null };
/** Where a line shall get to, by when, who sees to it, and whether it must. @throws steering/not-valid 422 */
export async function planLine(ctx: Ctx, lineId: string, plan: LinePlan): Promise<void> {
  await requireLine(ctx, lineId);
  for (const key of ['2.0', '1.1'] as const) {
    const [target, top] = [plan.target[key], (await currentModel(ctx, key)).model.levels.length - 1];
    if (target !== null && (!Number.isInteger(target) || target < 0 || target > top)) throw problem('steering/not-valid', { mistakes: `Das Ziel im Modell ${key} ist eine Stufe von 0 bis ${top}.` });
  }
  if (plan.lane !== 'free' && plan.laneBasis.trim() === '') throw problem('steering/not-valid', { mistakes: 'Nennen Sie das Gesetz, den Betrieb oder den Beschluss, der es zur Pflicht macht.' });
  await ctx
    .db<MasterPlanTables>()
    .updateTable('steering.plan_line')
    .set({ target_20: plan.target['2.0'], target_11: plan.target['1.1'], target_on: plan.targetOn, responsible: plan.responsible, lane: plan.lane, lane_basis: plan.lane === 'free' ? '' : plan.laneBasis, lane_on: plan.lane === 'free' ? null : plan.laneOn })
    .where('tenant_id', '=', ctx.tenantId).where('id', '=', lineId).execute();
  await recompute(ctx, lineId);
  ctx.emit({ type: 'steering/line-planned', subject: `plan-line:${lineId}`, data: { target: plan.target['2.0'], lane: plan.lane } });
}

export type TypedFigures = { cases: number | null; minutes: number | null; costCents: number | null; breaks: number | null; source: string; on: string | null };
/** Figures of what does not run here, with their source and day. @throws steering/source-needed, not-valid 422 */
export async function typeFigures(ctx: Ctx, lineId: string, typed: TypedFigures): Promise<void> {
  await requireLine(ctx, lineId);
  const values = [typed.cases, typed.minutes, typed.costCents, typed.breaks];
  if (values.some((value) => value !== null && (!Number.isInteger(value) || value < 0))) throw problem('steering/not-valid', { mistakes: 'Zahlen sind ganze Zahlen ab null.' });
  const some = values.some((value) => value !== null);
  if (some && typed.source.trim() === '') throw problem('steering/source-needed');
  if (some && (!typed.on || typed.on > calendarDayOf(ctx.now))) throw problem('steering/not-valid', { mistakes: 'Sagen Sie, von welchem Tag die Zahlen sind; er liegt nicht in der Zukunft.' });
  await ctx
    .db<MasterPlanTables>()
    .updateTable('steering.plan_line')
    .set({ typed_cases: typed.cases, typed_minutes: typed.minutes, typed_cost_cents: typed.costCents, typed_breaks: typed.breaks, typed_source: some ? typed.source.trim() : '', typed_on: some ? typed.on : null, typed_by_name: some ? ctx.actor.name : '' })
    .where('tenant_id', '=', ctx.tenantId).where('id', '=', lineId).execute();
  await recompute(ctx, lineId);
  ctx.emit({ type: 'steering/figures-typed', subject: `plan-line:${lineId}` });
}

/** Share of a promised saving that experience lets one expect. */
const REALISTIC_PERCENT = 70;

/** Gap → project in one click: the application knows level, target, volume and what could be saved. @throws steering/not-valid 422 without a gap */
export async function projectFromGap(ctx: Ctx, lineId: string): Promise<{ id: string; number: string }> {
  const line = await requireLine(ctx, lineId);
  if (line.gap === 0 || line.target_20 === null || line.level_20 === null) throw problem('steering/not-valid', { mistakes: 'Ohne Lücke gibt es kein Projekt: Bewerten Sie die Zeile und setzen Sie ein höheres Ziel.' });
  const { model } = await currentModel(ctx, '2.0');
  const figures = figuresOf(line);
  const potential = potentialOf(model, { level: line.level_20, target: line.target_20 }, { figures, hourCents: HOUR_CENTS });
  const office = line.office_id ? await getOffice(ctx, line.office_id) : (await listOffices(ctx)).find(({ key }) => key === 'digitalisierung');
  if (!office) throw problem('steering/not-valid', { mistakes: 'Der Zeile fehlt das Amt.' });
  const level = (at: number): string => `${at} (${model.levels[at]?.name ?? ''})`;
  const weakest = model.criteria.find(({ key }) => key === line.weakest_20);
  const minutesSaved = figures.cases ? Math.round((potential.hours * 60) / figures.cases) : 0;
  const made = await applyForProject(ctx, {
    title: `${line.name}: von Stufe ${line.level_20} auf ${line.target_20}`,
    purpose: `Reifegrad von ${level(line.level_20)} auf ${level(line.target_20)} bringen.`,
    situation: `Am schwächsten ist „${weakest?.name ?? '–'}“. ${potential.formula ? `Was sich sparen lässt: ${potential.formula}.` : 'Was sich sparen lässt, ist noch nicht bekannt: Fallzahl oder Zeit fehlen.'}`,
    officeId: office.id, source: { kind: 'gap', id: lineId }, ...(line.kind === 'service' ? { serviceSlug: line.ref } : {}),
    ...(figures.cases && potential.hours > 0 ? { expected: { casesPerYear: figures.cases, minutesSavedPerCase: minutesSaved, moneyCentsPerYear: 0, realisationPercent: REALISTIC_PERCENT } } : {}),
  });
  await ctx.db<MasterPlanTables>().updateTable('steering.plan_line').set({ project_id: made.id }).where('tenant_id', '=', ctx.tenantId).where('id', '=', lineId).execute();
  ctx.emit({ type: 'steering/gap-taken-up', subject: `plan-line:${lineId}`, data: { project: made.id } });
  return made;
}
