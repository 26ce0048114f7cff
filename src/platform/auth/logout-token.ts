import { createPublicKey, verify, type JsonWebKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { Platform } from '#platform/module';
import { providerKeys } from './oidc.ts';
import type { OidcProvider } from './providers.ts';
import type { EndedThere } from './sessions.ts';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** A token is used at once; clocks may differ a little. */
const FRESH_SECONDS = 300;
const SKEW_SECONDS = 60;
const KEYS_LAST_MS = 600_000;
/** A key nobody knows is looked for again, but not by every stranger's request. */
const LOOK_AGAIN_MS = 30_000;
const LARGEST_KEYS = 200_000;

const head = z.object({ alg: z.enum(['RS256', 'PS256', 'ES256', 'EdDSA']), kid: z.string().optional(), typ: z.string().optional() });
const claims = z.object({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  iat: z.number(),
  exp: z.number().optional(),
  sub: z.string().optional(),
  sid: z.string().optional(),
  events: z.record(z.string(), z.unknown()),
  // what has one is an answer to a sign-in, never a logout
  nonce: z.never().optional(),
});

/** What a logout token ends; undefined when it is not the provider's own, for us, and of now (OpenID Connect Back-Channel Logout 1.0, 2.6). */
export async function readLogoutToken(platform: Platform, provider: OidcProvider, token: string): Promise<EndedThere | undefined> {
  const [first = '', second = '', third = '', ...more] = token.split('.');
  const [header, payload] = [head.safeParse(read(first)), claims.safeParse(read(second))];
  if (more.length || !header.success || !payload.success) return undefined;
  const { iss, aud, iat, exp, sub, sid, events } = payload.data;
  const now = platform.clock().getTime() / 1000;
  const ours = [aud].flat().includes(provider.clientId) && Object.hasOwn(events, EVENT) && (sub !== undefined || sid !== undefined);
  if (!ours || Math.abs(now - iat) > FRESH_SECONDS || (exp !== undefined && exp < now - FRESH_SECONDS)) return undefined;
  const known = await providerKeys(platform, provider).catch(() => undefined);
  if (!known?.jwksUri || known.issuer !== iss) return undefined;
  const key = await findKey(platform, known.jwksUri, header.data.kid);
  if (!key || !isSigned({ alg: header.data.alg, key, content: `${first}.${second}`, signature: Buffer.from(third, 'base64url') })) return undefined;
  // sent a second time it ends nothing that was begun since
  return { provider: provider.key, subject: sub, sid, before: new Date((iat + SKEW_SECONDS) * 1000) };
}

function read(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    return undefined;
  }
}

type Signed = { alg: z.output<typeof head>['alg']; key: KeyObject; content: string; signature: Buffer };

function isSigned({ alg, key, content, signature }: Signed): boolean {
  const bytes = Buffer.from(content);
  const kind = key.asymmetricKeyType;
  if (alg === 'EdDSA') return kind === 'ed25519' && verify(null, bytes, key, signature);
  if (alg === 'ES256') return kind === 'ec' && verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature);
  return kind === 'rsa' && verify('sha256', bytes, alg === 'PS256' ? { key, padding: 6, saltLength: 32 } : key, signature);
}

type Keys = { at: number; keys: Map<string, KeyObject> };
const kept = new WeakMap<Platform, Map<string, Keys>>();

async function findKey(platform: Platform, uri: string, kid: string | undefined): Promise<KeyObject | undefined> {
  const all = kept.get(platform) ?? new Map<string, Keys>();
  kept.set(platform, all);
  const age = platform.clock().getTime() - (all.get(uri)?.at ?? 0);
  if (age > KEYS_LAST_MS || (age > LOOK_AGAIN_MS && !all.get(uri)?.keys.has(kid ?? ''))) all.set(uri, { at: platform.clock().getTime(), keys: await fetchKeys(platform, uri) });
  const { keys } = all.get(uri) ?? { keys: new Map<string, KeyObject>() };
  return kid === undefined && keys.size === 1 ? [...keys.values()][0] : keys.get(kid ?? '');
}

async function fetchKeys(platform: Platform, uri: string): Promise<Map<string, KeyObject>> {
  try {
    const answer = await fetch(uri, { signal: AbortSignal.timeout(5000), redirect: 'error' });
    const text = await answer.text();
    if (!answer.ok || text.length > LARGEST_KEYS) throw new Error(`answered ${answer.status}`);
    const { keys } = z.object({ keys: z.array(z.looseObject({ kid: z.string().default(''), kty: z.string(), use: z.string().optional() })) }).parse(JSON.parse(text));
    return new Map(keys.filter(({ use }) => use !== 'enc').map((jwk) => [jwk.kid, createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' })]));
  } catch (error) {
    platform.log.warn({ err: (error as Error).message, uri }, 'keys of the sign-in provider cannot be read');
    return new Map();
  }
}
