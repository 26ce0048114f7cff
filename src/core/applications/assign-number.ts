import type { Ctx } from '#platform/module';
import { nextNumber } from '#platform/numbers';

/** The next number of a series that a service hands out itself: 'HM-000123' for prefix 'HM-'. */
export async function assignNumber(ctx: Ctx, series: string, prefix: string): Promise<string> {
  return `${prefix}${String(await nextNumber(ctx, `applications:${series}`)).padStart(6, '0')}`;
}
