import { sql } from 'kysely';
import { listEventsAfter, type AuditEvent } from '#platform/audit';
import { SYSTEM, definePoint, type Ctx, type Platform } from '#platform/module';

/** Something that wants to know: gets every matching event once (its database effects commit with its position), in commit order. */
export type Subscriber = {
  name: string;
  on: string[];
  handle(ctx: Ctx, event: AuditEvent): Promise<void>;
};
export const subscribers = definePoint<Subscriber>('events/subscriber');

export type EventTables = {
  'events.position': { tenant_id: number; subscriber: string; xid: number; id: string; attempts: number; retry_at: Date | null; error: string | null };
};
const START = '00000000-0000-0000-0000-000000000000';

/** Delivers what is pending to every subscriber; returns how many events were handled. Several workers at once are safe. */
export async function deliverEvents(platform: Platform, tenantId: number): Promise<number> {
  let handled = 0;
  for (const subscriber of platform.contributions(subscribers)) {
    while (await deliverBatch(platform, tenantId, subscriber)) handled++;
  }
  return handled;
}

/** One event in one transaction; false when nothing was pending (or another worker is at it). */
async function deliverBatch(platform: Platform, tenantId: number, subscriber: Subscriber): Promise<boolean> {
  try {
    return await platform.transact({ tenantId, actor: SYSTEM }, (ctx) => deliverOne(ctx, subscriber));
  } catch (error) {
    platform.log.error({ err: error, subscriber: subscriber.name }, 'event subscriber failed');
    await platform.transact({ tenantId, actor: SYSTEM }, (ctx) => postpone(ctx, subscriber.name, error as Error));
    return false;
  }
}

async function deliverOne(ctx: Ctx, subscriber: Subscriber): Promise<boolean> {
  const db = ctx.db<EventTables>();
  const position = await db.selectFrom('events.position').selectAll().where('tenant_id', '=', ctx.tenantId).where('subscriber', '=', subscriber.name).forUpdate().skipLocked().executeTakeFirst();
  if (!position) return begin(ctx, subscriber.name);
  if (position.retry_at && position.retry_at > ctx.now) return false;
  const [event] = await listEventsAfter(ctx, position, { types: subscriber.on, limit: 1 });
  if (!event) return false;
  await subscriber.handle(ctx, event);
  await db.updateTable('events.position').set({ xid: event.xid, id: event.id, attempts: 0, retry_at: null, error: null }).where('tenant_id', '=', ctx.tenantId).where('subscriber', '=', subscriber.name).execute();
  return true;
}

/** First sight of this subscriber; false when another worker holds the row. */
async function begin(ctx: Ctx, name: string): Promise<boolean> {
  const made = await sql`insert into events.position (tenant_id, subscriber, xid, id) values (${ctx.tenantId}, ${name}, 0, ${START}::uuid) on conflict do nothing`.execute(ctx.db());
  return Number(made.numAffectedRows ?? 0) > 0;
}

async function postpone(ctx: Ctx, name: string, error: Error): Promise<void> {
  const wait = sql<Date>`${ctx.now}::timestamptz + least(power(2, attempts), 3600) * interval '1 second'`;
  await ctx.db<EventTables>().updateTable('events.position').set({ attempts: sql`attempts + 1`, retry_at: wait, error: error.message.slice(0, 500) }).where('tenant_id', '=', ctx.tenantId).where('subscriber', '=', name).execute();
}
