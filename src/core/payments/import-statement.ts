import { sql } from 'kysely';
import { requirePermission, type Ctx } from '#platform/module';
import { readBankStatement, type StatementEntry } from './bank-statement.ts';
import { checkDigits } from './charge-fee.ts';
import { claimsByCode } from './claims.queries.ts';
import { settleClaim } from './settle-claim.ts';
import type { Claim, PaymentTables } from './tables.ts';

export type MatchedEntry = { entry: StatementEntry; claim?: Claim; outcome: 'matches' | 'booked' | 'known' | 'wrong-amount' | 'already-paid' | 'no-claim' };

/** Booking codes in a reference, however people typed them; the check digits must be right. */
export function bookingCodesIn(reference: string): string[] {
  const found = [...reference.matchAll(/(?<!\d)(\d{4})[\s\-/.]?(\d{7})[\s\-/.]?(\d{2})(?!\d)/g)];
  return found.filter(([, year, number, check]) => checkDigits(`${year}${number}`) === check).map(([, year, number, check]) => `${year}-${number}-${check}`);
}

/** What an import would do, without doing it. */
export async function previewStatement(ctx: Ctx, bytes: Uint8Array): Promise<MatchedEntry[]> {
  requirePermission(ctx, 'payments/book');
  const entries = readBankStatement(bytes);
  const keys = entries.map((entry) => entry.entryKey);
  const known = keys.length ? await ctx.db<PaymentTables>().selectFrom('payments.receipt').select(['entry_key', 'claim_id']).where('tenant_id', '=', ctx.tenantId).where('entry_key', 'in', keys).execute() : [];
  const done = new Set(known.filter((row) => row.claim_id).map((row) => row.entry_key));
  const claims = await claimsByCode(ctx, entries.flatMap(({ reference }) => bookingCodesIn(reference)));
  return entries.map((entry) => (done.has(entry.entryKey) ? { entry, outcome: 'known' } : match(claims, entry)));
}

function match(claims: ReadonlyMap<string, Claim>, entry: StatementEntry): MatchedEntry {
  for (const code of bookingCodesIn(entry.reference)) {
    const claim = claims.get(code);
    if (!claim) continue;
    if (claim.status !== 'open') return { entry, claim, outcome: 'already-paid' };
    return { entry, claim, outcome: claim.amount_cents === entry.amountCents ? 'matches' : 'wrong-amount' };
  }
  return { entry, outcome: 'no-claim' };
}

/** Books every payment that matches a claim; the others are kept for a person. The same statement twice books nothing twice. */
export async function importStatement(ctx: Ctx, bytes: Uint8Array): Promise<MatchedEntry[]> {
  requirePermission(ctx, 'payments/book');
  // two people with the same file: the second waits and finds everything known
  await sql`select pg_advisory_xact_lock(hashtextextended(${`payments:statement:${ctx.tenantId}`}, 0))`.execute(ctx.db());
  const matched = await previewStatement(ctx, bytes);
  const result: MatchedEntry[] = [];
  const settled = new Set<string>();
  for (const one of matched) {
    if (one.outcome === 'matches' && one.claim && !settled.has(one.claim.id)) {
      settled.add(one.claim.id);
      await settleClaim(ctx, one.claim.id, { ...one.entry, source: 'bank-statement' });
      result.push({ ...one, outcome: 'booked' });
    } else {
      if (one.outcome !== 'known') await keepUnmatched(ctx, one.entry);
      result.push(one.outcome === 'matches' ? { ...one, outcome: 'already-paid' } : one);
    }
  }
  ctx.emit({ type: 'payments/statement-imported', subject: 'payments', data: { entries: result.length, booked: settled.size } });
  return result;
}

async function keepUnmatched(ctx: Ctx, entry: StatementEntry): Promise<void> {
  await ctx.db<PaymentTables>().insertInto('payments.receipt').values({ tenant_id: ctx.tenantId, entry_key: entry.entryKey, claim_id: null, amount_cents: entry.amountCents, booked_on: entry.bookedOn, payer: entry.payer.slice(0, 200), reference: entry.reference.slice(0, 500), source: 'bank-statement', created_at: ctx.now }).onConflict((oc) => oc.doNothing()).execute();
}
