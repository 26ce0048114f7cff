import { newId } from '#platform/db';
import { calendarDayOf } from '#platform/i18n';
import { requirePermission, type Ctx } from '#platform/module';
import { problem } from './problems.ts';
import type { ReportTables } from './tables.ts';

/**
 * Begins the report of a year: one click, everything is there from live data. After a frozen one a new edition begins with its words and says why.
 * @throws steering/report-year, edition-reason 422, report-exists 409
 */
export async function startReport(ctx: Ctx, { year, reason = '' }: { year: number; reason?: string }): Promise<{ id: string; edition: number }> {
  requirePermission(ctx, 'steering/edit');
  const last = Number(calendarDayOf(ctx.now).slice(0, 4));
  if (!Number.isInteger(year) || year < 2000 || year > last) throw problem('steering/report-year', { last });
  const db = ctx.db<ReportTables>();
  const before = await db.selectFrom('steering.report').select(['id', 'edition', 'state']).where('tenant_id', '=', ctx.tenantId).where('year', '=', year).orderBy('edition', 'desc').limit(1).executeTakeFirst();
  if (before?.state === 'draft') throw problem('steering/report-exists', { year });
  if (before && reason.trim() === '') throw problem('steering/edition-reason', { year });
  const [id, edition] = [newId(), (before?.edition ?? 0) + 1];
  // two who click at once: the second finds the draft of the first
  const made = await db
    .insertInto('steering.report')
    .values({ tenant_id: ctx.tenantId, id, year, edition, reason: before ? reason.trim().slice(0, 2000) : '', state: 'draft', created_at: ctx.now, created_by_name: ctx.actor.name })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) throw problem('steering/report-exists', { year });
  if (before) await copyTexts(ctx, before.id, id);
  ctx.emit({ type: 'steering/report-started', subject: `report:${id}`, data: { year, edition, reason: reason.trim() } });
  return { id, edition };
}

async function copyTexts(ctx: Ctx, from: string, to: string): Promise<void> {
  const db = ctx.db<ReportTables>();
  const texts = await db.selectFrom('steering.report_text').selectAll().where('tenant_id', '=', ctx.tenantId).where('report_id', '=', from).execute();
  if (texts.length > 0) await db.insertInto('steering.report_text').values(texts.map((text) => ({ ...text, report_id: to, revision: 1 }))).execute();
}
