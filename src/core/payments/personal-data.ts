import type { PersonalData } from '#core/parties';
import type { JsonValue } from '#platform/module';
import { listCaseClaims } from './claims.queries.ts';

/** What a person had to pay, in the cases named. Bookings stay for ten years. */
export const claimsOfPerson: PersonalData = {
  key: 'claims',
  title: { de: 'Forderungen und Zahlungen', en: 'Claims and payments' },
  read: async (ctx, { caseIds }) => {
    const claims: JsonValue[] = [];
    for (const id of caseIds) for (const claim of await listCaseClaims(ctx, id)) claims.push({ bookingCode: claim.booking_code, debtor: claim.debtor, purpose: claim.purpose, amountCents: claim.amount_cents, dueOn: claim.due_on, status: claim.status, paidOn: claim.paid_on });
    return claims;
  },
  erase: async (ctx, { caseIds }) => {
    let count = 0;
    for (const id of caseIds) count += (await listCaseClaims(ctx, id)).length;
    return [{ what: 'Forderungen und Zahlungen', count, outcome: 'kept', because: 'Belege der Kasse, zehn Jahre aufzubewahren (Haushaltsrecht des Landes, § 147 AO; Art. 17 Abs. 3 Buchst. b DSGVO).' }];
  },
};
