import type { Platform } from '#platform/module';
import { oidcLogoutUrl } from './oidc.ts';
import { findProvider } from './providers.ts';
import { samlLogoutUrl } from './saml.ts';
import type { SessionProvider } from './sessions.ts';

/** The address at the provider that ends its own session too; undefined when the provider has none. */
export async function logoutThere(platform: Platform, opened: SessionProvider): Promise<{ name: string; href: string } | undefined> {
  const provider = findProvider(platform, opened.key);
  if (!provider) return undefined;
  const href = provider.kind === 'oidc' ? await oidcLogoutUrl(platform, provider, opened.session) : await samlLogoutUrl(platform, provider, opened.session);
  return href === undefined ? undefined : { name: provider.name, href };
}
