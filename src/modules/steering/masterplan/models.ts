import { requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import { defaultModels } from './default-models.ts';
import { modelMistakes, type MaturityModel, type ModelKey } from './maturity-model.ts';
import type { MasterPlanTables } from './tables.ts';

export type ModelVersion = { key: ModelKey; version: number; model: MaturityModel; reason: string; madeAt: Date | null; madeByName: string };

/** The models in force; as long as nobody has changed one it is the one that came with the program, version 1. */
export async function currentModel(ctx: Ctx, key: ModelKey): Promise<ModelVersion> {
  return (await listModelVersions(ctx, key))[0] ?? { key, version: 1, model: defaultModels[key], reason: 'mitgeliefert', madeAt: null, madeByName: '' };
}

/** All versions, the newest first; the one that came with the program is the last and is not stored. */
export async function listModelVersions(ctx: Ctx, key: ModelKey): Promise<ModelVersion[]> {
  const rows = await ctx.db<MasterPlanTables>().selectFrom('steering.maturity_model').select(['version', 'model', 'reason', 'made_at as madeAt', 'made_by_name as madeByName']).where('tenant_id', '=', ctx.tenantId).where('key', '=', key).orderBy('version', 'desc').limit(100).execute();
  return rows.map((row) => ({ key, ...row }));
}

/**
 * A changed model becomes a new version; assessments keep the one they were made with. Levels and criteria stay the same ones, only words, shares and
 * source change: another set would make old assessments meaningless.
 * @throws steering/not-valid, reason-needed 422, platform/not-allowed 403
 */
export async function changeModel(ctx: Ctx, key: ModelKey, { model, reason }: { model: MaturityModel; reason: string }): Promise<number> {
  requirePermission(ctx, 'steering/edit');
  const current = await currentModel(ctx, key);
  const same = (a: string[], b: string[]): boolean => a.length === b.length && a.every((one, at) => one === b[at]);
  const mistakes = [
    ...modelMistakes(model),
    ...(same(model.criteria.map((one) => one.key), current.model.criteria.map((one) => one.key)) && model.levels.length === current.model.levels.length ? [] : ['Kriterien und Stufen bleiben dieselben; geändert werden Worte, Anteile und Quelle.']),
  ];
  if (mistakes.length > 0) throw problem('steering/not-valid', { mistakes: mistakes.join(' ') });
  if (reason.trim().length < 3) throw problem('steering/reason-needed');
  const version = current.version + 1;
  await ctx.db<MasterPlanTables>().insertInto('steering.maturity_model').values({ tenant_id: ctx.tenantId, key, version, model: JSON.stringify(model), reason: reason.trim(), made_at: ctx.now, made_by_name: ctx.actor.name }).execute();
  ctx.emit({ type: 'steering/model-changed', subject: `maturity-model:${key}`, data: { version } });
  return version;
}
