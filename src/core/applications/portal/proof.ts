import { waysToProve, type WayToProve } from '#platform/auth';
import type { Rq } from '#platform/http';
import { trusts, type TrustLevel } from '#platform/module';

/** What this person has to do to be known well enough for a service (OZG § 3): nothing, sign in, or prove their identity. */
export type ProofNeeded = { kind: 'none' } | { kind: 'sign-in'; href: string } | { kind: 'prove'; ways: WayToProve[] } | { kind: 'impossible' };

export function proofNeeded(rq: Pick<Rq, 'actor' | 'platform'>, needed: TrustLevel, comeBackTo: string): ProofNeeded {
  if (trusts(rq.actor, needed)) return { kind: 'none' };
  if (rq.actor.kind !== 'citizen') return { kind: 'sign-in', href: `/anmelden?weiter=${encodeURIComponent(comeBackTo)}` };
  const ways = waysToProve(rq.platform, needed, comeBackTo);
  return ways.length ? { kind: 'prove', ways } : { kind: 'impossible' };
}
