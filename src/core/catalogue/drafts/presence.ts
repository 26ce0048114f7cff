import { sql } from 'kysely';
import type { Ctx } from '#platform/module';
import type { CatalogueTables } from '../tables.ts';

/** Somebody who has the draft open. */
export type Present = { accountId: string; name: string; part: string; seenAt: Date };

/** A page that is open tells itself every ten seconds. */
const GONE_AFTER_MS = 35_000;

/** Notes that the actor has this part open and says who else is there. No audit event: looking changes nothing. */
export async function meetInDraft(ctx: Ctx, draftId: string, part: string): Promise<Present[]> {
  const db = ctx.db<CatalogueTables>();
  if (ctx.actor.id) {
    await sql`insert into catalogue.draft_presence (tenant_id, draft_id, account_id, name, part, seen_at) values (${ctx.tenantId}, ${draftId}, ${ctx.actor.id}, ${ctx.actor.name}, ${part}, ${ctx.now})
      on conflict (tenant_id, draft_id, account_id) do update set name = excluded.name, part = excluded.part, seen_at = excluded.seen_at`.execute(db);
  }
  const since = new Date(ctx.now.getTime() - GONE_AFTER_MS);
  const rows = await db.selectFrom('catalogue.draft_presence').select(['account_id as accountId', 'name', 'part', 'seen_at as seenAt']).where('tenant_id', '=', ctx.tenantId).where('draft_id', '=', draftId).where('seen_at', '>', since).orderBy('name').execute();
  return rows.filter(({ accountId }) => accountId !== ctx.actor.id);
}
