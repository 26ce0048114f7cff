import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SAML, Profile as Assertion } from '@node-saml/node-saml';
import type { Ctx, JsonObject, Platform } from '#platform/module';
import { trustLevelOf } from './oidc.ts';
import { believed, issuerOf, providersOf, type SamlProvider } from './providers.ts';
import type { Carried, ProvenIdentity, ProviderOutcome } from './proven-identity.ts';
import { issueTicket, redeemTicket } from './tickets.ts';

export const SAML_PATHS = { answer: '/anmelden/saml/antwort', comeBack: '/anmelden/saml/rueckkehr', metadata: '/anmelden/saml/metadaten', logout: '/anmelden/saml/abmelden' };
const CLOCK_SKEW_MS = 5000;
const OLDEST_MS = 5 * 60_000;

type Transact = <R>(fn: (ctx: Ctx) => Promise<R>) => Promise<R>;
type At = { platform: Platform; transact: Transact; provider: SamlProvider };

/** This portal as SAML knows it. */
export const entityIdOf = (platform: Platform): string => `${platform.config.publicUrl}${SAML_PATHS.metadata}`;

function ownKey(platform: Platform): { privateKey: string; certificate: string } | undefined {
  const { samlKeyFile } = platform.config;
  if (!samlKeyFile) return undefined;
  const pem = readFileSync(samlKeyFile, 'utf8');
  const part = (kind: string): string => new RegExp(`-----BEGIN ${kind}-----[\\s\\S]+?-----END ${kind}-----`).exec(pem)?.[0] ?? '';
  return { privateKey: part('(?:RSA )?PRIVATE KEY'), certificate: part('CERTIFICATE') };
}

/** `requestId` is the only request whose answer is taken: one that was not asked for, or for another browser, is refused. */
async function client(platform: Platform, provider: SamlProvider, { requestId, level }: { requestId: string; level?: Carried['level'] }): Promise<SAML> {
  const { SAML, ValidateInResponseTo } = await import('@node-saml/node-saml'); // 20 MB that only a city with such a provider needs
  const key = ownKey(platform);
  const context = level && provider.levels[level];
  return new SAML({
    issuer: entityIdOf(platform),
    audience: entityIdOf(platform),
    callbackUrl: `${platform.config.publicUrl}${SAML_PATHS.answer}`,
    entryPoint: provider.signOnUrl,
    idpIssuer: provider.entityId,
    idpCert: provider.certificates,
    identifierFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: false,
    acceptedClockSkewMs: CLOCK_SKEW_MS,
    maxAssertionAgeMs: OLDEST_MS,
    signatureAlgorithm: 'sha256',
    digestAlgorithm: 'sha256',
    disableRequestedAuthnContext: !context,
    ...(context ? { authnContext: [context], racComparison: 'minimum' as const } : {}),
    forceAuthn: level !== undefined,
    generateUniqueId: () => requestId,
    // how long a request may be answered the ticket says
    requestIdExpirationPeriodMs: Number.MAX_SAFE_INTEGER,
    validateInResponseTo: ValidateInResponseTo.always,
    cacheProvider: {
      saveAsync: async (_key, value) => ({ value, createdAt: 0 }),
      getAsync: async (asked) => (asked === requestId ? new Date(0).toISOString() : null),
      removeAsync: async (gone) => gone,
    },
    ...(provider.logoutUrl ? { logoutUrl: provider.logoutUrl, logoutCallbackUrl: `${platform.config.publicUrl}${SAML_PATHS.logout}/${provider.key}` } : {}),
    ...(key ? { privateKey: key.privateKey, publicCert: key.certificate, decryptionPvk: key.privateKey } : {}),
  });
}

/** Where to send the browser, and the ticket that remembers which request was made. */
export async function beginSaml({ platform, transact, provider }: At, data: Carried): Promise<{ url: string; ticket: string }> {
  const requestId = `_${randomBytes(20).toString('hex')}`;
  const url = await (await client(platform, provider, { requestId, level: data.level })).getAuthorizeUrlAsync('', undefined, {});
  return { url, ticket: await transact((ctx) => issueTicket(ctx, { purpose: 'saml', data: { provider: provider.key, requestId, carried: data } })) };
}

/**
 * Checks the answer: signature (only what it covers is read, so nothing can be wrapped around it), audience, times, recipient, and that
 * it answers the request of this browser, which is used up by it.
 */
export async function finishSaml(platform: Platform, transact: Transact, back: { ticket: string | undefined; response: string }): Promise<ProviderOutcome & { provider?: SamlProvider }> {
  const ticket = await transact((ctx) => redeemTicket(ctx, back.ticket, 'saml'));
  const provider = providersOf(platform).find((one) => one.kind === 'saml' && one.key === ticket?.data.provider) as SamlProvider | undefined;
  if (!ticket || !provider) return { kind: 'refused' };
  try {
    const xml = Buffer.from(back.response, 'base64').toString('utf8');
    if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw new Error('document type in the answer');
    if (provider.encrypted && !xml.includes('EncryptedAssertion')) throw new Error('the assertion is not encrypted');
    const { profile } = await (await client(platform, provider, { requestId: String(ticket.data.requestId) })).validatePostResponseAsync({ SAMLResponse: back.response });
    if (!profile) throw new Error('no assertion');
    requireForUs(platform, profile);
    return { kind: 'identity', provider, identity: identityFrom(provider, profile), data: ticket.data.carried as Carried };
  } catch (error) {
    platform.log.warn({ err: (error as Error).message, provider: provider.key }, 'answer of the sign-in provider refused');
    return { kind: 'refused', provider };
  }
}

