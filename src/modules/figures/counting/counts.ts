import { sql } from 'kysely';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { FiguresTables, Kind } from '../tables.ts';

export type Count = { month: string; kind: Kind; service: string; step: string; amount: number };

/** Adds up what happened until it is written: one row for many of a kind. */
export class Counts {
  readonly #counts = new Map<string, Count>();

  add(at: Date, what: { kind: Kind; service?: string | undefined; step?: string | undefined; amount?: number }): void {
    const { kind, service = '', step = '', amount = 1 } = what;
    const month = `${calendarDayOf(at).slice(0, 7)}-01`;
    const key = `${month}|${kind}|${service}|${step}`;
    const known = this.#counts.get(key);
    if (known) known.amount += amount;
    else this.#counts.set(key, { month, kind, service, step, amount });
  }

  get size(): number {
    return this.#counts.size;
  }

  /** All of them, always in the same order, so that two processes never wait for each other in a circle; then it is empty. */
  take(): Count[] {
    const taken = [...this.#counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
    this.#counts.clear();
    return taken;
  }
}

/** Writes a batch with one statement. */
export async function writeCounts(ctx: Ctx, counts: Count[]): Promise<void> {
  if (counts.length === 0) return;
  const column = <K extends keyof Count>(key: K): Count[K][] => counts.map((count) => count[key]);
  await sql`insert into figures.count (tenant_id, month, kind, service, step, amount)
    select ${ctx.tenantId}, * from unnest(${column('month')}::date[], ${column('kind')}::text[], ${column('service')}::text[], ${column('step')}::text[], ${column('amount')}::bigint[])
    on conflict (tenant_id, month, kind, service, step) do update set amount = figures.count.amount + excluded.amount`.execute(ctx.db<FiguresTables>());
}

/** Five years suffice to see what changes. */
const KEPT_YEARS = 5;

export async function forgetOldCounts(ctx: Ctx): Promise<void> {
  const [year = 0, rest = ''] = [Number(calendarDayOf(ctx.now).slice(0, 4)), calendarDayOf(ctx.now).slice(4, 7)];
  await ctx.db<FiguresTables>().deleteFrom('figures.count').where('tenant_id', '=', ctx.tenantId).where('month', '<', `${year - KEPT_YEARS}${rest}-01`).execute();
}
