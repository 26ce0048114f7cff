import { randomUUID } from 'node:crypto';
import { getProject } from '#core/projects';
import { newId } from '#platform/db';
import { calendarDayOf } from '#platform/i18n';
import { notAllowed, requirePermission, type Ctx } from '#platform/module';
import { audiencesOf } from './audience.ts';
import { problem } from './problems.ts';
import type { AffectedRow, ChangeTables, FeedbackRow, QuestionRow } from './tables.ts';

type About = { projectId?: string; topic?: string };

/** A question to a project or in general, read by all staff. Without a name when it is called as `anonymous`. @throws change/text-needed 422 */
export async function askQuestion(ctx: Ctx, given: About & { text: string }): Promise<string> {
  if (ctx.actor.kind !== 'staff' && ctx.actor.kind !== 'anonymous') throw notAllowed();
  if (given.text.trim().length < 5) throw problem('change/text-needed');
  const id = randomUUID();
  await ctx.db<ChangeTables>().insertInto('change.question').values({ tenant_id: ctx.tenantId, id, project_id: given.projectId || null, topic: given.topic ?? '', text: given.text.trim().slice(0, 2000), asked_by_name: ctx.actor.kind === 'anonymous' ? null : ctx.actor.name, asked_on: calendarDayOf(ctx.now), answer: '', answered_by_name: null, answered_on: null }).execute();
  ctx.emit({ type: 'change/question-asked', subject: `question:${id}` });
  return id;
}

/** @throws change/text-needed 422, answered 409, not-found 404, 403 */
export async function answerQuestion(ctx: Ctx, given: { id: string; answer: string }): Promise<void> {
  requirePermission(ctx, 'change/edit');
  if (given.answer.trim().length < 3) throw problem('change/text-needed');
  const db = ctx.db<ChangeTables>();
  const row = await db.selectFrom('change.question').select(['id', 'answered_on']).where('tenant_id', '=', ctx.tenantId).where('id', '=', given.id).forUpdate().executeTakeFirst();
  if (!row) throw problem('change/not-found');
  if (row.answered_on) throw problem('change/answered');
  await db.updateTable('change.question').set({ answer: given.answer.trim(), answered_by_name: ctx.actor.name, answered_on: calendarDayOf(ctx.now) }).where('tenant_id', '=', ctx.tenantId).where('id', '=', given.id).execute();
  ctx.emit({ type: 'change/question-answered', subject: `question:${given.id}` });
}

/** Questions, the latest first. */
export async function listQuestions(ctx: Ctx, { projectId, limit = 100 }: { projectId?: string; limit?: number } = {}): Promise<QuestionRow[]> {
  let query = ctx.db<ChangeTables>().selectFrom('change.question').selectAll().where('tenant_id', '=', ctx.tenantId);
  if (projectId) query = query.where('project_id', '=', projectId);
  return query.orderBy('asked_on', 'desc').orderBy('id').limit(limit).execute();
}

/** What staff say in a few sentences, and what follows for the next edition of the strategy. @throws change/text-needed 422, 403 */
export async function summariseFeedback(ctx: Ctx, given: About & { summary: string; consequence: string; edition: string }): Promise<string> {
  requirePermission(ctx, 'change/edit');
  if (!given.summary.trim() || !given.consequence.trim() || !given.edition.trim()) throw problem('change/text-needed');
  const id = newId();
  await ctx.db<ChangeTables>().insertInto('change.feedback').values({ tenant_id: ctx.tenantId, id, project_id: given.projectId || null, topic: given.topic ?? '', summary: given.summary.trim(), consequence: given.consequence.trim(), edition: given.edition.trim(), made_on: calendarDayOf(ctx.now), made_by_name: ctx.actor.name }).execute();
  ctx.emit({ type: 'change/feedback-summarised', subject: `feedback:${id}`, data: { edition: given.edition } });
  return id;
}

/** The summaries, the latest first. */
export const listFeedback = (ctx: Ctx): Promise<FeedbackRow[]> => ctx.db<ChangeTables>().selectFrom('change.feedback').selectAll().where('tenant_id', '=', ctx.tenantId).orderBy('made_on', 'desc').orderBy('id', 'desc').limit(100).execute();

/** Says for whom a project changes what. @throws change/text-needed, audience-needed 422, 403, 404 for a project one may not see */
export async function nameAffected(ctx: Ctx, given: { projectId: string; audience: string; impact: string; fromOn?: string }): Promise<void> {
  requirePermission(ctx, 'change/edit');
  const project = await getProject(ctx, given.projectId);
  if (given.impact.trim().length < 3) throw problem('change/text-needed');
  const [audience] = await audiencesOf(ctx, given.audience ? [given.audience] : []);
  if (!audience) throw problem('change/audience-needed');
  const id = newId();
  await ctx.db<ChangeTables>().insertInto('change.affected').values({ tenant_id: ctx.tenantId, id, project_id: project.id, topic: project.title, ...audience, impact: given.impact.trim(), from_on: given.fromOn || null }).execute();
  ctx.emit({ type: 'change/affected-named', subject: `project:${project.id}`, data: { group: `${audience.kind}:${audience.ref}` } });
}

export async function dropAffected(ctx: Ctx, given: { projectId: string; id: string }): Promise<void> {
  requirePermission(ctx, 'change/edit');
  await ctx.db<ChangeTables>().deleteFrom('change.affected').where('tenant_id', '=', ctx.tenantId).where('project_id', '=', given.projectId).where('id', '=', given.id).execute();
  ctx.emit({ type: 'change/affected-dropped', subject: `project:${given.projectId}` });
}

export async function listAffected(ctx: Ctx, projectId?: string): Promise<AffectedRow[]> {
  let query = ctx.db<ChangeTables>().selectFrom('change.affected').selectAll().where('tenant_id', '=', ctx.tenantId);
  if (projectId) query = query.where('project_id', '=', projectId);
  return query.orderBy('project_id').orderBy('id').limit(500).execute();
}
