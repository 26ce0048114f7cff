import { correlateToCase } from '#core/cases';
import { calendarDayOf, formatMoney } from '#platform/i18n';
import { requirePermission, type Ctx } from '#platform/module';
import { problem } from './problems.ts';
import type { Claim, PaymentTables } from './tables.ts';

async function lockClaim(ctx: Ctx, id: string): Promise<Claim> {
  const claim = await ctx.db<PaymentTables>().selectFrom('payments.claim').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!claim) throw problem('payments/no-claim');
  if (claim.status !== 'open') throw problem('payments/settled', { code: claim.booking_code });
  return claim;
}

export type Money = { entryKey: string; amountCents: number; bookedOn: string; payer: string; reference: string; source: 'bank-statement' | 'clerk' };

/** Books money on a claim and tells the process. The full amount settles it; less or more is refused and stays for a person. */
export async function settleClaim(ctx: Ctx, claimId: string, money: Money): Promise<Claim> {
  const claim = await lockClaim(ctx, claimId);
  if (money.amountCents !== claim.amount_cents) throw problem('payments/wrong-amount', { due: formatMoney(claim.amount_cents, 'de') });
  if (money.bookedOn > calendarDayOf(ctx.now)) throw problem('payments/future');
  const db = ctx.db<PaymentTables>();
  await db
    .insertInto('payments.receipt')
    .values({ tenant_id: ctx.tenantId, entry_key: money.entryKey, claim_id: claim.id, amount_cents: money.amountCents, booked_on: money.bookedOn, payer: money.payer, reference: money.reference, source: money.source, created_at: ctx.now })
    .onConflict((oc) => oc.columns(['tenant_id', 'entry_key']).doUpdateSet({ claim_id: claim.id }))
    .execute();
  await db.updateTable('payments.claim').set({ status: 'paid', paid_on: money.bookedOn, settled_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', claim.id).execute();
  ctx.emit({ type: 'payments/paid', subject: `claim:${claim.id}`, caseId: claim.case_id, data: { amountCents: claim.amount_cents, paidOn: money.bookedOn, source: money.source } });
  await correlateToCase(ctx, claim.case_id, 'payment-received', { paidOn: money.bookedOn, paidCents: money.amountCents });
  return { ...claim, status: 'paid', paid_on: money.bookedOn, settled_at: ctx.now };
}

/** A clerk of the treasury notes that a claim was paid (cash desk, other account). */
export async function notePayment(ctx: Ctx, claimId: string, { bookedOn }: { bookedOn: string }): Promise<Claim> {
  requirePermission(ctx, 'payments/book');
  const claim = await lockClaim(ctx, claimId);
  return settleClaim(ctx, claimId, { entryKey: `clerk:${claimId}`, amountCents: claim.amount_cents, bookedOn, payer: claim.debtor, reference: claim.booking_code, source: 'clerk' });
}

/** Takes a claim back, with a reason. */
export async function cancelClaim(ctx: Ctx, claimId: string, reason: string): Promise<void> {
  requirePermission(ctx, 'payments/book');
  const claim = await lockClaim(ctx, claimId);
  if (!reason.trim()) throw problem('payments/no-reason');
  await ctx.db<PaymentTables>().updateTable('payments.claim').set({ status: 'cancelled', settled_at: ctx.now, cancel_reason: reason.trim().slice(0, 500) }).where('tenant_id', '=', ctx.tenantId).where('id', '=', claim.id).execute();
  ctx.emit({ type: 'payments/cancelled', subject: `claim:${claim.id}`, caseId: claim.case_id, data: { reason: reason.trim().slice(0, 500) } });
}
