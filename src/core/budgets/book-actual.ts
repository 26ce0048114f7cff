import { noteMoney, projectsById } from '#core/projects';
import { newId } from '#platform/db';
import { calendarDayOf, formatDate } from '#platform/i18n';
import { requirePermission, type Ctx } from '#platform/module';
import { addUp, readYearSums } from './money.ts';
import { problem } from './problems.ts';
import type { BookingRow, BudgetTables, CostType, SourceKind } from './tables.ts';

export type NewBooking = {
  /** Null: running operation. */
  projectId: string | null;
  amountCents: number;
  /** Day of payment; its year is the budget year. */
  on: string;
  text: string;
  /** Where it comes from: an invoice by its number, a receipt … The same source is booked once. */
  source: { kind: Exclude<SourceKind, 'counter'>; ref: string };
  costType?: CostType;
  running?: boolean;
  product?: string;
};

/**
 * Books money that was paid. Belongs to the grant of the project whose period holds the day, when there is one.
 * @throws Problem 422 for nothing, less than nothing or a day ahead, 409 when the source is booked already, 403
 */
export async function bookActual(ctx: Ctx, given: NewBooking): Promise<{ id: string }> {
  requirePermission(ctx, 'budgets/edit');
  if (given.amountCents < 0) throw problem('budgets/negative');
  if (!Number.isSafeInteger(given.amountCents) || given.amountCents === 0) throw problem('budgets/amount-needed');
  if (given.on > calendarDayOf(ctx.now)) throw problem('budgets/date-ahead', { day: formatDate(given.on, 'de') });
  const text = given.text.trim();
  const ref = given.source.ref.trim();
  if (!text) throw problem('budgets/text-needed', { what: 'Wofür' });
  if (!ref) throw problem('budgets/text-needed', { what: 'Beleg' });
  await requireProject(ctx, given.projectId);
  const booking = {
    project_id: given.projectId, funding_id: await fundingFor(ctx, given.projectId, given.on), booked_on: given.on, amount_cents: given.amountCents, cost_type: given.costType ?? 'services', running: given.running ?? false,
    product: given.product?.trim() ?? '', text, source_kind: given.source.kind, source_ref: ref, reverses_id: null,
  } as const;
  return insert(ctx, booking);
}

/** Takes a booking back: a booking of the same amount below zero, for the same day, noted now. @throws Problem 422 without reason, 409 when taken back already, 404, 403 */
export async function reverseBooking(ctx: Ctx, { bookingId, reason }: { bookingId: string; reason: string }): Promise<{ id: string }> {
  requirePermission(ctx, 'budgets/edit');
  const text = reason.trim();
  if (!text) throw problem('budgets/reason-needed');
  const db = ctx.db<BudgetTables>();
  const booking = await db.selectFrom('budgets.booking').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', bookingId).forUpdate().executeTakeFirst();
  if (!booking) throw problem('budgets/no-booking');
  const taken = await db.selectFrom('budgets.booking').select('id').where('tenant_id', '=', ctx.tenantId).where('reverses_id', '=', bookingId).executeTakeFirst();
  if (taken || booking.reverses_id) throw problem('budgets/reversed-already');
  // same day and year as what it takes back: else the old year would keep money that was never spent
  return insert(ctx, { ...booking, amount_cents: -booking.amount_cents, text: `Gegenbuchung: ${text}`, source_kind: 'counter', source_ref: bookingId, reverses_id: bookingId });
}

type Values = Omit<BookingRow, 'tenant_id' | 'id' | 'year' | 'noted_at' | 'noted_by_name'>;

async function insert(ctx: Ctx, booking: Values): Promise<{ id: string }> {
  const id = newId();
  const row = { ...booking, tenant_id: ctx.tenantId, id, year: Number(booking.booked_on.slice(0, 4)), noted_by_name: ctx.actor.name, noted_at: ctx.now };
  const done = await ctx.db<BudgetTables>().insertInto('budgets.booking').values(row).onConflict((conflict) => conflict.doNothing()).returning('id').executeTakeFirst();
  if (!done) throw problem('budgets/booked-already', { ref: booking.source_ref });
  ctx.emit({ type: booking.reverses_id ? 'budgets/reversed' : 'budgets/booked', subject: booking.project_id ? `project:${booking.project_id}` : `booking:${id}`, data: { booking: id, amountCents: booking.amount_cents, on: booking.booked_on, source: booking.source_ref } });
  await refreshMoney(ctx, booking.project_id);
  return { id };
}

/** @throws Problem 404 of #core/projects */
export async function requireProject(ctx: Ctx, projectId: string | null): Promise<void> {
  if (projectId && !(await projectsById(ctx, [projectId])).has(projectId)) throw problem('budgets/no-project');
}

/** Tells the project what it costs, for its light. */
export async function refreshMoney(ctx: Ctx, projectId: string | null): Promise<void> {
  if (!projectId) return;
  const money = addUp(ctx, await readYearSums(ctx, { projectIds: [projectId] }));
  await noteMoney(ctx, projectId, { planCents: money.planCents, expectedCents: money.forecastCents });
}

async function fundingFor(ctx: Ctx, projectId: string | null, on: string): Promise<string | null> {
  if (!projectId) return null;
  const found = await ctx.db<BudgetTables>().selectFrom('budgets.funding').select('id').where('tenant_id', '=', ctx.tenantId).where('project_id', '=', projectId).where('state', '=', 'approved').where('period_from', '<=', on).where('period_until', '>=', on).limit(2).execute();
  return found.length === 1 ? (found[0]?.id ?? null) : null;
}
