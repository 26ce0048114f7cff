import * as oidc from 'openid-client';
import type { Ctx, JsonObject, Platform, TrustLevel } from '#platform/module';
import { issueTicket, redeemTicket } from './tickets.ts';
import type { Profile } from './tables.ts';

/** What the sign-in provider vouches for. */
export type ProvenIdentity = { issuer: string; subject: string; name: string; email: string | null; trustLevel: TrustLevel; profile: Profile };
export type OidcOutcome =
  | { kind: 'identity'; identity: ProvenIdentity; data: JsonObject }
  /** The provider doesn't answer. */
  | { kind: 'unreachable' }
  /** The person pressed cancel there, or the answer doesn't belong to this browser. */
  | { kind: 'refused' };

const SECONDS = 5;
/** After a failed contact the provider is left alone for a moment, so that its outage doesn't slow every visitor down. */
const REST_MS = 10_000;
type Known = { config: Promise<oidc.Configuration>; failedAt?: number };
const discovered = new WeakMap<Platform, Known>();

/** Discovery happens at the first use and again after a failure: a provider that is down at start comes back by itself. */
function discover(platform: Platform): Promise<oidc.Configuration> {
  const known = discovered.get(platform);
  if (known && (!known.failedAt || platform.clock().getTime() - known.failedAt < REST_MS)) return known.config;
  const settings = platform.config.oidc;
  if (!settings) throw new Error('No sign-in provider is configured.');
  const issuer = new URL(settings.issuer);
  const execute = issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
  const fresh: Known = { config: oidc.discovery(issuer, settings.clientId, settings.clientSecret, undefined, { execute, timeout: SECONDS }) };
  fresh.config.catch((error: Error) => {
    fresh.failedAt = platform.clock().getTime();
    platform.log.warn({ err: error.message, issuer: settings.issuer }, 'sign-in provider unreachable');
  });
  discovered.set(platform, fresh);
  return fresh.config;
}

/** Forgets what is known about the provider; for tests that switch it off and on. */
export const forgetProvider = (platform: Platform): void => void discovered.delete(platform);

const redirectUri = (platform: Platform): string => `${platform.config.publicUrl}/anmelden/extern/rueckkehr`;

/** Where to send the browser, and the ticket that remembers state, nonce and PKCE verifier; undefined when the provider is unreachable. */
export async function beginOidc(platform: Platform, transact: <R>(fn: (ctx: Ctx) => Promise<R>) => Promise<R>, data: JsonObject): Promise<{ url: string; ticket: string } | undefined> {
  let config: oidc.Configuration;
  try {
    config = await discover(platform);
  } catch {
    return undefined;
  }
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri(platform),
    scope: 'openid profile email',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  const ticket = await transact((ctx) => issueTicket(ctx, { purpose: 'oidc', data: { verifier, state, nonce, carried: data } }));
  return { url: url.href, ticket };
}

/** Takes the person back from the provider: checks the answer and reads the identity. */
export async function finishOidc(platform: Platform, transact: <R>(fn: (ctx: Ctx) => Promise<R>) => Promise<R>, back: { ticket: string | undefined; url: string }): Promise<OidcOutcome> {
  const ticket = await transact((ctx) => redeemTicket(ctx, back.ticket, 'oidc'));
  if (!ticket) return { kind: 'refused' };
  const current = new URL(redirectUri(platform));
  current.search = new URL(back.url, current).search;
  try {
    const config = await discover(platform);
    const tokens = await oidc.authorizationCodeGrant(config, current, { pkceCodeVerifier: String(ticket.data.verifier), expectedState: String(ticket.data.state), expectedNonce: String(ticket.data.nonce) });
    const claims = tokens.claims();
    if (!claims) return { kind: 'refused' };
    const info = config.serverMetadata().userinfo_endpoint ? await oidc.fetchUserInfo(config, tokens.access_token, claims.sub) : {};
    return { kind: 'identity', identity: identityFrom({ ...claims, ...info, iss: claims.iss, sub: claims.sub }), data: (ticket.data.carried ?? {}) as JsonObject };
  } catch (error) {
    platform.log.warn({ err: (error as Error).message }, 'sign-in at the provider failed');
    const answered = error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError || error instanceof oidc.ClientError;
    return { kind: answered && !isOutage(error) ? 'refused' : 'unreachable' };
  }
}

const isOutage = (error: Error): boolean => error instanceof oidc.ClientError && ['OAUTH_TIMEOUT', 'OAUTH_RESPONSE_IS_NOT_CONFORM'].includes(error.code ?? '');

/** Levels as BundID, eIDAS and common providers write them; anything unknown counts as basic. */
export function trustLevelOf(claim: unknown): TrustLevel {
  const text = typeof claim === 'string' ? claim.toLowerCase() : '';
  if (/stork-qaa-level-4|loa\/high|^high$|^hoch$/.test(text)) return 'high';
  if (/stork-qaa-level-3|loa\/substantial|^substantial$|^substantiell$/.test(text)) return 'substantial';
  return 'basic';
}

function identityFrom(claims: Record<string, unknown> & { iss: string; sub: string }): ProvenIdentity {
  const text = (key: string): string | undefined => (typeof claims[key] === 'string' && claims[key] ? (claims[key] as string).slice(0, 200) : undefined);
  const givenName = text('given_name');
  const familyName = text('family_name');
  const birthDate = text('birthdate');
  return {
    issuer: claims.iss,
    subject: claims.sub,
    name: text('name') ?? [givenName, familyName].filter(Boolean).join(' ').trim(),
    // Only an address the provider has proven may be used to find or fill an account.
    email: claims.email_verified === true ? (text('email')?.toLowerCase() ?? null) : null,
    trustLevel: trustLevelOf(claims.trust_level ?? claims.acr),
    profile: { ...(givenName ? { givenName } : {}), ...(familyName ? { familyName } : {}), ...(birthDate && /^\d{4}-\d{2}-\d{2}$/.test(birthDate) ? { birthDate } : {}) },
  };
}
