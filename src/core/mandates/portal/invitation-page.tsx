import { z } from 'zod';
import { page, redirect, view } from '#platform/http';
import { Button, ButtonRow, DescriptionList, Form, PageHeader, Stack } from '#platform/ui';
import { acceptInvitation, declineInvitation, getInvitation } from '../invite-member.ts';
import { serviceNames } from './terms-fields.tsx';
import { termsInWords, texts } from './texts.ts';

const PATH = '/konto/organisationen/einladung';
const code = z.string().max(100).default('');

/** Where the mailed link leads, after signing in. Opening it changes nothing. */
export const invitationPage = page({
  method: 'GET',
  path: PATH,
  site: 'portal',
  access: 'citizen',
  query: z.object({ code }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const t = texts(rq.locale);
      const invitation = await getInvitation(ctx, rq.query.code);
      const names = await serviceNames(ctx, invitation.services ?? []);
      const title = t.invitation(invitation.organisation.name);
      return view({
        title,
        nav: 'account',
        width: 'narrow',
        noIndex: true,
        crumbs: [{ label: t.account, href: '/konto' }, { label: t.organisations, href: '/konto/organisationen' }, { label: title }],
        body: (
          <Form action={PATH} label={title}>
            <Stack gap="large">
              <PageHeader title={title} lead={t.invitationLead} />
              <DescriptionList items={[{ term: t.role, value: termsInWords(invitation, rq.locale, names) }, { term: t[invitation.role], value: t[`${invitation.role}Hint`] }]} />
              <input type="hidden" name="code" value={rq.query.code} />
              <ButtonRow>
                <Button variant="primary" name="antwort" value="ja">
                  {t.accept}
                </Button>
                <Button variant="secondary" name="antwort" value="nein">
                  {t.decline}
                </Button>
              </ButtonRow>
            </Stack>
          </Form>
        ),
      });
    }),
});

export const invitationPost = page({
  method: 'POST',
  path: PATH,
  site: 'portal',
  access: 'citizen',
  body: z.object({ code, antwort: z.enum(['ja', 'nein']) }),
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const t = texts(rq.locale);
      const { organisation } = await getInvitation(ctx, rq.body.code);
      if (rq.body.antwort === 'nein') {
        await declineInvitation(ctx, rq.body.code);
        return redirect('/konto/organisationen', { flash: t.declined });
      }
      await acceptInvitation(ctx, rq.body.code);
      return redirect('/konto/handeln', { flash: t.accepted(organisation.name) });
    }),
});
