import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { isAtLeast, type Platform, type TrustLevel } from '#platform/module';

const level = z.enum(['basic', 'substantial', 'high']);
const common = {
  /** Part of the addresses that the provider knows: never change it. */
  key: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
  name: z.string().min(1).max(60),
  /** The city believes this provider up to this level, whatever it claims. */
  mostTrust: level.default('basic'),
  /** How the provider writes the levels (acr values, authentication contexts), to ask for one. */
  levels: z.partialRecord(level, z.string()).default({}),
};
const oidcSchema = z.strictObject({ ...common, kind: z.literal('oidc'), issuer: z.url(), clientId: z.string(), clientSecretEnv: z.string().optional(), scope: z.string().default('openid profile email') });
const samlSchema = z.strictObject({
  ...common,
  kind: z.literal('saml'),
  entityId: z.string(),
  signOnUrl: z.url(),
  logoutUrl: z.url().optional(),
  /** PEM files beside the YAML file; several while the provider changes its key. */
  certificates: z.array(z.string()).min(1),
  /** Assertions that are not encrypted for us are refused. */
  encrypted: z.boolean().default(false),
  /** The provider has checked the e-mail addresses: only then they are stored and compared. */
  emailProven: z.boolean().default(false),
  /** Where the lasting id of a person and the level stand, when not in NameID and AuthnContextClassRef. */
  subjectAttribute: z.string().optional(),
  levelAttribute: z.string().optional(),
  attributes: z.strictObject({ name: z.string(), givenName: z.string(), familyName: z.string(), birthDate: z.string(), email: z.string() }).partial().default({}),
});
const fileSchema = z.strictObject({ providers: z.array(z.discriminatedUnion('kind', [oidcSchema, samlSchema])) });

export type OidcProvider = Omit<z.output<typeof oidcSchema>, 'clientSecretEnv'> & { clientSecret: string | undefined; returnPath: string };
export type SamlProvider = z.output<typeof samlSchema>;
export type Provider = OidcProvider | SamlProvider;

const known = new WeakMap<Platform, Provider[]>();

/**
 * Every way to sign in at somebody else's: the one of OIDC_ISSUER, then those of the file SIGN_IN_FILE, in its order. Read once.
 * @throws Error that says what is wrong in the file
 */
export function providersOf(platform: Platform): Provider[] {
  const before = known.get(platform);
  if (before) return before;
  const providers = [...fromSettings(platform), ...fromFile(platform)];
  const twice = providers.find((one, at) => providers.findIndex(({ key }) => key === one.key) !== at);
  if (twice) throw new Error(`Zwei Anmeldedienste heißen „${twice.key}“.`);
  known.set(platform, providers);
  return providers;
}

function fromSettings({ config }: Platform): OidcProvider[] {
  const { oidc } = config;
  if (!oidc) return [];
  return [{ kind: 'oidc', key: 'standard', name: oidc.name, mostTrust: 'high', levels: {}, scope: 'openid profile email', issuer: oidc.issuer, clientId: oidc.clientId, clientSecret: oidc.clientSecret, returnPath: '/anmelden/extern/rueckkehr' }];
}

function fromFile({ config }: Platform): Provider[] {
  const path = config.signInFile;
  if (!existsSync(path)) return [];
  const parsed = fileSchema.safeParse(parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path}: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`);
  return parsed.data.providers.map((one): Provider => {
    if (one.kind === 'saml') return { ...one, certificates: one.certificates.map((file) => readFileSync(resolve(dirname(path), file), 'utf8')) };
    const { clientSecretEnv, ...rest } = one;
    // an address of its own for each, so that the answer of one can't be taken for another's (RFC 9700, 4.4)
    return { ...rest, clientSecret: clientSecretEnv === undefined ? undefined : process.env[clientSecretEnv], returnPath: `/anmelden/extern/${one.key}/rueckkehr` };
  });
}

export const findProvider = (platform: Platform, key: string): Provider | undefined => providersOf(platform).find((one) => one.key === key);

/** What stands as issuer of an identity. */
export const issuerOf = (provider: Provider): string => (provider.kind === 'oidc' ? provider.issuer : provider.entityId);

/** A provider's claim, cut to what the city believes it. */
export const believed = (provider: Provider, claimed: TrustLevel): TrustLevel => (isAtLeast(claimed, provider.mostTrust) ? provider.mostTrust : claimed);

/** Where a person can prove who they are at least this well, and come back. */
export type WayToProve = { name: string; href: string };
export function waysToProve(platform: Platform, needed: TrustLevel, comeBackTo: string): WayToProve[] {
  return providersOf(platform)
    .filter((one) => isAtLeast(one.mostTrust, needed))
    .map(({ key, name }) => ({ name, href: `/anmelden/extern?${new URLSearchParams({ anbieter: key, niveau: needed, weiter: comeBackTo })}` }));
}
