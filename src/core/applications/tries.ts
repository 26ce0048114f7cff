import { sql } from 'kysely';
import type { Ctx } from '#platform/module';
import type { ApplicationTables } from './tables.ts';

const MOST = 10;
const WINDOW_MINUTES = 15;
const since = (ctx: Ctx): Date => new Date(ctx.now.getTime() - WINDOW_MINUTES * 60_000);

/** Ten tries in fifteen minutes, per key (a number, an address): afterwards it pauses. */
export async function triedTooOften(ctx: Ctx, keys: string[]): Promise<boolean> {
  const rows = await ctx.db<ApplicationTables>().selectFrom('applications.status_try').select('tries').where('tenant_id', '=', ctx.tenantId).where('key', 'in', keys).where('since', '>', since(ctx)).execute();
  return rows.some((row) => row.tries >= MOST);
}

/** Counts one try. */
export async function countTries(ctx: Ctx, keys: string[]): Promise<void> {
  const begin = since(ctx);
  for (const key of keys) {
    await sql`insert into applications.status_try (tenant_id, key, tries, since) values (${ctx.tenantId}, ${key}, 1, ${ctx.now})
      on conflict (tenant_id, key) do update set
        tries = case when applications.status_try.since > ${begin} then applications.status_try.tries + 1 else 1 end,
        since = case when applications.status_try.since > ${begin} then applications.status_try.since else excluded.since end`.execute(ctx.db());
  }
}

/** Forgets tries that no longer count. */
export async function forgetTries(ctx: Ctx): Promise<void> {
  await ctx.db<ApplicationTables>().deleteFrom('applications.status_try').where('tenant_id', '=', ctx.tenantId).where('since', '<', since(ctx)).execute();
}
