import { addDays, findStaffByText } from '#core/organisation';
import { accountNames, findAccount } from '#platform/auth';
import { newId } from '#platform/db';
import { calendarDayOf, formatDate } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import { may, requirePermission, type Ctx } from '#platform/module';
import { hrefOf, isOpen, stateWords, type Idea } from '../idea.ts';
import { getIdea, lockIdea } from '../ideas.queries.ts';
import { problem } from '../problems.ts';
import type { IdeasTables, OpinionRow, Verdict } from '../tables.ts';
import { startReview } from './decide-idea.ts';

export type Opinion = OpinionRow & { expertName: string; overdue: boolean };

/** @throws ideas/no-such-person 422 */
export async function personOf(ctx: Ctx, typed: string): Promise<{ id: string; name: string }> {
  const found = await findStaffByText(ctx, typed);
  const [person] = found;
  if (found.length !== 1 || !person) throw problem('ideas/no-such-person', { typed });
  return person;
}

/** Asks somebody for an opinion by a day; the review begins with it. @throws ideas/due-past, no-such-person 422, already-asked, closed 409, own-idea 403 */
export async function askOpinion(ctx: Ctx, given: { ideaId: string; expert: string; question: string; dueOn: string }): Promise<string> {
  requirePermission(ctx, 'ideas/manage');
  const idea = await lockIdea(ctx, given.ideaId);
  if (!isOpen(idea.state)) throw problem('ideas/closed', { state: stateWords[idea.state].words });
  if (given.dueOn <= calendarDayOf(ctx.now)) throw problem('ideas/due-past');
  const expert = await personOf(ctx, given.expert);
  if (idea.author_id === expert.id) throw problem('ideas/own-idea');
  const db = ctx.db<IdeasTables>();
  const asked = await db.selectFrom('ideas.opinion').select('id').where('tenant_id', '=', ctx.tenantId).where('idea_id', '=', idea.id).where('expert_id', '=', expert.id).executeTakeFirst();
  if (asked) throw problem('ideas/already-asked', { name: expert.name });
  const id = newId();
  await db.insertInto('ideas.opinion').values({ tenant_id: ctx.tenantId, id, idea_id: idea.id, expert_id: expert.id, question: given.question.trim(), asked_on: calendarDayOf(ctx.now), asked_by_name: ctx.actor.name, due_on: given.dueOn, verdict: null, text: '', note: '', saving_cents: null, given_on: null, reminded_on: null, escalated_on: null }).execute();
  if (idea.state === 'submitted') await startReview(ctx, idea.id);
  await mailTo(ctx, expert.id, { subject: `Bitte um Stellungnahme: ${idea.title}`, text: `bitte sagen Sie bis ${formatDate(given.dueOn)}, was Sie von der Idee „${idea.title}“ halten.${given.question.trim() ? `\n\nDie Frage: ${given.question.trim()}` : ''}`, ideaId: idea.id });
  ctx.emit({ type: 'ideas/opinion-asked', subject: `idea:${idea.id}`, data: { opinion: id, expert: expert.id } });
  return id;
}

async function mailTo(ctx: Ctx, accountId: string, { subject, text, ideaId }: { subject: string; text: string; ideaId: string }): Promise<void> {
  const account = await findAccount(ctx, accountId);
  if (account?.email) await sendMail(ctx, { to: account.email, subject, text: `Guten Tag,\n\n${text}\n\n${ctx.platform.config.publicUrl}${hrefOf(ideaId)}\n` });
}

export type GivenOpinion = { id: string; verdict: Verdict; text: string; note?: string; savingCents?: number | null };

/** The expert says what they think. @throws ideas/not-the-expert 403, opinion-given 409, text-needed 422 */
export async function giveOpinion(ctx: Ctx, given: GivenOpinion): Promise<string> {
  const db = ctx.db<IdeasTables>();
  const row = await db.selectFrom('ideas.opinion').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', given.id).forUpdate().executeTakeFirst();
  if (!row) throw problem('ideas/no-idea');
  if (row.expert_id !== ctx.actor.id) throw problem('ideas/not-the-expert', { name: (await accountNames(ctx, [row.expert_id])).get(row.expert_id) ?? 'jemand anderes' });
  if (row.given_on) throw problem('ideas/opinion-given');
  if (given.text.trim().length < 5) throw problem('ideas/text-needed');
  await db.updateTable('ideas.opinion').set({ verdict: given.verdict, text: given.text.trim(), note: given.note?.trim() ?? '', saving_cents: given.savingCents ?? null, given_on: calendarDayOf(ctx.now) }).where('tenant_id', '=', ctx.tenantId).where('id', '=', row.id).execute();
  ctx.emit({ type: 'ideas/opinion-given', subject: `idea:${row.idea_id}`, data: { opinion: row.id, verdict: given.verdict } });
  return row.idea_id;
}

