import { calendarDayOf } from '#platform/i18n';
import { runAsSystem } from '#platform/jobs';
import type { Ctx, Platform } from '#platform/module';
import { sql } from 'kysely';

/** Numbers of one prefix and year that this process may give out without asking the database. */
type Stock = { blocks: { next: number; end: number }[]; asked: number; size: number; refilling: boolean };
const stocks = new WeakMap<Platform, Map<string, Stock>>();

/** Cases closer together than this many milliseconds count as a rush. */
const RUSH_MS = 500;
const LARGEST_BLOCK = 512;

/**
 * The next case number, e.g. '2026-HUND-000123'. In quiet times it is counted up in the caller's transaction: no gaps.
 * In a rush that row would be a lock everyone queues for, so blocks are fetched beside the transaction; what is left of a
 * block when the process ends is never used. Case numbers need not be without gaps (unlike invoice numbers, § 14 UStG).
 */
export async function allocateNumber(ctx: Ctx, prefix: string): Promise<string> {
  const year = Number(calendarDayOf(ctx.now).slice(0, 4));
  const key = { tenantId: ctx.tenantId, prefix, year };
  const stock = stockOf(ctx.platform, key);
  const asked = performance.now();
  const rush = asked - stock.asked < RUSH_MS;
  stock.asked = asked;
  const left = stock.blocks.reduce((sum, block) => sum + block.end - block.next, 0);
  if (rush && left < stock.size / 2) ctx.afterCommit(() => void refill(ctx.platform, key, stock));
  const number = takeFrom(stock) ?? (await countUp(ctx, key, 1));
  return `${year}-${prefix}-${String(number).padStart(6, '0')}`;
}

function takeFrom(stock: Stock): number | undefined {
  const [block] = stock.blocks;
  if (!block) return undefined;
  const number = block.next++;
  if (block.next >= block.end) stock.blocks.shift();
  return number;
}

type Key = { tenantId: number; prefix: string; year: number };

function stockOf(platform: Platform, { tenantId, prefix, year }: Key): Stock {
  let known = stocks.get(platform);
  if (!known) stocks.set(platform, (known = new Map()));
  const name = `${tenantId}:${prefix}:${year}`;
  let stock = known.get(name);
  if (!stock) known.set(name, (stock = { blocks: [], asked: -RUSH_MS, size: 16, refilling: false }));
  return stock;
}

/** Takes `count` numbers from the counter. @returns the first of them. */
async function countUp(ctx: Ctx, { prefix, year }: Key, count: number): Promise<number> {
  const { rows } = await sql<{ next: number }>`insert into cases.number_counter as c (tenant_id, prefix, year, next) values (${ctx.tenantId}, ${prefix}, ${year}, 1 + ${count}::int)
    on conflict (tenant_id, prefix, year) do update set next = c.next + ${count}::int returning next`.execute(ctx.db());
  return (rows[0]?.next ?? 0) - count;
}

/** One more block behind what is left of the last one. */
async function refill(platform: Platform, key: Key, stock: Stock): Promise<void> {
  if (stock.refilling) return;
  stock.refilling = true;
  try {
    const size = Math.min(stock.size * 2, LARGEST_BLOCK);
    const first = await platform.transact(runAsSystem(key.tenantId), (ctx) => countUp(ctx, key, size));
    stock.blocks.push({ next: first, end: first + size });
    stock.size = size;
  } catch (error) {
    platform.log.warn({ err: error }, 'no block of case numbers; counting one by one');
  } finally {
    stock.refilling = false;
  }
}
