import { correlateToCase } from '#core/cases';
import type { AuditEvent } from '#platform/audit';
import { calendarDayOf, formatMoney } from '#platform/i18n';
import { requirePermission, type Ctx } from '#platform/module';
import { findClaimByCode, getUnmatched } from './claims.queries.ts';
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
  ctx.write(
    db
      .insertInto('payments.receipt')
      .values({ tenant_id: ctx.tenantId, entry_key: money.entryKey, claim_id: claim.id, amount_cents: money.amountCents, booked_on: money.bookedOn, payer: money.payer, reference: money.reference, source: money.source, created_at: ctx.now })
      .onConflict((oc) => oc.columns(['tenant_id', 'entry_key']).doUpdateSet({ claim_id: claim.id })),
  );
  ctx.write(db.updateTable('payments.claim').set({ status: 'paid', paid_on: money.bookedOn, settled_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', claim.id));
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

/** A clerk says which claim money was meant for; the amount must be right. @throws Problem 422 for an unknown code or another amount */
export async function assignReceipt(ctx: Ctx, entryKey: string, code: string): Promise<Claim> {
  requirePermission(ctx, 'payments/book');
  const receipt = await getUnmatched(ctx, entryKey);
  const claim = await findClaimByCode(ctx, code.trim());
  if (!claim) throw problem('payments/no-such-code', { code: code.trim().slice(0, 40) });
  return settleClaim(ctx, claim.id, { entryKey, amountCents: Number(receipt.amount_cents), bookedOn: receipt.booked_on, payer: receipt.payer, reference: receipt.reference, source: receipt.source });
}

/** Takes a claim back, with a reason. */
export async function cancelClaim(ctx: Ctx, claimId: string, given: string): Promise<void> {
  requirePermission(ctx, 'payments/book');
  const claim = await lockClaim(ctx, claimId);
  const reason = given.trim().slice(0, 500);
  if (!reason) throw problem('payments/no-reason');
  await dropClaim(ctx, claim, reason);
}

async function dropClaim(ctx: Ctx, claim: Claim, reason: string): Promise<void> {
  await ctx.db<PaymentTables>().updateTable('payments.claim').set({ status: 'cancelled', settled_at: ctx.now, cancel_reason: reason }).where('tenant_id', '=', ctx.tenantId).where('id', '=', claim.id).execute();
  ctx.emit({ type: 'payments/cancelled', subject: `claim:${claim.id}`, caseId: claim.case_id, data: { reason } });
}

/** A case that ended without a result costs nothing: what is still open falls away. Fees of a decided case stay due. */
export async function dropClaimsOfEnded(ctx: Ctx, event: AuditEvent): Promise<void> {
  const outcome = event.data['outcome'];
  if (!event.caseId || (outcome !== 'withdrawn' && outcome !== 'abandoned')) return;
  const open = await ctx.db<PaymentTables>().selectFrom('payments.claim').selectAll().where('tenant_id', '=', ctx.tenantId).where('case_id', '=', event.caseId).where('status', '=', 'open').forUpdate().execute();
  for (const claim of open) await dropClaim(ctx, claim, outcome === 'withdrawn' ? 'Antrag zurückgezogen' : 'Antrag nicht weiter verfolgt');
}
