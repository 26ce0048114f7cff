import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '#platform/module';
import type { AuthTables } from './tables.ts';

/** So many tries in so many minutes; then the rest of the window is closed. */
export type Limit = { name: string; tries: number; minutes: number };

export const limits = {
  signInAccount: { name: 'sign-in/account', tries: 10, minutes: 15 },
  // A whole school or company may come from one address: generous, and successes are given back.
  signInAddress: { name: 'sign-in/address', tries: 300, minutes: 15 },
  providerAddress: { name: 'provider/address', tries: 300, minutes: 15 },
  code: { name: 'code/account', tries: 6, minutes: 15 },
  confirm: { name: 'confirm/account', tries: 10, minutes: 15 },
  mailAccount: { name: 'mail/account', tries: 3, minutes: 60 },
  mailAddress: { name: 'mail/address', tries: 20, minutes: 60 },
} as const satisfies Record<string, Limit>;

/** IPv6 users own a /64: they are one address here. */
export function networkOf(ip: string): string {
  if (!ip.includes(':')) return ip;
  if (ip.startsWith('::ffff:')) return ip.slice(7);
  const [head = ''] = ip.split('::');
  return head.split(':').slice(0, 4).join(':');
}

const keyOf = (limit: Limit, whom: string): string => `${limit.name}:${createHash('sha256').update(whom).digest('base64url').slice(0, 22)}`;

/**
 * Counts a try and says until when the door is closed (undefined: the try may go on).
 * Must commit before the try itself, so that a thousand tries at once are counted too.
 */
export async function countTry(ctx: Ctx, limit: Limit, whom: string): Promise<{ closedUntil: Date; justClosed: boolean } | undefined> {
  const ends = new Date(ctx.now.getTime() + limit.minutes * 60_000);
  const row = await ctx
    .db<AuthTables>()
    .insertInto('auth.attempt')
    .values({ tenant_id: ctx.tenantId, key: keyOf(limit, whom), count: 1, window_ends_at: ends })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'key']).doUpdateSet({
        count: sql`case when attempt.window_ends_at <= ${ctx.now} then 1 else attempt.count + 1 end`,
        window_ends_at: sql`case when attempt.window_ends_at <= ${ctx.now} then excluded.window_ends_at else attempt.window_ends_at end`,
      }),
    )
    .returning(['count', 'window_ends_at as endsAt'])
    .executeTakeFirstOrThrow();
  return row.count > limit.tries ? { closedUntil: row.endsAt, justClosed: row.count === limit.tries + 1 } : undefined;
}

/** After a success: the account starts afresh. */
export async function forgetTries(ctx: Ctx, limit: Limit, whom: string): Promise<void> {
  await ctx.db<AuthTables>().deleteFrom('auth.attempt').where('tenant_id', '=', ctx.tenantId).where('key', '=', keyOf(limit, whom)).execute();
}

/** After a success: gives one try back to a network address. */
export async function returnTry(ctx: Ctx, limit: Limit, whom: string): Promise<void> {
  await ctx
    .db<AuthTables>()
    .updateTable('auth.attempt')
    .set((eb) => ({ count: eb('count', '-', 1) }))
    .where('tenant_id', '=', ctx.tenantId)
    .where('key', '=', keyOf(limit, whom))
    .where('count', '>', 0)
    .execute();
}
