import { sql } from 'kysely';
import { listOffices } from '#core/organisation';
import { rankLikeness, stemsOf, type Likeness } from '#core/projects';
import { accountNames } from '#platform/auth';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { hrefOf, stateWords, toIdea, type Idea, type Names } from './idea.ts';
import { problem } from './problems.ts';
import type { AttachmentRow, CommentRow, IdeaRow, IdeasTables, IdeaState } from './tables.ts';

const COLUMNS = ['tenant_id', 'id', 'number', 'title', 'problem', 'proposal', 'benefit', 'saving_cents', 'office_id', 'campaign_id', 'author_id', 'submitted_on', 'state', 'step_due_on', 'first_answer_on', 'decided_on', 'decided_by_name', 'reason_code', 'reason', 'responsible_id', 'due_on', 'closed_on', 'closing', 'merged_into', 'project_id', 'impact', 'effort', 'ratings', 'comments'] as const;

async function namesFor(ctx: Ctx, rows: Pick<IdeaRow, 'author_id' | 'responsible_id'>[]): Promise<Names> {
  const ids = rows.flatMap(({ author_id, responsible_id }) => [author_id, responsible_id]).filter((id): id is string => id !== null);
  return { accounts: await accountNames(ctx, [...new Set(ids)]), offices: new Map((await listOffices(ctx)).map(({ id, name }) => [id, name])) };
}

const withoutHash = (row: Omit<IdeaRow, 'mailbox_hash'>): IdeaRow => ({ ...row, mailbox_hash: null });

export type IdeaFilter = { states?: IdeaState[]; officeId?: string; campaignId?: string; authorId?: string; responsibleId?: string; overdue?: boolean; from?: string; until?: string; q?: string };
/** Where the next page begins: the last idea shown. */
export type IdeaCursor = { submittedOn: string; id: string };

const baseOf = (ctx: Ctx) => ctx.db<IdeasTables>().selectFrom('ideas.idea').where('tenant_id', '=', ctx.tenantId);

function filtered(ctx: Ctx, filter: IdeaFilter) {
  let query = baseOf(ctx);
  if (filter.states) query = filter.states.length === 1 ? query.where('state', '=', filter.states[0] ?? 'submitted') : query.where('state', 'in', filter.states);
  if (filter.officeId) query = query.where('office_id', '=', filter.officeId);
  if (filter.campaignId) query = query.where('campaign_id', '=', filter.campaignId);
  if (filter.authorId) query = query.where('author_id', '=', filter.authorId);
  if (filter.responsibleId) query = query.where('responsible_id', '=', filter.responsibleId);
  if (filter.overdue) query = query.where('step_due_on', '<', calendarDayOf(ctx.now));
  if (filter.from) query = query.where('submitted_on', '>=', filter.from);
  if (filter.until) query = query.where('submitted_on', '<=', filter.until);
  const q = filter.q?.trim() ?? '';
  if (/^I-\d{4}-\d{4}$/i.test(q)) return query.where('number', '=', q.toUpperCase());
  // a word begun is enough: a range of the B-tree, because row-level security lets LIKE use no index
  for (const word of [...stemsOf(q)].slice(0, 6)) query = query.where('id', 'in', sql<string>`(select idea_id from ideas.word where tenant_id = ${ctx.tenantId} and word >= ${word} and word < ${`${word}\u{10ffff}`})`);
  return q && stemsOf(q).size === 0 ? query.where(sql<boolean>`false`) : query;
}

/** Ideas, the latest first, a page at a time. */
export async function listIdeas(ctx: Ctx, filter: IdeaFilter, { after, limit = 30 }: { after?: IdeaCursor | undefined; limit?: number } = {}): Promise<{ ideas: Idea[]; next?: IdeaCursor }> {
  let query = filtered(ctx, filter).select(COLUMNS);
  if (after) query = query.where(sql<boolean>`(submitted_on, id) < (${after.submittedOn}::date, ${after.id}::uuid)`);
  const rows = (await query.orderBy('submitted_on', 'desc').orderBy('id', 'desc').limit(limit + 1).execute()).map(withoutHash);
  const names = await namesFor(ctx, rows);
  const ideas = rows.slice(0, limit).map((row) => toIdea(row, names));
  const last = ideas.at(-1);
  return { ideas, ...(rows.length > limit && last ? { next: { submittedOn: last.submittedOn, id: last.id } } : {}) };
}

