import { compileFeel } from '#engines/decisions';
import { compileProcess } from '#engines/process';
import { newId } from '#platform/db';
import { requirePermission, type Ctx } from '#platform/module';
import { getProcess, problem } from '../map/process.ts';
import type { ImprovementState, ProcessMapTables } from '../tables.ts';

/** Something that shall become better. */
export type Improvement = { id: string; processId: string; processName: string; title: string; /** Position, not person. */ owner: string; state: ImprovementState; /** What it would save. */ hoursAYear: number };
export type ImprovementInput = Pick<Improvement, 'title' | 'owner' | 'state' | 'hoursAYear'>;

export const IMPROVEMENTS_A_PAGE = 100;

/** What saves most comes first; of one process, or of all that are in these states. */
export async function listImprovements(ctx: Ctx, { processId, states, after }: { processId?: string; states?: ImprovementState[]; /** The last one of the page before. */ after?: Pick<Improvement, 'id' | 'hoursAYear'> | undefined } = {}): Promise<Improvement[]> {
  let query = ctx
    .db<ProcessMapTables>()
    .selectFrom('process_map.improvement as i')
    .innerJoin('process_map.process as p', (join) => join.onRef('p.tenant_id', '=', 'i.tenant_id').onRef('p.id', '=', 'i.process_id'))
    .select(['i.id', 'i.process_id as processId', 'p.name as processName', 'i.title', 'i.owner', 'i.state', 'i.hours_a_year as hoursAYear'])
    .where('i.tenant_id', '=', ctx.tenantId);
  if (processId) query = query.where('i.process_id', '=', processId);
  if (states) query = query.where('i.state', 'in', states);
  if (after) query = query.where((eb) => eb.or([eb('i.hours_a_year', '<', after.hoursAYear), eb.and([eb('i.hours_a_year', '=', after.hoursAYear), eb('i.id', '>', after.id)])]));
  return query.orderBy('i.hours_a_year', 'desc').orderBy('i.id').limit(IMPROVEMENTS_A_PAGE).execute();
}

/** Adds an improvement, or changes one. @throws process-map/unknown-process 404; platform/not-allowed */
export async function saveImprovement(ctx: Ctx, { processId, id, input }: { processId: string; id?: string | undefined; input: ImprovementInput }): Promise<string> {
  requirePermission(ctx, 'processes/edit');
  await getProcess(ctx, processId);
  const db = ctx.db<ProcessMapTables>();
  const { hoursAYear, ...plain } = input;
  const values = { ...plain, hours_a_year: hoursAYear, changed_at: ctx.now, changed_by_name: ctx.actor.name };
  const saved = id ?? newId();
  if (id) {
    const { numUpdatedRows } = await db.updateTable('process_map.improvement').set(values).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).where('process_id', '=', processId).executeTakeFirst();
    if (numUpdatedRows === 0n) throw problem('process-map/unknown-process');
  } else await db.insertInto('process_map.improvement').values({ tenant_id: ctx.tenantId, id: saved, process_id: processId, ...values }).execute();
  ctx.emit({ type: id ? 'process-map/improvement-changed' : 'process-map/improvement-added', subject: `process:${processId}`, data: { improvement: saved, state: input.state, hoursAYear } });
  return saved;
}

/** How the process is done today, as BPMN. */
export async function findModel(ctx: Ctx, processId: string): Promise<{ xml: string; changedAt: Date; changedByName: string } | undefined> {
  return ctx.db<ProcessMapTables>().selectFrom('process_map.model').select(['xml', 'changed_at as changedAt', 'changed_by_name as changedByName']).where('tenant_id', '=', ctx.tenantId).where('process_id', '=', processId).executeTakeFirst();
}

/** Why a file is no process model; undefined when it is one. It need not run. */
export async function whyNoModel(xml: string): Promise<string | undefined> {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) return 'Die Datei lässt sich nicht lesen: Sie enthält eine DOCTYPE-Angabe.';
  const { graph, findings } = await compileProcess(xml, { feel: compileFeel });
  return graph ? undefined : `Die Datei lässt sich nicht lesen: ${findings[0]?.message ?? 'Sie enthält keinen Prozess.'}`;
}

/** Keeps the drawing of today's way. @throws process-map/unknown-process 404; platform/not-allowed */
export async function saveModel(ctx: Ctx, processId: string, xml: string): Promise<void> {
  requirePermission(ctx, 'processes/edit');
  await getProcess(ctx, processId);
  const values = { xml, changed_at: ctx.now, changed_by_name: ctx.actor.name };
  await ctx
    .db<ProcessMapTables>()
    .insertInto('process_map.model')
    .values({ tenant_id: ctx.tenantId, process_id: processId, ...values })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'process_id']).doUpdateSet(values))
    .execute();
  ctx.emit({ type: 'process-map/model-saved', subject: `process:${processId}`, data: { characters: xml.length } });
}
