import { addWorkingDays, cityOf } from '#core/organisation';
import { applyForProject } from '#core/projects';
import { calendarDayOf } from '#platform/i18n';
import { may, requirePermission, type Ctx } from '#platform/module';
import { acceptanceWords, isOpen, refusalWords, stateWords } from '../idea.ts';
import { changeIdea, lockIdea } from '../ideas.queries.ts';
import { problem } from '../problems.ts';
import { DECISION_DAYS } from '../submit-idea.ts';
import { answeredNow, tellAuthor } from './talk.ts';

/** The moderation takes an idea up: that is a first answer, and the clock for the decision begins. @throws ideas/closed 409, 403 */
export async function startReview(ctx: Ctx, ideaId: string): Promise<void> {
  requirePermission(ctx, 'ideas/manage');
  const idea = await lockIdea(ctx, ideaId);
  if (idea.state !== 'submitted') throw problem('ideas/closed', { state: stateWords[idea.state].words });
  await changeIdea(ctx, idea.id, { state: 'review', ...answeredNow(ctx, idea), step_due_on: addWorkingDays(calendarDayOf(ctx.now), DECISION_DAYS, cityOf(ctx.platform).calendar) });
  ctx.emit({ type: 'ideas/review-started', subject: `idea:${idea.id}` });
}

export type IdeaDecision = { ideaId: string; outcome: 'accepted' | 'rejected'; reasonCode: string; reason: string; responsibleId?: string; dueOn?: string };

/**
 * Decides with a reason from the list and in words. An accepted idea needs somebody who implements it and a day: it is not closed by being accepted.
 * @throws ideas/reason-needed, responsible-needed, due-past 422, closed 409, own-idea, 403
 */
export async function decideIdea(ctx: Ctx, given: IdeaDecision): Promise<void> {
  requirePermission(ctx, 'ideas/manage');
  const idea = await lockIdea(ctx, given.ideaId);
  if (idea.author_id === ctx.actor.id) throw problem('ideas/own-idea');
  if (!isOpen(idea.state)) throw problem('ideas/closed', { state: stateWords[idea.state].words });
  const known = given.outcome === 'accepted' ? acceptanceWords : refusalWords;
  if (!Object.hasOwn(known, given.reasonCode) || given.reason.trim().length < 20) throw problem('ideas/reason-needed');
  const accepted = given.outcome === 'accepted';
  if (accepted && (!given.responsibleId || !given.dueOn)) throw problem('ideas/responsible-needed');
  const today = calendarDayOf(ctx.now);
  if (accepted && (given.dueOn ?? '') <= today) throw problem('ideas/due-past');
  await changeIdea(ctx, idea.id, {
    state: given.outcome, ...answeredNow(ctx, idea), decided_on: today, decided_by_name: ctx.actor.name, reason_code: given.reasonCode, reason: given.reason.trim(),
    responsible_id: accepted ? (given.responsibleId ?? null) : null, due_on: accepted ? (given.dueOn ?? null) : null, step_due_on: accepted ? (given.dueOn ?? null) : null, closed_on: accepted ? null : today,
  });
  await tellAuthor(ctx, idea, accepted ? `Ihre Idee „${idea.title}“ ist angenommen und wird umgesetzt. ${given.reason.trim()}` : `Ihre Idee „${idea.title}“ wird nicht umgesetzt (${known[given.reasonCode]}). ${given.reason.trim()} Danke, dass Sie sich Gedanken gemacht haben.`);
  ctx.emit({ type: accepted ? 'ideas/accepted' : 'ideas/rejected', subject: `idea:${idea.id}`, data: { reason: given.reasonCode } });
}

