import { newId } from '#platform/db';
import { calendarDayOf, formatDate, formatMoney } from '#platform/i18n';
import { requirePermission, type Ctx } from '#platform/module';
import { requireProject } from '../book-actual.ts';
import { problem } from '../problems.ts';
import type { BudgetTables, DutyKind, FundingRow, FundingState } from '../tables.ts';

export type FundingFields = {
  projectId: string | null;
  programme: string;
  giver: string;
  noticeNumber: string;
  noticeOn: string | null;
  amountCents: number;
  ratePercent: number;
  periodFrom: string;
  periodUntil: string;
  boundUntil: string | null;
  earlyStartOn: string | null;
  conditions: string;
  state: FundingState;
};

function checked(given: FundingFields) {
  const programme = given.programme.trim();
  const giver = given.giver.trim();
  if (!programme) throw problem('budgets/text-needed', { what: 'Programm' });
  if (!giver) throw problem('budgets/text-needed', { what: 'Zuwendungsgeber' });
  if (given.amountCents < 0) throw problem('budgets/negative');
  if (!Number.isSafeInteger(given.amountCents) || given.amountCents === 0) throw problem('budgets/amount-needed');
  if (!Number.isInteger(given.ratePercent) || given.ratePercent < 1 || given.ratePercent > 100) throw problem('budgets/rate-range');
  if (given.periodUntil < given.periodFrom) throw problem('budgets/dates-reversed', { start: formatDate(given.periodFrom), end: formatDate(given.periodUntil) });
  if (given.boundUntil && given.boundUntil < given.periodUntil) throw problem('budgets/dates-reversed', { start: formatDate(given.periodUntil), end: formatDate(given.boundUntil) });
  if (given.state === 'approved' && !given.noticeOn) throw problem('budgets/notice-needed');
  return {
    project_id: given.projectId, programme: programme.slice(0, 300), giver: giver.slice(0, 300), notice_number: given.noticeNumber.trim().slice(0, 100), notice_on: given.noticeOn, amount_cents: given.amountCents, rate_percent: given.ratePercent,
    period_from: given.periodFrom, period_until: given.periodUntil, bound_until: given.boundUntil, early_start_on: given.earlyStartOn, conditions: given.conditions.trim().slice(0, 4000), state: given.state,
  };
}

/**
 * Notes a grant or changes it. With the approval come the duties that every grant has: proof of use six months after the period (ANBest-P No. 6),
 * keeping of papers for ten years.
 * @throws Problem 422 for a wrong amount, rate or order of days, approval without a notice; 404, 403
 */
export async function saveFunding(ctx: Ctx, given: FundingFields, id?: string): Promise<{ id: string }> {
  requirePermission(ctx, 'budgets/edit');
  const values = checked(given);
  await requireProject(ctx, given.projectId);
  const db = ctx.db<BudgetTables>();
  const before = id ? await getFundingRow(ctx, id) : undefined;
  const saved = id ?? newId();
  if (before) await db.updateTable('budgets.funding').set(values).where('tenant_id', '=', ctx.tenantId).where('id', '=', saved).execute();
  else await db.insertInto('budgets.funding').values({ ...values, tenant_id: ctx.tenantId, id: saved, key: null }).execute();
  ctx.emit({ type: before ? 'budgets/grant-changed' : 'budgets/grant-noted', subject: values.project_id ? `project:${values.project_id}` : `funding:${saved}`, data: { funding: saved, programme: values.programme, state: values.state, amountCents: values.amount_cents } });
  if (values.state === 'approved' && before?.state !== 'approved') await addUsualDuties(ctx, saved, values.period_until);
  return { id: saved };
}

async function addUsualDuties(ctx: Ctx, fundingId: string, until: string): Promise<void> {
  const db = ctx.db<BudgetTables>();
  const known = await db.selectFrom('budgets.duty').select('kind').where('tenant_id', '=', ctx.tenantId).where('funding_id', '=', fundingId).execute();
  const year = Number(until.slice(0, 4));
  const month = Number(until.slice(5, 7)) + 6;
  const proof = `${month > 12 ? year + 1 : year}-${String(month > 12 ? month - 12 : month).padStart(2, '0')}-${until.slice(8) > '28' ? '28' : until.slice(8)}`;
  const duties = [{ kind: 'proof-of-use' as const, title: 'Verwendungsnachweis', due_on: proof }, { kind: 'retention' as const, title: 'Belege aufbewahren bis', due_on: `${year + 10}-12-31` }];
  const missing = duties.filter(({ kind }) => !known.some((one) => one.kind === kind));
  if (missing.length > 0) await db.insertInto('budgets.duty').values(missing.map((one) => ({ ...one, tenant_id: ctx.tenantId, id: newId(), funding_id: fundingId, done_on: null, note: '', reminded_on: null }))).execute();
}

