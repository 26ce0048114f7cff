import { view, type Rq, type Site, type View } from '#platform/http';
import { Button, ButtonRow, Form, PageHeader } from '#platform/ui';
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