/** The only two ends of an accepted idea: implemented, or dropped because. Whoever implements it or the moderation says so. @throws ideas/not-accepted 409, text-needed 422, not-yours 403 */
export async function finishIdea(ctx: Ctx, given: { ideaId: string; outcome: 'implemented' | 'dropped'; text: string }): Promise<void> {
  const idea = await lockIdea(ctx, given.ideaId);
  if (idea.responsible_id !== ctx.actor.id && !may(ctx.actor, 'ideas/manage')) throw problem('ideas/not-yours');
  if (idea.state !== 'accepted') throw problem('ideas/not-accepted');
  if (given.text.trim().length < 10) throw problem('ideas/text-needed');
  await changeIdea(ctx, idea.id, { state: given.outcome, closing: given.text.trim(), closed_on: calendarDayOf(ctx.now), step_due_on: null });
  await tellAuthor(ctx, idea, given.outcome === 'implemented' ? `Ihre Idee „${idea.title}“ ist umgesetzt. ${given.text.trim()}` : `Ihre Idee „${idea.title}“ war angenommen, wird aber doch nicht umgesetzt: ${given.text.trim()}`);
  ctx.emit({ type: given.outcome === 'implemented' ? 'ideas/implemented' : 'ideas/dropped', subject: `idea:${idea.id}` });
}

/** A new day for the implementation, said in public. @throws ideas/not-accepted 409, due-past 422 */
export async function postponeIdea(ctx: Ctx, given: { ideaId: string; dueOn: string }): Promise<void> {
  requirePermission(ctx, 'ideas/manage');
  const idea = await lockIdea(ctx, given.ideaId);
  if (idea.state !== 'accepted') throw problem('ideas/not-accepted');
  if (given.dueOn <= calendarDayOf(ctx.now)) throw problem('ideas/due-past');
  await changeIdea(ctx, idea.id, { due_on: given.dueOn, step_due_on: given.dueOn });
  ctx.emit({ type: 'ideas/postponed', subject: `idea:${idea.id}`, data: { from: idea.due_on, to: given.dueOn } });
}

/** The author takes an open idea back. @throws ideas/not-yours 403, closed 409 */
export async function withdrawIdea(ctx: Ctx, ideaId: string): Promise<void> {
  const idea = await lockIdea(ctx, ideaId);
  if (idea.author_id === null || idea.author_id !== ctx.actor.id) throw problem('ideas/not-yours');
  if (!isOpen(idea.state)) throw problem('ideas/closed', { state: stateWords[idea.state].words });
  await changeIdea(ctx, idea.id, { state: 'withdrawn', step_due_on: null, closed_on: calendarDayOf(ctx.now) });
  ctx.emit({ type: 'ideas/withdrawn', subject: `idea:${idea.id}` });
}

/** One click: the idea becomes a project application that the wizard goes on with. The idea keeps the link, and the project names the idea as its source. @throws ideas/has-project, closed 409, no-office 422, 403 */
export async function makeProject(ctx: Ctx, given: { ideaId: string; officeId?: string }): Promise<{ id: string; number: string }> {
  requirePermission(ctx, 'ideas/manage');
  const idea = await lockIdea(ctx, given.ideaId);
  if (idea.project_id) throw problem('ideas/has-project');
  if (!isOpen(idea.state) && idea.state !== 'accepted') throw problem('ideas/closed', { state: stateWords[idea.state].words });
  const officeId = given.officeId || idea.office_id;
  if (!officeId) throw problem('ideas/no-office');
  const saving = idea.saving_cents;
  const made = await applyForProject(ctx, {
    title: idea.title, officeId, source: { kind: 'idea', id: idea.id }, situation: idea.problem, purpose: [idea.proposal || idea.problem, idea.benefit].filter(Boolean).join('\n\n'),
    ...(saving ? { expected: { casesPerYear: 0, minutesSavedPerCase: 0, moneyCentsPerYear: saving, realisationPercent: 100 } } : {}),
  });
  await changeIdea(ctx, idea.id, { project_id: made.id, office_id: officeId, ...answeredNow(ctx, idea) });
  ctx.emit({ type: 'ideas/became-project', subject: `idea:${idea.id}`, data: { project: made.id, number: made.number } });
  return made;
}