export async function countIdeas(ctx: Ctx, filter: IdeaFilter): Promise<number> {
  return Number((await filtered(ctx, filter).select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirst())?.count ?? 0);
}

/** How many are in each state. */
export async function countStates(ctx: Ctx): Promise<Map<IdeaState, number>> {
  const rows = await baseOf(ctx).select(['state', ({ fn }) => fn.countAll<number>().as('count')]).groupBy('state').execute();
  return new Map(rows.map(({ state, count }) => [state, Number(count)]));
}

/** @throws ideas/no-idea 404 */
export async function getIdea(ctx: Ctx, id: string): Promise<Idea> {
  const row = await baseOf(ctx).select(COLUMNS).where('id', '=', id).executeTakeFirst();
  if (!row) throw problem('ideas/no-idea');
  return toIdea(withoutHash(row), await namesFor(ctx, [withoutHash(row)]));
}

/** The row for a change, held until the transaction ends. @throws ideas/no-idea 404 */
export async function lockIdea(ctx: Ctx, id: string): Promise<IdeaRow> {
  const row = await ctx.db<IdeasTables>().selectFrom('ideas.idea').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw problem('ideas/no-idea');
  return row;
}

/** Changes what is given; nothing to change is nothing to do. */
export const changeIdea = async (ctx: Ctx, id: string, change: Partial<IdeaRow>): Promise<unknown> => Object.keys(change).length > 0 && ctx.db<IdeasTables>().updateTable('ideas.idea').set(change).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();

export async function listMerged(ctx: Ctx, into: string): Promise<Idea[]> {
  const rows = (await baseOf(ctx).select(COLUMNS).where('merged_into', '=', into).orderBy('submitted_on').execute()).map(withoutHash);
  const names = await namesFor(ctx, rows);
  return rows.map((row) => toIdea(row, names));
}

export const listAttachments = (ctx: Ctx, ideaId: string): Promise<AttachmentRow[]> => ctx.db<IdeasTables>().selectFrom('ideas.attachment').selectAll().where('tenant_id', '=', ctx.tenantId).where('idea_id', '=', ideaId).orderBy('id').execute();
export const listComments = (ctx: Ctx, ideaId: string): Promise<CommentRow[]> => ctx.db<IdeasTables>().selectFrom('ideas.comment').selectAll().where('tenant_id', '=', ctx.tenantId).where('idea_id', '=', ideaId).orderBy('id').limit(500).execute();

const CANDIDATES = 80;

/** Ideas like a text: the word table picks candidates by index, then they are compared. */
export async function findSimilarIdeas(ctx: Ctx, text: string, limit: number): Promise<Likeness[]> {
  const words = [...stemsOf(text)].slice(0, 40);
  if (words.length === 0) return [];
  const { rows } = await sql<Pick<IdeaRow, 'id' | 'number' | 'title' | 'problem' | 'proposal' | 'state'>>`select i.id, i.number, i.title, i.problem, i.proposal, i.state from ideas.idea i
    join (select idea_id, count(*) as hits from ideas.word where tenant_id = ${ctx.tenantId} and word = any(${words}::text[]) group by idea_id order by 2 desc, 1 limit ${CANDIDATES}) w on w.idea_id = i.id
    where i.tenant_id = ${ctx.tenantId} and i.state not in ('merged', 'withdrawn')`.execute(ctx.db());
  return rankLikeness(text, rows, { describe: ({ title, problem: what, proposal }) => ({ title, more: `${what} ${proposal}` }), limit }).map(({ of, near }) => ({ title: of.title, href: hrefOf(of.id), note: `${of.number}, ${stateWords[of.state].words}`, near }));
}

/** Which of these contents an idea still names. */
export async function hashesInUse(ctx: Ctx, hashes: string[]): Promise<string[]> {
  if (hashes.length === 0) return [];
  const rows = await ctx.db<IdeasTables>().selectFrom('ideas.attachment').select('hash').distinct().where('tenant_id', '=', ctx.tenantId).where('hash', 'in', hashes).execute();
  return rows.map(({ hash }) => hash);
}
