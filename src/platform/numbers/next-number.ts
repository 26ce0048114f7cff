import { sql } from 'kysely';
import { SYSTEM, type Ctx, type Platform } from '#platform/module';

/** Numbers of one series that this process may give out without asking the database. */
type Stock = { blocks: { next: number; end: number }[]; asked: number; size: number; refilling: boolean };
const stocks = new WeakMap<Platform, Map<string, Stock>>();

/** Numbers asked for within so many milliseconds of each other count as a rush. */
const RUSH_MS = 500;
const LARGEST_BLOCK = 512;

/**
 * The next number of a series, counting from 1. In quiet times it is counted up in the caller's transaction: no gaps. In a rush
 * that row would be a lock everyone queues for, so blocks are fetched beside the transaction; what is left of a block when the
 * process ends is never used. For numbers that may have gaps (not for invoices, § 14 UStG).
 */
export async function nextNumber(ctx: Ctx, series: string): Promise<number> {
  const stock = stockOf(ctx.platform, `${ctx.tenantId}:${series}`);
  const asked = performance.now();
  const rush = asked - stock.asked < RUSH_MS;
  stock.asked = asked;
  const left = stock.blocks.reduce((sum, block) => sum + block.end - block.next, 0);
  const key = { tenantId: ctx.tenantId, series };
  if (rush && left < stock.size / 2) ctx.afterCommit(() => void refill(ctx.platform, key, stock));
  return takeFrom(stock) ?? countUp(ctx, series, 1);
}

function takeFrom(stock: Stock): number | undefined {
  const [block] = stock.blocks;
  if (!block) return undefined;
  const number = block.next++;
  if (block.next >= block.end) stock.blocks.shift();
  return number;
}

function stockOf(platform: Platform, key: string): Stock {
  let known = stocks.get(platform);
  if (!known) stocks.set(platform, (known = new Map()));
  let stock = known.get(key);
  if (!stock) known.set(key, (stock = { blocks: [], asked: -RUSH_MS, size: 16, refilling: false }));
  return stock;
}

/** Takes `count` numbers from the counter. @returns the first of them. */
async function countUp(ctx: Ctx, series: string, count: number): Promise<number> {
  const { rows } = await sql<{ next: number }>`insert into numbers.counter as c (tenant_id, series, next) values (${ctx.tenantId}, ${series}, 1 + ${count}::int)
    on conflict (tenant_id, series) do update set next = c.next + ${count}::int returning next`.execute(ctx.db());
  return Number(rows[0]?.next ?? 0) - count;
}

/** One more block behind what is left of the last one. */
async function refill(platform: Platform, { tenantId, series }: { tenantId: number; series: string }, stock: Stock): Promise<void> {
  if (stock.refilling) return;
  stock.refilling = true;
  try {
    const size = Math.min(stock.size * 2, LARGEST_BLOCK);
    const first = await platform.transact({ tenantId, actor: SYSTEM }, (ctx) => countUp(ctx, series, size));
    stock.blocks.push({ next: first, end: first + size });
    stock.size = size;
  } catch (error) {
    platform.log.warn({ err: error, series }, 'no block of numbers; counting one by one');
  } finally {
    stock.refilling = false;
  }
}
