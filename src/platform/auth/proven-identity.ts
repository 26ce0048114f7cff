import type { JsonObject, TrustLevel } from '#platform/module';
import type { Profile } from './tables.ts';

/** What a sign-in provider vouches for. */
export type ProvenIdentity = {
  issuer: string;
  subject: string;
  name: string;
  email: string | null;
  trustLevel: TrustLevel;
  profile: Profile;
  /** What the provider needs to end its own session. */
  session: JsonObject;
};

/** What a round trip to the provider brings back: where to go on, which level was asked for, who was signed in when it began. */
export type Carried = { next: string; level?: Exclude<TrustLevel, 'none'>; for?: string };

export type ProviderOutcome =
  | { kind: 'identity'; identity: ProvenIdentity; data: Carried }
  /** The provider doesn't answer. */
  | { kind: 'unreachable' }
  /** The person pressed cancel there, the answer is not good, or it doesn't belong to this browser. */
  | { kind: 'refused' };
