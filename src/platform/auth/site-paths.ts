import type { Site } from '#platform/http';
import type { AccountKind } from './tables.ts';

/** The addresses of one site's sign-in pages; both sites have the same pages. */
export function pathsOf(site: Site) {
  const prefix = site === 'office' ? '/office' : '';
  const signIn = `${prefix}/anmelden`;
  return {
    signIn,
    step: `${signIn}/bestaetigen`,
    enrol: `${signIn}/einrichten`,
    passkey: `${signIn}/passkey`,
    passkeyOptions: `${signIn}/passkey/optionen`,
    parked: `${signIn}/weiter`,
    forgot: `${prefix}/passwort`,
    newPassword: `${prefix}/passwort/neu`,
    signOut: `${prefix}/abmelden`,
    security: site === 'office' ? '/office/sicherheit' : '/konto/sicherheit',
    home: site === 'office' ? '/office' : '/konto',
  };
}

export const kindOf = (site: Site): AccountKind => (site === 'office' ? 'staff' : 'citizen');
export const siteOf = (kind: AccountKind): Site => (kind === 'staff' ? 'office' : 'portal');

/** Where to go afterwards: a path of this installation, never another site (open redirect). */
export function safePath(wanted: string | undefined, otherwise: string): string {
  if (!wanted || wanted.length > 2000 || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(wanted)) return otherwise;
  const url = new URL(wanted, 'http://here.invalid');
  return url.host === 'here.invalid' ? url.pathname + url.search + url.hash : otherwise;
}

/** Cookies of the way to a session; all short-lived, none of them signs anybody in. */
export const STEP_COOKIE = 'stadtkern_schritt';
export const PASSKEY_COOKIE = 'stadtkern_passkey';
export const OIDC_COOKIE = 'stadtkern_extern';
export const LINK_COOKIE = 'stadtkern_verbinden';
export const PARKED_COOKIE = 'stadtkern_geparkt';
export const clear = (name: string): { name: string; value: string; maxAgeSeconds: number } => ({ name, value: '', maxAgeSeconds: 0 });
