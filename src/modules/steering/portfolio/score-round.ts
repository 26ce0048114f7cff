import { formatDateTime } from '#platform/i18n';
import { requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { Confidence, SteeringTables } from '../tables.ts';
import { getModel } from './models.ts';
import { getRound, isMember, membersOfRound, projectsOfRound, visibleCards, type Round } from './rounds.queries.ts';
import { cardMistakes, summarise } from './score-math.ts';

const db = (ctx: Ctx) => ctx.db<SteeringTables>();

/** The round while it is being scored, by a member. @throws steering/not-a-member 403, scoring-closed 409 */
async function openFor(ctx: Ctx, roundId: string): Promise<Round> {
  // whoever ends the scoring waits for those who are just saving, and the other way round
  const round = await getRound(ctx, roundId, { lock: 'update' });
  if (!(await isMember(ctx, roundId))) throw problem('steering/not-a-member', { body: round.bodyName });
  if (round.state !== 'scoring') throw problem('steering/scoring-closed', { at: formatDateTime(round.scoredAt ?? round.closedAt ?? ctx.now) });
  return round;
}

const mine = async (ctx: Ctx, roundId: string): Promise<Date | null | undefined> => (await membersOfRound(ctx, roundId)).find(({ accountId }) => accountId === ctx.actor.id)?.handedInAt;

export type NewCard = { roundId: string; projectId: string; points: Record<string, number>; confidence: Confidence; remark: string };

/**
 * Keeps what a member gives one project; may be incomplete until it is handed in. The event names neither points nor remark.
 * @throws steering/not-a-member 403; scoring-closed, handed-in 409; card-wrong 422
 */
export async function saveCard(ctx: Ctx, { roundId, projectId, points, confidence, remark }: NewCard): Promise<void> {
  const round = await openFor(ctx, roundId);
  if (await mine(ctx, roundId)) throw problem('steering/handed-in');
  const { criteria } = (await getModel(ctx, round.modelId)).model;
  const given = criteria.filter(({ key }) => points[key] !== undefined);
  const mistakes = cardMistakes(points, given);
  if (mistakes.length > 0 || Object.keys(points).length > given.length) throw problem('steering/card-wrong', { mistakes: mistakes.join(' ') || 'Ein Kriterium gibt es in dieser Runde nicht.' });
  if (!(await projectsOfRound(ctx, roundId)).some((one) => one.projectId === projectId)) throw problem('steering/card-wrong', { mistakes: 'Dieses Vorhaben gehört nicht zur Runde.' });
  const values = { points: JSON.stringify(points), confidence, remark: remark.trim().slice(0, 2000), changed_at: ctx.now };
  await db(ctx).insertInto('steering.score_card').values({ tenant_id: ctx.tenantId, round_id: roundId, account_id: ctx.actor.id ?? '', project_id: projectId, ...values }).onConflict((conflict) => conflict.columns(['tenant_id', 'round_id', 'account_id', 'project_id']).doUpdateSet(values)).execute();
  ctx.emit({ type: 'steering/card-saved', subject: `round:${roundId}`, data: { project: projectId } });
}

/** Hands the own cards in; when all have, everybody sees everything. @throws steering/cards-missing 422 with the titles, and as `saveCard` */
export async function handIn(ctx: Ctx, roundId: string): Promise<{ last: boolean }> {
  const round = await openFor(ctx, roundId);
  if (await mine(ctx, roundId)) throw problem('steering/handed-in');
  const { criteria } = (await getModel(ctx, round.modelId)).model;
  const own = new Map((await visibleCards(ctx, round)).map((card) => [card.projectId, card]));
  const missing = (await projectsOfRound(ctx, roundId)).filter(({ projectId }) => cardMistakes(own.get(projectId)?.points ?? {}, criteria).length > 0);
  if (missing.length > 0) throw problem('steering/cards-missing', { titles: missing.map(({ title }) => title).join(', ') });
  await db(ctx).updateTable('steering.round_member').set({ handed_in_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('round_id', '=', roundId).where('account_id', '=', ctx.actor.id ?? '').execute();
  ctx.emit({ type: 'steering/scores-handed-in', subject: `round:${roundId}` });
  const last = (await membersOfRound(ctx, roundId)).every(({ handedInAt }) => handedInAt !== null);
  if (last) await reveal(ctx, round);
  return { last };
}

/** Takes the own cards back while nobody has seen them. @throws as `saveCard` */
export async function takeBack(ctx: Ctx, roundId: string): Promise<void> {
  await openFor(ctx, roundId);
  await db(ctx).updateTable('steering.round_member').set({ handed_in_at: null }).where('tenant_id', '=', ctx.tenantId).where('round_id', '=', roundId).where('account_id', '=', ctx.actor.id ?? '').execute();
  ctx.emit({ type: 'steering/scores-taken-back', subject: `round:${roundId}` });
}

/** Moves on although somebody has not handed in; only what was handed in counts. @throws steering/nobody-scored, scoring-closed 409 */
export async function endScoring(ctx: Ctx, roundId: string): Promise<void> {
  requirePermission(ctx, 'steering/edit');
  const round = await getRound(ctx, roundId, { lock: 'update' });
  if (round.state !== 'scoring') throw problem('steering/scoring-closed', { at: formatDateTime(round.scoredAt ?? ctx.now) });
  const late = (await membersOfRound(ctx, roundId)).filter(({ handedInAt }) => handedInAt === null).map(({ accountId }) => accountId);
  if (late.length === (await membersOfRound(ctx, roundId)).length) throw problem('steering/nobody-scored');
  if (late.length > 0) await db(ctx).deleteFrom('steering.score_card').where('tenant_id', '=', ctx.tenantId).where('round_id', '=', roundId).where('account_id', 'in', late).execute();
  await reveal(ctx, round);
}

/** Closes the scoring and writes the outcome that rankings read: one row a project, replacing that of an earlier round. */
async function reveal(ctx: Ctx, round: Round): Promise<void> {
  await db(ctx).updateTable('steering.round').set({ state: 'discussion', scored_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', round.id).execute();
  const { criteria } = (await getModel(ctx, round.modelId)).model;
  // read past the door, to be added up: nobody sees single cards here
  const given = await db(ctx).selectFrom('steering.score_card').select(['account_id as accountId', 'project_id as projectId', 'points', 'confidence']).where('tenant_id', '=', ctx.tenantId).where('round_id', '=', round.id).execute();
  const cards = Map.groupBy(given, ({ projectId }) => projectId);
  const rows = (await projectsOfRound(ctx, round.id)).map(({ projectId }) => {
    const { means, spreads, confidence } = summarise(cards.get(projectId) ?? [], criteria.map(({ key }) => key));
    return { tenant_id: ctx.tenantId, project_id: projectId, round_id: round.id, model_id: round.modelId, means: JSON.stringify(means), spreads: JSON.stringify(spreads), confidence, scored_at: ctx.now };
  });
  await db(ctx).insertInto('steering.score').values(rows).onConflict((conflict) => conflict.columns(['tenant_id', 'project_id']).doUpdateSet((eb) => ({ round_id: eb.ref('excluded.round_id'), model_id: eb.ref('excluded.model_id'), means: eb.ref('excluded.means'), spreads: eb.ref('excluded.spreads'), confidence: eb.ref('excluded.confidence'), scored_at: eb.ref('excluded.scored_at') }))).execute();
  ctx.emit({ type: 'steering/scoring-ended', subject: `round:${round.id}`, data: { projects: rows.length } });
}
