import { sql } from 'kysely';
import { listEventsAfter, newsFor, type AuditEvent } from '#platform/audit';
import { SYSTEM, definePoint, type Ctx, type Platform } from '#platform/module';

/** Something that wants to know: gets every matching event once (its database effects commit with its position), in commit order. */
export type Subscriber = {
  name: string;
  on: string[];
  /** Nobody waits for what it does: while the process is busy with people it hears a little every twenty seconds. */
  gentle?: true;
  handle(ctx: Ctx, event: AuditEvent): Promise<void>;
};
export const subscribers = definePoint<Subscriber>('events/subscriber');

export type EventTables = {
  'events.position': { tenant_id: number; subscriber: string; xid: number; id: string; attempts: number; retry_at: Date | null; error: string | null };
};
const START = '00000000-0000-0000-0000-000000000000';

/**
 * Delivers to every subscriber some of what is pending, so that none waits until another has heard all; returns how many events were
 * handled, 0 when nothing was pending. Several workers at once are safe. `gently`: gentle subscribers give way while the process is busy.
 */
export async function deliverEvents(platform: Platform, tenantId: number, { gently = false } = {}): Promise<number> {
  let handled = 0;
  const due = await platform.transact({ tenantId, actor: SYSTEM }, dueSubscribers);
  for (const subscriber of platform.contributions(subscribers).filter(({ name }) => due.has(name))) {
    if (gently && subscriber.gentle && !isItsTurn(platform, tenantId, subscriber)) continue;
    handled += await deliverSome(platform, tenantId, subscriber);
  }
  return handled;
}

/** When a gentle subscriber heard something last, by tenant and name. */
const heard = new WeakMap<Platform, Map<string, number>>();
const GENTLE_MS = 20_000;

function isItsTurn(platform: Platform, tenantId: number, { name }: Subscriber): boolean {
  const known = heard.get(platform) ?? new Map<string, number>();
  heard.set(platform, known);
  const key = `${tenantId} ${name}`;
  if (platform.isBusy() && performance.now() - (known.get(key) ?? -GENTLE_MS) < GENTLE_MS) return false;
  known.set(key, performance.now());
  return true;
}

/** Several events together; one by one up to the one that fails. @returns how many were handled */
async function deliverSome(platform: Platform, tenantId: number, subscriber: Subscriber): Promise<number> {
  const first = await deliverNext({ platform, tenantId, subscriber, most: TOGETHER.most });
  if (first.begun) return deliverSome(platform, tenantId, subscriber);
  let handled = first.handled;
  for (let alone = first.alone ?? false; alone; ) {
    const next = await deliverNext({ platform, tenantId, subscriber, most: 1 });
    handled += next.handled;
    alone = next.handled > 0 && handled < TOGETHER.most;
  }
  return handled;
}

/**
 * Who has something to hear. All others are moved up to the newest event: whoever hears of something rare would otherwise look
 * through everything that has happened since, every time.
 */
async function dueSubscribers(ctx: Ctx): Promise<Set<string>> {
  const known = ctx.platform.contributions(subscribers);
  const rows = await ctx.db<EventTables>().selectFrom('events.position').select(['subscriber', 'xid', 'id']).where('tenant_id', '=', ctx.tenantId).execute();
  const positions = new Map(rows.map((row) => [row.subscriber, row]));
  const readers = known.flatMap(({ name, on }) => {
    const at = positions.get(name);
    return at ? [{ name, xid: at.xid, id: at.id, types: on }] : [];
  });
  const { head, due } = await newsFor(ctx, readers);
  const behind = head ? readers.filter(({ name, xid, id }) => !due.includes(name) && (xid !== head.xid || id !== head.id)) : [];
  if (head && behind.length > 0) await moveUp(ctx, behind, head);
  return new Set([...due, ...known.flatMap(({ name }) => (positions.has(name) ? [] : [name]))]);
}

/** Only those that still stand where they stood, and in one order, so that two workers do not wait for each other in a circle. */
async function moveUp(ctx: Ctx, behind: { name: string; xid: number; id: string }[], head: { xid: number; id: string }): Promise<void> {
  await sql`with stood as (
      select p.subscriber from events.position p join jsonb_to_recordset(${JSON.stringify(behind)}::jsonb) as o(name text, xid bigint, id uuid) on o.name = p.subscriber and o.xid = p.xid and o.id = p.id
      where p.tenant_id = ${ctx.tenantId} order by p.subscriber for update of p skip locked)
    update events.position p set xid = ${head.xid}, id = ${head.id}::uuid, attempts = 0, retry_at = null, error = null
    from stood where p.tenant_id = ${ctx.tenantId} and p.subscriber = stood.subscriber`.execute(ctx.db());
}

/** `begun`: it has a position from now on; `alone`: one event failed and took the others back with it. */
type Delivered = { handled: number; begun?: boolean; alone?: boolean };
/** So many events share a transaction, but none is begun in it after this long: seals and readers wait for whoever is still writing. */
const TOGETHER = { most: 50, ms: 200 };

/** What comes next, several events in one transaction; nothing handled when none was pending (or another worker is at it). */
async function deliverNext({ platform, tenantId, subscriber, most }: { platform: Platform; tenantId: number; subscriber: Subscriber; most: number }): Promise<Delivered> {
  try {
    return await platform.transact({ tenantId, actor: SYSTEM }, (ctx) => deliverPending(ctx, subscriber, most));
  } catch (error) {
    if (most > 1) return { handled: 0, alone: true };
    platform.log.error({ err: error, subscriber: subscriber.name }, 'event subscriber failed');
    await platform.transact({ tenantId, actor: SYSTEM }, (ctx) => postpone(ctx, subscriber.name, error as Error));
    return { handled: 0 };
  }
}

// oxlint-disable-next-line max-params -- the context is not counted: it leads every use case
async function deliverPending(ctx: Ctx, subscriber: Subscriber, most: number): Promise<Delivered> {
  const db = ctx.db<EventTables>();
  const position = await db.selectFrom('events.position').selectAll().where('tenant_id', '=', ctx.tenantId).where('subscriber', '=', subscriber.name).forUpdate().skipLocked().executeTakeFirst();
  if (!position) return { handled: 0, begun: await begin(ctx, subscriber.name) };
  if (position.retry_at && position.retry_at > ctx.now) return { handled: 0 };
  const pending = await listEventsAfter(ctx, position, { types: subscriber.on, limit: most });
  const began = performance.now();
  let handled = 0;
  for (const event of pending) {
    if (handled > 0 && performance.now() - began > TOGETHER.ms) break;
    await subscriber.handle(ctx, event);
    handled++;
  }
  const last = pending[handled - 1];
  if (last) ctx.write(db.updateTable('events.position').set({ xid: last.xid, id: last.id, attempts: 0, retry_at: null, error: null }).where('tenant_id', '=', ctx.tenantId).where('subscriber', '=', subscriber.name));
  return { handled };
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
