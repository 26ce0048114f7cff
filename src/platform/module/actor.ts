/** Who acts: a person, or the machine on its own. Every change and every audit event has one. */
export type Actor = {
  /** `system`: this program itself; `machine`: a program of somebody else with a token of its own. */
  kind: 'system' | 'anonymous' | 'citizen' | 'staff' | 'machine';
  /** Account id; null for the machine and for people without account. */
  id: string | null;
  name: string;
  /** What staff may do; `officeId` null means in every office. */
  grants: { permission: string; officeId: string | null }[];
  trustLevel: TrustLevel;
  /** Substitution: the person for whom the actor acts ('X for Y' in the audit). */
  actingFor?: { id: string; name: string };
  /** A citizen who acts for an organisation: what the mandate allows. Never without `actingFor`. */
  mandate?: Mandate;
};
/** Vollmacht: what a person may do for an organisation, and for which services (their slugs; null: for all). */
export type Mandate = { role: 'administrator' | 'applicant' | 'reader'; services: string[] | null };
/** Vertrauensniveau (eIDAS: low, substantial, high); 'none' without sign-in. */
export type TrustLevel = 'none' | 'basic' | 'substantial' | 'high';

export const SYSTEM: Actor = { kind: 'system', id: null, name: 'Stadtkern', grants: [], trustLevel: 'none' };
export const ANONYMOUS: Actor = { kind: 'anonymous', id: null, name: 'ohne Anmeldung', grants: [], trustLevel: 'none' };

/**
 * May this actor do it? Without an office: in at least one, which opens a page but decides nothing about a thing. With an office: there; `null` is a
 * thing of no office (the file plan, a file that no office keeps) and needs the permission in every office. The machine itself may do everything it was told to.
 */
export function may(actor: Actor, permission: string): boolean;
export function may(actor: Actor, permission: string, officeId: string | null): boolean;
export function may(actor: Actor, permission: string, officeId?: string | null): boolean {
  if (actor.kind === 'system') return true;
  return actor.grants.some((grant) => grant.permission === permission && (grant.officeId === null || officeId === undefined || grant.officeId === officeId));
}

/** Offices in which the actor has the permission: 'all', or their ids (possibly none). */
export function officesWith(actor: Actor, permission: string): 'all' | string[] {
  if (actor.kind === 'system') return 'all';
  const grants = actor.grants.filter((grant) => grant.permission === permission);
  if (grants.some((grant) => grant.officeId === null)) return 'all';
  return [...new Set(grants.flatMap((grant) => (grant.officeId ? [grant.officeId] : [])))];
}

const order: TrustLevel[] = ['none', 'basic', 'substantial', 'high'];
export const isAtLeast = (level: TrustLevel, needed: TrustLevel): boolean => order.indexOf(level) >= order.indexOf(needed);

/** Is the actor identified at least this well (OZG § 3)? */
export function trusts(actor: Actor, needed: TrustLevel): boolean {
  return isAtLeast(actor.trustLevel, needed);
}
