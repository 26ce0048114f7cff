import { caseWithinMandate, mandateCoversCase } from '#core/cases';
import { sql } from 'kysely';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { problem } from './problems.ts';
import type { Claim, PaymentTables } from './tables.ts';

export async function listCaseClaims(ctx: Ctx, caseId: string): Promise<Claim[]> {
  return ctx.db<PaymentTables>().selectFrom('payments.claim').selectAll().where('tenant_id', '=', ctx.tenantId).where('case_id', '=', caseId).orderBy('id').execute();
}

export async function listAccountClaims(ctx: Ctx, accountId: string, { before, status, limit = 25 }: { before?: string; status?: Claim['status']; limit?: number } = {}): Promise<Claim[]> {
  let query = ctx.db<PaymentTables>().selectFrom('payments.claim').selectAll().where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId).where(caseWithinMandate(ctx, accountId, 'case_id'));
  if (before) query = query.where('id', '<', before);
  if (status) query = query.where('status', '=', status);
  return query.orderBy('id', 'desc').limit(limit).execute();
}

/** @throws Problem 404 when there is none, or it is not this account's. */
export async function getClaim(ctx: Ctx, id: string, owner?: { accountId: string }): Promise<Claim> {
  const claim = await ctx.db<PaymentTables>().selectFrom('payments.claim').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();
  if (!claim || (owner && (claim.account_id !== owner.accountId || !(await mandateCoversCase(ctx, claim.case_id))))) throw problem('payments/no-claim');
  return claim;
}

export type ClaimFilter = { state: 'open' | 'overdue' | 'paid' | 'cancelled'; text?: string; after?: { dueOn: string; id: string }; limit: number };

/** Claims for the treasury by due day; page on with `after`. */
export async function listClaims(ctx: Ctx, filter: ClaimFilter): Promise<Claim[]> {
  const status = filter.state === 'overdue' ? 'open' : filter.state;
  let query = ctx.db<PaymentTables>().selectFrom('payments.claim').selectAll().where('tenant_id', '=', ctx.tenantId).where('status', '=', status);
  if (filter.state === 'overdue') query = query.where('due_on', '<', calendarDayOf(ctx.now));
  const { text, after } = filter;
  if (text) query = query.where((eb) => eb.or([eb('booking_code', 'ilike', `${text}%`), eb('case_number', 'ilike', `${text}%`), eb('debtor', 'ilike', `%${text}%`)]));
  if (after) query = query.where(sql<boolean>`(due_on, id) > (${after.dueOn}::date, ${after.id}::uuid)`);
  return query.orderBy('due_on').orderBy('id').limit(filter.limit).execute();
}

export type Receipt = PaymentTables['payments.receipt'];

/** Money that fits no claim, oldest first: somebody has to look. */
export async function listUnmatched(ctx: Ctx, limit = 100): Promise<Receipt[]> {
  return ctx.db<PaymentTables>().selectFrom('payments.receipt').selectAll().where('tenant_id', '=', ctx.tenantId).where('claim_id', 'is', null).orderBy('booked_on').orderBy('entry_key').limit(limit).execute();
}

export async function countUnmatched(ctx: Ctx): Promise<number> {
  const row = await ctx.db<PaymentTables>().selectFrom('payments.receipt').select((eb) => eb.fn.countAll<number>().as('n')).where('tenant_id', '=', ctx.tenantId).where('claim_id', 'is', null).executeTakeFirstOrThrow();
  return Number(row.n);
}

/** @throws Problem 404 */
export async function getUnmatched(ctx: Ctx, entryKey: string): Promise<Receipt> {
  const row = await ctx.db<PaymentTables>().selectFrom('payments.receipt').selectAll().where('tenant_id', '=', ctx.tenantId).where('entry_key', '=', entryKey).where('claim_id', 'is', null).forUpdate().executeTakeFirst();
  if (!row) throw problem('payments/no-receipt');
  return row;
}

export async function findClaimByCode(ctx: Ctx, code: string): Promise<Claim | undefined> {
  return ctx.db<PaymentTables>().selectFrom('payments.claim').selectAll().where('tenant_id', '=', ctx.tenantId).where('booking_code', '=', code).executeTakeFirst();
}

/** The claims with these booking codes, for a whole bank statement. */
export async function claimsByCode(ctx: Ctx, codes: string[]): Promise<Map<string, Claim>> {
  const found = await ctx.db<PaymentTables>().selectFrom('payments.claim').selectAll().where('tenant_id', '=', ctx.tenantId).where(sql<boolean>`booking_code = any(${codes}::text[])`).execute();
  return new Map(found.map((claim) => [claim.booking_code, claim]));
}
