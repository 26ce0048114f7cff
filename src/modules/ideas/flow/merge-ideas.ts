import { may, type Ctx } from '#platform/module';
import { isOpen, stateWords } from '../idea.ts';
import { changeIdea, lockIdea } from '../ideas.queries.ts';
import { problem } from '../problems.ts';
import type { IdeasTables } from '../tables.ts';
import { recount } from './rate-idea.ts';

/**
 * Puts a duplicate into another idea: the author's own consent, or the moderation with a reason. Votes count once, the old address leads
 * to the other idea, and it can be undone.
 * @throws ideas/merge-self, merge-reason 422, closed, merge-target 409, not-yours 403
 */
export async function mergeIdeas(ctx: Ctx, given: { ideaId: string; intoId: string; reason?: string }): Promise<void> {
  if (given.ideaId === given.intoId) throw problem('ideas/merge-self');
  // always in the same order, so that two who merge crosswise do not wait for each other for ever
  const [first, second] = [given.ideaId, given.intoId].sort();
  const rows = [await lockIdea(ctx, first ?? ''), await lockIdea(ctx, second ?? '')];
  const idea = rows.find(({ id }) => id === given.ideaId);
  const into = rows.find(({ id }) => id === given.intoId);
  if (!idea || !into) throw problem('ideas/no-idea');
  const author = idea.author_id !== null && idea.author_id === ctx.actor.id;
  const reason = given.reason?.trim() ?? '';
  if (!author && !may(ctx.actor, 'ideas/manage')) throw problem('ideas/not-yours');
  if (!author && reason.length < 5) throw problem('ideas/merge-reason');
  if (!isOpen(idea.state)) throw problem('ideas/closed', { state: stateWords[idea.state].words });
  if (into.state === 'merged' || into.state === 'withdrawn') throw problem('ideas/merge-target');
  // what was merged into the duplicate before goes along
  await ctx.db<IdeasTables>().updateTable('ideas.idea').set({ merged_into: into.id }).where('tenant_id', '=', ctx.tenantId).where('merged_into', '=', idea.id).execute();
  await changeIdea(ctx, idea.id, { state: 'merged', merged_into: into.id, step_due_on: null, reason_code: 'duplicate', reason: author ? reason || 'Von der Person, die sie geschrieben hat, zusammengeführt.' : reason });
  await recount(ctx, into.id);
  ctx.emit({ type: 'ideas/merged', subject: `idea:${idea.id}`, data: { into: into.id, consent: author } });
}

/** Takes a merge back: the idea is open again, with its own votes and comments. @throws ideas/not-merged 409, not-yours 403 */
export async function unmergeIdea(ctx: Ctx, ideaId: string): Promise<void> {
  const idea = await lockIdea(ctx, ideaId);
  if (idea.state !== 'merged' || !idea.merged_into) throw problem('ideas/not-merged');
  const author = idea.author_id !== null && idea.author_id === ctx.actor.id;
  if (!author && !may(ctx.actor, 'ideas/manage')) throw problem('ideas/not-yours');
  const into = idea.merged_into;
  await changeIdea(ctx, idea.id, { state: idea.first_answer_on ? 'review' : 'submitted', merged_into: null, reason_code: null, reason: '' });
  await recount(ctx, into);
  await recount(ctx, idea.id);
  ctx.emit({ type: 'ideas/unmerged', subject: `idea:${idea.id}`, data: { from: into } });
}
