import { z } from 'zod';
import { getServiceVersion } from '#core/catalogue';
import { page, redirect, view } from '#platform/http';
import { formatDate, tr } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import { Button, ButtonRow, ConfirmPage, ErrorSummary, Form, PageHeader, Stack, TextField } from '#platform/ui';
import { deleteDraft, getDraft, openDraftLink, setDraftLink } from '../drafts.ts';
import { newToken } from '../visitor.ts';
import { texts } from './texts.ts';
import { ensureVisitor, visitorOfRq } from './visitor-request.ts';

const params = z.object({ id: z.uuid() });

export const laterPage = page({
  method: 'GET',
  path: '/antrag/entwurf/:id/spaeter',
  site: 'portal',
  access: 'anyone',
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const draft = await getDraft(ctx, rq.params.id, { visitor: visitorOfRq(rq) });
      return laterView({ id: draft.id, expires: formatDate(draft.expires_at, rq.locale), locale: rq.locale });
    }),
});

type Later = { id: string; expires: string; locale: Parameters<typeof texts>[0]; email?: string; error?: string };
function laterView({ id, expires, locale, email = '', error }: Later) {
  const t = texts(locale);
  return view({
    title: t.laterTitle,
    status: error ? 422 : 200,
    noIndex: true,
    body: (
      <Stack gap="large">
        {error && <ErrorSummary errors={[{ id: 'email', text: error }]} />}
        <PageHeader title={t.laterTitle} lead={t.laterLead} />
        <p class="kern-body">{t.keepUntil(expires)}</p>
        <Form action={`/antrag/entwurf/${id}/spaeter`}>
          <TextField name="email" type="email" label={t.email} autocomplete="email" value={email} error={error} required />
          <ButtonRow>
            <Button variant="primary" type="submit">
              {t.sendLink}
            </Button>
            <Button variant="secondary" href={`/antrag/entwurf/${id}`}>
              {t.continue}
            </Button>
            <Button variant="tertiary" href={`/antrag/entwurf/${id}/loeschen`}>
              {t.deleteDraft}
            </Button>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

/** Mails a link that opens the draft on any device. */
export const laterPost = page({
  method: 'POST',
  path: '/antrag/entwurf/:id/spaeter',
  site: 'portal',
  access: 'anyone',
  params,
  body: z.object({ email: z.string().max(500).default('') }),
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const t = texts(rq.locale);
      const draft = await getDraft(ctx, rq.params.id, { visitor: visitorOfRq(rq), lock: true });
      const email = rq.body.email.trim();
      if (!z.email().safeParse(email).success) return laterView({ id: draft.id, expires: formatDate(draft.expires_at, rq.locale), locale: rq.locale, email, error: t.emailWrong });
      const service = await getServiceVersion(ctx, draft.version_id);
      const token = newToken();
      await setDraftLink(ctx, draft.id, token);
      const link = `${rq.platform.config.publicUrl}/antrag/entwurf/${draft.id}/link/${token}`;
      const name = tr(service.settings.name, rq.locale);
      const until = formatDate(draft.expires_at, rq.locale);
      await sendMail(ctx, rq.locale === 'en'
        ? { to: email, subject: `Your draft: ${name}`, text: `Good day,\n\nwith this link you can continue your application “${name}” on any device until ${until}:\n\n${link}\n\nPlease keep the link to yourself: whoever has it can read your answers.\n` }
        : { to: email, subject: `Ihr Entwurf: ${name}`, text: `Guten Tag,\n\nmit diesem Link füllen Sie Ihren Antrag „${name}“ bis zum ${until} auf jedem Gerät weiter aus:\n\n${link}\n\nBitte geben Sie den Link nicht weiter: Wer ihn hat, kann Ihre Angaben lesen.\n` });
      return redirect(`/antrag/entwurf/${draft.id}/spaeter`, { flash: t.linkSent });
    }),
});

/** The mailed link. */
export const linkPage = page({
  method: 'GET',
  path: '/antrag/entwurf/:id/link/:token',
  site: 'portal',
  access: 'anyone',
  params: z.object({ id: z.uuid(), token: z.string().max(100) }),
  handle: async (rq) => {
    const { visitor, cookies } = ensureVisitor(rq);
    await rq.transact((ctx) => openDraftLink(ctx, rq.params.id, { linkToken: rq.params.token, visitor }));
    return redirect(`/antrag/entwurf/${rq.params.id}`, { cookies });
  },
});

export const deletePage = page({
  method: 'GET',
  path: '/antrag/entwurf/:id/loeschen',
  site: 'portal',
  access: 'anyone',
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const draft = await getDraft(ctx, rq.params.id, { visitor: visitorOfRq(rq) });
      const t = texts(rq.locale);
      return view({
        title: t.deleteQuestion,
        noIndex: true,
        body: <ConfirmPage title={t.deleteQuestion} consequences={[t.deleteWhat]} undo={t.deleteUndo} confirm={t.deleteDraft} cancel={{ href: `/antrag/entwurf/${draft.id}`, label: t.cancel }} danger />,
      });
    }),
});

export const deletePost = page({
  method: 'POST',
  path: '/antrag/entwurf/:id/loeschen',
  site: 'portal',
  access: 'anyone',
  params,
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const draft = await getDraft(ctx, rq.params.id, { visitor: visitorOfRq(rq), lock: true });
      if (!draft.submitted_at) await deleteDraft(ctx, draft);
      return redirect(`/leistungen/${draft.slug}`, { flash: texts(rq.locale).deleted });
    }),
});
