import { newId } from '#platform/db';
import type { Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { RecordsTables } from '../tables.ts';

export type SavedSearch = { id: string; name: string; query: string };

/** The searches this person has kept, by name. */
export async function listSavedSearches(ctx: Ctx): Promise<SavedSearch[]> {
  if (!ctx.actor.id) return [];
  return ctx.db<RecordsTables>().selectFrom('records.saved_search').select(['id', 'name', 'query']).where('tenant_id', '=', ctx.tenantId).where('account_id', '=', ctx.actor.id).orderBy('name').limit(50).execute();
}

/** Keeps a search for this person. @throws Problem 422 without a name. */
export async function saveSearch(ctx: Ctx, given: { name: string; query: string }): Promise<void> {
  const name = given.name.trim().slice(0, 100);
  if (!name || !ctx.actor.id) throw problem('records/name-needed');
  const id = newId();
  await ctx.db<RecordsTables>().insertInto('records.saved_search').values({ tenant_id: ctx.tenantId, id, account_id: ctx.actor.id, name, query: given.query.slice(0, 1000), created_at: ctx.now }).execute();
  ctx.emit({ type: 'records/search-saved', subject: `search:${id}` });
}

/** Forgets one of one's own searches. */
export async function forgetSearch(ctx: Ctx, id: string): Promise<void> {
  await ctx.db<RecordsTables>().deleteFrom('records.saved_search').where('tenant_id', '=', ctx.tenantId).where('id', '=', id).where('account_id', '=', ctx.actor.id ?? '').execute();
  ctx.emit({ type: 'records/search-forgotten', subject: `search:${id}` });
}