/** What the library leaves to us: that the assertion was made for this address (SAML profiles, 4.1.4.2). */
function requireForUs(platform: Platform, assertion: Assertion): void {
  const xml = assertion.getAssertionXml?.() ?? '';
  const recipient = /<[^>]*SubjectConfirmationData[^>]*\sRecipient="([^"]+)"/.exec(xml)?.[1];
  if (recipient !== `${platform.config.publicUrl}${SAML_PATHS.answer}`) throw new Error('the assertion is for another recipient');
}

function identityFrom(provider: SamlProvider, assertion: Assertion): ProvenIdentity {
  const { attributes: names } = provider;
  const text = (name: string | undefined): string | undefined => {
    const value = name === undefined ? undefined : [assertion[name]].flat()[0];
    return typeof value === 'string' && value.trim() ? value.trim().slice(0, 200) : undefined;
  };
  const subject = provider.subjectAttribute ? text(provider.subjectAttribute) : assertion.nameID;
  if (!subject || (!provider.subjectAttribute && assertion.nameIDFormat.endsWith(':transient'))) throw new Error('no lasting id of the person');
  const [givenName, familyName, birthDate] = [text(names.givenName), text(names.familyName), text(names.birthDate)];
  const contextClass = /<[^>]*AuthnContextClassRef[^>]*>\s*([^<\s]+)/.exec(assertion.getAssertionXml?.() ?? '')?.[1];
  return {
    issuer: issuerOf(provider),
    subject,
    name: text(names.name) ?? [givenName, familyName].filter(Boolean).join(' '),
    email: provider.emailProven ? (text(names.email)?.toLowerCase() ?? null) : null,
    trustLevel: believed(provider, trustLevelOf(provider.levelAttribute ? text(provider.levelAttribute) : contextClass)),
    profile: { ...(givenName ? { givenName } : {}), ...(familyName ? { familyName } : {}), ...(birthDate && /^\d{4}-\d{2}-\d{2}$/.test(birthDate) ? { birthDate } : {}) },
    session: { nameID: assertion.nameID, nameIDFormat: assertion.nameIDFormat, sessionIndex: assertion.sessionIndex ?? null },
  };
}

/** Where the browser ends the session at the provider too; undefined when it knows no such way. */
export async function samlLogoutUrl(platform: Platform, provider: SamlProvider, session: JsonObject): Promise<string | undefined> {
  if (!provider.logoutUrl || typeof session.nameID !== 'string') return undefined;
  const user = { issuer: entityIdOf(platform), nameID: session.nameID, nameIDFormat: String(session.nameIDFormat), ...(typeof session.sessionIndex === 'string' ? { sessionIndex: session.sessionIndex } : {}) };
  return (await client(platform, provider, { requestId: `_${randomBytes(20).toString('hex')}` })).getLogoutUrlAsync(user, '', {});
}

/**
 * The provider ends a person's session (HTTP redirect binding); only signed requests count.
 * @returns whom it concerns and where to say that it is done; undefined when the request is not good
 */
export async function readLogoutRequest(platform: Platform, provider: SamlProvider, query: { fields: Record<string, string>; original: string }): Promise<{ subject: string; answerUrl: string } | undefined> {
  if (!query.fields['Signature'] || !query.fields['SAMLRequest'] || !provider.logoutUrl) return undefined;
  try {
    const saml = await client(platform, provider, { requestId: `_${randomBytes(20).toString('hex')}` });
    const { profile } = await saml.validateRedirectAsync(query.fields, query.original);
    if (!profile?.nameID) return undefined;
    return { subject: profile.nameID, answerUrl: await saml.getLogoutResponseUrlAsync(profile, query.fields['RelayState'] ?? '', {}, true) };
  } catch (error) {
    platform.log.warn({ err: (error as Error).message, provider: provider.key }, 'logout request refused');
    return undefined;
  }
}

/** What the provider needs to know about this portal. */
export async function samlMetadata(platform: Platform, provider: SamlProvider): Promise<string> {
  const certificate = ownKey(platform)?.certificate ?? null;
  const xml = (await client(platform, provider, { requestId: '_metadata' })).generateServiceProviderMetadata(certificate, certificate);
  // the library writes POST, but what it can check without a form is the redirect
  return xml.replace(/(<SingleLogoutService[^>]*Binding="urn:oasis:names:tc:SAML:2\.0:bindings:)HTTP-POST/, '$1HTTP-Redirect');
}
