import { reportSections } from '#core/insights';
import { formatTime } from '#platform/i18n';
import { requirePermission, type Ctx } from '#platform/module';
import { problem } from './problems.ts';
import { unknownPlaceholders, withIds } from './report-text.ts';
import { getReport, listTexts } from './reports.queries.ts';
import type { ReportTables } from './tables.ts';

export type TextChange = { reportId: string; part: string; text: string; leftOut: boolean; /** What the writer has seen; 0: the words of the data. */ revision: number };

/**
 * Saves the wording of a part. The wording before it is kept. @returns the new revision
 * @throws steering/text-changed 409 when somebody else was quicker, report-frozen 409, unknown-number 422, no-part 404
 */
export async function saveText(ctx: Ctx, { reportId, part, text, leftOut, revision }: TextChange): Promise<number> {
  requirePermission(ctx, 'steering/edit');
  const report = await getReport(ctx, reportId, { lock: true });
  if (report.state === 'frozen') throw problem('steering/report-frozen');
  const section = ctx.platform.contributions(reportSections).find(({ id }) => id === part);
  const draft = await section?.write(ctx, report.year);
  if (!section || !draft) throw problem('steering/no-part');
  const unknown = unknownPlaceholders(text, draft.figures);
  if (unknown.length > 0) throw problem('steering/unknown-number', { names: unknown.join(', ') });
  const before = (await listTexts(ctx, reportId)).get(part);
  const clean = withIds(text.replaceAll('\r\n', '\n').trim(), draft.figures);
  if (before && before.revision !== revision) {
    if (before.text === clean && before.leftOut === leftOut) return before.revision; // the same words arrived twice
    throw problem('steering/text-changed', { name: before.changedByName, time: before.changedAt ? formatTime(before.changedAt) : '' });
  }
  if (!before && clean === draft.paragraphs.join('\n\n').trim() && !leftOut) return 0; // still the words of the data: they go on following it
  if (before && before.text === clean && before.leftOut === leftOut) return before.revision;
  const next = (before?.revision ?? 0) + 1;
  const row = { text: clean, left_out: leftOut, revision: next, changed_at: ctx.now, changed_by_name: ctx.actor.name };
  const db = ctx.db<ReportTables>();
  const key = { tenant_id: ctx.tenantId, report_id: reportId, part };
  if (before && before.changedAt) await db.insertInto('steering.report_text_before').values({ ...key, revision: before.revision, text: before.text, changed_at: before.changedAt, changed_by_name: before.changedByName }).onConflict((conflict) => conflict.doNothing()).execute();
  await db.insertInto('steering.report_text').values({ ...key, ...row }).onConflict((conflict) => conflict.columns(['tenant_id', 'report_id', 'part']).doUpdateSet(row)).execute();
  ctx.emit({ type: 'steering/report-text-saved', subject: `report:${reportId}`, data: { part, revision: next } });
  return next;
}
