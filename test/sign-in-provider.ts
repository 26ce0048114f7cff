import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** What an installation must know of the provider below. */
export const clientOfTests = { clientId: 'stadt', clientSecret: 'ein-geheimnis-fuer-den-test-1234567890' };

/** An address on which a provider can be started, again and again. */
export async function freeIssuer(): Promise<string> {
  const probe = createServer();
  await new Promise<void>((resolve) => void probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => void probe.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/**
 * A real OpenID Connect provider (oidc-provider). Accounts: the login name, with a proven address and eID unless the name says otherwise
 * (unproven…, weak…). Tells the installation at `home` of sign-outs over the back channel.
 */
export function startProvider(issuer: string, home: string): Promise<Server> {
  const { clientId, clientSecret } = clientOfTests;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: clientId, client_secret: clientSecret, redirect_uris: ['rueckkehr', 'land/rueckkehr'].map((path) => `${home}/anmelden/extern/${path}`), grant_types: ['authorization_code'], response_types: ['code'],
      backchannel_logout_uri: `${home}/anmelden/extern/abmelden`, backchannel_logout_session_required: true,
    }],
    pkce: { required: () => true },
    claims: { openid: ['sub', 'trust_level'], email: ['email', 'email_verified'], profile: ['name', 'given_name', 'family_name', 'birthdate'] },
    findAccount: (_ctx: unknown, id: string) => ({
      accountId: id,
      claims: () => ({
        sub: id, name: `Max ${id}`, given_name: 'Max', family_name: id, birthdate: '1980-02-03', email: `${id}@post.example`, email_verified: !id.startsWith('unproven'),
        trust_level: id.startsWith('weak') ? 'STORK-QAA-Level-1' : 'STORK-QAA-Level-3',
      }),
    }),
    features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true } },
    // the installation under test lies on this machine, where the provider would send nothing by itself
    fetch: (url: URL, { dispatcher: _, ...options }: RequestInit & { dispatcher?: unknown }) => fetch(url, options),
    cookies: { keys: ['a'.repeat(32)] },
  });
  return new Promise((resolve) => {
    const server = provider.listen(Number(new URL(issuer).port), '127.0.0.1', () => resolve(server));
  });
}

export const stopProvider = (server: Server | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (!server?.listening) return resolve();
    server.closeAllConnections();
    server.close(() => resolve());
  });

/** A person's browser at the provider, with its cookies. */
export type Browser = { issuer: string; home: string; jar: Map<string, string> };
export const browserAt = (issuer: string, home: string): Browser => ({ issuer, home, jar: new Map() });

async function go({ jar }: Browser, url: URL, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; ') } });
  for (const cookie of response.headers.getSetCookie()) {
    const [pair = ''] = cookie.split(';');
    jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
  }
  return response;
}

/** Goes the way through the provider's own pages as a person, until the provider sends the browser back. @returns path at home */
export async function atProvider(browser: Browser, address: string, { login, answer = 'yes' }: { login: string; answer?: 'yes' | 'abort' }): Promise<string> {
  const { issuer, home } = browser;
  let response = await go(browser, new URL(address));
  for (let i = 0; i < 15; i++) {
    const location = response.headers.get('location');
    if (location) {
      const next = new URL(location, issuer);
      if (next.origin === home) return next.pathname + next.search;
      response = await go(browser, next);
      continue;
    }
    const html = await response.text();
    if (answer === 'abort') {
      response = await go(browser, new URL(/href="([^"]+abort)"/.exec(html)?.[1] ?? '', issuer));
      continue;
    }
    const action = new URL(/action="([^"]+)"/.exec(html)?.[1] ?? '', issuer);
    const prompt = /name="prompt" value="([^"]+)"/.exec(html)?.[1] ?? '';
    response = await go(browser, action, { method: 'POST', body: new URLSearchParams(prompt === 'login' ? { prompt, login, password: 'x' } : { prompt }) });
  }
  throw new Error('The provider never sent the browser back.');
}

/** Signs out at the provider itself; it tells everybody over the back channel. */
export async function signOutAtProvider(browser: Browser): Promise<void> {
  const html = await (await go(browser, new URL('/session/end', browser.issuer))).text();
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
  await go(browser, new URL('/session/end/confirm', browser.issuer), { method: 'POST', body: new URLSearchParams({ xsrf, logout: 'yes' }) });
}
