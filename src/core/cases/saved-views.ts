import { newId } from '#platform/db';
import type { Ctx } from '#platform/module';
import { problem } from './problems.ts';
import type { CasesTables } from './tables.ts';
import { filterOf, workParams, workQuery } from './work-filter.ts';

/** A work list someone keeps under a name. */
export type SavedView = { id: string; name: string; query: string };

const LONGEST = 60;

/** Keeps a list under a name, only for oneself; the same name again replaces it. @throws Problem 422 without a name. */
export async function saveView(ctx: Ctx, given: { name: string; query: string }): Promise<void> {
  const name = given.name.trim();
  if (!name || name.length > LONGEST) throw problem('cases/text-needed', { max: LONGEST });
  const account_id = ctx.actor.id ?? newId();
  // parsed and written again, so that nothing but filters is kept
  const query = workParams(filterOf(workQuery.parse(Object.fromEntries(new URLSearchParams(given.query))))).toString();
  const db = ctx.db<CasesTables>();
  await db.deleteFrom('cases.saved_view').where('tenant_id', '=', ctx.tenantId).where('account_id', '=', account_id).where('name', '=', name).execute();
  const id = newId();
  await db.insertInto('cases.saved_view').values({ tenant_id: ctx.tenantId, id, account_id, name, query, created_at: ctx.now }).execute();
  ctx.emit({ type: 'cases/view-saved', subject: `view:${id}` });
}

export async function deleteView(ctx: Ctx, id: string): Promise<void> {
  await ctx.db<CasesTables>().deleteFrom('cases.saved_view').where('tenant_id', '=', ctx.tenantId).where('id', '=', id).where('account_id', '=', ctx.actor.id).execute();
  ctx.emit({ type: 'cases/view-deleted', subject: `view:${id}` });
}

/** One's own lists, oldest first. */
export async function listViews(ctx: Ctx): Promise<SavedView[]> {
  if (!ctx.actor.id) return [];
  return ctx.db<CasesTables>().selectFrom('cases.saved_view').select(['id', 'name', 'query']).where('tenant_id', '=', ctx.tenantId).where('account_id', '=', ctx.actor.id).orderBy('id').limit(20).execute();
}
