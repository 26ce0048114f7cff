import * as oidc from 'openid-client';
import type { Ctx, JsonObject, Platform, TrustLevel } from '#platform/module';
import { believed, type OidcProvider } from './providers.ts';
import type { Carried, ProvenIdentity, ProviderOutcome } from './proven-identity.ts';
import { issueTicket, redeemTicket } from './tickets.ts';

const SECONDS = 5;
/** After a failed contact the provider is left alone for a moment, so that its outage doesn't slow every visitor down. */
const REST_MS = 10_000;
type Known = { config: Promise<oidc.Configuration>; failedAt?: number };
const discovered = new WeakMap<Platform, Map<string, Known>>();

/** Discovery happens at the first use and again after a failure: a provider that is down at start comes back by itself. */
function discover(platform: Platform, provider: OidcProvider): Promise<oidc.Configuration> {
  const all = discovered.get(platform) ?? new Map<string, Known>();
  discovered.set(platform, all);
  const known = all.get(provider.key);
  if (known && (!known.failedAt || platform.clock().getTime() - known.failedAt < REST_MS)) return known.config;
  const issuer = new URL(provider.issuer);
  const execute = issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
  const fresh: Known = { config: oidc.discovery(issuer, provider.clientId, provider.clientSecret, undefined, { execute, timeout: SECONDS }) };
  fresh.config.catch((error: Error) => {
    fresh.failedAt = platform.clock().getTime();
    platform.log.warn({ err: error.message, issuer: provider.issuer }, 'sign-in provider unreachable');
  });
  all.set(provider.key, fresh);
  return fresh.config;
}

/** Forgets what is known about the providers; for tests that switch them off and on. */
export const forgetProvider = (platform: Platform): void => void discovered.delete(platform);

/** Whose signatures a provider's messages carry: its name, and where its keys lie. @throws when it can't be reached */
export async function providerKeys(platform: Platform, provider: OidcProvider): Promise<{ issuer: string; jwksUri: string | undefined }> {
  const metadata = (await discover(platform, provider)).serverMetadata();
  return { issuer: metadata.issuer, jwksUri: metadata.jwks_uri };
}

type Transact = <R>(fn: (ctx: Ctx) => Promise<R>) => Promise<R>;
type At = { platform: Platform; transact: Transact; provider: OidcProvider };
const redirectUri = ({ platform, provider }: Pick<At, 'platform' | 'provider'>): string => `${platform.config.publicUrl}${provider.returnPath}`;

/** Where to send the browser, and the ticket that remembers state, nonce and PKCE verifier; undefined when the provider is unreachable. */
export async function beginOidc(at: At, data: Carried): Promise<{ url: string; ticket: string } | undefined> {
  const { platform, provider } = at;
  let config: oidc.Configuration;
  try {
    config = await discover(platform, provider);
  } catch {
    return undefined;
  }
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri(at),
    scope: provider.scope,
    // a stronger proof: the person signs in there again, and the provider hears how well
    ...(data.level ? { prompt: 'login', ...(provider.levels[data.level] ? { acr_values: provider.levels[data.level] ?? '' } : {}) } : {}),
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  const ticket = await at.transact((ctx) => issueTicket(ctx, { purpose: 'oidc', data: { provider: provider.key, verifier, state, nonce, carried: data } }));
  return { url: url.href, ticket };
}

/** Takes the person back from the provider: checks the answer and reads the identity. */
export async function finishOidc(at: At, back: { ticket: string | undefined; url: string }): Promise<ProviderOutcome> {
  const { platform, provider } = at;
  const ticket = await at.transact((ctx) => redeemTicket(ctx, back.ticket, 'oidc'));
  if (ticket?.data.provider !== provider.key) return { kind: 'refused' };
  const current = new URL(redirectUri(at));
  current.search = new URL(back.url, current).search;
  try {
    const config = await discover(platform, provider);
    const tokens = await oidc.authorizationCodeGrant(config, current, { pkceCodeVerifier: String(ticket.data.verifier), expectedState: String(ticket.data.state), expectedNonce: String(ticket.data.nonce) });
    const claims = tokens.claims();
    if (!claims) return { kind: 'refused' };
    const info = config.serverMetadata().userinfo_endpoint ? await oidc.fetchUserInfo(config, tokens.access_token, claims.sub) : {};
    const identity = identityFrom({ ...claims, ...info, iss: claims.iss, sub: claims.sub });
    return { kind: 'identity', identity: { ...identity, trustLevel: believed(provider, identity.trustLevel), session: { idToken: tokens.id_token ?? null, ...(typeof claims['sid'] === 'string' ? { sid: claims['sid'] } : {}) } }, data: ticket.data.carried as Carried };
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
    session: {},
    profile: { ...(givenName ? { givenName } : {}), ...(familyName ? { familyName } : {}), ...(birthDate && /^\d{4}-\d{2}-\d{2}$/.test(birthDate) ? { birthDate } : {}) },
  };
}

/** Where the browser ends the session at the provider too; undefined when it knows no such way or can't be reached. */
export async function oidcLogoutUrl(platform: Platform, provider: OidcProvider, session: JsonObject): Promise<string | undefined> {
  const config = await discover(platform, provider).catch(() => undefined);
  if (!config?.serverMetadata().end_session_endpoint) return undefined;
  return oidc.buildEndSessionUrl(config, new URLSearchParams({ post_logout_redirect_uri: `${platform.config.publicUrl}/abgemeldet`, ...(typeof session.idToken === 'string' ? { id_token_hint: session.idToken } : {}) })).href;
}
