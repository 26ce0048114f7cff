import { findSampleFile } from '#core/organisation';
import { noteMoney, projectIdsByKey } from '#core/projects';
import { newId } from '#platform/db';
import type { Ctx, Seed } from '#platform/module';
import { z } from 'zod';
import { addUp, readYearSums } from '../money.ts';
import type { BookingRow, BudgetTables, LineRow } from '../tables.ts';
import { sampleGrants, seedGrants } from './sample-grants.ts';

const costType = z.enum(['services', 'licences', 'hardware', 'staff', 'training', 'operation', 'other']);
const euros = z.int().min(0);
const budgetsFile = z.object({
  projects: z.array(z.object({ key: z.string(), state: z.string(), costType: costType.default('services'), product: z.string().default(''), startsOn: z.iso.date().optional(), money: z.array(z.object({ year: z.int(), plan: euros, committed: euros, spent: euros, forecast: euros.optional(), running: z.boolean().default(false) })).default([]) })),
  operation: z.array(z.object({ year: z.int(), text: z.string(), type: costType, product: z.string(), plan: euros, committed: euros, spent: euros })).default([]),
  grants: sampleGrants,
});
type Part = { project_id: string | null; year: number; cost_type: z.output<typeof costType>; running: boolean; product: string; text: string; plan: number; committed: number; spent: number; forecast?: number | undefined; /** Nothing was paid before the project began. */ from: string };

/** Budgets, bookings and grants of the sample city (city/projects.yaml), only in demo mode and while there is none. */
export const sampleBudgets: Seed = { name: 'budgets/sample', run: seedBudgets };

/** States in which nobody has approved anything: what they need is an estimate, no plan. */
const UNDECIDED = new Set(['draft', 'applied', 'rejected', 'deferred']);

async function seedBudgets(ctx: Ctx): Promise<void> {
  const file = findSampleFile(ctx.platform, 'projects.yaml', budgetsFile);
  const db = ctx.db<BudgetTables>();
  if (!file || (await db.selectFrom('budgets.line').select('id').where('tenant_id', '=', ctx.tenantId).limit(1).executeTakeFirst())) return;
  const ids = await projectIdsByKey(ctx);
  if (ids.size === 0) return;
  const parts: Part[] = [
    ...file.projects.filter(({ state }) => !UNDECIDED.has(state)).flatMap(({ key, money, costType: type, product, startsOn = '' }) => money.map((one) => ({ ...one, from: startsOn, project_id: ids.get(key) ?? null, cost_type: type, product, text: '' }))),
    ...file.operation.map(({ type, ...one }) => ({ ...one, from: '', project_id: null, cost_type: type, running: true })),
  ];
  const grants = await seedGrants(ctx, file.grants, ids);
  const lines = parts.flatMap((part) => linesOf(ctx, part));
  for (let at = 0; at < lines.length; at += 500) await db.insertInto('budgets.line').values(lines.slice(at, at + 500)).execute();
  const bookings = parts.flatMap((part) => bookingsOf(ctx, part)).map((one, number) => ({ ...one, source_ref: `RE-${one.year}-${String(number + 1).padStart(4, '0')}`, funding_id: grants.find((grant) => grant.project_id === one.project_id && grant.state !== 'applied' && grant.period_from <= one.booked_on && grant.period_until >= one.booked_on)?.id ?? null }));
  for (let at = 0; at < bookings.length; at += 500) await db.insertInto('budgets.booking').values(bookings.slice(at, at + 500)).execute();
  const sums = Map.groupBy(await readYearSums(ctx), ({ projectId }) => projectId);
  for (const [id, rows] of sums) {
    const money = addUp(ctx, rows);
    if (id) await noteMoney(ctx, id, { planCents: money.planCents, expectedCents: money.forecastCents });
  }
  ctx.emit({ type: 'budgets/taken-over', subject: 'budgets', data: { lines: lines.length, bookings: bookings.length } });
}

function linesOf(ctx: Ctx, part: Part): LineRow[] {
  const line = (kind: LineRow['kind'], amount: number | undefined): LineRow[] =>
    amount
      ? [{ tenant_id: ctx.tenantId, id: newId(), project_id: part.project_id, year: part.year, kind, cost_type: part.cost_type, running: part.running, product: part.product, cost_centre: '', text: part.text, amount_cents: amount * 100, noted_by_name: 'Übernahme', noted_at: ctx.now }]
      : [];
  return [...line('plan', part.plan), ...line('committed', part.committed), ...line('forecast', part.forecast)];
}

/** What was spent comes in up to four payments a year, in the current one in as many as are past. */
function bookingsOf(ctx: Ctx, part: Part): BookingRow[] {
  const today = ctx.now.toISOString().slice(0, 10);
  const quarters = ['-02-18', '-05-14', '-08-21', '-11-12'].map((day) => `${part.year}${day}`).filter((day) => day >= part.from);
  const days = (quarters.length > 0 ? quarters : [`${part.year}-12-18`]).filter((day) => day <= today);
  if (part.spent === 0 || days.length === 0) return [];
  const cents = part.spent * 100;
  const each = Math.floor(cents / days.length / 1000) * 1000;
  return days.map((day, index) => ({
    tenant_id: ctx.tenantId, id: newId(), project_id: part.project_id, funding_id: null, year: part.year, booked_on: day, amount_cents: index === days.length - 1 ? cents - each * (days.length - 1) : each,
    cost_type: part.cost_type, running: part.running, product: part.product, text: part.text || `Abschlag ${index + 1}`, source_kind: 'invoice' as const, source_ref: '', reverses_id: null, noted_by_name: 'Übernahme', noted_at: ctx.now,
  }));
}
