import { z } from 'zod';
import { defineConnector, type Case } from '#core/cases';
import { addDays, cityOf, nextWorkingDay } from '#core/organisation';
import { newId } from '#platform/db';
import { calendarDayOf } from '#platform/i18n';
import { nextNumber } from '#platform/numbers';
import { rowStatement, type Ctx, type JsonObject } from '#platform/module';
import type { Claim } from './tables.ts';

/** Check digit over the digits of a booking code (modulo 97, as in an IBAN), so that a mistyped code matches no claim. */
export const checkDigits = (digits: string): string => String(98 - Number(BigInt(`${digits}00`) % 97n)).padStart(2, '0');

/** Booking code (Kassenzeichen): year, running number, two check digits: '2026-0000123-45'. */
async function nextBookingCode(ctx: Ctx, year: number): Promise<string> {
  const digits = `${year}${String(await nextNumber(ctx, `payments:${year}`)).padStart(7, '0')}`;
  return `${digits.slice(0, 4)}-${digits.slice(4)}-${checkDigits(digits)}`;
}

const INTO_CLAIM = rowStatement('payments.claim', {
  id: 'uuid', case_id: 'uuid', case_number: 'text', account_id: 'uuid', debtor: 'text', purpose: 'text', amount_cents: 'bigint', booking_code: 'text', due_on: 'date', method: 'text', status: 'text', created_at: 'timestamptz',
});

/** Notes what is to be paid for a case. The amount is whole cents. */
export async function chargeFee(ctx: Ctx, found: Case, fee: { amountCents: number; purpose: string; dueInDays: number; method?: Claim['method'] }): Promise<Claim> {
  const today = calendarDayOf(ctx.now);
  const claim: Claim = {
    tenant_id: ctx.tenantId,
    id: newId(),
    case_id: found.id,
    case_number: found.number,
    account_id: found.applicant.accountId ?? null,
    debtor: found.applicant.name,
    purpose: fee.purpose,
    amount_cents: fee.amountCents,
    booking_code: await nextBookingCode(ctx, Number(today.slice(0, 4))),
    due_on: nextWorkingDay(addDays(today, fee.dueInDays), cityOf(ctx.platform).calendar),
    method: fee.method ?? 'transfer',
    status: 'open',
    created_at: ctx.now,
    paid_on: null,
    settled_at: null,
    cancel_reason: null,
  };
  ctx.insert(INTO_CLAIM, { ...claim, created_at: ctx.now.toISOString() } as unknown as JsonObject);
  ctx.emit({ type: 'payments/charged', subject: `claim:${claim.id}`, caseId: found.id, data: { amountCents: claim.amount_cents, bookingCode: claim.booking_code, dueOn: claim.due_on } });
  return claim;
}

export const chargeFeeConnector = defineConnector({
  type: 'charge-fee',
  label: 'Gebühr erheben',
  input: z.looseObject({ amountCents: z.number().int().positive().max(100_000_000), purpose: z.string().min(1).max(140), dueInDays: z.number().int().min(0).max(365).default(30), method: z.enum(['transfer', 'debit']).default('transfer') }),
  mode: 'now',
  run: async (ctx, { case: found, input }) => {
    const claim = await chargeFee(ctx, found, input);
    return { claimId: claim.id, bookingCode: claim.booking_code, amountCents: claim.amount_cents, paymentDueOn: claim.due_on };
  },
});
