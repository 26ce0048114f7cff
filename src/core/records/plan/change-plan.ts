import { requirePermission, type Ctx } from '#platform/module';
import { sql } from 'kysely';
import { problem } from '../problems.ts';
import type { RecordsTables } from '../tables.ts';
import { comparePositions, findPlanPosition, listFilePlan, parentOf, writePlanPositions, type PlanPosition } from './file-plan.ts';
import { readPlan } from './plan-exchange.ts';

const NUMBER = /^[0-9A-Za-z]{1,10}(\.[0-9A-Za-z]{1,10}){0,6}$/;

/** What is wrong with a position, in one sentence; undefined when nothing is. */
export function planMistake(position: PlanPosition, known: ReadonlySet<string>): string | undefined {
  if (!NUMBER.test(position.number)) return `„${position.number}“ ist keine Stelle wie 02.3.1.`;
  if (!position.title.trim() || position.title.length > 300) return `Der Stelle ${position.number} fehlt ein Titel (höchstens 300 Zeichen).`;
  const parent = parentOf(position.number);
  if (parent && !known.has(parent)) return `Die Stelle ${position.number} liegt unter ${parent}; die gibt es nicht.`;
  const years = position.retentionYears;
  if (years !== undefined && (!Number.isInteger(years) || years < 1 || years > 200)) return `Die Aufbewahrung der Stelle ${position.number} ist eine ganze Zahl von 1 bis 200 Jahren.`;
  return undefined;
}

/** Adds or changes a position. @throws Problem 403 without records/manage, 422 naming what is wrong. */
export async function savePlanPosition(ctx: Ctx, position: PlanPosition): Promise<void> {
  requirePermission(ctx, 'records/manage', null);
  const known = new Set((await listFilePlan(ctx)).map((one) => one.number));
  const mistake = planMistake(position, known);
  if (mistake) throw problem('records/plan-unreadable', { reason: mistake });
  const before = await findPlanPosition(ctx, position.number);
  await writePlanPositions(ctx, [{ ...position, title: position.title.trim() }]);
  ctx.emit({ type: before ? 'records/plan-position-changed' : 'records/plan-position-added', subject: `plan:${position.number}`, data: { title: position.title.trim(), retentionYears: position.retentionYears ?? null, disposition: position.disposition } });
}

/** Removes a position nothing lies at. @throws Problem 409 when files or positions lie there. */
export async function removePlanPosition(ctx: Ctx, number: string): Promise<void> {
  requirePermission(ctx, 'records/manage', null);
  const { rows } = await sql<{ used: number }>`select (select count(*) from (select 1 from records.case_file where tenant_id = ${ctx.tenantId} and plan_position = ${number} limit 1000) c)::int
    + (select count(*) from records.file where tenant_id = ${ctx.tenantId} and plan_position = ${number})::int
    + (select count(*) from records.plan_position where tenant_id = ${ctx.tenantId} and parent_number = ${number})::int as used`.execute(ctx.db());
  if (rows[0]?.used) throw problem('records/plan-in-use', { number, count: rows[0].used });
  const gone = await ctx.db<RecordsTables>().deleteFrom('records.plan_position').where('tenant_id', '=', ctx.tenantId).where('number', '=', number).executeTakeFirst();
  if (!gone.numDeletedRows) throw problem('records/no-such-position', { number });
  ctx.emit({ type: 'records/plan-position-removed', subject: `plan:${number}` });
}

export type PlanImport = { added: PlanPosition[]; changed: PlanPosition[]; unchanged: number };

/** What an imported plan would do; nothing is removed by an import. @throws Problem 422 naming line and mistake. */
export async function previewPlan(ctx: Ctx, bytes: Uint8Array): Promise<PlanImport> {
  requirePermission(ctx, 'records/manage', null);
  const given = readPlan(bytes);
  const present = new Map((await listFilePlan(ctx)).map(({ files: _files, ...position }) => [position.number, position]));
  const known = new Set([...present.keys(), ...given.map((position) => position.number)]);
  for (const position of given) {
    const mistake = planMistake(position, known);
    if (mistake) throw problem('records/plan-unreadable', { reason: mistake });
  }
  const sorted = given.toSorted((a, b) => comparePositions(a.number, b.number));
  const same = (position: PlanPosition): boolean => JSON.stringify(facts(present.get(position.number))) === JSON.stringify(facts(position));
  const changed = sorted.filter((position) => present.has(position.number) && !same(position));
  return { added: sorted.filter((position) => !present.has(position.number)), changed, unchanged: sorted.filter((position) => same(position)).length };
}

const facts = (position: PlanPosition | undefined): unknown => position && [position.title, position.description ?? '', position.retentionYears ?? 0, position.disposition];

/** Takes over an imported plan. */
export async function importPlan(ctx: Ctx, bytes: Uint8Array): Promise<PlanImport> {
  const preview = await previewPlan(ctx, bytes);
  await writePlanPositions(ctx, [...preview.added, ...preview.changed]);
  ctx.emit({ type: 'records/plan-imported', subject: 'plan:*', data: { added: preview.added.length, changed: preview.changed.length } });
  return preview;
}