/** Opinions on an idea, as far as this person may see them: moderation, expert and author at once, all others after the decision; the private note stays with the first two. */
export async function listOpinions(ctx: Ctx, idea: Idea): Promise<Opinion[]> {
  const rows = await ctx.db<IdeasTables>().selectFrom('ideas.opinion').selectAll().where('tenant_id', '=', ctx.tenantId).where('idea_id', '=', idea.id).orderBy('id').execute();
  const moderation = may(ctx.actor, 'ideas/manage');
  const author = idea.authorId !== null && idea.authorId === ctx.actor.id;
  const seen = rows.filter((row) => moderation || author || row.expert_id === ctx.actor.id || (!isOpen(idea.state) && row.given_on !== null));
  const names = await accountNames(ctx, seen.map(({ expert_id }) => expert_id));
  const today = calendarDayOf(ctx.now);
  return seen.map((row) => ({ ...row, note: moderation || row.expert_id === ctx.actor.id ? row.note : '', expertName: names.get(row.expert_id) ?? 'Konto gelöscht', overdue: row.given_on === null && row.due_on < today }));
}

export type AskedOpinion = { id: string; ideaId: string; title: string; dueOn: string };

/** What this person is asked for, the most urgent first. */
export async function listMyOpinions(ctx: Ctx): Promise<AskedOpinion[]> {
  if (!ctx.actor.id) return [];
  const rows = await ctx.db<IdeasTables>().selectFrom('ideas.opinion').select(['id', 'idea_id', 'due_on']).where('tenant_id', '=', ctx.tenantId).where('expert_id', '=', ctx.actor.id).where('given_on', 'is', null).orderBy('due_on').limit(50).execute();
  const asked: AskedOpinion[] = [];
  for (const row of rows) {
    const idea = await getIdea(ctx, row.idea_id);
    if (isOpen(idea.state)) asked.push({ id: row.id, ideaId: idea.id, title: idea.title, dueOn: row.due_on });
  }
  return asked;
}

/** The same as a number, asked with every page of the office: one look into an index. */
export async function countMyOpinions(ctx: Ctx): Promise<number> {
  const row = await ctx.db<IdeasTables>().selectFrom('ideas.opinion as o').innerJoin('ideas.idea as i', (join) => join.onRef('i.tenant_id', '=', 'o.tenant_id').onRef('i.id', '=', 'o.idea_id'))
    .select(({ fn }) => fn.countAll<number>().as('count')).where('o.tenant_id', '=', ctx.tenantId).where('o.expert_id', '=', ctx.actor.id).where('o.given_on', 'is', null).where('i.state', 'in', ['submitted', 'review']).executeTakeFirst();
  return Number(row?.count ?? 0);
}

const DAYS_BEFORE = 2;
const DAYS_LATE = 7;

/** Reminds experts two days before the day, and a week after it tells whoever asked. Each once. */
export async function remindOfOpinions(ctx: Ctx): Promise<{ reminded: number; escalated: number }> {
  const today = calendarDayOf(ctx.now);
  const db = ctx.db<IdeasTables>();
  const rows = (await db.selectFrom('ideas.opinion').selectAll().where('tenant_id', '=', ctx.tenantId).where('given_on', 'is', null).where('due_on', '<=', addDays(today, DAYS_BEFORE)).orderBy('due_on').limit(500).execute());
  const done = { reminded: 0, escalated: 0 };
  for (const row of rows) {
    const idea = await getIdea(ctx, row.idea_id);
    if (!isOpen(idea.state)) continue;
    const escalate = row.due_on <= addDays(today, -DAYS_LATE) && !row.escalated_on;
    if (!escalate && row.reminded_on) continue;
    await mailTo(ctx, row.expert_id, { subject: escalate ? `Überfällig: Stellungnahme zu ${idea.title}` : `Erinnerung: Stellungnahme zu ${idea.title}`, text: `Ihre Stellungnahme ${row.due_on < today ? 'war' : 'ist'} bis ${formatDate(row.due_on)} erbeten.${escalate ? ' Die Moderation entscheidet jetzt, wie es ohne sie weitergeht.' : ''}`, ideaId: idea.id });
    await db.updateTable('ideas.opinion').set(escalate ? { escalated_on: today, reminded_on: row.reminded_on ?? today } : { reminded_on: today }).where('tenant_id', '=', ctx.tenantId).where('id', '=', row.id).execute();
    ctx.emit({ type: escalate ? 'ideas/opinion-escalated' : 'ideas/opinion-reminded', subject: `idea:${idea.id}`, data: { opinion: row.id } });
    done[escalate ? 'escalated' : 'reminded'] += 1;
  }
  return done;
}
