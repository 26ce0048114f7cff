import { forgetBrief } from '#platform/http';
import { calendarDayOf } from '#platform/i18n';
import { requirePermission, type Ctx } from '#platform/module';
import { makeSnapshot } from './make-snapshot.ts';
import { problem } from './problems.ts';
import type { Snapshot } from './report.ts';
import { reportFile } from './report-pdf.ts';
import { getReport, listTexts } from './reports.queries.ts';
import type { ReportTables } from './tables.ts';

/** Keeps everything the report shows, as it is now; from then on nothing of it is computed again. @throws steering/report-frozen 409 */
export async function freezeReport(ctx: Ctx, reportId: string): Promise<Snapshot> {
  requirePermission(ctx, 'steering/edit');
  const report = await getReport(ctx, reportId, { lock: true });
  if (report.state === 'frozen') throw problem('steering/report-frozen');
  const { year, edition } = report;
  const snapshot = await makeSnapshot(ctx, { year, edition, asOn: calendarDayOf(ctx.now), texts: await listTexts(ctx, reportId) });
  const db = ctx.db<ReportTables>();
  const frozen = { state: 'frozen' as const, snapshot: JSON.stringify(snapshot), frozen_at: ctx.now, frozen_by_name: ctx.actor.name };
  await db.updateTable('steering.report').set(frozen).where('tenant_id', '=', ctx.tenantId).where('id', '=', reportId).execute();
  await reportFile(ctx, { id: reportId, snapshot });
  ctx.emit({ type: 'steering/report-frozen', subject: `report:${reportId}`, data: { year: report.year, edition: report.edition } });
  return snapshot;
}

/** Puts a frozen report on the city's website; whoever decides does that. @throws steering/report-draft 409 */
export async function publishReport(ctx: Ctx, reportId: string): Promise<void> {
  requirePermission(ctx, 'steering/decide');
  const report = await getReport(ctx, reportId, { lock: true });
  if (report.state === 'draft') throw problem('steering/report-draft');
  if (report.publishedAt) return;
  await ctx.db<ReportTables>().updateTable('steering.report').set({ published_at: ctx.now, published_by_name: ctx.actor.name }).where('tenant_id', '=', ctx.tenantId).where('id', '=', reportId).execute();
  ctx.emit({ type: 'steering/report-published', subject: `report:${reportId}`, data: { year: report.year, edition: report.edition } });
  ctx.afterCommit(() => forgetBrief(ctx.platform));
}
