import { randomUUID } from 'node:crypto';
import { findAccount } from '#platform/auth';
import { newId } from '#platform/db';
import { calendarDayOf } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import { may, notAllowed, requirePermission, type Ctx } from '#platform/module';
import { hrefOf, stateWords } from '../idea.ts';
import { changeIdea, lockIdea } from '../ideas.queries.ts';
import { problem } from '../problems.ts';
import { hashOfCode } from '../submit-idea.ts';
import type { CommentKind, IdeaRow, IdeasTables, LetterRow } from '../tables.ts';

/** The first answer of the moderation stops its clock; days are all that is kept. */
export const answeredNow = (ctx: Ctx, idea: IdeaRow): Partial<IdeaRow> => (idea.first_answer_on ? {} : { first_answer_on: calendarDayOf(ctx.now) });

/**
 * Says something to an idea. 'answer' is the moderation's, 'progress' comes from whoever implements it.
 * @throws ideas/text-needed 422, closed 409 once it is merged or withdrawn, 403
 */
export async function commentIdea(ctx: Ctx, given: { ideaId: string; text: string; kind?: CommentKind }): Promise<void> {
  if (ctx.actor.kind !== 'staff') throw notAllowed();
  const text = given.text.trim();
  if (text.length < 2) throw problem('ideas/text-needed');
  const idea = await lockIdea(ctx, given.ideaId);
  if (idea.state === 'merged' || idea.state === 'withdrawn') throw problem('ideas/closed', { state: stateWords[idea.state].words });
  const kind = given.kind ?? 'comment';
  if (kind === 'answer') requirePermission(ctx, 'ideas/manage');
  if (kind === 'progress' && idea.responsible_id !== ctx.actor.id && !may(ctx.actor, 'ideas/manage')) throw problem('ideas/not-yours');
  await ctx.db<IdeasTables>().insertInto('ideas.comment').values({ tenant_id: ctx.tenantId, id: newId(), idea_id: idea.id, kind, author_id: ctx.actor.id, author_name: ctx.actor.name, text: text.slice(0, 5000), written_at: ctx.now }).execute();
  await changeIdea(ctx, idea.id, { comments: idea.comments + 1, ...(kind === 'answer' ? answeredNow(ctx, idea) : {}) });
  ctx.emit({ type: kind === 'answer' ? 'ideas/answered' : 'ideas/commented', subject: `idea:${idea.id}` });
}

/** The mailbox of an idea without a name, opened with its code; nobody who asks is remembered. @throws ideas/no-mailbox 404 */
export async function openMailbox(ctx: Ctx, code: string): Promise<{ idea: IdeaRow; letters: LetterRow[] }> {
  const idea = await ctx.db<IdeasTables>().selectFrom('ideas.idea').selectAll().where('tenant_id', '=', ctx.tenantId).where('mailbox_hash', '=', hashOfCode(code)).executeTakeFirst();
  if (!idea) throw problem('ideas/no-mailbox');
  return { idea, letters: await listLetters(ctx, idea.id) };
}

export const listLetters = (ctx: Ctx, ideaId: string): Promise<LetterRow[]> => ctx.db<IdeasTables>().selectFrom('ideas.letter').selectAll().where('tenant_id', '=', ctx.tenantId).where('idea_id', '=', ideaId).orderBy('position').limit(200).execute();

async function addLetter(ctx: Ctx, idea: IdeaRow, { text, fromName }: { text: string; fromName: string | null }): Promise<void> {
  if (text.trim().length < 2) throw problem('ideas/text-needed');
  const letters = await listLetters(ctx, idea.id);
  await ctx.db<IdeasTables>().insertInto('ideas.letter').values({ tenant_id: ctx.tenantId, id: randomUUID(), idea_id: idea.id, position: letters.length + 1, from_name: fromName, text: text.trim().slice(0, 5000), written_on: calendarDayOf(ctx.now) }).execute();
  ctx.emit({ type: 'ideas/letter-written', subject: `idea:${idea.id}`, data: { anonymous: fromName === null } });
}

/** Tells whoever wrote the idea what has become of it: by mail, or by a letter in the mailbox of an idea without a name. */
export async function tellAuthor(ctx: Ctx, idea: IdeaRow, text: string): Promise<void> {
  if (!idea.author_id) return idea.mailbox_hash ? addLetter(ctx, idea, { text, fromName: 'Moderation' }) : undefined;
  const account = await findAccount(ctx, idea.author_id);
  if (account?.email) await sendMail(ctx, { to: account.email, subject: `Ihre Idee: ${idea.title}`, text: `Guten Tag,\n\n${text}\n\n${ctx.platform.config.publicUrl}${hrefOf(idea.id)}\n` });
}

/** A letter from whoever holds the code; called as `anonymous`, so that neither row nor event knows who. @throws ideas/no-mailbox 404, 403 for a call with a name */
export async function writeFromMailbox(ctx: Ctx, given: { code: string; text: string }): Promise<void> {
  if (ctx.actor.kind !== 'anonymous') throw notAllowed();
  const { idea } = await openMailbox(ctx, given.code);
  await addLetter(ctx, await lockIdea(ctx, idea.id), { text: given.text, fromName: null });
}

/** The moderation writes into the mailbox. @throws 403, ideas/no-mailbox 404 for an idea with a name */
export async function writeToMailbox(ctx: Ctx, given: { ideaId: string; text: string }): Promise<void> {
  requirePermission(ctx, 'ideas/manage');
  const idea = await lockIdea(ctx, given.ideaId);
  if (!idea.mailbox_hash) throw problem('ideas/no-mailbox');
  await addLetter(ctx, idea, { text: given.text, fromName: ctx.actor.name });
  await changeIdea(ctx, idea.id, answeredNow(ctx, idea));
}

/**
 * Whoever holds the code says their name, of their own will, once an award was approved: only then.
 * @throws ideas/no-award-yet 409, no-mailbox 404, 403 without signing in
 */
export async function revealAuthor(ctx: Ctx, code: string): Promise<string> {
  if (ctx.actor.kind !== 'staff' || !ctx.actor.id) throw notAllowed();
  const { idea } = await openMailbox(ctx, code);
  const award = await ctx.db<IdeasTables>().selectFrom('ideas.award').select(['state', 'decided_by', 'proposed_by']).where('tenant_id', '=', ctx.tenantId).where('idea_id', '=', idea.id).where('state', 'in', ['approved', 'paid']).executeTakeFirst();
  if (!award) throw problem('ideas/no-award-yet');
  // four eyes hold also when the author shows up afterwards
  if (award.decided_by === ctx.actor.id || award.proposed_by === ctx.actor.id) throw problem('ideas/four-eyes');
  await changeIdea(ctx, idea.id, { author_id: ctx.actor.id });
  ctx.emit({ type: 'ideas/author-revealed', subject: `idea:${idea.id}` });
  return idea.id;
}
