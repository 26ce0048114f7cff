import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { nextNumber } from '#platform/numbers';

/** The next case number of a prefix in this year, e.g. '2026-HUND-000123'. Case numbers may have gaps (unlike invoice numbers, § 14 UStG). */
export async function allocateNumber(ctx: Ctx, prefix: string): Promise<string> {
  const year = calendarDayOf(ctx.now).slice(0, 4);
  const number = await nextNumber(ctx, `case/${prefix}/${year}`);
  return `${year}-${prefix}-${String(number).padStart(6, '0')}`;
}
