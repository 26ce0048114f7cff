import { z } from 'zod';
import { getServiceVersion } from '#core/catalogue';
import { page, redirect, view, type Reply, type Rq } from '#platform/http';
import { formatDate, tr, type Locale } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import type { Ctx } from '#platform/module';
import { Button, ButtonRow, ConfirmPage, ErrorSummary, Form, Link, PageHeader, Stack, TextField } from '#platform/ui';
import { makeDraftLink, openDraftLink } from '../draft-links.ts';
import { deleteDraft, getDraft, type Draft } from '../drafts.ts';
import { countTries, triedTooOften } from '../tries.ts';
import { draftMail } from './draft-mail.ts';
import { texts } from './texts.ts';
import { ensureVisitor, orSignIn, visitorOfRq } from './visitor-request.ts';

const params = z.object({ id: z.uuid() });

/** "Später weitermachen": in the account, or by a mailed link. */
export const laterPage = page({
  method: 'GET',
  path: '/antrag/entwurf/:id/spaeter',
  site: 'portal',
  access: 'anyone',
  everyLanguage: true,
  params,
  handle: (rq) => orSignIn(rq, () => rq.read(async (ctx) => laterView({ draft: await getDraft(ctx, rq.params.id, { visitor: visitorOfRq(rq) }), locale: rq.locale }))),
});

type Later = { draft: Draft; locale: Locale; email?: string; error?: string };

function laterView({ draft, locale, email = '', error }: Later): Reply {
  const t = texts(locale);
  const here = `/antrag/entwurf/${draft.id}`;
  const inAccount = draft.account_id !== null;
  return view({
    title: t.laterTitle,
    status: error ? 422 : 200,
    width: 'narrow',
    noIndex: true,
    body: (
      <Stack gap="large">
        {error && <ErrorSummary errors={[{ id: 'email', text: error }]} />}
        <PageHeader title={t.laterTitle} lead={inAccount ? t.laterInAccount : t.laterLead} />
        {!inAccount && (
          <Form action={`${here}/spaeter`}>
            <TextField name="email" type="email" label={t.email} autocomplete="email" value={email} error={error} spellcheck={false} required />
            <ButtonRow>
              <Button variant="primary">{t.sendLink}</Button>
            </ButtonRow>
          </Form>
        )}
        <p class="kern-body">{t.keepUntil(formatDate(draft.expires_at, locale))}</p>
        <ButtonRow>
          <Button variant={inAccount ? 'primary' : 'secondary'} href={here}>
            {t.continue}
          </Button>
          {inAccount && <Button href="/konto">{t.toAccount}</Button>}
        </ButtonRow>
        <p class="kern-body">
          <Link href={`${here}/loeschen`}>{t.deleteDraft}</Link>
        </p>
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
  everyLanguage: true,
  params,
  body: z.object({ email: z.string().max(500).default('') }),
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const t = texts(rq.locale);
      const draft = await getDraft(ctx, rq.params.id, { visitor: visitorOfRq(rq), lock: true });
      const email = rq.body.email.trim();
      if (!z.email().safeParse(email).success) return laterView({ draft, locale: rq.locale, email, error: t.emailWrong });
      const keys = [`link:${draft.id}`, `link-ip:${rq.ip}`];
      if (await triedTooOften(ctx, keys)) return laterView({ draft, locale: rq.locale, email, error: t.linkTooOften });
      await countTries(ctx, keys);
      if (draft.account_id === null && !draft.submitted_at) await mailLink(ctx, rq, { draft, email });
      return redirect(`/antrag/entwurf/${draft.id}/spaeter`, { flash: t.linkSent });
    }),
});

async function mailLink(ctx: Ctx, rq: Pick<Rq, 'locale' | 'platform'>, { draft, email }: { draft: Draft; email: string }): Promise<void> {
  const service = await getServiceVersion(ctx, draft.version_id);
  const link = `${rq.platform.config.publicUrl}/antrag/entwurf/${draft.id}/link/${await makeDraftLink(ctx, draft)}`;
  const mail = draftMail(rq.locale, { name: tr(service.settings.name, rq.locale), until: formatDate(draft.expires_at, rq.locale), link });
  await sendMail(ctx, { to: email, ...mail });
}

const linkParams = z.object({ id: z.uuid(), token: z.string().max(100) });

/** The mailed link shows a button: mail scanners that open links must not take the draft away. */
export const linkPage = page({
  method: 'GET',
  path: '/antrag/entwurf/:id/link/:token',
  site: 'portal',
  access: 'anyone',
  everyLanguage: true,
  params: linkParams,
  handle: async (rq) => {
    const t = texts(rq.locale);
    return view({
      title: t.linkTitle,
      width: 'narrow',
      noIndex: true,
      body: (
        <Stack gap="large">
          <PageHeader title={t.linkTitle} lead={t.linkLead} />
          <Form action={rq.path}>
            <ButtonRow>
              <Button variant="primary">{t.linkOpen}</Button>
            </ButtonRow>
          </Form>
        </Stack>
      ),
    });
  },
});

export const linkPost = page({
  method: 'POST',
  path: '/antrag/entwurf/:id/link/:token',
  site: 'portal',
  access: 'anyone',
  everyLanguage: true,
  params: linkParams,
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
  everyLanguage: true,
  params,
  handle: (rq) =>
    orSignIn(rq, () =>
      rq.read(async (ctx) => {
        const draft = await getDraft(ctx, rq.params.id, { visitor: visitorOfRq(rq) });
        const t = texts(rq.locale);
        return view({
          title: t.deleteQuestion,
          width: 'narrow',
          noIndex: true,
          body: <ConfirmPage title={t.deleteQuestion} consequences={[t.deleteWhat]} undo={t.deleteUndo} confirm={t.deleteDraft} cancel={{ href: `/antrag/entwurf/${draft.id}`, label: t.cancel }} danger />,
        });
      }),
    ),
});

export const deletePost = page({
  method: 'POST',
  path: '/antrag/entwurf/:id/loeschen',
  site: 'portal',
  access: 'anyone',
  everyLanguage: true,
  params,
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const draft = await getDraft(ctx, rq.params.id, { visitor: visitorOfRq(rq), lock: true });
      if (draft.submitted_at) return redirect(`/antrag/eingang/${draft.id}`);
      await deleteDraft(ctx, draft);
      return redirect(`/leistungen/${draft.slug}`, { flash: texts(rq.locale).deleted });
    }),
});
