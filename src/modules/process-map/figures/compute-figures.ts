import { sql } from 'kysely';
import { findCurrentVersion, listServices } from '#core/catalogue';
import type { Ctx } from '#platform/module';
import { newScan, scanPath } from '../mining/scan-path.ts';
import { optionsOf } from '../mining/mine.ts';
import type { ProcessMapTables } from '../tables.ts';

/** Means are taken from at most this many of the newest finished cases of a service: more change nothing that one could see. */
const SAMPLE = 200;
/** Who keeps a task longer than this was not working on it all the time: one step counts at most half a working day. */
const LONGEST_STEP_SECONDS = 4 * 3600;

type Ended = { path: string; days: number };
export type Means = { minutesEach: number | null; automationPercent: number | null; daysToDecision: number | null };

/** Working time, share without any hand and days until the end, of finished cases. */
export function meansOf(ended: readonly Ended[], people: ReadonlySet<string>): Means {
  if (ended.length === 0) return { minutesEach: null, automationPercent: null, daysToDecision: null };
  const scan = newScan();
  let [seconds, measured, automatic] = [0, 0, 0];
  for (const { path } of ended) {
    scanPath(path, scan);
    let touched = false;
    let worked = 0;
    for (let at = 0; at < scan.count; at++) {
      if (!people.has(scan.nodes[at] ?? '')) continue;
      touched = true;
      const work = (scan.left[at] ?? Number.NaN) - (scan.claimed[at] ?? Number.NaN);
      if (work > 0) worked += Math.min(work, LONGEST_STEP_SECONDS);
    }
    if (!touched) automatic++;
    // a case whose tasks nobody took first tells nothing about the work in it
    if (!touched || worked > 0) measured++;
    seconds += worked;
  }
  return {
    minutesEach: measured > 0 ? Math.round(seconds / measured / 60) : null,
    automationPercent: Math.round((automatic / ended.length) * 100),
    daysToDecision: Math.round(ended.reduce((sum, { days }) => sum + days, 0) / ended.length),
  };
}

/** Reads the traces of all services anew and keeps one row of figures each. @returns how many services have cases */
export async function computeFigures(ctx: Ctx): Promise<number> {
  const slugs = (await listServices(ctx)).map(({ slug }) => slug);
  const since = new Date(ctx.now.getTime() - 365 * 86_400_000);
  const db = ctx.db<ProcessMapTables>();
  const { rows } = await sql<{ service: string; cases: number }>`
    select service, count(*)::int as cases from process_map.trace where tenant_id = ${ctx.tenantId} and service = any(${slugs}::text[]) and started_at >= ${since} group by service`.execute(db);
  const figures = [];
  for (const { service, cases } of rows) {
    const ended = await sql<Ended>`
      select path, extract(epoch from ended_at - started_at)::float8 / 86400 as days from process_map.trace
      where tenant_id = ${ctx.tenantId} and service = ${service} and started_at >= ${since} and ended_at is not null order by started_at desc limit ${SAMPLE}`.execute(db);
    const graph = (await findCurrentVersion(ctx, service))?.service.process;
    const { minutesEach, automationPercent, daysToDecision } = meansOf(ended.rows, graph ? optionsOf(graph).people : new Set());
    figures.push({ tenant_id: ctx.tenantId, service, cases_a_year: cases, minutes_each: minutesEach, automation_percent: automationPercent, days_to_decision: daysToDecision, computed_at: ctx.now });
  }
  await db.deleteFrom('process_map.service_figure').where('tenant_id', '=', ctx.tenantId).execute();
  if (figures.length > 0) await db.insertInto('process_map.service_figure').values(figures).execute();
  return figures.length;
}
