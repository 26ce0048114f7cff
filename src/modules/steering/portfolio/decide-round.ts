import { recordResolution } from '#core/bodies';
import { decideProject } from '#core/projects';
import { newId } from '#platform/db';
import { may, notAllowed, requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { SteeringTables, Verdict } from '../tables.ts';
import { getRound, isMember, projectsOfRound, type Round } from './rounds.queries.ts';

const verdictWords: Record<Verdict, string> = { approved: 'genehmigt', rejected: 'abgelehnt', deferred: 'zurückgestellt' };

/** @throws steering/still-scoring, round-over 409 */
function requireDiscussion({ state }: Round): void {
  if (state === 'scoring') throw problem('steering/still-scoring');
  if (state !== 'discussion') throw problem('steering/round-over');
}

/** A contribution to the discussion, to one project or to all. @throws steering/still-scoring, round-over 409; platform/not-allowed 403 */
export async function addRemark(ctx: Ctx, { roundId, projectId, text }: { roundId: string; projectId: string | null; text: string }): Promise<void> {
  const round = await getRound(ctx, roundId);
  if (!may(ctx.actor, 'steering/edit') && !(await isMember(ctx, roundId))) throw notAllowed();
  requireDiscussion(round);
  if (!text.trim()) throw problem('steering/reason-needed');
  await ctx.db<SteeringTables>().insertInto('steering.round_remark').values({ tenant_id: ctx.tenantId, round_id: roundId, id: newId(), project_id: projectId, text: text.trim().slice(0, 4000), at: ctx.now, by_name: ctx.actor.name }).execute();
  ctx.emit({ type: 'steering/round-remarked', subject: `round:${roundId}` });
}

export type RoundDecision = { roundId: string; decisions: Record<string, { decision: Verdict; reason: string }>; minutes: string; meetingId?: string | undefined };

/**
 * The body decides: every project gets its decision with a reason and a resolution in the minutes, and the round is closed.
 * @throws steering/undecided, minutes-needed 422; still-scoring, round-over 409; bodies/minutes-final 409; platform/not-allowed 403
 */
export async function decideRound(ctx: Ctx, { roundId, decisions, minutes, meetingId }: RoundDecision): Promise<void> {
  requirePermission(ctx, 'steering/decide');
  const round = await getRound(ctx, roundId, { lock: 'update' });
  requireDiscussion(round);
  const projects = await projectsOfRound(ctx, roundId);
  const open = projects.filter(({ projectId }) => !decisions[projectId]?.reason.trim());
  if (open.length > 0) throw problem('steering/undecided', { titles: open.map(({ title }) => title).join(', ') });
  if (!minutes.trim()) throw problem('steering/minutes-needed');
  const db = ctx.db<SteeringTables>();
  const meeting = meetingId ? { meetingId } : {};
  for (const { projectId, title } of projects) {
    const given = decisions[projectId];
    if (!given) continue;
    await decideProject(ctx, { projectId, decision: given.decision, reason: given.reason, roundId });
    await recordResolution(ctx, { bodyId: round.bodyId, ...meeting, title: `${title}: ${verdictWords[given.decision]}`, text: given.reason, projectId });
    await db.updateTable('steering.round_project').set({ decision: given.decision, reason: given.reason.trim() }).where('tenant_id', '=', ctx.tenantId).where('round_id', '=', roundId).where('project_id', '=', projectId).execute();
  }
  await recordResolution(ctx, { bodyId: round.bodyId, ...meeting, title: `Rangfolge: ${round.title}`, text: minutes });
  await db.updateTable('steering.round').set({ state: 'closed', closed_at: ctx.now, minutes: minutes.trim(), meeting_id: meetingId ?? null }).where('tenant_id', '=', ctx.tenantId).where('id', '=', roundId).execute();
  ctx.emit({ type: 'steering/round-decided', subject: `round:${roundId}`, data: { projects: projects.length } });
}

/** Gives a round up, with the reason; what was scored is never shown. @throws steering/round-over 409, reason-needed 422 */
export async function cancelRound(ctx: Ctx, { roundId, reason }: { roundId: string; reason: string }): Promise<void> {
  requirePermission(ctx, 'steering/edit');
  const round = await getRound(ctx, roundId, { lock: 'update' });
  if (round.state !== 'scoring') throw problem('steering/round-over');
  if (!reason.trim()) throw problem('steering/reason-needed');
  await ctx.db<SteeringTables>().updateTable('steering.round').set({ state: 'cancelled', closed_at: ctx.now, minutes: reason.trim() }).where('tenant_id', '=', ctx.tenantId).where('id', '=', roundId).execute();
  ctx.emit({ type: 'steering/round-cancelled', subject: `round:${roundId}`, data: { number: round.number } });
}
