import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import { de } from 'zod/locales';

const secretKey = z.string().trim().regex(/^([A-Za-z0-9+/_-]{43}=?|[0-9a-fA-F]{64})$/, 'hat 32 Byte in Base64, zum Beispiel von: openssl rand -base64 32');
const hosts = z.string().transform((value) => value.toLowerCase().split(',').map((part) => part.trim()).filter(Boolean)).default([]);
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** Every setting with its meaning; the README's table is made from this object. */
const settings = {
  STADTKERN_MODE: z
    .enum(['demo', 'production'])
    .default('demo')
    .describe('demo: sample city, sample sign-ins, mails stay in the mailbox page; production: nothing of that'),
  SAMPLE_CASES: z.coerce.number().int().min(0).max(5000).default(300).describe('demo: so many sample cases are made at the first start; 0: none'),
  HOST: z.string().default('127.0.0.1').describe('address the server listens on'),
  PORT: z.coerce.number().int().min(0).max(65535).default(8080).describe('port the server listens on'),
  PUBLIC_URL: z.url().optional().describe('address that citizens see, for links in mails and sign-in; default http://localhost:PORT'),
  DATABASE_URL: z.string().startsWith('postgres').optional().describe('PostgreSQL 15 or newer; empty: the embedded PostgreSQL'),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(16).describe('database connections of one process'),
  STADTKERN_DATA: z.string().default('.stadtkern').describe('folder for the embedded database, files, keys and built assets'),
  STADTKERN_ASSETS: z.string().optional().describe('folder with the built style sheets and scripts; default: assets in the data folder'),
  CITY_DIR: z.string().default('city').describe('folder with the own city: name, look, offices, people'),
  SERVICES_DIR: z.string().default('services').describe('folder with the services as data'),
  SEAL_KEY_FILE: z.string().optional().describe('PEM file with key and certificate of the electronic seal; the demo makes its own'),
  SECRET_KEY: secretKey.optional().describe('key for stored secrets, 32 bytes in base64 (openssl rand -base64 32); the demo makes its own'),
  SECRET_KEYS_BEFORE: z.string().transform((value) => value.split(',').map((part) => part.trim()).filter(Boolean)).pipe(z.array(secretKey)).default([]).describe('older keys, comma between them, until everything is sealed with SECRET_KEY (the next start does it)'),
  OUTBOUND_HOSTS: hosts.describe('hosts that processes may call, comma between them: register.example.de, *.example.org, 10.0.0.5:8443'),
  OUTBOUND_PRIVATE_HOSTS: hosts.describe('those of them that may have an address inside the own network; the demo may call itself'),
  SMTP_URL: z.string().startsWith('smtp').optional().describe('mail server, e.g. smtp://mail.example:587; empty: mails stay in the mailbox page'),
  MAIL_FROM: z.string().default('Stadt Musterstadt <noreply@musterstadt.example>').describe('sender of all mails'),
  PUSH_KEY: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'ist der private VAPID-Schlüssel: 32 Byte in Base64url').optional().describe('private VAPID key for notifications in browsers (32 bytes in base64url); empty: none'),
  PUSH_HOSTS: hosts.describe('push services of browsers that may be called, comma between them: updates.push.services.mozilla.com, fcm.googleapis.com, *.push.apple.com'),
  OIDC_ISSUER: z.url().optional().describe('sign-in provider for citizens (OpenID Connect issuer)'),
  OIDC_CLIENT_ID: z.string().optional().describe('client id at the sign-in provider'),
  OIDC_CLIENT_SECRET: z.string().optional().describe('client secret at the sign-in provider'),
  OIDC_NAME: z.string().default('Bürgerkonto').describe('name of the sign-in provider on the button'),
  SIGN_IN_FILE: z.string().optional().describe('YAML with more sign-in providers (OpenID Connect, SAML); default: sign-in.yaml in CITY_DIR'),
  SAML_KEY_FILE: z.string().optional().describe('PEM file with RSA key and certificate of this portal for SAML: signs requests, opens encrypted answers'),
  TRANSLATE_URL: z.url().optional().describe('service for machine translation of texts (protocol of LibreTranslate, e.g. https://translate.example/translate); its host must stand in OUTBOUND_HOSTS; empty: none'),
  TRUSTED_PROXY: flag.default(false).describe('true behind a reverse proxy that sets X-Forwarded-*'),
  WORKERS: flag.default(true).describe('false: this process serves pages only; run `stadtkern worker` beside it'),
  CLAMD: z.string().regex(/^[^:\s]+:\d+$/).optional().describe('virus scanner clamd as host:port; empty: files are shown as "not scanned"'),
  LIBREOFFICE: z.string().optional().describe('program of LibreOffice (soffice) for the preview of office files; empty: they are saved, not shown'),
  INBOUND_FOLDER: z.string().optional().describe('folder in which the scanner puts inbound post; a sub-folder names the device'),
  INBOUND_IMAP: z.string().regex(/^imaps?:\/\//).optional().describe('mailbox read as inbound post, e.g. imaps://user:password@mail.example/INBOX'),
  TSA_URL: z.url().optional().describe('time-stamp authority (RFC 3161) for evidence records; the demo has one of its own'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('least level that is logged'),
} as const;

const schema = z.object(settings);

export type Config = {
  mode: 'demo' | 'production';
  /** How many sample cases a new demo gets. */
  sampleCases: number;
  host: string;
  port: number;
  publicUrl: string;
  databaseUrl: string | undefined;
  databasePool: number;
  /** Absolute paths. */
  dataDir: string;
  assetsDir: string;
  cityDir: string;
  servicesDir: string;
  projectDir: string;
  sealKeyFile: string | undefined;
  /** Key of #platform/secrets; the demo has one in the data folder. */
  secretKey: string | undefined;
  secretKeysBefore: string[];
  /** Whom #platform/outbound may call. */
  outbound: { hosts: string[]; privateHosts: string[] };
  smtpUrl: string | undefined;
  mailFrom: string;
  /** Notifications in browsers; only with a key and push services that the operator names. */
  push: { privateKey: string; hosts: string[] } | undefined;
  oidc: { issuer: string; clientId: string; clientSecret: string | undefined; name: string } | undefined;
  signInFile: string;
  samlKeyFile: string | undefined;
  /** Whom editors may ask for a machine translation; nobody unless the operator names somebody. */
  translateUrl: string | undefined;
  trustedProxy: boolean;
  workers: boolean;
  clamd: string | undefined;
  libreOffice: string | undefined;
  tsaUrl: string | undefined;
  inboundFolder: string | undefined;
  inboundImap: string | undefined;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
};

/**
 * Reads and checks all settings.
 * @throws Error with one line per wrong setting, naming it and what it should be, but not the value: it may be a secret.
 */
export function readConfig(env: NodeJS.ProcessEnv, projectDir: string): Config {
  const given = Object.fromEntries(Object.keys(settings).map((key) => [key, env[key] || undefined]));
  const parsed = schema.safeParse(given, { error: de().localeError });
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`Diese Einstellungen stimmen nicht:\n${lines.join('\n')}`);
  }
  const s = parsed.data;
  if (s.OIDC_ISSUER && !s.OIDC_CLIENT_ID) throw new Error('Zu OIDC_ISSUER gehört auch OIDC_CLIENT_ID.');
  const path = (value: string): string => (isAbsolute(value) ? value : resolve(projectDir, value));
  return {
    mode: s.STADTKERN_MODE,
    sampleCases: s.STADTKERN_MODE === 'demo' ? s.SAMPLE_CASES : 0,
    host: s.HOST,
    port: s.PORT,
    publicUrl: (s.PUBLIC_URL ?? `http://localhost:${s.PORT}`).replace(/\/$/, ''),
    databaseUrl: s.DATABASE_URL,
    databasePool: s.DATABASE_POOL,
    dataDir: path(s.STADTKERN_DATA),
    assetsDir: s.STADTKERN_ASSETS ? path(s.STADTKERN_ASSETS) : join(path(s.STADTKERN_DATA), 'assets'),
    cityDir: path(s.CITY_DIR),
    servicesDir: path(s.SERVICES_DIR),
    projectDir,
    sealKeyFile: s.SEAL_KEY_FILE ?? (s.STADTKERN_MODE === 'demo' ? join(path(s.STADTKERN_DATA), 'demo-seal.pem') : undefined),
    secretKey: s.SECRET_KEY,
    secretKeysBefore: s.SECRET_KEYS_BEFORE,
    outbound: { hosts: s.OUTBOUND_HOSTS, privateHosts: s.OUTBOUND_PRIVATE_HOSTS },
    smtpUrl: s.SMTP_URL,
    mailFrom: s.MAIL_FROM,
    push: s.PUSH_KEY && s.PUSH_HOSTS.length > 0 ? { privateKey: s.PUSH_KEY, hosts: s.PUSH_HOSTS } : undefined,
    oidc: s.OIDC_ISSUER
      ? { issuer: s.OIDC_ISSUER, clientId: s.OIDC_CLIENT_ID ?? '', clientSecret: s.OIDC_CLIENT_SECRET, name: s.OIDC_NAME }
      : undefined,
    signInFile: s.SIGN_IN_FILE ? path(s.SIGN_IN_FILE) : join(path(s.CITY_DIR), 'sign-in.yaml'),
    samlKeyFile: s.SAML_KEY_FILE && path(s.SAML_KEY_FILE),
    translateUrl: s.TRANSLATE_URL,
    trustedProxy: s.TRUSTED_PROXY,
    workers: s.WORKERS,
    clamd: s.CLAMD,
    libreOffice: s.LIBREOFFICE,
    tsaUrl: s.TSA_URL,
    inboundFolder: s.INBOUND_FOLDER && path(s.INBOUND_FOLDER),
    inboundImap: s.INBOUND_IMAP,
    logLevel: s.LOG_LEVEL,
  };
}

/** All settings as [name, meaning, default] for the README and `stadtkern --help`. */
export function settingsTable(): { name: string; meaning: string; byDefault: string }[] {
  const defaults = schema.safeParse({});
  const values: Record<string, unknown> = defaults.success ? defaults.data : {};
  return Object.entries(settings).map(([name, rule]) => ({
    name,
    meaning: rule.description ?? '',
    byDefault: values[name] === undefined ? '' : String(values[name]),
  }));
}