/** @throws Problem 404 */
export async function getFundingRow(ctx: Ctx, id: string): Promise<FundingRow> {
  const row = await ctx.db<BudgetTables>().selectFrom('budgets.funding').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();
  if (!row) throw problem('budgets/no-funding');
  return row;
}

/** Plans a drawdown. All together never more than was granted. @throws Problem 422, 404, 403 */
export async function addDrawdown(ctx: Ctx, given: { fundingId: string; dueOn: string; amountCents: number }): Promise<void> {
  requirePermission(ctx, 'budgets/edit');
  const db = ctx.db<BudgetTables>();
  const funding = await db.selectFrom('budgets.funding').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', given.fundingId).forUpdate().executeTakeFirst();
  if (!funding) throw problem('budgets/no-funding');
  if (given.amountCents < 0) throw problem('budgets/negative');
  if (!Number.isSafeInteger(given.amountCents) || given.amountCents === 0) throw problem('budgets/amount-needed');
  const drawn = await db.selectFrom('budgets.drawdown').select('amount_cents').where('tenant_id', '=', ctx.tenantId).where('funding_id', '=', funding.id).execute();
  const sum = drawn.reduce((all, one) => all + one.amount_cents, given.amountCents);
  if (sum > funding.amount_cents) throw problem('budgets/too-much-drawn', { sum: formatMoney(sum), amount: formatMoney(funding.amount_cents) });
  await db.insertInto('budgets.drawdown').values({ tenant_id: ctx.tenantId, id: newId(), funding_id: funding.id, due_on: given.dueOn, amount_cents: given.amountCents, requested_on: null, received_on: null }).execute();
  tell(ctx, funding, { type: 'budgets/drawdown-planned', on: given.dueOn, amountCents: given.amountCents });
}

/** The money was asked for, or came in. @throws Problem 422 for a day ahead, 404, 403 */
export async function noteDrawdown(ctx: Ctx, given: { fundingId: string; drawdownId: string; step: 'requested' | 'received'; on: string }): Promise<void> {
  requirePermission(ctx, 'budgets/edit');
  needPast(ctx, given.on);
  const funding = await getFundingRow(ctx, given.fundingId);
  const set = given.step === 'requested' ? { requested_on: given.on } : { received_on: given.on };
  const done = await ctx.db<BudgetTables>().updateTable('budgets.drawdown').set(set).where('tenant_id', '=', ctx.tenantId).where('funding_id', '=', funding.id).where('id', '=', given.drawdownId).returning('amount_cents').executeTakeFirst();
  if (!done) throw problem('budgets/no-funding');
  tell(ctx, funding, { type: given.step === 'requested' ? 'budgets/drawdown-requested' : 'budgets/drawdown-received', on: given.on, amountCents: done.amount_cents });
}

/** One more duty with its day. @throws Problem 422, 404, 403 */
export async function addDuty(ctx: Ctx, given: { fundingId: string; kind: DutyKind; title: string; dueOn: string }): Promise<void> {
  requirePermission(ctx, 'budgets/edit');
  const funding = await getFundingRow(ctx, given.fundingId);
  const title = given.title.trim();
  if (!title) throw problem('budgets/text-needed', { what: 'Pflicht' });
  await ctx.db<BudgetTables>().insertInto('budgets.duty').values({ tenant_id: ctx.tenantId, id: newId(), funding_id: funding.id, kind: given.kind, title: title.slice(0, 300), due_on: given.dueOn, done_on: null, note: '', reminded_on: null }).execute();
  tell(ctx, funding, { type: 'budgets/duty-added', title, on: given.dueOn });
}

/** A duty is fulfilled. @throws Problem 422 for a day ahead, 404, 403 */
export async function fulfilDuty(ctx: Ctx, given: { fundingId: string; dutyId: string; on: string; note: string }): Promise<void> {
  requirePermission(ctx, 'budgets/edit');
  needPast(ctx, given.on);
  const funding = await getFundingRow(ctx, given.fundingId);
  const done = await ctx.db<BudgetTables>().updateTable('budgets.duty').set({ done_on: given.on, note: given.note.trim().slice(0, 1000) }).where('tenant_id', '=', ctx.tenantId).where('funding_id', '=', funding.id).where('id', '=', given.dutyId).returning('title').executeTakeFirst();
  if (!done) throw problem('budgets/no-funding');
  tell(ctx, funding, { type: 'budgets/duty-fulfilled', title: done.title, on: given.on });
}

function needPast(ctx: Ctx, day: string): void {
  if (day > calendarDayOf(ctx.now)) throw problem('budgets/date-ahead', { day: formatDate(day) });
}

function tell(ctx: Ctx, funding: FundingRow, { type, ...data }: { type: string } & Record<string, string | number>): void {
  ctx.emit({ type, subject: funding.project_id ? `project:${funding.project_id}` : `funding:${funding.id}`, data: { funding: funding.id, programme: funding.programme, ...data } });
}
