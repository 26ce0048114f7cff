import { z } from 'zod';
import { findSampleFile } from '#core/organisation';
import { newId } from '#platform/db';
import { seeds, type Ctx } from '#platform/module';
import { makeSnapshot } from './make-snapshot.ts';
import type { PartText, Snapshot } from './report.ts';
import type { ReportTables } from './tables.ts';

const day = z.iso.date();
const reportsFile = z.object({
  reports: z.array(z.object({ year: z.number().int(), frozenOn: day.optional(), publishedOn: day.optional(), writtenBy: z.string(), publishedBy: z.string().default(''), texts: z.record(z.string(), z.string()).default({}) })),
});
type SampleReport = z.output<typeof reportsFile>['reports'][number];

const noonOf = (date: string): Date => new Date(`${date}T11:00:00Z`);

/** Two frozen years and a draft, while there is no report; the files are set when somebody first asks for them. */
export const reportsSeed = seeds.of({
  name: 'steering/reports',
  run: async (ctx: Ctx) => {
    const file = findSampleFile(ctx.platform, 'reports.yaml', reportsFile);
    if (!file || (await ctx.db<ReportTables>().selectFrom('steering.report').select('id').where('tenant_id', '=', ctx.tenantId).limit(1).executeTakeFirst())) return;
    for (const one of file.reports) await seedReport(ctx, one);
  },
});

async function seedReport(ctx: Ctx, one: SampleReport): Promise<void> {
  const [id, db] = [newId(), ctx.db<ReportTables>()];
  const { year, frozenOn, publishedOn } = one;
  const writtenAt = frozenOn ? noonOf(frozenOn) : ctx.now;
  const texts = new Map(Object.entries(one.texts).map(([part, text]): [string, PartText] => [part, { part, text, leftOut: false, revision: 1, changedAt: writtenAt, changedByName: one.writtenBy }]));
  const snapshot: Snapshot | null = frozenOn ? await makeSnapshot(ctx, { year, edition: 1, asOn: frozenOn, texts }) : null;
  await db
    .insertInto('steering.report')
    .values({
      tenant_id: ctx.tenantId, id, year, edition: 1, reason: '', state: frozenOn ? 'frozen' : 'draft', snapshot: snapshot && JSON.stringify(snapshot), created_at: writtenAt, created_by_name: one.writtenBy,
      frozen_at: frozenOn ? writtenAt : null, frozen_by_name: frozenOn ? one.writtenBy : null, published_at: publishedOn ? noonOf(publishedOn) : null, published_by_name: publishedOn ? one.publishedBy : null,
    })
    .execute();
  if (texts.size > 0) await db.insertInto('steering.report_text').values([...texts.values()].map((text) => ({ tenant_id: ctx.tenantId, report_id: id, part: text.part, text: text.text, left_out: false, revision: 1, changed_at: writtenAt, changed_by_name: one.writtenBy }))).execute();
  ctx.emit({ type: 'steering/report-started', subject: `report:${id}`, data: { year, edition: 1, reason: 'Beispieldaten' } });
}
