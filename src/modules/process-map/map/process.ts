import { newId } from '#platform/db';
import { defineProblems, requirePermission, type Ctx } from '#platform/module';
import type { ProcessMapTables, ProcessState } from '../tables.ts';

/** A process of the administration as the map knows it. */
export type MappedProcess = { id: string; name: string; office: string; owner: string; service: string | null; state: ProcessState; perYear: number; minutesEach: number; costCentsEach: number; mediaBreaks: number; improvements: string; changedAt: Date; changedByName: string };
export type ProcessInput = Omit<MappedProcess, 'id' | 'changedAt' | 'changedByName'>;

export const problem = defineProblems({
  'process-map/unknown-process': { status: 404, de: 'Diesen Prozess gibt es nicht (mehr).', en: 'This process does not exist (any more).' },
  'process-map/unreadable-model': { status: 422, de: '{reason}', en: 'This file is not a process model: {reason}' },
});

/** How far digitising can still go, 1 to 0. */
const OPEN: Record<ProcessState, number> = { paper: 1, partly: 0.5, digital: 0.1 };

/** What a media break costs, as in the master plan; it is part of the time of a case. */
const MINUTES_PER_BREAK = 5;

/** Hours a year that digitising could save at most: its media breaks (half of the time at most) and of the rest what is not digital yet. Never more than is worked today. */
export function potentialHours({ state, perYear, minutesEach, mediaBreaks }: Pick<MappedProcess, 'state' | 'perYear' | 'minutesEach' | 'mediaBreaks'>): number {
  const breaks = Math.min(minutesEach / 2, mediaBreaks * MINUTES_PER_BREAK);
  return Math.round((perYear * (breaks + (minutesEach - breaks) * OPEN[state])) / 60);
}

/** All processes, the greatest potential first. A city has some hundred: one list. */
export async function listProcesses(ctx: Ctx): Promise<(MappedProcess & { potential: number })[]> {
  const rows = await ctx
    .db<ProcessMapTables>()
    .selectFrom('process_map.process')
    .select(['id', 'name', 'office', 'owner', 'service', 'state', 'per_year as perYear', 'minutes_each as minutesEach', 'cost_cents_each as costCentsEach', 'media_breaks as mediaBreaks', 'improvements', 'changed_at as changedAt', 'changed_by_name as changedByName'])
    .where('tenant_id', '=', ctx.tenantId)
    .limit(2000)
    .execute();
  return rows.map((row) => ({ ...row, potential: potentialHours(row) })).sort((a, b) => b.potential - a.potential || a.name.localeCompare(b.name, 'de'));
}

/** @throws process-map/unknown-process 404 */
export async function getProcess(ctx: Ctx, id: string): Promise<MappedProcess & { potential: number }> {
  const found = (await listProcesses(ctx)).find((process) => process.id === id);
  if (!found) throw problem('process-map/unknown-process');
  return found;
}

/** Adds a process to the map, or changes one. @returns its id */
export async function saveProcess(ctx: Ctx, id: string | undefined, input: ProcessInput): Promise<string> {
  requirePermission(ctx, 'processes/edit');
  const { perYear, minutesEach, costCentsEach, mediaBreaks, ...plain } = input;
  const values = { ...plain, per_year: perYear, minutes_each: minutesEach, cost_cents_each: costCentsEach, media_breaks: mediaBreaks, changed_at: ctx.now, changed_by_name: ctx.actor.name };
  const db = ctx.db<ProcessMapTables>();
  if (id) {
    await getProcess(ctx, id);
    await db.updateTable('process_map.process').set(values).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  }
  const saved = id ?? newId();
  if (!id) await db.insertInto('process_map.process').values({ tenant_id: ctx.tenantId, id: saved, ...values }).execute();
  ctx.emit({ type: id ? 'process-map/changed' : 'process-map/added', subject: `process:${saved}`, data: { state: input.state } });
  return saved;
}
