import { requirePermission, type Ctx } from '#platform/module';
import { problem } from './problems.ts';
import type { PartText, ReportHead, Snapshot } from './report.ts';
import type { ReportTables } from './tables.ts';

const head = ['id', 'year', 'edition', 'reason', 'state', 'created_at as createdAt', 'created_by_name as createdByName', 'frozen_at as frozenAt', 'frozen_by_name as frozenByName', 'published_at as publishedAt'] as const;
const MOST = 200;

/** All reports, the newest year and edition first. */
export async function listReports(ctx: Ctx): Promise<ReportHead[]> {
  requirePermission(ctx, 'steering/read');
  return ctx.db<ReportTables>().selectFrom('steering.report').select(head).where('tenant_id', '=', ctx.tenantId).orderBy('year', 'desc').orderBy('edition', 'desc').limit(MOST).execute();
}

/** @throws steering/no-report 404 */
export async function getReport(ctx: Ctx, id: string, { lock = false }: { lock?: boolean } = {}): Promise<ReportHead & { snapshot: Snapshot | null }> {
  requirePermission(ctx, 'steering/read');
  let query = ctx.db<ReportTables>().selectFrom('steering.report').select([...head, 'snapshot']).where('tenant_id', '=', ctx.tenantId).where('id', '=', id);
  if (lock) query = query.forUpdate();
  const found = await query.executeTakeFirst();
  if (!found) throw problem('steering/no-report');
  return found;
}

/** The latest frozen edition of a year, for comparing. */
export async function findSnapshot(ctx: Ctx, year: number): Promise<Snapshot | undefined> {
  const row = await ctx.db<ReportTables>().selectFrom('steering.report').select('snapshot').where('tenant_id', '=', ctx.tenantId).where('year', '=', year).where('state', '=', 'frozen').orderBy('edition', 'desc').limit(1).executeTakeFirst();
  return row?.snapshot ?? undefined;
}

export type PublishedReport = { id: string; year: number; edition: number; reason: string; publishedAt: Date; snapshot: Snapshot };

/** What everybody may read: the latest published edition of a year. */
export async function findPublished(ctx: Ctx, year: number): Promise<PublishedReport | undefined> {
  const row = await ctx
    .db<ReportTables>()
    .selectFrom('steering.report')
    .select(['id', 'year', 'edition', 'reason', 'published_at as publishedAt', 'snapshot'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('year', '=', year)
    .where('published_at', 'is not', null)
    .orderBy('edition', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.snapshot && row.publishedAt ? { ...row, publishedAt: row.publishedAt, snapshot: row.snapshot } : undefined;
}

/** Years with a published report, newest first. */
export async function listPublishedYears(ctx: Ctx): Promise<number[]> {
  const rows = await ctx.db<ReportTables>().selectFrom('steering.report').select('year').distinct().where('tenant_id', '=', ctx.tenantId).where('published_at', 'is not', null).orderBy('year', 'desc').limit(MOST).execute();
  return rows.map(({ year }) => year);
}

/** What people wrote, by part. */
export async function listTexts(ctx: Ctx, reportId: string): Promise<Map<string, PartText>> {
  const rows = await ctx
    .db<ReportTables>()
    .selectFrom('steering.report_text')
    .select(['part', 'text', 'left_out as leftOut', 'revision', 'changed_at as changedAt', 'changed_by_name as changedByName'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('report_id', '=', reportId)
    .execute();
  return new Map(rows.map((row) => [row.part, row]));
}

export type TextBefore = { revision: number; text: string; changedAt: Date; changedByName: string };

/** Earlier wordings of a part, the latest first. */
export async function listTextsBefore(ctx: Ctx, reportId: string, part: string): Promise<TextBefore[]> {
  return ctx
    .db<ReportTables>()
    .selectFrom('steering.report_text_before')
    .select(['revision', 'text', 'changed_at as changedAt', 'changed_by_name as changedByName'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('report_id', '=', reportId)
    .where('part', '=', part)
    .orderBy('revision', 'desc')
    .limit(20)
    .execute();
}

export async function findReportFile(ctx: Ctx, reportId: string): Promise<Buffer | undefined> {
  const row = await ctx.db<ReportTables>().selectFrom('steering.report_file').select('bytes').where('tenant_id', '=', ctx.tenantId).where('report_id', '=', reportId).executeTakeFirst();
  return row?.bytes;
}
