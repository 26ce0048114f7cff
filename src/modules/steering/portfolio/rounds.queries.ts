import type { Ctx } from '#platform/module';
import { holderOf, may, notAllowed } from '#platform/module';
import { problem } from '../problems.ts';
import type { Confidence, RoundState, SteeringTables, Suggestion, Verdict } from '../tables.ts';

export type Round = { id: string; number: number; title: string; bodyId: string; bodyName: string; modelId: string; year: number; state: RoundState; dueOn: string; openedAt: Date; openedByName: string; scoredAt: Date | null; closedAt: Date | null; meetingId: string | null; minutes: string };
export type RoundMember = { accountId: string; name: string; handedInAt: Date | null };
export type RoundProject = { projectId: string; title: string; costCents: number; days: number; suggestions: Record<string, Suggestion>; decision: Verdict | null; reason: string };
export type ScoreCard = { accountId: string; projectId: string; points: Record<string, number>; confidence: Confidence; remark: string };
export type RoundRemark = { id: string; projectId: string | null; text: string; at: Date; byName: string };

const db = (ctx: Ctx) => ctx.db<SteeringTables>();
const columns = ['id', 'number', 'title', 'body_id as bodyId', 'body_name as bodyName', 'model_id as modelId', 'year', 'state', 'due_on as dueOn', 'opened_at as openedAt', 'opened_by_name as openedByName', 'scored_at as scoredAt', 'closed_at as closedAt', 'meeting_id as meetingId', 'minutes'] as const;

/** All rounds, the newest first; a city has a few a year. */
export async function listRounds(ctx: Ctx): Promise<Round[]> {
  return db(ctx).selectFrom('steering.round').select(columns).where('tenant_id', '=', ctx.tenantId).orderBy('number', 'desc').limit(100).execute();
}

/** A round for whoever may see the portfolio or scores in it. @throws steering/no-round 404 */
export async function getRound(ctx: Ctx, id: string, { lock }: { lock?: 'share' | 'update' } = {}): Promise<Round> {
  let query = db(ctx).selectFrom('steering.round').select(columns).where('tenant_id', '=', ctx.tenantId).where('id', '=', id);
  if (lock) query = lock === 'update' ? query.forUpdate() : query.forShare();
  const round = await query.executeTakeFirst();
  if (!round || !(may(ctx.actor, 'steering/read') || (await isMember(ctx, id)))) throw problem('steering/no-round');
  return round;
}

export async function membersOfRound(ctx: Ctx, roundId: string): Promise<RoundMember[]> {
  return db(ctx).selectFrom('steering.round_member').select(['account_id as accountId', 'name', 'handed_in_at as handedInAt']).where('tenant_id', '=', ctx.tenantId).where('round_id', '=', roundId).orderBy('name').execute();
}

/** Does the actor score in this round? A substitute does not: a vote is one's own. */
export async function isMember(ctx: Ctx, roundId: string): Promise<boolean> {
  const me = ctx.actor.id;
  if (!me || holderOf(ctx.actor) !== me) return false;
  const row = await db(ctx).selectFrom('steering.round_member').select('account_id').where('tenant_id', '=', ctx.tenantId).where('round_id', '=', roundId).where('account_id', '=', me).executeTakeFirst();
  return row !== undefined;
}

export async function projectsOfRound(ctx: Ctx, roundId: string): Promise<RoundProject[]> {
  return db(ctx).selectFrom('steering.round_project').select(['project_id as projectId', 'title', 'cost_cents as costCents', 'days', 'suggestions', 'decision', 'reason']).where('tenant_id', '=', ctx.tenantId).where('round_id', '=', roundId).orderBy('position').execute();
}

export async function remarksOfRound(ctx: Ctx, roundId: string): Promise<RoundRemark[]> {
  return db(ctx).selectFrom('steering.round_remark').select(['id', 'project_id as projectId', 'text', 'at', 'by_name as byName']).where('tenant_id', '=', ctx.tenantId).where('round_id', '=', roundId).orderBy('at').orderBy('id').limit(500).execute();
}

/** Rounds that wait for this person's scores: for the desk and the navigation. */
export async function countToScore(ctx: Ctx): Promise<number> {
  if (!ctx.actor.id) return 0;
  const rows = await db(ctx).selectFrom('steering.round_member as m').innerJoin('steering.round as r', (join) => join.onRef('r.tenant_id', '=', 'm.tenant_id').onRef('r.id', '=', 'm.round_id')).select('r.id').where('m.tenant_id', '=', ctx.tenantId).where('m.account_id', '=', ctx.actor.id).where('m.handed_in_at', 'is', null).where('r.state', '=', 'scoring').execute();
  return rows.length;
}

/**
 * The only door to what members gave. While a round is being scored everybody gets their own cards and nobody gets any other,
 * whatever they may otherwise do: pages, exports, programs and this program itself all come through here. Of a cancelled round nothing is ever shown.
 */
export async function visibleCards(ctx: Ctx, round: Pick<Round, 'id' | 'state'>): Promise<ScoreCard[]> {
  const open = round.state === 'discussion' || round.state === 'closed';
  const member = await isMember(ctx, round.id);
  if (open && !member && !may(ctx.actor, 'steering/read')) throw notAllowed();
  if (!open && !member) return [];
  let query = db(ctx).selectFrom('steering.score_card').select(['account_id as accountId', 'project_id as projectId', 'points', 'confidence', 'remark']).where('tenant_id', '=', ctx.tenantId).where('round_id', '=', round.id);
  if (!open) query = query.where('account_id', '=', ctx.actor.id ?? '');
  return query.execute();
}
