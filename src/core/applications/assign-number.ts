import { sql } from 'kysely';
import type { Ctx } from '#platform/module';
import type { ApplicationTables } from './tables.ts';

/** The next number of a series, without gaps as long as the transaction holds: 'HM-000123' for prefix 'HM-'. */
export async function assignNumber(ctx: Ctx, series: string, prefix: string): Promise<string> {
  const { rows } = await sql<{ last: number }>`insert into applications.series (tenant_id, series, last) values (${ctx.tenantId}, ${series}, 1)
    on conflict (tenant_id, series) do update set last = applications.series.last + 1 returning last`.execute(ctx.db<ApplicationTables>());
  return `${prefix}${String(rows[0]?.last ?? 0).padStart(6, '0')}`;
}
