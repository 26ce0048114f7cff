import { sql } from 'kysely';
import { calendarDayOf } from '#platform/i18n';
import { notAllowed, type Ctx } from '#platform/module';
import { isOpen, stateWords, type Idea } from '../idea.ts';
import { changeIdea, getIdea, lockIdea } from '../ideas.queries.ts';
import { problem } from '../problems.ts';
import type { IdeasTables } from '../tables.ts';

/** Means of an idea and everything merged into it; who rated both counts once, with what they said to the idea itself. */
export async function recount(ctx: Ctx, ideaId: string): Promise<void> {
  const { rows } = await sql<{ impact: number | null; effort: number | null; ratings: number }>`select round(avg(impact) * 100)::int as impact, round(avg(effort) * 100)::int as effort, count(*)::int as ratings from (
      select distinct on (r.account_id) r.impact, r.effort from ideas.rating r join ideas.idea i on i.tenant_id = r.tenant_id and i.id = r.idea_id
      where r.tenant_id = ${ctx.tenantId} and (r.idea_id = ${ideaId} or r.idea_id in (select id from ideas.idea where tenant_id = ${ctx.tenantId} and merged_into = ${ideaId}))
      order by r.account_id, (r.idea_id = ${ideaId}) desc, r.rated_on desc) once`.execute(ctx.db());
  await changeIdea(ctx, ideaId, { impact: rows[0]?.impact ?? 0, effort: rows[0]?.effort ?? 0, ratings: rows[0]?.ratings ?? 0 });
}

/**
 * Rates an idea, or changes one's rating: one vote each, never for the own idea.
 * @throws ideas/rating-wrong 422, own-idea 403, closed 409
 */
export async function rateIdea(ctx: Ctx, given: { ideaId: string; impact: number; effort: number }): Promise<void> {
  if (ctx.actor.kind !== 'staff' || !ctx.actor.id) throw notAllowed();
  const { impact, effort } = given;
  if ([impact, effort].some((one) => !Number.isInteger(one) || one < 1 || one > 5)) throw problem('ideas/rating-wrong');
  const idea = await lockIdea(ctx, given.ideaId);
  if (idea.author_id === ctx.actor.id) throw problem('ideas/own-idea');
  if (!isOpen(idea.state)) throw problem('ideas/closed', { state: stateWords[idea.state].words });
  const values = { impact, effort, rated_on: calendarDayOf(ctx.now) };
  await ctx.db<IdeasTables>().insertInto('ideas.rating').values({ tenant_id: ctx.tenantId, idea_id: idea.id, account_id: ctx.actor.id, ...values }).onConflict((conflict) => conflict.columns(['tenant_id', 'idea_id', 'account_id']).doUpdateSet(values)).execute();
  await recount(ctx, idea.id);
  ctx.emit({ type: 'ideas/rated', subject: `idea:${idea.id}` });
}

/** One's own rating; nobody else's is ever shown. */
export async function findMyRating(ctx: Ctx, ideaId: string): Promise<{ impact: number; effort: number } | undefined> {
  if (!ctx.actor.id) return undefined;
  return ctx.db<IdeasTables>().selectFrom('ideas.rating').select(['impact', 'effort']).where('tenant_id', '=', ctx.tenantId).where('idea_id', '=', ideaId).where('account_id', '=', ctx.actor.id).executeTakeFirst();
}

/** The next open idea that this person has not rated, in an order of their own for each day: what is popular already has no lead. */
export async function nextToRate(ctx: Ctx, skip?: string): Promise<{ idea: Idea | undefined; left: number }> {
  const me = ctx.actor.id ?? '';
  const seed = `${me}/${calendarDayOf(ctx.now)}`;
  const { rows } = await sql<{ id: string; left: number }>`select i.id, count(*) over ()::int as left from ideas.idea i
    where i.tenant_id = ${ctx.tenantId} and i.state in ('submitted', 'review') and i.author_id is distinct from ${me || null}::uuid
      and not exists (select 1 from ideas.rating r where r.tenant_id = i.tenant_id and r.idea_id = i.id and r.account_id = ${me || null}::uuid)
    order by (i.id::text = ${skip ?? ''}), md5(i.id::text || ${seed}) limit 1`.execute(ctx.db());
  const [row] = rows;
  return { idea: row ? await getIdea(ctx, row.id) : undefined, left: row?.left ?? 0 };
}
