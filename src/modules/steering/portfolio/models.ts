import { newId } from '#platform/db';
import { requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { SteeringTables } from '../tables.ts';
import { DEFAULT_MODEL, mistakesOf, scoringModel, type ScoringModel } from './scoring-model.ts';

export type ModelVersion = { id: string | null; version: number; model: ScoringModel; reason: string; madeAt: Date | null; madeByName: string };

const select = (ctx: Ctx) => ctx.db<SteeringTables>().selectFrom('steering.scoring_model').select(['id', 'version', 'model', 'reason', 'made_at as madeAt', 'made_by_name as madeByName']).where('tenant_id', '=', ctx.tenantId);

/** The version that the next round will use; a city that has decided none begins with the default (version 0). */
export async function currentModel(ctx: Ctx): Promise<ModelVersion> {
  return (await select(ctx).orderBy('version', 'desc').limit(1).executeTakeFirst()) ?? { id: null, version: 0, model: DEFAULT_MODEL, reason: 'Vorgabe', madeAt: null, madeByName: '' };
}

export async function listModels(ctx: Ctx): Promise<ModelVersion[]> {
  return select(ctx).orderBy('version', 'desc').limit(50).execute();
}

export async function getModel(ctx: Ctx, id: string): Promise<ModelVersion> {
  return select(ctx).where('id', '=', id).executeTakeFirstOrThrow();
}

/** A new version of criteria, weights, anchors and rules; earlier ones and the rounds that used them stay. @throws steering/not-valid, reason-needed 422 */
export async function saveModel(ctx: Ctx, given: { model: unknown; reason: string }): Promise<{ id: string; version: number }> {
  requirePermission(ctx, 'steering/edit');
  const parsed = scoringModel.safeParse(given.model);
  const mistakes = parsed.success ? mistakesOf(parsed.data) : parsed.error.issues.map(({ path }) => `Die Angabe „${path.join('.')}“ fehlt oder ist nicht möglich.`);
  if (!parsed.success || mistakes.length > 0) throw problem('steering/not-valid', { mistakes: [...new Set(mistakes)].join(' ') });
  if (!given.reason.trim()) throw problem('steering/reason-needed');
  const version = (await currentModel(ctx)).version + 1;
  const id = newId();
  await ctx.db<SteeringTables>().insertInto('steering.scoring_model').values({ tenant_id: ctx.tenantId, id, version, model: JSON.stringify(parsed.data), reason: given.reason.trim(), made_at: ctx.now, made_by_name: ctx.actor.name }).execute();
  ctx.emit({ type: 'steering/scoring-model-saved', subject: `scoring-model:${id}`, data: { version } });
  return { id, version };
}

/** The version to freeze for a round: the newest, or the default written down as version 1. */
export async function versionForRound(ctx: Ctx): Promise<ModelVersion & { id: string }> {
  const current = await currentModel(ctx);
  if (current.id !== null) return { ...current, id: current.id };
  const { id, version } = await saveModel(ctx, { model: DEFAULT_MODEL, reason: 'Vorgabe, mit der die erste Runde beginnt' });
  return { ...current, id, version };
}
