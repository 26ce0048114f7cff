import { listEventsAfter, type AuditEvent } from '#platform/audit';
import type { Ctx } from '#platform/module';
import { subscribers, type EventTables } from './subscribe.ts';

/** A subscriber that could not handle an event; it waits and tries again, and everything after this event waits with it. */
export type StuckSubscriber = { subscriber: string; /** The event in its way; undefined when it has just been handled. */ event: AuditEvent | undefined; error: string; attempts: number; retryAt: Date | null };

/** From so many failures on it is no hiccup. */
const WORTH_TELLING = 3;

const select = (ctx: Ctx) => ctx.db<EventTables>().selectFrom('events.position').where('tenant_id', '=', ctx.tenantId).where('attempts', '>=', WORTH_TELLING);

/** Subscribers that stand before an event they cannot handle. */
export async function listStuck(ctx: Ctx): Promise<StuckSubscriber[]> {
  const rows = await select(ctx).selectAll().orderBy('subscriber').execute();
  const stuck: StuckSubscriber[] = [];
  for (const { subscriber, xid, id, error, attempts, retry_at } of rows) {
    const known = ctx.platform.contributions(subscribers).find(({ name }) => name === subscriber);
    const [event] = known ? await listEventsAfter(ctx, { xid, id }, { types: known.on, limit: 1 }) : [];
    stuck.push({ subscriber, event, error: error ?? '', attempts, retryAt: retry_at });
  }
  return stuck;
}

export async function countStuck(ctx: Ctx): Promise<number> {
  const row = await select(ctx).select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirst();
  return Number(row?.n ?? 0);
}

/** Lets it try again at once instead of after its pause; false when it is not stuck. */
export async function retryStuck(ctx: Ctx, subscriber: string): Promise<boolean> {
  const row = await ctx.db<EventTables>().updateTable('events.position').set({ retry_at: null }).where('tenant_id', '=', ctx.tenantId).where('subscriber', '=', subscriber).where('attempts', '>', 0).returning('subscriber').executeTakeFirst();
  return row !== undefined;
}

/** Passes over the event it stands before: it will never hear of it. Undefined when another one is in its way by now. */
export async function skipStuck(ctx: Ctx, subscriber: string, eventId: string): Promise<AuditEvent | undefined> {
  // Under the lock that delivering takes, so nothing is passed over that is being handled just now.
  await ctx.db<EventTables>().selectFrom('events.position').select('id').where('tenant_id', '=', ctx.tenantId).where('subscriber', '=', subscriber).forUpdate().execute();
  const stuck = (await listStuck(ctx)).find((one) => one.subscriber === subscriber);
  const event = stuck?.event;
  if (event?.id !== eventId) return undefined;
  await ctx.db<EventTables>().updateTable('events.position').set({ xid: event.xid, id: event.id, attempts: 0, retry_at: null, error: null }).where('tenant_id', '=', ctx.tenantId).where('subscriber', '=', subscriber).execute();
  return event;
}
