import type { OwnData } from '#core/parties';
import { listAccountClaims } from './claims.queries.ts';

/** What an account had and has to pay, for the export of one's own data. */
export const ownClaims: OwnData = {
  key: 'payments',
  why: { de: 'Gebühren und Steuern, die Sie schulden oder bezahlt haben', en: 'fees and taxes that you owe or have paid' },
  kept: { de: 'zehn Jahre (§ 147 Abgabenordnung)', en: 'ten years (section 147 AO)' },
  title: { de: 'Zahlungen', en: 'Payments' },
  read: async (ctx, accountId) => {
    const claims = await listAccountClaims(ctx, accountId, { limit: 10_000 });
    return claims.map((claim) => ({ caseNumber: claim.case_number, debtor: claim.debtor, purpose: claim.purpose, amountCents: claim.amount_cents, bookingCode: claim.booking_code, dueOn: claim.due_on, status: claim.status, paidOn: claim.paid_on, createdAt: claim.created_at.toISOString(), open: `/konto/zahlungen/${claim.id}` }));
  },
};
