import { getOffice } from '#core/organisation';
import { nextNumber } from '#platform/numbers';
import { calendarDayOf } from '#platform/i18n';
import { requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { RecordsTables } from '../tables.ts';

/** `{stelle}` position of the file plan, `{amt}` key of the office, `{jahr}`, `{nr}` or `{nr:4}` running number in what stands before it. */
export const DEFAULT_PATTERN = '{stelle}-{jahr}/{nr:3}';
const known = /\{(stelle|amt|jahr|nr(?::\d)?)\}/g;

/** How this office numbers its files. */
export async function findNumberPattern(ctx: Ctx, officeId: string): Promise<string> {
  const row = await ctx.db<RecordsTables>().selectFrom('records.number_scheme').select('pattern').where('tenant_id', '=', ctx.tenantId).where('office_id', '=', officeId).executeTakeFirst();
  return row?.pattern ?? DEFAULT_PATTERN;
}

/** Sets how an office numbers its files from now on. @throws Problem 403 without records/manage there, 422 for a pattern without running number. */
export async function setNumberPattern(ctx: Ctx, given: { officeId: string; pattern: string }): Promise<void> {
  requirePermission(ctx, 'records/manage', given.officeId);
  const pattern = given.pattern.trim();
  const rest = pattern.replaceAll(known, '');
  if (!/\{nr(:\d)?\}/.test(pattern) || /[{}]/.test(rest) || pattern.length > 60) throw problem('records/wrong-pattern', { nr: '{nr}', stelle: '{stelle}', amt: '{amt}', jahr: '{jahr}', 'nr:4': '{nr:4}' });
  await ctx.db<RecordsTables>().insertInto('records.number_scheme').values({ tenant_id: ctx.tenantId, office_id: given.officeId, pattern }).onConflict((conflict) => conflict.columns(['tenant_id', 'office_id']).doUpdateSet({ pattern })).execute();
  ctx.emit({ type: 'records/number-scheme-changed', subject: `office:${given.officeId}`, data: { pattern } });
}

/** The next reference of this office at this position. */
export async function allocateFileNumber(ctx: Ctx, { officeId, position }: { officeId: string; position: string }): Promise<string> {
  const pattern = await findNumberPattern(ctx, officeId);
  const office = await getOffice(ctx, officeId);
  const text = pattern.replaceAll('{stelle}', position).replaceAll('{amt}', office.key).replaceAll('{jahr}', calendarDayOf(ctx.now).slice(0, 4));
  const number = await nextNumber(ctx, `records:${text}`);
  return text.replace(/\{nr(?::(\d))?\}/, (_, width?: string) => String(number).padStart(Number(width ?? 1), '0'));
}
