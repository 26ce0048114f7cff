import { page, view, type Route, type Rq, type Site, type View } from '#platform/http';
import { Button, ButtonRow, Form, PageHeader, Stack } from '#platform/ui';
import { noSessionCookie } from '../sessions.ts';
import { signInTexts } from '../sign-in-texts.ts';
import { pathsOf } from '../site-paths.ts';

/** For those who open the address itself; signing out changes something, so it is a button. */
export function signOutPage(rq: Rq, site: Site): View {
  const t = signInTexts(rq.locale);
  const paths = pathsOf(site);
  return view({
    title: t.signOut,
    width: 'narrow',
    noIndex: true,
    body: (
      <Form action={paths.signOut}>
        <PageHeader title={t.signOutAsk} />
        <ButtonRow>
          <Button variant="primary">{t.signOut}</Button>
          <Button href={paths.home}>{t.cancel}</Button>
        </ButtonRow>
      </Form>
    ),
  });
}

/** After signing out here: the provider's own session ends there, by a link (the CSP lets no form lead elsewhere). */
export function signedOutPage(rq: Rq, there?: { name: string; href: string }): View {
  const t = signInTexts(rq.locale);
  return view({
    title: t.signedOutTitle,
    width: 'narrow',
    noIndex: true,
    cookies: [noSessionCookie],
    body: (
      <Stack gap="large">
        <PageHeader title={t.signedOutTitle} lead={there && t.signedOutThere(there.name)} />
        <ButtonRow>
          {there && (
            <Button variant="primary" href={there.href}>
              {t.signOutThere(there.name)}
            </Button>
          )}
          <Button href="/">{t.toStart}</Button>
        </ButtonRow>
      </Stack>
    ),
  });
}

/** Where a provider sends people back to after they signed out there. Opening it changes nothing. */
export const signedOutRoute: Route = page({ method: 'GET', path: '/abgemeldet', site: 'portal', access: 'anyone', handle: async (rq) => ({ ...signedOutPage(rq), cookies: [] }) });
